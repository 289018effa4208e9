package portside.exchange;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import portside.routing.Candidate;
import portside.translate.Translator;
import portside.translate.chat.ChatTranslator;
import portside.wire.anthropic.MessagesRequest;

/// Makes translators to chat completions, and passes in what a pure translator must not fetch itself: an id, the time, the secrets to blot out.
public final class ChatTranslators implements Translators {
  private final Clock clock;

  /// @param clock for waiting times that providers give as a date
  public ChatTranslators(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Translator make(Candidate candidate, MessagesRequest request, long inputEstimate, String conversation) {
    var provider = candidate.provider();
    var ids = new ChatTranslator.Given(messageId(), inputEstimate, clock.instant(), Blot.of(provider), conversation);
    return new ChatTranslator(request, candidate.dialect(), candidate.model(), provider.limits(), provider.name(), ids);
  }

  private static String messageId() {
    var random = ThreadLocalRandom.current();
    return "msg_" + Long.toUnsignedString(random.nextLong(), 36) + Long.toUnsignedString(random.nextLong(), 36);
  }
}
