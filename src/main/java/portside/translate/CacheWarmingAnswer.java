package portside.translate;

import java.util.OptionalLong;
import java.util.function.Consumer;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// The answer to a request with `max_tokens: 0`, which fills the prompt cache and writes nothing (Anthropic API, `max_tokens`). No provider of
/// OpenAI's kind takes 0, so it was asked for its smallest answer; what it wrote is dropped, and with it the count of its output.
public final class CacheWarmingAnswer extends ForwardingAnswer {
  private CacheWarmingAnswer(AnswerStream answer) {
    super(answer);
  }

  /// The answer as the request wants it: itself, or this one in front of it.
  public static AnswerStream of(AnswerStream answer, MessagesRequest request) {
    return request.maxTokens().equals(OptionalLong.of(0)) ? new CacheWarmingAnswer(answer) : answer;
  }

  @Override
  protected void forward(StreamEvent event, Consumer<StreamEvent> out) {
    switch (event) {
      case StreamEvent.BlockStart _, StreamEvent.BlockDelta _, StreamEvent.BlockStop _ -> {}
      case StreamEvent.MessageDelta(_, _, var usage) -> out.accept(new StreamEvent.MessageDelta(StopReason.MAX_TOKENS, null, unspoken(usage)));
      case StreamEvent.MessageStart _, StreamEvent.MessageStop _, StreamEvent.Ping _, StreamEvent.Verbatim _, StreamEvent.Error _ -> out.accept(event);
    }
  }

  private static Usage unspoken(Usage usage) {
    return new Usage(usage.input(), 0, usage.cacheRead(), usage.cacheCreation(), OptionalLong.empty(), 0, usage.cacheCreationHour(), usage.cost());
  }
}
