package portside.translate.responses;

import java.util.Map;
import java.util.function.Function;
import portside.provider.Dialect;
import portside.provider.Provider;
import portside.translate.AnswerStream;
import portside.translate.Translator;
import portside.translate.UnspokenAnswer;
import portside.translate.answer.AnswerRules;
import portside.translate.chat.ChatTranslator;
import portside.translate.fault.ErrorToFault;
import portside.translate.fault.Refused;
import portside.translate.search.OfferedSearch;
import portside.translate.thought.Maker;
import portside.translate.tools.CalledNames;
import portside.translate.tools.ToolNames;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.responses.ResponsesRequest;

/// Speaks OpenAI Responses for one request.
public final class ResponsesTranslator implements Translator {
  private final MessagesRequest request;
  private final Dialect dialect;
  private final Maker maker;
  private final String providerName;
  private final Provider.Limits limits;
  private final ChatTranslator.Given given;
  /// The limit that was sent, 0 for none.
  private long limit;
  private byte[] body = {};

  /// @param request of the client
  /// @param dialect of the provider for that model
  /// @param upstreamModel the provider's name of the model
  /// @param limits bounds of the answer
  /// @param providerName for messages to people
  /// @param given what must come from outside
  public ResponsesTranslator(
      MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName, ChatTranslator.Given given) {
    this.request = request;
    this.dialect = dialect;
    this.maker = new Maker(given.endpoint(), upstreamModel);
    this.providerName = providerName;
    this.limits = limits;
    this.given = given;
  }

  @Override
  public Call request() {
    var sent = RequestToResponses.translate(request, dialect, maker, limits, given.conversation());
    body = sent.bytes();
    limit = sent.maxOutputTokens().orElse(0);
    return new Call("/responses", headers(), body, sent.stream());
  }

  private Map<String, String> headers() {
    var unused = dialect.affinityHeader().isEmpty() || given.conversation().isEmpty();
    return unused ? Map.of() : Map.of(dialect.affinityHeader(), given.conversation());
  }

  @Override
  public AnswerStream answer() {
    body = new byte[0]; // a stream may be open for long, and only a refusal asks what was sent
    var names = new ToolNames(request);
    var context = new ResponsesAnswer.Context(given.messageId(), request.model(), maker, given.inputEstimate(),
        new CalledNames(names.schemas().keySet(), names::toClient), names.schemas(), AnswerRules.of(request), limit, dialect, providerName);
    return UnspokenAnswer.of(new ResponsesAnswer(context, given.blot(), OfferedSearch.of(request, dialect)), request);
  }

  @Override
  public Refused refused(int status, Function<String, String> headers, byte[] answer) {
    var errors = new ErrorToFault(providerName, maker.model(), dialect, given.inputEstimate(), limit, given.blot());
    return errors.refused(status, headers, answer, given.now(), body);
  }
}
