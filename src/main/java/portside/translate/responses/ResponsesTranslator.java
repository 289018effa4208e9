package portside.translate.responses;

import java.util.Map;
import java.util.function.Function;
import portside.provider.Dialect;
import portside.provider.Provider;
import portside.translate.AnswerStream;
import portside.translate.CacheWarmingAnswer;
import portside.translate.Translator;
import portside.translate.TranslatorContext;
import portside.translate.UpstreamRequest;
import portside.translate.answer.AnswerRules;
import portside.translate.fault.ErrorToFault;
import portside.translate.fault.Refused;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.search.OfferedSearch;
import portside.translate.tools.ToolNameResolver;
import portside.translate.tools.ToolNames;
import portside.wire.anthropic.MessagesRequest;

/// Speaks OpenAI Responses for one request.
public final class ResponsesTranslator implements Translator {
  private final MessagesRequest request;
  private final Dialect dialect;
  private final ModelIdentity model;
  private final String providerName;
  private final Provider.Limits limits;
  private final TranslatorContext context;
  /// The limit that was sent, 0 for none.
  private long limit;
  private byte[] body = {};

  /// @param request of the client
  /// @param dialect of the provider for that model
  /// @param upstreamModel the provider's name of the model
  /// @param limits bounds of the answer
  /// @param providerName for messages to people
  /// @param context what must come from outside
  public ResponsesTranslator(
      MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName, TranslatorContext context) {
    this.request = request;
    this.dialect = dialect;
    this.model = new ModelIdentity(context.endpoint(), upstreamModel);
    this.providerName = providerName;
    this.limits = limits;
    this.context = context;
  }

  @Override
  public UpstreamRequest request() {
    var sent = RequestToResponses.translate(request, dialect, model, limits, context.conversation());
    body = sent.bytes();
    limit = sent.maxOutputTokens().orElse(0);
    return new UpstreamRequest("/responses", headers(), body, sent.stream());
  }

  private Map<String, String> headers() {
    var unused = dialect.affinityHeader().isEmpty() || context.conversation().isEmpty();
    return unused ? Map.of() : Map.of(dialect.affinityHeader(), context.conversation());
  }

  @Override
  public AnswerStream answer() {
    body = new byte[0]; // a stream may be open for long, and only a refusal asks what was sent
    var names = new ToolNames(request);
    var answerContext = new ResponsesAnswer.Context(context.messageId(), request.model(), model, context.inputEstimate(),
        new ToolNameResolver(names.schemas().keySet(), names::toClient), names.schemas(), AnswerRules.of(request), limit, dialect, providerName);
    return CacheWarmingAnswer.of(new ResponsesAnswer(answerContext, context.redact(), OfferedSearch.of(request, dialect)), request);
  }

  @Override
  public Refused refused(int status, Function<String, String> headers, byte[] answer) {
    var errors = new ErrorToFault(providerName, model.model(), dialect, context.inputEstimate(), limit, context.redact());
    return errors.refused(status, headers, answer, context.now(), body);
  }
}
