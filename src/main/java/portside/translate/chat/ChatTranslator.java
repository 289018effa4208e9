package portside.translate.chat;

import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContext;
import portside.translate.TranslatorContext;
import portside.translate.WireAnswer;
import portside.translate.WireTranslator;
import portside.translate.reasoning.ModelIdentity;
import portside.wire.anthropic.MessagesRequest;

/// Speaks OpenAI chat completions for one request.
public final class ChatTranslator extends WireTranslator {
  /// As [WireTranslator], at the path of chat completions.
  public ChatTranslator(MessagesRequest request, Dialect dialect, String upstreamModel, Provider.Limits limits, String providerName,
      TranslatorContext context) {
    super(request, dialect, upstreamModel, limits, providerName, "/chat/completions", context);
  }

  @Override
  protected Written write(MessagesRequest request, Dialect dialect, ModelIdentity model, Provider.Limits limits, String conversation) {
    var sent = RequestToChat.translate(request, dialect, model, limits, conversation);
    return new Written(sent.bytes(), sent.limit() == null ? 0 : sent.limit().tokens(), sent.stream());
  }

  @Override
  protected WireAnswer answer(AnswerContext context) {
    return new ChatAnswer(context);
  }
}
