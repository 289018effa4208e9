package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.FakeTicker;
import portside.provider.Chain;
import portside.provider.dialect.Column;
import portside.provider.dialect.Lesson;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.Usage;

/// However a request ends, it keeps nothing that others need: all walks of two attempts through a chain whose members are due for a probe.
class WalkEndsTest {
  private static final int STEPS = 2;

  /// What comes of an attempt; the last three end the request in its middle.
  private enum Came { ANSWERED, BROKEN_OFF, FAILED, OVERLOADED, OVERLOADED_IN_THE_MIDDLE, THROTTLED, THROTTLED_UNTOLD, USED_UP, KEY_REFUSED, NO_MODEL, UNREACHED,
    UNREACHED_SLOWLY, UNFIT, TOO_LONG, WRONG, TAUGHT, LEFT, NEVER_SAID, NEVER_SAID_IN_THE_MIDDLE }

  private final FakeTicker ticker = new FakeTicker();
  private final FakeClock clock = new FakeClock();
  @TempDir private Path folder;

  private static Outcome outcome(Came came) {
    return switch (came) {
      case ANSWERED -> new Outcome.Answered(Usage.of(1, 2));
      case FAILED -> refused(FaultKind.API, 500);
      case OVERLOADED, OVERLOADED_IN_THE_MIDDLE -> refused(FaultKind.OVERLOADED, 503);
      case THROTTLED -> new Outcome.Refused(new Fault(FaultKind.RATE_LIMIT, "x", OptionalLong.of(3)), OptionalInt.of(429), Optional.empty());
      case THROTTLED_UNTOLD -> refused(FaultKind.RATE_LIMIT, 429);
      case USED_UP -> refused(FaultKind.QUOTA, 429);
      case KEY_REFUSED -> refused(FaultKind.AUTHENTICATION, 401);
      case NO_MODEL -> refused(FaultKind.NOT_FOUND, 404);
      case UNREACHED -> new Outcome.Unreached(fault(FaultKind.UNREACHABLE), true);
      case UNREACHED_SLOWLY -> new Outcome.Unreached(fault(FaultKind.UNREACHABLE), false);
      case BROKEN_OFF -> new Outcome.Broken(fault(FaultKind.UNREACHABLE), false);
      case UNFIT -> new Outcome.Unfit(fault(FaultKind.INVALID_REQUEST));
      case TOO_LONG -> refused(FaultKind.CONTEXT_OVERFLOW, 400);
      case WRONG -> refused(FaultKind.INVALID_REQUEST, 400);
      case TAUGHT -> new Outcome.Refused(fault(FaultKind.INVALID_REQUEST), OptionalInt.of(400), Optional.of(Lesson.of(Column.MAX_OUTPUT, "10")));
      case LEFT -> new Outcome.Ended(Outcome.Cause.CLIENT);
      case NEVER_SAID, NEVER_SAID_IN_THE_MIDDLE -> throw new IllegalStateException();
    };
  }

  private static Outcome refused(FaultKind kind, int status) {
    return new Outcome.Refused(fault(kind), OptionalInt.of(status), Optional.empty());
  }

  private static Fault fault(FaultKind kind) {
    return Fault.of(kind, "x");
  }

  private static boolean inTheMiddle(Came came) {
    return switch (came) {
      case ANSWERED, BROKEN_OFF, OVERLOADED_IN_THE_MIDDLE, NEVER_SAID_IN_THE_MIDDLE -> true;
      default -> false;
    };
  }

  /// Both members are out after failures, and due.
  private Routes due(Chain chain) {
    var routing = Routing.begun(new Lessons(clock), clock, ticker);
    var routes = new Routes(chain, Map.of("a", new Nowhere(), "b", new Nowhere()), routing);
    for (var member : chain.members()) {
      for (int n = 0; n < 3; n++) {
        var failed = outcome(Came.FAILED);
        var ticket = routing.standings().unheld(routes.candidates(member).getFirst(), chain.breaker(), Duration.ZERO);
        ticket.failed(Consequence.of((Outcome.Failed) failed, chain.patience()), FaultKind.API, Optional.empty(), OptionalLong.empty());
      }
    }
    ticker.pass(Duration.ofMinutes(1));
    clock.pass(Duration.ofMinutes(1));
    return routes;
  }

  private static void walk(Plan plan, List<Came> outcomes) {
    for (var came : outcomes) {
      var step = plan.next();
      while (step instanceof Step.Wait) {
        step = plan.next();
      }
      if (!(step instanceof Step.Try attempt)) {
        return;
      }
      try (var permit = attempt.permit()) {
        if (inTheMiddle(came)) {
          permit.content();
        }
        if (came == Came.NEVER_SAID || came == Came.NEVER_SAID_IN_THE_MIDDLE) {
          return;
        }
        permit.report(outcome(came));
      }
      if (inTheMiddle(came) || came == Came.LEFT) {
        return;
      }
    }
  }

  private static List<List<Came>> all(int steps) {
    if (steps == 0) {
      return List.of(List.of());
    }
    var all = new ArrayList<List<Came>>();
    for (var before : all(steps - 1)) {
      for (var came : Came.values()) {
        var longer = new ArrayList<>(before);
        longer.add(came);
        all.add(longer);
      }
    }
    return all;
  }

  @Test
  void noWalkKeepsAProbe() throws Exception {
    var chain = GivenChain.chain(GivenChain.of(folder, "a", "OPENAI_API_KEY=ka1,ka2", "MAX_RETRIES=1"), GivenChain.of(folder, "b", "MAX_RETRIES=1"));
    var kept = new ArrayList<String>();
    for (var outcomes : all(STEPS)) {
      var routes = due(chain);
      try (var plan = routes.plan(Demand.of("claude-opus-5-5"))) {
        walk(plan, outcomes);
      }
      routes.routing().standings().seen().stream().filter(seen -> seen.state().equals("probing")).forEach(seen -> kept.add(outcomes + " keeps " + seen.scope()));
      clock.pass(Duration.ofHours(7));
      ticker.pass(Duration.ofHours(7));
      try (var plan = routes.plan(Demand.of("claude-opus-5-5"))) {
        assertInstanceOf(Step.Try.class, plan.next(), outcomes::toString);
      }
    }
    assertEquals(List.of(), kept);
  }
}
