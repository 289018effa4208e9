package portside.exchange;

import java.time.Clock;
import portside.translate.client.ChatCompletionAccumulator;
import portside.translate.client.ChatCompletionsReader;
import portside.translate.client.ChatCompletionsWriter;
import portside.wire.Fault;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Original;
import portside.wire.anthropic.StreamWriter;
import portside.wire.anthropic.WholeWriter;

/// OpenAI's chat completions.
///
/// @param clock stamps the answers
record ChatCompletionsLanguage(Clock clock) implements ClientLanguage {
  @Override
  public MessagesRequest read(Client client) {
    return ChatCompletionsReader.read(client.body());
  }

  @Override
  public StreamWriter streamWriter(Client client, MessagesRequest request) {
    return new ChatCompletionsWriter(clock.instant().getEpochSecond(), request.original() instanceof Original.ChatCompletions(_, var usage, _, _) && usage);
  }

  @Override
  public WholeWriter wholeWriter() {
    return new ChatCompletionAccumulator(clock.instant().getEpochSecond());
  }

  @Override
  public void refuse(Client client, Fault fault) throws Client.Gone {
    Faults.answerOpenAi(client, fault);
  }
}
