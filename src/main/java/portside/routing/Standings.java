package portside.routing;

import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import portside.provider.Chain.Breaker;
import portside.provider.Credential;
import portside.provider.Provider;
import portside.routing.Consequence.Ladder;
import portside.routing.Standing.In;
import portside.routing.Standing.Length;
import portside.routing.Standing.Moment;
import portside.routing.Standing.Out;
import portside.routing.Standing.Probing;
import portside.routing.Standing.Told;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// Which candidates may be asked now, after what earlier calls came to. It knows nothing of requests: one asks it for leave, acts, and says to the
/// [Ticket] what came of it. Safe for any number of threads; nothing waits in it.
public final class Standings {
  /// The longest time a provider may tell; year 9999 has been seen for "never".
  static final Duration LONGEST_BELIEVED = Duration.ofDays(35);

  /// Shorter outages are not worth keeping over a restart, see [ToldOutages#kept].
  static final Duration LASTING = Duration.ofSeconds(60);

  static final Duration USUAL_LEASE = Duration.ofSeconds(60);

  private static final double SPREAD = 0.1;

  private static final double LONGEST_PAUSE_NANOS = 2e9;

  /// Clients can make up names of models; those that were asked for longest ago are forgotten.
  static final int MOST_SCOPES = 2_000;

