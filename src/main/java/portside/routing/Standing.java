package portside.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import portside.provider.Chain.Breaker;
import portside.wire.FaultKind;

/// Whether a scope may be asked. Values; [Standings] keeps one for each scope and says what time it is.
///
/// ```
///            failures in a row, or 5 of the last 10 within 5 min; or a fault that suffices alone
///   In ─────────────────────────────────────────────────────────────────────────► Out
///   ▲  ▲                                                                          │  ▲
///   │  │                                              it is over, a call claims it│  │ the call failed: level + 1; it ended
///   │  │                     content: In on probation                             ▼  │ without a word, or its lease did: over
///   │  └──────────────────────────────────────────────────────────────────────── Probing
///   │
///   └── enough complete answers end the probation, the level is 0 again; its first failure is Out, level + 1
/// ```
///
/// The last chance is a probe before the outage is over. When it fails, the outage is what it was.
///
/// `since` is the number of the call that brought the standing about. Calls are numbered in the order they begin; those with a smaller number know
/// nothing of what has happened since, and what they say is not heard, but for times a provider told.
sealed interface Standing {
  /// Outcomes the breaker looks at, of which so many failures make an outage.
  int WINDOW = 10;

  int FAILURES_IN_WINDOW = 5;

  Duration WINDOW_AGE = Duration.ofMinutes(5);

  /// Complete answers that end the probation after an outage of the breaker; after any other, one does.
  int ANSWERS_ON_PROBATION = 3;

  long since();

  /// A moment by both clocks.
  record Moment(Instant wall, long nanos) {
    Instant in(long length) {
      return wall.plusNanos(length);
    }
  }

  /// It may be asked.
  ///
  /// @param row failures since the last complete answer
  /// @param last outcomes, the latest at the end
  record In(long since, int row, List<Mark> last, Trust trust) implements Standing {
    /// Of which nothing is known.
    static final In FRESH = new In(0, 0, List.of(), new Proven());

    /// With a complete answer more.
    In answered(Moment now) {
      var calm = last.stream().noneMatch(Mark::failure);
      return new In(since, 0, calm ? List.of() : marked(1, new Mark(now.nanos, false)), trust.answered());
    }

    /// With failures more.
    In failed(int failures, Moment now) {
      return new In(since, row + failures, marked(failures, new Mark(now.nanos, true)), trust);
    }

    /// Whether it has to go out.
    boolean broken(Breaker breaker, Moment now) {
      var failures = last.stream().filter(mark -> mark.failure && now.nanos - mark.at <= WINDOW_AGE.toNanos()).count();
      return trust instanceof Probation || row >= breaker.failures() || failures >= FAILURES_IN_WINDOW;
    }

    private List<Mark> marked(int times, Mark mark) {
      var marks = new ArrayList<>(last);
      for (int n = 0; n < times; n++) {
        marks.add(mark);
      }
      return List.copyOf(marks.subList(Math.max(0, marks.size() - WINDOW), marks.size()));
    }
  }

  /// One outcome.
  ///
  /// @param at by the clock for lengths, in nanoseconds
  record Mark(long at, boolean failure) {}

  /// What is held against a scope that may be asked.
  sealed interface Trust {
    /// After one more complete answer.
    default Trust answered() {
      return this instanceof Probation(int level, int answers) && answers > 1 ? new Probation(level, answers - 1) : new Proven();
    }

    /// The level of the last outage.
    default int lastLevel() {
      return this instanceof Probation(int level, _) ? level : 0;
    }

    /// The level of the next one.
    default int nextLevel() {
      return this instanceof Probation(int level, _) ? level + 1 : 0;
    }
  }

  /// Nothing.
  record Proven() implements Trust {}

  /// An outage it has just come back from.
  ///
  /// @param level of that outage
  /// @param answers it must still give completely
  record Probation(int level, int answers) implements Trust {}

  /// It is left alone.
  ///
  /// @param breaker whether several failures led to it
  /// @param level how many outages in a row came before it
  record Out(long since, FaultKind reason, boolean breaker, int level, Term term) implements Standing {
    boolean over(Moment now) {
      return term.asked(now) <= 0;
    }

    /// Back, on probation.
    ///
    /// @param call that brought it back
    In back(long call) {
      return new In(call, 0, List.of(), new Probation(level, breaker ? ANSWERS_ON_PROBATION : 1));
    }

    Out with(long since, Term term) {
      return new Out(since, reason, breaker, level, term);
    }
  }

  /// Until when a scope is left alone.
  sealed interface Term {
    /// How long until it may be asked, in nanoseconds; 0 or less when it may be.
    default long asked(Moment now) {
      return switch (this) {
        case Length(long end) -> end - now.nanos;
        case Told told -> told.left(now) + told.pause;
      };
    }

    /// How long until it ends, in nanoseconds; 0 or less when it has.
    default long left(Moment now) {
      return switch (this) {
        case Length(long end) -> end - now.nanos;
        case Told(var at, long end, _, _) -> Math.min(end - now.nanos, Duration.between(now.wall, at).toNanos());
      };
    }
  }

  /// So long, whatever the wall clock says.
  ///
  /// @param end by the clock for lengths, in nanoseconds
  record Length(long end) implements Term {}

  /// The time the provider told, kept as instant and as length, since it ends with whichever comes first: the length does when the clock was set
  /// back, the instant when the machine slept.
  ///
  /// @param at by the wall clock
  /// @param end by the clock for lengths, in nanoseconds
  /// @param pause nanoseconds before it is asked then, so that instances do not all come back at once
  /// @param lasting whether it is long enough to be kept over a restart
  record Told(Instant at, long end, long pause, boolean lasting) implements Term {}

  /// One call finds out whether it is back.
  ///
  /// @param since the number of that call
  /// @param lease when another may claim it, by the clock for lengths, in nanoseconds
  /// @param out what it is again when the call ends without a word
  /// @param early whether it is the last chance, before the outage is over
  record Probing(long since, long lease, Out out, boolean early) implements Standing {
    /// What it is without the call.
    Out given() {
      return out.with(since, out.term);
    }
  }

  /// The standing as others see it: a probe whose lease has run out is given back.
  default Standing at(Moment now) {
    return this instanceof Probing probing && probing.lease - now.nanos <= 0 ? probing.given() : this;
  }
}
