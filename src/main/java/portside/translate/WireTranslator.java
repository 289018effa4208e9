package portside.translate;

import static portside.provider.dialect.Column.AFFINITY_HEADER;
import static portside.provider.dialect.Column.REQUEST_HEADERS;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.answer.AnswerRules;
import portside.translate.fault.Refused;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.request.CopilotHeaders;
import portside.translate.search.OfferedSearch;
import portside.translate.tools.ToolNameResolver;
import portside.translate.tools.ToolNames;
import portside.wire.anthropic.MessagesRequest;

/// What is the same for every wire in the translation of one request: what is remembered of it for its answer or its refusal. A wire writes the
/// body and makes the answer.
public abstract class WireTranslator implements Translator {
  /// A request as it is written.
  ///
  /// @param limit of the answer that it asks for, 0 for none
  /// @param stream whether events are asked for
  public record Written(byte[] body, long limit, boolean stream) {}

  private final MessagesRequest request;
  private final Dialect dialect;
  private final ModelIdentity model;
  private final Provider.Limits limits;
  private final String providerName;
  private final String path;
  private final TranslatorContext context;
  private Written sent = new Written(new byte[0], 0, false);

  /// @param request of the client
  /// @param dialect of the provider for that model
  /// @param upstreamModel the provider's name of the model
  /// @param limits bounds of the answer
  /// @param providerName for messages to people
  /// @param path of the wire, appended to the provider's base URL
  /// @param context what must come from outside
  protected WireTranslator(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName, String path,
      TranslatorContext context) {
    this.request = request;
    this.dialect = dialect;
    this.model = new ModelIdentity(context.endpoint(), upstreamModel);
    this.limits = limits;
    this.providerName = providerName;
    this.path = path;
    this.context = context;
  }

  /// Writes the request.
  ///
  /// @param model who is asked
  /// @param limits bounds of the answer
  /// @param conversation a name for it that tells nothing of the user; empty for none
  protected abstract Written write(MessagesRequest request, Dialect dialect, ModelIdentity model, Provider.Limits limits, String conversation);

  /// The machine that reads the answer.
  protected abstract AnswerStream answer(AnswerContext context);

  /// The path that [#request] asks at.
  ///
  /// @param stream whether events are asked for
  protected String path(boolean stream) {
    return path;
  }

  /// Headers of this request alone, beside those that every wire has.
  protected Map<String, String> headers() {
    return Map.of();
  }

  @Override
  public final UpstreamRequest request() {
    sent = write(request, dialect, model, limits, context.conversation());
    var headers = new LinkedHashMap<>(headers());
    if (!dialect.get(AFFINITY_HEADER).isEmpty() && !context.conversation().isEmpty()) {
      headers.put(dialect.get(AFFINITY_HEADER), context.conversation());
    }
    switch (dialect.get(REQUEST_HEADERS)) {
      case NONE -> {}
      case COPILOT -> headers.putAll(CopilotHeaders.of(request, context.messageId()));
    }
    return new UpstreamRequest(path(sent.stream()), headers, sent.body(), sent.stream());
  }

  @Override
  public final AnswerStream answer() {
    sent = new Written(new byte[0], sent.limit(), sent.stream()); // a stream may be open for long, and only a refusal asks what was sent
    return CacheWarmingAnswer.of(answer(answerContext()), request);
  }

  @Override
  public final Refused refused(int status, Function<String, String> headers, byte[] body) {
    return answerContext().errors().refused(status, headers, body, sent.body());
  }

  private AnswerContext answerContext() {
    var search = OfferedSearch.of(request, dialect);
    var names = new ToolNames(request, search.names());
    var schemas = names.schemas();
    return new AnswerContext(context.messageId(), request.model(), context.inputEstimate(), new ToolNameResolver(schemas.keySet(), names::toClient),
        schemas, AnswerRules.of(request), sent.limit(), model, dialect, providerName, context.redact(), search, context.now());
  }
}
