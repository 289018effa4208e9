package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.FakeTicker;
import portside.provider.Chain.Breaker;
import portside.routing.Consequence.Doubling;
import portside.routing.Consequence.Ladder;
import portside.routing.Consequence.Next;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// Whatever happens to two candidates, [Standings] says what [StandingsModel] says; there is one probe at a time, and always a way back. The two are
/// models of one provider with one key, so they share two scopes of four.
///
/// All sequences of up to 3 events of any kind are played, all of up to 8 of those few kinds that go together, and long ones of all kinds by chance.
/// `-Dfuzz.times=N` plays N times as many of the latter, and sequences that are deeper by one event of any kind: a minute of work.
class StandingsModelTest {
  private static final Breaker BREAKER = new Breaker(3, Duration.ofSeconds(30), Duration.ofMinutes(10));
  private static final int LEASE = 40_000;
  private static final int TIMES = Integer.getInteger("fuzz.times", 1);
  private static final int DEEPER = TIMES > 1 ? 1 : 0;
  private static final Instant BEGIN = new FakeClock().instant();

  @TempDir private static Path folder;
  private static Candidate big;
  private static Candidate small;

  @BeforeAll
  static void candidates() throws Exception {
    var member = Members.member(folder, "a", "http://a.example/v1"); // without a key, since digests take most of the time
    big = Members.candidate(member, 1, "big");
    small = Members.candidate(member, 1, "small");
  }

  private enum Failure {
    API(FaultKind.API, Scope.MODEL, Consequence.Plain.BREAKER, 1, 0),
    TIMEOUT(FaultKind.TIMEOUT, Scope.MODEL, Consequence.Plain.BREAKER, 2, 0),
    OVERLOADED_TOLD(FaultKind.OVERLOADED, Scope.MODEL, Consequence.Plain.BREAKER, 1, 50),
    UNREACHED(FaultKind.UNREACHABLE, Scope.PROVIDER, Consequence.Plain.BREAKER, 1, 0),
    QUOTA(FaultKind.QUOTA, Scope.KEY, new Doubling(Duration.ofMinutes(5), Duration.ofHours(1)), 0, 0),
    QUOTA_TOLD(FaultKind.QUOTA, Scope.KEY, new Doubling(Duration.ofMinutes(5), Duration.ofHours(1)), 0, 45),
    RATE_LIMIT(FaultKind.RATE_LIMIT, Scope.KEY_AND_MODEL, new Doubling(Duration.ofSeconds(5), Duration.ofMinutes(5)), 0, 0);

    final FaultKind kind;
    final Scope scope;
    final Consequence consequence;
    final long told;

    Failure(FaultKind kind, Scope scope, Ladder ladder, int counts, long told) {
      this.kind = kind;
      this.scope = scope;
      this.consequence = new Consequence(Next.NEXT_MEMBER, Optional.of(scope), ladder, counts);
      this.told = told;
    }
  }

  @FunctionalInterface
  private interface Event {
    /// @return whether anything has happened
    boolean play(World world);
  }

  private record Named(String name, Event event) {}

  /// A call that has begun, in both.
  private static final class Open {
    final Ticket ticket;
    final int number;
    final long lease;
    boolean silent = true;

    Open(Ticket ticket, int number, long now) {
      this.ticket = ticket;
      this.number = number;
      this.lease = now + LEASE;
    }
  }

  /// Both, side by side.
  private static final class World {
    private final FakeClock wall = new FakeClock();
    private final FakeTicker ticker = new FakeTicker();
    private final Standings standings = new Standings(wall, ticker, () -> 0.5);
    private final StandingsModel model = new StandingsModel(LEASE);
    private final List<Open> open = new ArrayList<>();
    private Ticket lastBegun;

    void pass(Duration time) {
      wall.pass(time);
      ticker.pass(time);
      model.now += time.toMillis();
    }

    /// What a request does that would rather have this candidate than the other.
    Optional<Open> request(Candidate candidate) {
      var ticket = standings.claim(candidate, BREAKER, Duration.ofMillis(LEASE));
      int number = model.claim(candidate.model());
      if (ticket.isEmpty() && number < 0) {
        ticket = standings.lastChance(List.of(big, small), BREAKER, Duration.ofMillis(LEASE));
        number = model.lastChance("big", "small");
      }
      assertEquals(number >= 0, ticket.isPresent(), "whether it may be asked");
      var begun = ticket.map(given -> opened(given, model.claimed()));
      begun.filter(call -> call.ticket.probe()).ifPresent(call -> assertTrue(open.stream().noneMatch(other -> other != call && other.ticket.probe()
          && other.silent && model.now < other.lease && other.ticket.candidate().equals(call.ticket.candidate())), "two probes at once"));
      return begun;
    }

    Open pin(Candidate candidate) {
      return opened(standings.unheld(candidate, BREAKER, Duration.ofMillis(LEASE)), model.unheld(candidate.model()));
    }