  private final InstantSource wall;
  private final LongSupplier nanoTime;
  private final DoubleSupplier random;
  private final Map<OutageScope, Standing> standings = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<OutageScope, Standing> eldest) {
      return size() > MOST_SCOPES;
    }
  };
  private long calls;
  private OptionalLong emptied = OptionalLong.empty();

  /// @param wall for instants that providers tell
  /// @param nanoTime for lengths, in nanoseconds
  /// @param random from 0 to 1: spreads the lengths of the breaker by 10 % either way, and delays the return from a told outage by up to 2 s
  public Standings(InstantSource wall, LongSupplier nanoTime, DoubleSupplier random) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /// Why a candidate is not asked now.
  ///
  /// @param scope what is out
  /// @param reason the failure that led to it
  /// @param until when it may be asked: the very time the provider told, where it did, though up to 2 s pass then before it is; while another call
  ///     finds out, when the lease of that call ends
  /// @param told whether the provider named that time
  /// @param breaker whether it may be overridden by [#lastChance]: several failures led to it, and no time was told
  /// @param probing whether another call finds out
  public record Hold(OutageScope scope, FaultKind reason, Instant until, boolean told, boolean breaker, boolean probing) {}

  /// A scope as it stands.
  ///
  /// @param state `in`, `out` or `probing`
  /// @param failures since the last complete answer; 0 unless `in`
  /// @param level outages in a row before this one, or before the last while that is not forgotten
  /// @param reason of the outage; empty when `in`
  /// @param until as in [Hold]; in the past when the next request finds out; empty when `in`
  public record Seen(OutageScope scope, String state, int failures, int level, Optional<FaultKind> reason, Optional<Instant> until, boolean told) {}

  /// What stands in the way of asking a candidate, the widest first; nothing when it may be asked.
  public synchronized List<Hold> holds(Candidate candidate) {
    return holds(OutageScope.all(candidate), now());
  }

  /// When a candidate may be asked, at the latest; empty when it may be now.
  public synchronized Optional<Instant> returns(Candidate candidate) {
    var now = now();
    var wait = wait(OutageScope.all(candidate), now);
    return wait > 0 ? Optional.of(now.in(wait)) : Optional.empty();
  }

  /// Leave to ask a candidate, from all its scopes at once; empty when something stands in the way.
  ///
  /// @param breaker when several failures make an outage
  /// @param lease how long others are kept away when this call is to find out whether the candidate is back; 60 s when zero
  public synchronized Optional<Ticket> claim(Candidate candidate, Breaker breaker, Duration lease) {
    var now = now();
    var scopes = OutageScope.all(candidate);
    return holds(scopes, now).isEmpty() ? Optional.of(claimed(candidate, scopes, breaker, lease, false, now)) : Optional.empty();
  }

  /// The same for a candidate of which nothing bad is known: it is not out, nor is it due to be tried again.
  public synchronized Optional<Ticket> claimIn(Candidate candidate, Breaker breaker, Duration lease) {
    var now = now();
    var in = OutageScope.all(candidate).stream().allMatch(scope -> standing(scope).at(now) instanceof In);
    return in ? claim(candidate, breaker, lease) : Optional.empty();
  }

  /// Leave to ask one of several candidates when outages of the breaker, without a told time, are all that stands in the way of every one: the one
  /// that is due next. One call at a time; when it fails, those outages are what they were.
  public synchronized Optional<Ticket> lastChance(List<Candidate> candidates, Breaker breaker, Duration lease) {
    var now = now();
    for (var candidate : candidates) {
      var holds = holds(OutageScope.all(candidate), now);
      if (holds.isEmpty() || !holds.stream().allMatch(Hold::breaker)) {
        return Optional.empty();
      }
    }
    return candidates.stream().min(comparingLong(candidate -> wait(OutageScope.all(candidate), now)))
        .map(next -> claimed(next, OutageScope.all(next), breaker, lease, true, now));
  }

  /// Leave to ask a candidate whatever stands in the way: the client insists on it, or the request has no other. What comes of it counts as usual.
  public synchronized Ticket unheld(Candidate candidate, Breaker breaker, Duration lease) {
    return claimed(candidate, OutageScope.all(candidate), breaker, lease, false, now());
  }

  /// Forgets all outages and failures. Calls that run now have no say any more.
  public synchronized void reset() {
    var call = ++calls;
    emptied = OptionalLong.of(nanoTime.getAsLong());
    standings.replaceAll((_, _) -> fresh(call));
  }

  /// The same for what concerns one member, its keys among it.
  public synchronized void resetMember(Provider member) {
    var call = ++calls;
    var keys = member.destination().credentials().stream().map(Credential::digest).collect(Collectors.toSet());
    standings.replaceAll((scope, standing) -> scope.address().equals(member.site())
        && (scope.member().equals(member.name()) || keys.contains(scope.key())) ? fresh(call) : standing);
  }

  /// When all was forgotten the last time, by the clock for lengths, in nanoseconds; empty for never.
  synchronized OptionalLong emptied() {
    return emptied;
  }

  /// What [ToldOutages] works on.
  ///
  /// @param told makes the term of an outage of a length
  /// @param next numbers what happens
  record Book(Map<OutageScope, Standing> standings, Moment now, Function<Duration, Told> told, LongSupplier next) {}

  /// Has that done while nothing else happens.
  synchronized <T> T open(Function<Book, T> work) {
    var now = now();
    return work.apply(new Book(standings, now, left -> told(left, now), () -> ++calls));
  }

  /// All scopes of which something is known.
  public synchronized List<Seen> seen() {
    var now = now();
    return standings.entrySet().stream().map(entry -> seen(entry.getKey(), entry.getValue().at(now), now)).toList();
  }

  private Moment now() {
    return new Moment(wall.instant(), nanoTime.getAsLong());
  }

  private Standing standing(OutageScope scope) {
    return requireNonNullElse(standings.get(scope), In.FRESH);
  }

  private static In fresh(long call) {
    return new In(call, 0, List.of(), new Standing.Proven());
  }

  private List<Hold> holds(List<OutageScope> scopes, Moment now) {
    var holds = new ArrayList<Hold>();
    for (var scope : scopes) {
      switch (standing(scope).at(now)) {
        case Out out when !out.over(now) -> holds.add(held(scope, out, now));
        case Probing probing -> holds.add(new Hold(scope, probing.out().reason(), now.in(probing.lease() - now.nanos()), false, false, true));
        case Out _, In _ -> { }
      }
    }
    return holds;
  }

  private static Hold held(OutageScope scope, Out out, Moment now) {
    var told = out.term() instanceof Told;
    return new Hold(scope, out.reason(), now.in(out.term().left(now)), told, out.breaker() && !told, false);
  }

  private long wait(List<OutageScope> scopes, Moment now) {
    return scopes.stream().mapToLong(scope -> switch (standing(scope).at(now)) {
      case In _ -> 0;
      case Out out -> out.term().asked(now);
      case Probing probing -> Math.max(probing.lease() - now.nanos(), probing.out().term().asked(now));
    }).max().orElse(0);
  }

  private static Seen seen(OutageScope scope, Standing standing, Moment now) {
    return switch (standing) {
      case In in -> new Seen(scope, "in", in.row(), in.trust().lastLevel(), Optional.empty(), Optional.empty(), false);
      case Out out -> seen(scope, "out", out, now.in(out.term().left(now)));
      case Probing probing -> seen(scope, "probing", probing.out(), now.in(probing.lease() - now.nanos()));
    };
  }

  private static Seen seen(OutageScope scope, String state, Out out, Instant until) {
    return new Seen(scope, state, 0, out.level(), Optional.of(out.reason()), Optional.of(until), out.term() instanceof Told);
  }

  private Ticket claimed(Candidate candidate, List<OutageScope> scopes, Breaker breaker, Duration lease, boolean early, Moment now) {
    var call = ++calls;
    var end = now.nanos() + (lease.isPositive() ? lease : USUAL_LEASE).toNanos();
    var probe = false;
    for (var scope : scopes) {
      if (standing(scope).at(now) instanceof Out out && (early || out.over(now))) {
        var over = out.over(now);
        standings.put(scope, new Probing(call, end, over ? out.with(call, new Length(now.nanos())) : out, !over));
        probe = true;
      }
    }
    return new Call(call, candidate, scopes, breaker, probe);
  }

  private Told told(Duration left, Moment now) {
    var pause = Math.round(random.getAsDouble() * LONGEST_PAUSE_NANOS);
    return new Told(now.wall().plus(left), now.nanos() + left.toNanos(), pause, left.compareTo(LASTING) > 0);
  }

  private Length untold(Ladder ladder, int level, Breaker breaker, Moment now) {
    var length = ladder.length(level, breaker).toNanos();
    var spread = ladder == Consequence.Plain.BREAKER ? 1 - SPREAD + 2 * SPREAD * random.getAsDouble() : 1;
    return new Length(now.nanos() + Math.round(length * spread));
  }

  /// A failure as the standing of its scope is told of it.
  ///
  /// @param told how long the provider wants to be left alone; zero when it did not say
  private record Failure(Consequence consequence, FaultKind kind, Duration told) {
    boolean timed() {
      return told.isPositive();
    }

    boolean counted() {
      return consequence.ladder() == Consequence.Plain.BREAKER;
    }
  }

  private final class Call implements Ticket {
    private final long number;
    private final Candidate candidate;
    private final List<OutageScope> scopes;
    private final Breaker breaker;
    private final boolean probe;
    private boolean done;

    Call(long number, Candidate candidate, List<OutageScope> scopes, Breaker breaker, boolean probe) {
      this.number = number;
      this.candidate = candidate;
      this.scopes = scopes;
      this.breaker = breaker;
      this.probe = probe;
    }

    @Override
    public Candidate candidate() {
      return candidate;
    }

    @Override
    public boolean probe() {
      return probe;
    }

    @Override
    public void content() {
      synchronized (Standings.this) {
        if (!done) {
          back();
        }
      }
    }

    @Override
    public void answered() {
      synchronized (Standings.this) {
        if (done) {
          return;
        }
        back();
        done = true;
        var now = now();
        for (var scope : scopes) {
          switch (standing(scope)) {
            case In in when in.since() <= number -> put(scope, in.answered(now));
            case Out out when out.since() < number -> put(scope, out.back(number).answered(now));
            case In _, Out _, Probing _ -> { }
          }
        }
      }
    }

    @Override
    public void failed(Consequence consequence, FaultKind kind, Optional<Scope> scope, OptionalLong toldSeconds) {
      synchronized (Standings.this) {
        if (done) {
          return;
        }
        var told = toldSeconds.isPresent() ? Duration.ofSeconds(toldSeconds.getAsLong()) : Duration.ZERO;
        var failure = new Failure(consequence, kind, told.compareTo(LONGEST_BELIEVED) <= 0 ? told : Duration.ZERO);
        consequence.out().map(usual -> scope.orElse(usual)).filter(it -> it != Scope.REQUEST).map(it -> OutageScope.of(it, candidate))
            .ifPresent(failed -> put(failed, after(standing(failed), failure, now())));
        close();
      }
    }

    @Override
    public void close() {
      synchronized (Standings.this) {
        if (!done) {
          done = true;
          held().forEach((scope, probing) -> put(scope, probing.given()));
        }
      }
    }

    private void back() {
      held().forEach((scope, probing) -> put(scope, probing.out().back(number)));
    }

    /// What this call finds out about.
    private Map<OutageScope, Probing> held() {
      var held = new LinkedHashMap<OutageScope, Probing>();
      for (var scope : scopes) {
        if (standing(scope) instanceof Probing probing && probing.since() == number) {
          held.put(scope, probing);
        }
      }
      return held;
    }

    private void put(OutageScope scope, Standing standing) {
      if (standing.equals(In.FRESH)) {
        standings.remove(scope);
      } else {
        standings.put(scope, standing);
      }
    }

    private Standing after(Standing standing, Failure failure, Moment now) {
      return switch (standing) {
        // an old call: it does not raise the level, and knows of the time that was told at most
        case In in when in.since() > number -> failure.timed() ? out(failure, in.trust().lastLevel(), now) : in;
        case In in when failure.timed() || !failure.counted() -> out(failure, in.trust().nextLevel(), now);
        case In in -> counted(in.failed(failure.consequence().counts(), now), failure, now);
        case Probing probing when probing.since() != number -> probing; // the probe will find out
        // the last chance changes nothing
        case Probing probing when probing.early() -> failure.timed() ? out(failure, probing.out().level(), now) : probing.given();
        case Probing probing when failure.counted() && !failure.timed() && breaker.failures() == 0 -> probing.given();
        case Probing probing -> out(failure, probing.out().level() + 1, now);
        // told beats the ladder, and of two told times the later one holds
        case Out out when failure.timed() -> later(out, out(failure, out.level(), now), now);
        case Out out -> out;
      };
    }

    private Standing counted(In in, Failure failure, Moment now) {
      if (breaker.failures() == 0) {
        return in;
      }
      return in.broken(breaker, now) ? out(failure, in.trust().nextLevel(), now) : in;
    }

    private Out later(Out known, Out news, Moment now) {
      return known.term() instanceof Told && known.term().left(now) >= news.term().left(now) ? known : news;
    }

    private Out out(Failure failure, int level, Moment now) {
      var term = failure.timed() ? told(failure.told(), now) : untold(failure.consequence().ladder(), level, breaker, now);
      return new Out(++calls, failure.kind(), failure.counted(), level, term);
    }
  }
}
