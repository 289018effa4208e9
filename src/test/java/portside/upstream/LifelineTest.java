package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LifelineTest {
  private static final long SECOND = 1_000_000_000L;

  private final HandClock clock = new HandClock();
  private final Lifeline lifeline = new Lifeline(clock);
  private final List<String> closed = new ArrayList<>();

  @Test
  void theFirstCutGivesTheReasonAndClosesWhatIsHeldNow() throws IOException {
    lifeline.hold(() -> closed.add("first"));
    lifeline.hold(() -> closed.add("second"));
    lifeline.cut(Lifeline.Cut.IDLE);
    lifeline.cut(Lifeline.Cut.CANCELLED);
    assertEquals(List.of("second"), closed);
    assertEquals(Optional.of(Lifeline.Cut.IDLE), lifeline.severed());
    assertFalse(lifeline.letGo());
  }

  @Test
  void nothingCanBeHeldAfterACut() {
    lifeline.cut(Lifeline.Cut.CANCELLED);
    assertThrows(IOException.class, () -> lifeline.hold(() -> closed.add("late")));
    assertEquals(List.of("late"), closed);
  }

  @Test
  void nothingIsCutAfterTheEnd() throws IOException {
    lifeline.hold(() -> closed.add("held"));
    assertTrue(lifeline.letGo());
    lifeline.cut(Lifeline.Cut.CANCELLED);
    assertEquals(List.of(), closed);
    assertEquals(Optional.empty(), lifeline.severed());
  }

  @Test
  void aLimitCutsWhenItIsOver() {
    lifeline.limit(Lifeline.Cut.REQUEST, Duration.ofSeconds(60));
    checkedAfter(60 * SECOND - 1);
    assertEquals(Optional.empty(), lifeline.severed());
    checkedAfter(1);
    assertEquals(Optional.of(Lifeline.Cut.REQUEST), lifeline.severed());
  }

  @Test
  void aFinishedWaitAndAZeroLimitNeverCut() {
    lifeline.limit(Lifeline.Cut.REQUEST, Duration.ofSeconds(60));
    assertEquals(0, lifeline.noLimit());
    checkedAfter(1000 * SECOND);
    lifeline.limit(Lifeline.Cut.IDLE, Duration.ZERO);
    checkedAfter(1000 * SECOND);
    assertEquals(0, lifeline.noLimit());
    assertEquals(Optional.empty(), lifeline.severed());
  }

  @Test
  void eachWaitBeginsAnew() {
    for (var i = 0; i < 3; i++) {
      lifeline.limit(Lifeline.Cut.IDLE, Duration.ofSeconds(60));
      checkedAfter(59 * SECOND);
    }
    assertEquals(Optional.empty(), lifeline.severed());
  }

  @Test
  void aStandstillDoesNotCount() {
    lifeline.limit(Lifeline.Cut.IDLE, Duration.ofSeconds(60));
    checkedAfter(20 * SECOND);
    clock.jump(Duration.ofHours(1));
    lifeline.postpone(Duration.ofHours(1).toNanos(), clock.getAsLong());
    checkedAfter(40 * SECOND - 1);
    assertEquals(Optional.empty(), lifeline.severed());
    assertEquals(60 * SECOND - 1, lifeline.noLimit());
  }

  @Test
  void aWaitThatBeganAfterAStandstillIsNotMadeLonger() {
    clock.jump(Duration.ofHours(1));
    lifeline.limit(Lifeline.Cut.IDLE, Duration.ofSeconds(60));
    lifeline.postpone(Duration.ofHours(1).toNanos(), clock.getAsLong());
    checkedAfter(60 * SECOND);
    assertEquals(Optional.of(Lifeline.Cut.IDLE), lifeline.severed());
  }

  private void checkedAfter(long nanos) {
    clock.jump(Duration.ofNanos(nanos));
    lifeline.check(clock.getAsLong());
  }
}