    private Open opened(Ticket ticket, int number) {
      assertEquals(model.asked(number), ticket.candidate().model(), "who is asked");
      assertEquals(model.probe(number), ticket.probe(), "whether it finds out");
      var call = new Open(ticket, number, model.now);
      open.add(call);
      lastBegun = ticket;
      return call;
    }

    Optional<Open> oldest() {
      return open.stream().findFirst();
    }

    Optional<Open> newest() {
      return open.reversed().stream().findFirst();
    }

    void content(Open call) {
      call.silent = false;
      call.ticket.content();
      model.content(call.number);
    }

    void answered(Open call) {
      end(call);
      call.ticket.answered();
      model.answered(call.number);
    }

    void failed(Open call, Failure failure) {
      end(call);
      var told = failure.told == 0 ? OptionalLong.empty() : OptionalLong.of(failure.told);
      call.ticket.failed(failure.consequence, failure.kind, Optional.empty(), told);
      var ladder = failure.consequence.ladder() instanceof Doubling doubling ? doubling : new Doubling(Duration.ZERO, Duration.ZERO);
      var scope = failure.scope + (failure.scope == Scope.MODEL || failure.scope == Scope.KEY_AND_MODEL ? " " + model.asked(call.number) : "");
      model.failed(call.number, failure.kind.name(), scope, failure.consequence.counts(), ladder.first().toMillis(), ladder.most().toMillis(),
          failure.told * 1_000);
    }

    void closed(Open call) {
      end(call);
      call.ticket.close();
      model.close(call.number);
    }

    private void end(Open call) {
      call.silent = false;
      open.remove(call);
    }

    void compare() {
      for (var candidate : List.of(big, small)) {
        assertEquals(model.holds(candidate.model()), standings.holds(candidate).stream().map(World::shown).toList());
        assertEquals(model.returns(candidate.model()), standings.returns(candidate).map(World::millis).orElse(0L), "when it returns");
      }
      assertEquals(model.seen(), seen());
    }

    private Map<String, String> seen() {
      var seen = new TreeMap<String, String>();
      for (var one : standings.seen()) {
        if (!one.state().equals("in") || one.level() + one.failures() > 0) {
          seen.put(shown(one.scope()), one.state() + " level " + one.level() + (one.state().equals("in") ? " failures " + one.failures() : ""));
        }
      }
      return seen;
    }

    private static String shown(Standings.Hold hold) {
      var why = hold.probing() ? "probing" : hold.reason();
      return shown(hold.scope()) + " " + why + " until " + millis(hold.until()) + (hold.told() ? " told" : hold.breaker() ? " breaker" : "");
    }

    private static String shown(OutageScope scope) {
      return scope.model().isEmpty() ? scope.scope().name() : scope.scope() + " " + scope.model();
    }

    private static long millis(Instant at) {
      return Duration.between(BEGIN, at).toMillis();
    }

    /// Calls that never end are all that is left of them: later ones come through, and find everything forgotten.
    void comesBack() {
      pass(Duration.ofDays(36));
      for (int n = 0; n < 3; n++) {
        for (var candidate : List.of(big, small)) {
          var call = standings.claim(candidate, BREAKER, Duration.ofMillis(LEASE));
          assertTrue(call.isPresent(), "nobody leaves " + standings.holds(candidate));
          call.get().answered();
        }
      }
      assertEquals(Map.of(), seen());
      open.forEach(call -> call.ticket.close());
      assertEquals(Map.of(), seen());
    }
  }

  private static boolean told(Optional<Open> call, Consumer<Open> what) {
    call.ifPresent(what);
    return call.isPresent();
  }

  private static Named pass(Duration time) {
    return new Named("pass " + time, world -> {
      world.pass(time);
      return true;
    });
  }

  private static Named fails(Candidate candidate, Failure failure) {
    return new Named(candidate.model() + " " + failure, world -> told(world.request(candidate), call -> world.failed(call, failure)));
  }

  private static Named answers(Candidate candidate) {
    return new Named(candidate.model() + " answers", world -> told(world.request(candidate), call -> {
      world.content(call);
      world.answered(call);
    }));
  }

  private static Named ends(Candidate candidate) {
    return new Named(candidate.model() + " ends without a word",
        world -> told(world.request(candidate), world::closed) && world.lastBegun.probe());
  }

  private static Named begins(Candidate candidate) {
    return new Named(candidate.model() + " begins", world -> world.request(candidate).isPresent());
  }

  private static Named pinned(Candidate candidate) {
    return new Named(candidate.model() + " begins, pinned", world -> {
      world.pin(candidate);
      return true;
    });
  }

  private static Named oldest(Failure failure) {
    return new Named("the oldest: " + failure, world -> told(world.oldest(), call -> world.failed(call, failure)));
  }

