package portside.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import portside.exchange.watch.RequestWatchdog;
import portside.routing.Candidate;
import portside.routing.Hedge;
import portside.routing.Outcome;
import portside.routing.Plan;
import portside.routing.Step;
import portside.wire.anthropic.StreamEvent;

/// Asks a second candidate beside one that is silent for long (`HEDGE_AFTER`). The first content wins, the other call is cancelled, and nothing of it
/// reaches the client.
///
/// ```
///            silence                content of the first
///   ALONE ───────────► BOTH ─────────────────────────────► first wins, the second is cancelled
///     │                 ├── content of the second ───────► second wins, the first is cancelled
///     │                 ├── the first fails ─────────────► the second alone: wins with its content, or fails too
///     │                 └── the second fails ────────────► the first alone
///     └── content of the first, or its end ──────────────► there is no second
/// ```
///
/// The first is asked in the request's thread, the second in one of its own. What either says before its first content waits in its lane. Only the
/// request's thread uses the plan: a second that has content waits until this thread has left the first and lets it on; from then on it writes to the
/// client, and this thread waits for its end.
final class Race implements AutoCloseable {
  /// How the second ended.
  private sealed interface End {
    record Came(Outcome outcome) implements End {}

    record Threw(Throwable wrong) implements End {}
  }

  private final RequestContext context;
  private final Plan plan;
  private final Hedge hedge;
  private final Walk walk;
  private final Walk.Attempt attempt;
  private final Racer first;
  private Runnable firstSpeaks = () -> {};
  private @Nullable Racer second;
  private @Nullable Racer winner;
  private @Nullable End secondEnd;
  private boolean firstOver;
  private boolean admitted;
  private boolean closed;

  /// @param hedge who the second is
  /// @param walk is told who answers
  /// @param attempt asks one of them
  Race(RequestContext context, Hedge hedge, Walk walk, Walk.Attempt attempt) {
    this.context = context;
    this.plan = context.plan();
    this.hedge = hedge;
    this.walk = walk;
    this.attempt = attempt;
    this.first = new Racer();
  }

  /// Runs it to its end, and tells the plan.
  ///
  /// @param step asks the first
  Outcome run(Step.Try step) throws Client.Gone {
    try (var permit = step.permit()) {
      firstSpeaks = () -> {
        context.entry().answers(step.candidate());
        walk.speaks(step.candidate(), permit);
      };
      first.watchdog.firstWord(step.firstWord());
      context.watchdog().unlessSpoken(hedge.after(), this::second);
      var outcome = attempt.make(step.candidate(), step.why(), first);
      first.over(outcome);
      if (secondAsked()) {
        plan.hedged(hedge);
        if (secondWon()) {
          if (outcome instanceof Outcome.Failed) { // by itself, before it was cancelled
            permit.report(outcome);
          }
          return goOnWithSecond();
        }
      }
      permit.report(outcome);
      if (hedge.asked() && outcome instanceof Outcome.Failed && !plan.over() && secondSpeaks()) {
        return goOnWithSecond();
      }
      var goesOn = !(outcome instanceof Outcome.Failed) || context.watchdog().end() == RequestWatchdog.End.RUNNING;
      return goesOn ? outcome : context.watchdog().ended();
    }
  }

  /// Ends what still runs, and says to the plan what came of the second.
  @Override
  public void close() {
    context.watchdog().spoken();
    Racer asked;
    synchronized (this) {
      closed = true;
      notifyAll();
      asked = second;
    }
    first.watchdog.close();
    if (asked == null) {
      return;
    }
    asked.watchdog.left();
    var end = awaitEnd();
    asked.watchdog.close();
    plan.hedged(hedge);
    if (admitted) {
      return; // its permit has said it
    }
    if (end instanceof End.Came(Outcome.Failed failed)) {
      plan.failed(hedge, failed);
    } else {
      plan.lost(hedge);
    }
    if (end instanceof End.Threw(var wrong)) {
      RequestScope.failed(context.client(), wrong);
    }
  }

