package portside.routing;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import portside.provider.Chain;
import portside.provider.Destination;
import portside.provider.ModelSource;
import portside.provider.Provider;
import portside.provider.Timeouts;
import portside.provider.copilot.CopilotModels;
import portside.upstream.SendResult;
import portside.upstream.Upstream;
import portside.upstream.UpstreamAnswer;
import portside.wire.Json;

/// What the accounts of members are offered, where that differs from account to account: their providers are asked for their lists of models, and asked
/// again after an hour, or when one of the models was refused. Safe for any number of threads.
///
/// ```
///             begun            read
///   unknown ─────────► asking ───────► known ──an hour, or doubt──► known, asking ──► known
///                        │ failed                                       │ failed
///                        └───────► without ──a minute──► asking …       └──► known ──a minute──► known, asking …
/// ```
/// Requests wait for the first answer alone; a provider that goes on listing nothing holds up none of them.
public final class ModelOffers {
  private static final Logger LOG = System.getLogger(ModelOffers.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LIFE = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int LARGEST = 8 << 20;

  /// What came of asking for a list.
  public sealed interface Answer {}

  /// The list.
  public record Listed(CopilotModels models) implements Answer {}

  /// There is none.
  ///
  /// @param why for people
  /// @param authorised false when there was no token to ask with
  public record Unlisted(String why, boolean authorised) implements Answer {}

  private final Function<Destination, Upstream> ways;
  private final LongSupplier nanoTime;
  private final Map<Destination, Offer> offers = new HashMap<>();

  /// @param ways opens a way that is used once
  /// @param nanoTime as [System#nanoTime()]
  public ModelOffers(Function<Destination, Upstream> ways, LongSupplier nanoTime) {
    this.ways = ways;
    this.nanoTime = nanoTime;
  }

  /// The same chain; its members know what their accounts are offered.
  public Chain of(Chain chain) {
    return chain.offered(member -> offer(member.destination()));
  }

  /// Has the lists asked for that are not known yet.
  public void begin(Chain chain) {
    chain.members().stream().filter(member -> member.dialect().offersByAccount()).forEach(member -> member.dialect().offered().known());
  }

  /// Asks now, whatever is known.
  public Answer ask(Provider member) {
    return offer(member.destination()).askNow();
  }

  private synchronized Offer offer(Destination destination) {
    return offers.computeIfAbsent(destination, Offer::new);
  }

  /// What is known of one account, and from when on the list is asked for anew.
  private sealed interface State {}

  private record Unknown() implements State {}

  /// @param due as [System#nanoTime()]
  /// @param missed whether the list could not be read the last time
  private record Known(CopilotModels models, long due, boolean missed) implements State {}

  private record Without(long due) implements State {}

  private final class Offer implements ModelSource {
    private final Destination destination;
    /// All below is read and written under the lock of this object.
    private State state = new Unknown();
    private @Nullable CountDownLatch asking;
    private @Nullable Long nextDoubt;

    Offer(Destination destination) {
      this.destination = destination;
    }

    @Override
    public synchronized Optional<CopilotModels> known() {
      if (asking == null && isDue()) {
        var begun = new CountDownLatch(1);
        asking = begun;
        Thread.ofVirtual().name("models").start(() -> run(begun));
      }
      return state instanceof Known known ? Optional.of(known.models()) : Optional.empty();
    }

    /// Without a token nobody is asked; a person who signs in need not wait for the end of a pause.
    private boolean isDue() {
      var due = switch (state) {
        case Unknown _ -> true;
        case Known known -> isOver(known.due());
        case Without without -> isOver(without.due());
      };
      return due && destination.token().flatMap(token -> token.source().missing()).isEmpty();
    }

    private boolean isOver(long time) {
      return nanoTime.getAsLong() - time >= 0;
    }

    private long in(Duration time) {
      return nanoTime.getAsLong() + time.toNanos();
    }

    @Override
    public boolean await() {
      CountDownLatch awaited;
      synchronized (this) {
        awaited = known().isEmpty() && state instanceof Unknown ? asking : null;
      }
      try {
        return awaited != null && awaited.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /// One doubt in a minute is enough.
    @Override
    public synchronized void doubted() {
      if (state instanceof Known(var models, _, var missed) && (nextDoubt == null || isOver(nextDoubt))) {
        nextDoubt = in(PAUSE);
        state = new Known(models, nanoTime.getAsLong(), missed);
        var _ = known();
      }
    }

    private void run(CountDownLatch begun) {
      try {
        if (askNow() instanceof Unlisted(var why, _)) {
          missed(why);
        }
      } finally {
        synchronized (this) {
          asking = null;
        }
        begun.countDown();
      }
    }

    Answer askNow() {
      var answer = asked();
      if (answer instanceof Listed(var models)) {
        synchronized (this) {
          state = new Known(models, in(LIFE), false);
        }
      }
      return answer;
    }

    /// An old list is better than none. Of several times in a row the first is told.
    private void missed(String why) {
      State before;
      synchronized (this) {
        before = state;
        state = before instanceof Known(var models, _, _) ? new Known(models, in(PAUSE), true) : new Without(in(PAUSE));
      }
      var again = switch (before) {
        case Unknown _ -> false;
        case Known known -> known.missed();
        case Without _ -> true;
      };
      LOG.log(again ? Level.DEBUG : Level.WARNING, () -> destination.name() + ": no list of its models: " + why + "; asked again in a minute");
    }

    private Answer asked() {
      try (var way = ways.apply(patient(destination))) {
        return switch (way.attempt().send("GET", "/models", Map.of("X-GitHub-Api-Version", "2025-05-01"), new byte[0], false)) {
          case SendResult.Answered(var answer) -> read(answer);
          case SendResult.Failed(var fault, _) -> new Unlisted(fault.message(), true);
          case SendResult.Unauthorised(var fault) -> new Unlisted(fault.message(), false);
          case SendResult.Cancelled _ -> new Unlisted("the call was ended", true);
        };
      }
    }

    private static Answer read(UpstreamAnswer answer) {
      try (answer) {
        var body = answer.readUpTo(LARGEST);
        return answer.status() != 200 ? new Unlisted("HTTP " + answer.status(), answer.status() != 401)
            : CopilotModels.read(Json.object(body)).<Answer>map(Listed::new).orElseGet(() -> new Unlisted("there is no list of models in the answer", true));
      } catch (UpstreamAnswer.Broken broken) {
        return new Unlisted(broken.fault().message(), true);
      } catch (Json.Malformed e) {
        return new Unlisted("the answer makes no sense: " + e.getMessage(), true);
      }
    }

    private static Destination patient(Destination to) {
      return new Destination(to.name(), to.endpoint(), to.credentials(), to.headers(), new Timeouts(PATIENCE, PATIENCE, PATIENCE), to.proxy(), to.authorities());
    }
  }
}