  private static final Named OLDEST_CONTENT = new Named("the oldest has content", world -> told(world.oldest(), world::content));
  private static final Named OLDEST_ANSWERS = new Named("the oldest answers", world -> told(world.oldest(), world::answered));
  private static final Named NEWEST_ANSWERS = new Named("the newest answers", world -> told(world.newest(), world::answered));
  private static final Named NEWEST_ENDS = new Named("the newest ends without a word", world -> told(world.newest(), world::closed));

  private static Named newest(Failure failure) {
    return new Named("the newest: " + failure, world -> told(world.newest(), call -> world.failed(call, failure)));
  }

  /// What may happen to a candidate in one call; one that begins and is not heard of again is a lost probe.
  private static Stream<Named> of(Candidate candidate) {
    return Stream.of(fails(candidate, Failure.API), fails(candidate, Failure.TIMEOUT), fails(candidate, Failure.QUOTA_TOLD),
        fails(candidate, Failure.QUOTA), answers(candidate), ends(candidate), begins(candidate));
  }

  private static List<Named> anything() {
    return Stream.of(of(big), of(small), Stream.of(pass(Duration.ofSeconds(31)), pass(Duration.ofMinutes(6)))).flatMap(it -> it).toList();
  }

  /// Plays a sequence, and looks at the end of it.
  ///
  /// @param whole whether it is to be seen that there is a way back, too
  /// @return whether the last event made a difference
  private static boolean play(List<Named> events, boolean whole) {
    var world = new World();
    var changed = false;
    try {
      for (var event : events) {
        changed = event.event().play(world);
      }
      world.compare();
      if (whole) {
        world.comesBack();
      }
      return changed;
    } catch (AssertionError | RuntimeException wrong) {
      throw new AssertionError(events.stream().map(Named::name).toList() + ": " + wrong.getMessage(), wrong);
    }
  }

  /// All sequences of at most so many of these events; what made no difference need not be followed, since the sequence without it is.
  ///
  /// @return how many there are
  private static int all(int most, List<Named> events) {
    return all(most, events, new ArrayList<>());
  }

  private static int all(int most, List<Named> events, List<Named> begun) {
    int played = 0;
    for (var event : events) {
      begun.add(event);
      var whole = begun.size() == most;
      var changed = play(begun, whole);
      played += 1 + (changed && !whole ? all(most, events, begun) : 0);
      begun.removeLast();
    }
    return played;
  }

  @Test
  void eventsOfAnyKind() {
    all(3 + DEEPER, anything());
  }

  @Test
  void eightEventsAtOneThatComesAndGoes() {
    all(8, List.of(fails(big, Failure.TIMEOUT), answers(big), pass(Duration.ofSeconds(31))));
  }

  @Test
  void eightEventsAtOneWhoseProbesAreLost() {
    all(8, List.of(fails(big, Failure.TIMEOUT), begins(big), pass(Duration.ofSeconds(31))));
  }

  @Test
  void eightEventsAtTwoThatMayHaveALastChance() {
    all(8, List.of(fails(big, Failure.TIMEOUT), fails(small, Failure.TIMEOUT), pass(Duration.ofSeconds(20))));
  }

  @Test
  void eightEventsOfAKeyThatTwoShare() {
    all(8, List.of(fails(big, Failure.QUOTA_TOLD), fails(small, Failure.QUOTA), ends(small), pass(Duration.ofMinutes(6))));
  }

  @Test
  void everyKindOfEndAtOne() {
    all(5 + 3 * DEEPER, List.of(fails(big, Failure.TIMEOUT), answers(big), begins(big), ends(big), pass(Duration.ofSeconds(31))));
  }

  @Test
  void callsThatRunAtTheSameTime() {
    all(4 + DEEPER, List.of(begins(big), pinned(big), OLDEST_CONTENT, OLDEST_ANSWERS, NEWEST_ANSWERS, oldest(Failure.TIMEOUT),
        oldest(Failure.OVERLOADED_TOLD), newest(Failure.TIMEOUT), newest(Failure.OVERLOADED_TOLD), pass(Duration.ofSeconds(45))));
  }

  @Test
  void longSequencesOfEverything() {
    var everything = Stream.of(anything().stream(), Stream.of(begins(big), begins(small), pinned(big), pinned(small), OLDEST_CONTENT, OLDEST_ANSWERS,
        NEWEST_ANSWERS, NEWEST_ENDS, pass(Duration.ofSeconds(1)), pass(Duration.ofSeconds(10))),
        Stream.of(Failure.values()).flatMap(failure -> Stream.of(fails(big, failure), fails(small, failure), oldest(failure), newest(failure))))
        .flatMap(it -> it).toList();
    for (int seed = 0; seed < 500 * TIMES; seed++) {
      var random = new SplittableRandom(seed);
      play(random.ints(random.nextInt(8, 60), 0, everything.size()).mapToObj(everything::get).toList(), true);
    }
  }
}
