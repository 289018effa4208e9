package portside.ledger.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.ledger.UsageSums;

@Execution(ExecutionMode.CONCURRENT)
class UsageBlocksTest {
  private static final UsageSums ONE = new UsageSums(1, 0, 600, 0, 0, 0, 0, 0, 0, Map.of("USD", 10L), Map.of(), 0, 0);

  private static Instant at(String time) {
    return Instant.parse("2026-11-29T" + time + ":00Z");
  }

  private static List<UsageBlock> blocks(String... times) {
    var quarters = new TreeMap<Instant, UsageSums>();
    for (var time : times) {
      quarters.put(at(time), ONE);
    }
    return UsageBlocks.of(quarters);
  }

  @Test
  void aWindowBeginsWithTheHourOfTheFirstRequestThatNoneHolds() {
    assertEquals(List.of("2026-11-29T08:00:00Z 3", "2026-11-29T13:00:00Z 1", "2026-11-29T20:00:00Z 1"),
        blocks("08:45", "09:00", "12:45", "13:00", "20:15").stream().map(block -> block.start() + " " + block.sums().requests()).toList());
    assertEquals(List.of(), blocks());
  }

  @Test
  void whatGoesOnIsProjectedToItsEnd() {
    var block = blocks("08:30", "09:00").getFirst();
    assertEquals(at("13:00"), block.end());
    assertEquals(20, block.tokensPerMinute(at("09:30")));
    assertEquals(new UsageBlock.Projection(1200 + 20 * 210, Map.of("USD", 20L + 70)), block.projected(at("09:30")));
    assertEquals(80, block.tokensPerMinute(at("08:31")), "a minute tells no rate");
    assertEquals(1200, block.projected(at("14:00")).tokens());
  }

  @Test
  void aWindowIsActiveUntilItIsOver() {
    var block = blocks("08:30").getFirst();
    assertTrue(block.active(at("08:00")));
    assertTrue(block.active(at("12:59")));
    assertFalse(block.active(at("13:00")));
    assertFalse(block.active(at("07:59")));
  }
}