  private Outcome goOnWithSecond() throws Client.Gone {
    var step = plan.won(hedge);
    walk.goesTo(step);
    try (var permit = step.permit()) {
      context.entry().answers(step.candidate());
      walk.speaks(step.candidate(), permit);
      synchronized (this) {
        admitted = true;
        notifyAll();
      }
      return switch (awaitEnd()) {
        case End.Came(var outcome) -> {
          permit.report(outcome);
          yield outcome;
        }
        case End.Threw(Client.Gone gone) -> throw gone;
        case End.Threw(RuntimeException wrong) -> throw wrong;
        case End.Threw(Error wrong) -> throw wrong;
        case End.Threw(var other) -> throw new IllegalStateException(other);
      };
    }
  }

  /// Asks the second, in a thread of its own, if that still makes sense.
  private void second() {
    ScopedValue.where(RequestId.CURRENT, context.client().requestId()).run(this::askSecond);
  }

  private void askSecond() {
    Racer racer;
    Candidate candidate;
    synchronized (this) {
      var claimed = closed || firstOver || winner != null ? Optional.<Candidate>empty() : hedge.claim();
      if (claimed.isEmpty()) {
        return;
      }
      candidate = claimed.get();
      racer = new Racer();
      second = racer;
    }
    End end;
    try {
      racer.watchdog.firstWord(hedge.firstWord());
      var outcome = attempt.make(candidate, Step.Why.HEDGE, racer);
      racer.over(outcome);
      end = new End.Came(outcome);
    } catch (Client.Gone | RuntimeException | Error wrong) {
      end = new End.Threw(wrong);
    }
    synchronized (this) {
      secondEnd = end;
      notifyAll();
    }
  }

  /// The first is over: from now on no second begins.
  ///
  /// @return whether one has begun
  private synchronized boolean secondAsked() {
    firstOver = true;
    return second != null;
  }

  private synchronized boolean secondWon() {
    return winner != null && winner == second;
  }

  /// Waits until the second has content or is over.
  ///
  /// @return whether it has content
  private synchronized boolean secondSpeaks() {
    await(() -> winner != null || secondEnd != null);
    return winner != null && winner == second;
  }

  private synchronized End awaitEnd() {
    await(() -> secondEnd != null);
    return Objects.requireNonNull(secondEnd);
  }

  /// A second that has won waits until it may go on.
  private synchronized boolean awaitAdmission() {
    await(() -> admitted || closed);
    return admitted;
  }

  /// Waits, under the lock. An interrupt ends the request, and with it what is waited for.
  private void await(BooleanSupplier until) {
    var interrupted = false;
    while (!until.getAsBoolean()) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
        context.watchdog().shutDown();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// The lane of one of the two.
  private final class Racer implements Lane {
    private final RequestWatchdog watchdog = context.watchdog().beside();
    private final List<StreamEvent> held = new ArrayList<>();
    private Map<String, String> passing = Map.of();
    private boolean won;
    private boolean lost;

    @Override
    public void accept(StreamEvent event) {
      if (won) {
        context.event(event);
      } else if (!lost) {
        held.add(event);
        if (Lane.speaks(event)) {
          speak();
        }
      }
    }

    @Override
    public void passing(Map<String, String> headers) {
      passing = headers;
      if (won) {
        context.reply().passing(headers);
      }
    }

    @Override
    public void flush() throws Client.Gone {
      if (won) {
        context.flush();
      }
    }

    @Override
    public RequestWatchdog watchdog() {
      return watchdog;
    }

    /// An answer without content is one, too.
    void over(Outcome outcome) throws Client.Gone {
      if (outcome instanceof Outcome.Answered && !won && !lost) {
        speak();
        flush();
      }
    }

    private void speak() {
      watchdog.spoken();
      won = wins(this);
      lost = !won;
      if (won) {
        context.reply().passing(passing);
        held.forEach(context::event);
      }
      held.clear();
    }
  }

  private boolean wins(Racer racer) {
    Racer other;
    synchronized (this) {
      if (closed || winner != null) {
        return false;
      }
      winner = racer;
      other = racer == first ? second : first;
      notifyAll();
    }
    if (other != null) {
      other.watchdog.left();
    }
    if (racer != first) {
      return awaitAdmission();
    }
    firstSpeaks.run();
    return true;
  }
}
