package portside.translate.messages;

import static portside.provider.dialect.Column.BETAS;
import static portside.provider.dialect.Column.MANNER;
import static portside.provider.dialect.Column.MESSAGES_PATH;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Manner;
import portside.provider.dialect.Dialect.MessagesPath;
import portside.translate.AnswerContext;
import portside.translate.AnswerStream;
import portside.translate.TranslatorContext;
import portside.translate.WireTranslator;
import portside.translate.reasoning.ModelIdentity;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Original;
import portside.wire.anthropic.RequestHead;

/// Speaks Anthropic's own language for one request.
///
/// ```
///   row \ client      Messages                                   any other, or a request of the proxy's own
///   manner raw        RawMessages up, MessagesRelay down         RequestToMessages up, MessagesAnswer down
///   manner built      RequestToMessages up, MessagesAnswer down  the same
/// ```
public final class MessagesTranslator extends WireTranslator {
  private static final String VERSION = "2023-06-01";

  /// A query that may stand in a URL as it is.
  private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9_.=&-]+");

  private final Dialect row;
  private final String model;
  private final boolean stream;
  /// What passes; null where the request is written anew.
  private final Original.@Nullable Messages passing;
  private final Betas betas;

  /// As [WireTranslator].
  public MessagesTranslator(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName,
      TranslatorContext context) {
    super(request, dialect, upstreamModel, limits, providerName, "/v1/messages", context);
    this.row = dialect;
    this.model = upstreamModel;
    this.stream = request.stream();
    this.passing = dialect.get(MANNER) == Manner.RAW && request.original() instanceof Original.Messages original ? original : null;
    this.betas = Betas.of(passing == null ? "" : passing.head().header(RequestHead.BETA), dialect);
  }

  @Override
  protected Written write(MessagesRequest request, Dialect dialect, ModelIdentity asked, Provider.Limits limits, String conversation) {
    if (passing != null) {
      return new Written(RawMessages.write(passing.body(), dialect, model, betas), request.maxTokens().orElse(0), stream);
    }
    var sent = RequestToMessages.translate(request, dialect, asked, limits);
    var body = new JsonBuffer(1024).value(RawMessages.addressed(sent.body(), dialect, model)).toBytes();
    return new Written(body, sent.limit(), sent.stream());
  }

  @Override
  protected AnswerStream answer(AnswerContext context) {
    return passing == null ? new MessagesAnswer(context) : new MessagesRelay(context, stream);
  }

  @Override
  protected String path(boolean streamed) {
    if (row.get(MESSAGES_PATH) == MessagesPath.RAW_PREDICT) {
      var name = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
      return "/models/" + name + (streamed ? ":streamRawPredict" : ":rawPredict");
    }
    var query = passing == null || !row.get(BETAS).contains(Betas.EVERY_ONE) ? "" : passing.head().query(); // of hosts that take all a client says
    return super.path(streamed) + (QUERY.matcher(query).matches() ? "?" + query : "");
  }

  @Override
  protected Map<String, String> headers() {
    var headers = new LinkedHashMap<String, String>();
    if (row.get(MESSAGES_PATH) == MessagesPath.V1_MESSAGES) {
      var version = passing == null ? "" : passing.head().header(RequestHead.VERSION);
      headers.put(RequestHead.VERSION, version.isEmpty() ? VERSION : version);
    }
    if (!betas.header().isEmpty()) {
      headers.put(RequestHead.BETA, betas.header());
    }
    return headers;
  }
}
