package portside.exchange;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import portside.provider.Dialect;
import portside.routing.Candidate;
import portside.translate.Translator;
import portside.translate.chat.ChatTranslator;
import portside.translate.responses.ResponsesTranslator;
import portside.wire.anthropic.MessagesRequest;

/// Makes the translator for the wire a candidate speaks, and passes in what a pure translator must not fetch itself: an id, the time, the secrets
/// to blot out.
public final class WireTranslators implements Translators {
  private final Clock clock;
  private final ThoughtMemory memory;

  /// @param clock for waiting times that providers give as a date, and for forgetting
  public WireTranslators(Clock clock) {
    this.clock = clock;
    this.memory = new ThoughtMemory(clock);
  }

  @Override
  public Translator make(Candidate candidate, MessagesRequest request, long inputEstimate, String conversation) {
    var provider = candidate.provider();
    var ids = new ChatTranslator.Given(messageId(), provider.endpoint(), inputEstimate, clock.instant(), Blot.of(provider), conversation);
    var dialect = candidate.dialect();
    boolean thoughtsReturn = dialect.replay() != Dialect.Replay.NONE || dialect.callSignatures() != Dialect.CallSignatures.NONE;
    var complete = thoughtsReturn ? memory.completed(request) : request;
    var translator = switch (dialect.wire()) {
      case CHAT -> new ChatTranslator(complete, dialect, candidate.model(), provider.limits(), provider.name(), ids);
      case RESPONSES -> new ResponsesTranslator(complete, dialect, candidate.model(), provider.limits(), provider.name(), ids);
    };
    return thoughtsReturn ? new Remembering(translator, memory) : translator;
  }

  private static String messageId() {
    var random = ThreadLocalRandom.current();
    return "msg_" + Long.toUnsignedString(random.nextLong(), 36) + Long.toUnsignedString(random.nextLong(), 36);
  }
}
