package portside.translate.responses;

import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContext;
import portside.translate.TranslatorContext;
import portside.translate.WireAnswer;
import portside.translate.WireTranslator;
import portside.translate.reasoning.ModelIdentity;
import portside.wire.anthropic.MessagesRequest;

/// Speaks OpenAI Responses for one request.
public final class ResponsesTranslator extends WireTranslator {
  /// As [WireTranslator], at the path of Responses.
  public ResponsesTranslator(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName,
      TranslatorContext context) {
    super(request, dialect, upstreamModel, limits, providerName, "/responses", context);
  }

  @Override
  protected Written write(MessagesRequest request, Dialect dialect, ModelIdentity model, Provider.Limits limits, String conversation) {
    var sent = RequestToResponses.translate(request, dialect, model, limits, conversation);
    return new Written(sent.bytes(), sent.maxOutputTokens().orElse(0), sent.stream());
  }

  @Override
  protected WireAnswer answer(AnswerContext context) {
    return new ResponsesAnswer(context);
  }
}
