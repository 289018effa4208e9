package portside.ledger.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What stands in a journal's folder and is none of ours.
@Timeout(60)
class DamagedJournalTest {
  @TempDir private Path data;

  private static String end(String id, String input, String cost) {
    return "{\"v\":1,\"end\":\"" + id + "\",\"at\":\"2026-11-29T12:00:00Z\",\"instance\":\"glm\",\"result\":\"ok\",\"in\":" + input + ",\"read\":800,\"cost\":" + cost
        + ",\"currency\":\"USD\"}";
  }

  /// What is no count is none, and what is no file of a journal hinders nothing.
  @Test
  void damagedLinesSpoilNoSum() throws Exception {
    Files.createDirectories(data.resolve("ledger/folder-2026-11-28.jsonl"));
    Files.writeString(data.resolve("ledger/glm-2026-11-29.jsonl"), String.join("\n", end("r1", "200", "7"), end("r2", "9".repeat(30), "1e400"), end("r3", "-7", "-1"),
        end("r4", "\"200\"", "8"), "\u0000", "[]", "{\"end\":7}", "{\"so_far\":{}}", "x".repeat(5 << 20)) + "\n");
    try (var index = UsageIndex.open(data.resolve("usage.db"), data.resolve("ledger"), (_, _) -> false)) {
      index.refresh();
      var sums = index.usage(new UsageQuery(Instant.MIN, Instant.MAX, ZoneOffset.UTC, List.of(), UsageFilter.ALL)).total();
      assertEquals(List.of(4L, 200L, 3200L, Map.of("USD", 15L), 2L), List.of(sums.requests(), sums.input(), sums.cacheRead(), sums.cost(), sums.unpriced()));
    }
  }
}
