package portside.translate.chat;

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
import portside.translate.tools.ToolNames;
import portside.wire.anthropic.MessagesRequest;

/// Speaks OpenAI chat completions for one request.
public final class ChatTranslator implements Translator {
  private final MessagesRequest request;
  private final Dialect dialect;
  private final String upstreamModel;
  private final Provider.Limits limits;
  private final String providerName;
  private final TranslatorContext context;
  /// The limit that was sent, 0 for none.
  private long limit;
  private byte[] body = {};

  /// @param request of the client
  /// @param dialect of the provider for that model
  /// @param upstreamModel the provider's name of the model
  /// @param limits bounds of `max_tokens`
  /// @param providerName for messages to people
  /// @param context what must come from outside
  public ChatTranslator(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName,
      TranslatorContext context) {
    this.request = request;
    this.dialect = dialect;
    this.upstreamModel = upstreamModel;
    this.limits = limits;
    this.providerName = providerName;
    this.context = context;
  }

  @Override
  public UpstreamRequest request() {
    var sent = RequestToChat.translate(request, dialect, maker(), limits, context.conversation());
    body = sent.bytes();
    limit = sent.limit() == null ? 0 : sent.limit().tokens();
    return new UpstreamRequest("/chat/completions", headers(), body, sent.stream());
  }

  private Map<String, String> headers() {
    var unused = dialect.affinityHeader().isEmpty() || context.conversation().isEmpty();
    return unused ? Map.of() : Map.of(dialect.affinityHeader(), context.conversation());
  }

  @Override
  public AnswerStream answer() {
    body = new byte[0]; // a stream may be open for long, and only a refusal asks what was sent
    var search = OfferedSearch.of(request, dialect);
    var names = new ToolNames(request, search.names());
    var answer = new ChatAnswer(new ChatAnswer.Context(context.messageId(), request.model(), context.inputEstimate(), names::toClient,
        names.schemas(),
        AnswerRules.of(request), limit, maker(), dialect, providerName), context.redact(), search);
    return CacheWarmingAnswer.of(answer, request);
  }

  private ModelIdentity maker() {
    return new ModelIdentity(context.endpoint(), upstreamModel);
  }

  @Override
  public Refused refused(int status, Function<String, String> headers, byte[] answer) {
    var errors = new ErrorToFault(providerName, upstreamModel, dialect, context.inputEstimate(), limit, context.redact());
    return errors.refused(status, headers, answer, context.now(), body);
  }
}
