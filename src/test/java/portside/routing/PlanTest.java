package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_TOOLS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.FakeClock;
import portside.provider.dialect.Lesson;
import portside.provider.settings.Settings;
import portside.routing.Step.Why;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.Usage;

/// What a request does next after each kind of outcome.
class PlanTest {
  private static final Fault BUSY = Fault.of(FaultKind.OVERLOADED, "busy");
  private static final Outcome GATEWAY = new Outcome.Refused(BUSY, OptionalInt.of(503), Optional.empty());

  private final Lessons lessons = new Lessons(new FakeClock());
  @TempDir private Path folder;

  private Plan plan(String... lines) throws Exception {
    var file = Files.writeString(folder.resolve(".env-test"),
        "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nBIG_MODEL=big\nMIDDLE_MODEL=big\nSMALL_MODEL=big\n" + String.join("\n", lines) + "\n");
    return PlainRoutes.to(Settings.load(Optional.of(file.toString()), Map.of()).provider(), null, lessons).plan(Demand.of("big"));
  }

  private static Step after(Plan plan, Outcome outcome) {
    try (var permit = assertInstanceOf(Step.Try.class, plan.next()).permit()) {
      permit.report(outcome);
    }
    return plan.next();
  }

  private static Outcome taught(String words, String maxOutput) {
    return new Outcome.Refused(Fault.of(FaultKind.INVALID_REQUEST, words), OptionalInt.of(400), Optional.of(Lesson.of(MAX_OUTPUT, maxOutput)));
  }

  @Test
  void anAnswerEndsTheWalk() throws Exception {
    var plan = plan("OPENAI_API_KEY=key");
    var step = assertInstanceOf(Step.Try.class, plan.next());
    assertEquals(Why.FIRST, step.why());
    assertEquals("big", step.candidate().model());
    step.permit().report(new Outcome.Answered(Usage.of(1, 2)));
    assertThrows(IllegalStateException.class, plan::next);
    assertThrows(IllegalStateException.class, () -> step.permit().report(GATEWAY), "an attempt has one outcome");
  }

  @Test
  void soDoesAnEndFromOurSideAndAPermitThatIsClosed() throws Exception {
    var plan = plan("OPENAI_API_KEY=key");
    var step = assertInstanceOf(Step.Try.class, plan.next());
    step.permit().report(new Outcome.Ended(Outcome.Cause.SHUTDOWN));
    assertThrows(IllegalStateException.class, plan::next);
    var other = plan("OPENAI_API_KEY=key");
    var closed = assertInstanceOf(Step.Try.class, other.next()).permit();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.report(GATEWAY));
    assertThrows(IllegalStateException.class, other::next);
  }

  @Test
  void nobodyIsAskedWithoutAKey() throws Exception {
    var step = assertInstanceOf(Step.GiveUp.class, plan().next());
    assertEquals(FaultKind.AUTHENTICATION, step.fault().kind());
  }

  @Test
  void aFailureThatMayPassIsRepeatedAsOftenAsTheSettingSays() throws Exception {
    var plan = plan("OPENAI_API_KEY=key", "MAX_RETRIES=2");
    assertEquals(new Step.Wait(Duration.ofMillis(150)), after(plan, GATEWAY));
    assertEquals(new Step.Wait(Duration.ofMillis(150)), after(plan, new Outcome.Unreached(BUSY, true)));
    var last = assertInstanceOf(Step.Try.class, plan.next());
    assertEquals(Why.REPEAT, last.why());
    last.permit().report(GATEWAY);
    assertEquals(BUSY, assertInstanceOf(Step.GiveUp.class, plan.next()).fault());
    assertEquals(BUSY, assertInstanceOf(Step.GiveUp.class, after(plan("OPENAI_API_KEY=key", "MAX_RETRIES=0"), GATEWAY)).fault());
  }

  @Test
  void whatWouldFailAgainIsNotRepeated() throws Exception {
    for (var outcome : List.of(new Outcome.Broken(BUSY, false), new Outcome.Unfit(BUSY), new Outcome.Refused(BUSY))) {
      assertEquals(BUSY, assertInstanceOf(Step.GiveUp.class, after(plan("OPENAI_API_KEY=key"), outcome)).fault());
    }
  }

  @ParameterizedTest
  @CsvSource({"502,, true", "503,, true", "503, 5, false", "502, 0, false", "500,, false", "504,, false", "429,, false", "400,, false", "200,, false"})
  void onlyAGatewayThatNamesNoTimeIsAskedAgainAtOnce(int status, Long wait, boolean again) {
    var fault = new Fault(FaultKind.OVERLOADED, "busy", wait == null ? OptionalLong.empty() : OptionalLong.of(wait));
    assertEquals(again, new Outcome.Refused(fault, OptionalInt.of(status), Optional.empty()).mayRepeat());
  }

  @Test
  void aLessonIsTriedAtOnceAndKeptWhenItHelped() throws Exception {
    var plan = plan("OPENAI_API_KEY=key");
    var step = assertInstanceOf(Step.Try.class, after(plan, taught("at most 9", "9")));
    assertEquals(Why.LESSON, step.why());
    assertEquals(9, step.candidate().dialect().get(MAX_OUTPUT));
    assertEquals(List.of(), lessons.all());
    step.permit().report(new Outcome.Answered(Usage.of(1, 2)));
    assertEquals(List.of("at most 9"), lessons.all().stream().map(Lessons.Learned::said).toList());
  }

  @Test
  void aRequestIsTaughtThreeThingsAtMost() throws Exception {
    var plan = plan("OPENAI_API_KEY=key");
    for (var number = 1; number <= 3; number++) {
      var step = assertInstanceOf(Step.Try.class, plan.next());
      step.permit().report(taught("refusal " + number, "9"));
    }
    assertEquals("refusal 4", assertInstanceOf(Step.GiveUp.class, after(plan, taught("refusal 4", "9"))).fault().message());
  }

  @Test
  void onlyWhatARefusalSpokeOfIsKept() throws Exception {
    var plan = plan("OPENAI_API_KEY=key");
    var first = assertInstanceOf(Step.Try.class, after(plan, taught("refused, number 1", "1")));
    var again = new Outcome.Refused(Fault.of(FaultKind.INVALID_REQUEST, "refused, number 1"), OptionalInt.of(400), Optional.of(Lesson.of(MAX_TOOLS, "9")));
    first.permit().report(again);
    var second = assertInstanceOf(Step.Try.class, plan.next());
    assertEquals(9, second.candidate().dialect().get(MAX_TOOLS));
    second.permit().report(taught("refused, number 2", "2"));
    assertEquals(List.of(), lessons.all());
    assertInstanceOf(Step.Try.class, plan.next()).permit().report(new Outcome.Answered(Usage.of(1, 2)));
    assertEquals(List.of("DIALECT_MAX_TOOLS=9 refused, number 1", "DIALECT_MAX_OUTPUT=2 refused, number 2"),
        lessons.all().stream().map(one -> one.lesson().setting() + " " + one.said()).toList());
  }
}
