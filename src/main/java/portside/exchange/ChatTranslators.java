package portside.exchange;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.routing.Candidate;
import portside.translate.Translator;
import portside.translate.chat.ChatTranslator;
import portside.wire.anthropic.MessagesRequest;

/// Makes translators to chat completions, and passes in what a pure translator must not fetch itself: an id, the time, the secrets to blot out.
public final class ChatTranslators implements Translators {
  /// Anything shorter is a word such as `any` or `dummy`, and would be taken out of ordinary sentences.
  private static final int SECRET_ENOUGH = 8;

  private final Clock clock;

  /// @param clock for waiting times that providers give as a date
  public ChatTranslators(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Translator make(Candidate candidate, MessagesRequest request) {
    var provider = candidate.provider();
    var ids = new ChatTranslator.Given(messageId(), TokenCount.estimate(request), clock.instant(), blot(provider));
    return new ChatTranslator(request, candidate.dialect(), candidate.model(), provider.limits(), provider.name(), ids);
  }

  private static UnaryOperator<String> blot(Provider provider) {
    var secrets = Stream.concat(Stream.of(provider.apiKey()), provider.headers().values().stream())
        .map(Secret::reveal).filter(secret -> secret.length() >= SECRET_ENOUGH).toList();
    return text -> {
      var shown = text;
      for (var secret : secrets) {
        shown = shown.replace(secret, "(hidden)");
      }
      return shown;
    };
  }

  private static String messageId() {
    var random = ThreadLocalRandom.current();
    return "msg_" + Long.toUnsignedString(random.nextLong(), 36) + Long.toUnsignedString(random.nextLong(), 36);
  }
}
