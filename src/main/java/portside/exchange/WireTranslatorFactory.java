package portside.exchange;

import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.MANNER;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.WIRE;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import portside.provider.dialect.Dialect;
import portside.routing.Candidate;
import portside.translate.Translator;
import portside.translate.TranslatorContext;
import portside.translate.chat.ChatTranslator;
import portside.translate.client.PassThrough;
import portside.translate.gemini.GeminiTranslator;
import portside.translate.messages.MessagesTranslator;
import portside.translate.responses.ResponsesTranslator;
import portside.wire.anthropic.MessagesRequest;

/// Makes the translator for the wire a candidate speaks, and passes in what a pure translator must not fetch itself: an id, the time, the secrets
/// to blot out.
public final class WireTranslatorFactory implements TranslatorFactory {
  private final Clock clock;
  private final ThoughtMemory memory;

  /// @param clock for waiting times that providers give as a date, and for forgetting
  public WireTranslatorFactory(Clock clock) {
    this.clock = clock;
    this.memory = new ThoughtMemory(clock);
  }

  @Override
  public Translator make(Candidate candidate, MessagesRequest request, long inputEstimate, String conversation) {
    var provider = candidate.provider();
    var context = new TranslatorContext(messageId(), provider.identity(), inputEstimate, clock.instant(), SecretRedactor.of(provider), conversation);
    var dialect = candidate.dialect();
    var passing = PassThrough.of(request, dialect, candidate.model(), provider, context);
    if (passing.isPresent()) {
      return passing.get();
    }
    boolean passes = dialect.get(WIRE) == Dialect.Wire.MESSAGES && dialect.get(MANNER) == Dialect.Manner.RAW; // a client of that language brings all it had
    boolean reasoningReturns = !passes && (dialect.get(REPLAY) != Dialect.Replay.NONE || dialect.get(CALL_SIGNATURES) != Dialect.CallSignatures.NONE);
    var complete = reasoningReturns ? memory.completed(request) : request;
    var translator = switch (dialect.get(WIRE)) {
      case CHAT -> new ChatTranslator(complete, dialect, candidate.model(), provider.limits(), provider.name(), context);
      case GEMINI -> new GeminiTranslator(complete, dialect, candidate.model(), provider.limits(), provider.name(), context);
      case MESSAGES -> new MessagesTranslator(complete, dialect, candidate.model(), provider.limits(), provider.name(), context);
      case RESPONSES -> new ResponsesTranslator(complete, dialect, candidate.model(), provider.limits(), provider.name(), context);
    };
    return reasoningReturns ? new ThinkingRecorder(translator, memory) : translator;
  }

  private static String messageId() {
    var random = ThreadLocalRandom.current();
    return "msg_" + Long.toUnsignedString(random.nextLong(), 36) + Long.toUnsignedString(random.nextLong(), 36);
  }
}
