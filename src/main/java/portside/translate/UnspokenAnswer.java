package portside.translate;

import java.util.OptionalLong;
import java.util.function.Consumer;
import portside.wire.Fault;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// The answer to a request with `max_tokens: 0`, which fills the prompt cache and writes nothing (Anthropic API, `max_tokens`). No provider of
/// OpenAI's kind takes 0, so it was asked for its smallest answer; what it wrote is dropped, and with it the count of its output.
public final class UnspokenAnswer implements AnswerStream {
  private final AnswerStream answer;

  private UnspokenAnswer(AnswerStream answer) {
    this.answer = answer;
  }

  /// The answer as its client wants it.
  public static AnswerStream of(AnswerStream answer, MessagesRequest request) {
    return request.maxTokens().equals(OptionalLong.of(0)) ? new UnspokenAnswer(answer) : answer;
  }

  @Override
  public void data(String event, String data, Consumer<StreamEvent> out) {
    answer.data(event, data, unspoken(out));
  }

  @Override
  public void whole(String body, Consumer<StreamEvent> out) {
    answer.whole(body, unspoken(out));
  }

  @Override
  public void end(boolean clean, Consumer<StreamEvent> out) {
    answer.end(clean, unspoken(out));
  }

  @Override
  public void fail(Fault fault, Consumer<StreamEvent> out) {
    answer.fail(fault, unspoken(out));
  }

  @Override
  public boolean concluded() {
    return answer.concluded();
  }

  @Override
  public OptionalLong reportedInput() {
    return answer.reportedInput();
  }

  @Override
  public boolean finished() {
    return answer.finished();
  }

  private static Consumer<StreamEvent> unspoken(Consumer<StreamEvent> out) {
    return event -> {
      switch (event) {
        case StreamEvent.BlockStart _, StreamEvent.BlockDelta _, StreamEvent.BlockStop _ -> {}
        case StreamEvent.MessageDelta(_, _, var usage) -> out.accept(new StreamEvent.MessageDelta(StopReason.MAX_TOKENS, null, unspoken(usage)));
        case StreamEvent.MessageStart _, StreamEvent.MessageStop _, StreamEvent.Ping _, StreamEvent.Error _ -> out.accept(event);
      }
    };
  }

  private static Usage unspoken(Usage usage) {
    return new Usage(usage.input(), 0, usage.cacheRead(), usage.cacheCreation(), OptionalLong.empty());
  }
}
