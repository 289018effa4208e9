package portside.translate.gemini;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContext;
import portside.translate.TranslatorContext;
import portside.translate.WireAnswer;
import portside.translate.WireTranslator;
import portside.translate.reasoning.ModelIdentity;
import portside.wire.anthropic.MessagesRequest;

/// Speaks Gemini's own language for one request. The base URL ends before `/models`: AI Studio's in the version, Vertex AI's in `publishers/google`. The key
/// never stands in the path, where logs would show it.
public final class GeminiTranslator extends WireTranslator {
  /// How the API itself names models in lists; people copy them from there.
  private static final String LISTED = "models/";

  private final String model;

  /// As [WireTranslator].
  public GeminiTranslator(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName,
      TranslatorContext context) {
    super(request, dialect, upstreamModel, limits, providerName, "/models", context);
    var name = upstreamModel.startsWith(LISTED) ? upstreamModel.substring(LISTED.length()) : upstreamModel;
    this.model = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  protected Written write(MessagesRequest request, Dialect dialect, ModelIdentity asked, Provider.Limits limits, String conversation) {
    return RequestToGemini.translate(request, dialect, asked, limits);
  }

  @Override
  protected WireAnswer answer(AnswerContext context) {
    return new GeminiAnswer(context);
  }

  @Override
  protected String path(boolean stream) {
    return super.path(stream) + "/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
  }
}
