package portside.translate.gemini;

import static portside.provider.dialect.Column.ENVELOPE;
import static portside.provider.dialect.Column.PROJECT;

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
/// never stands in the path, where logs would show it. In Code Assist's envelope the model stands in the body, and the path is the method alone.
public final class GeminiTranslator extends WireTranslator {
  /// How the API itself names models in lists; people copy them from there.
  private static final String LISTED = "models/";

  private final String model;
  private final String name;
  private final boolean enveloped;
  private final String prompt;

  /// As [WireTranslator].
  public GeminiTranslator(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName,
      TranslatorContext context) {
    super(request, dialect, upstreamModel, limits, providerName, "/models", context);
    this.name = upstreamModel.startsWith(LISTED) ? upstreamModel.substring(LISTED.length()) : upstreamModel;
    this.model = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    this.prompt = context.messageId();
    this.enveloped = dialect.get(ENVELOPE) == Dialect.Envelope.CODE_ASSIST;
  }

  @Override
  protected Written write(MessagesRequest request, Dialect dialect, ModelIdentity asked, Provider.Limits limits, String conversation) {
    var written = RequestToGemini.translate(request, dialect, asked, limits);
    return !enveloped ? written
        : new Written(CodeAssistEnvelope.around(written.body(), name, dialect.get(PROJECT), prompt), written.limit(), written.stream());
  }

  @Override
  protected WireAnswer answer(AnswerContext context) {
    return new GeminiAnswer(context);
  }

  @Override
  protected String path(boolean stream) {
    return (enveloped ? "" : super.path(stream) + "/" + model) + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
  }
}
