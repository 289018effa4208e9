package portside.ledger.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Days are those of the zone, whatever pieces they are added up from.
class TimePieceTest {
  private static final Instant FIRST = Instant.parse("2026-10-20T00:10:00Z");

  @TempDir private Path data;

  /// Clocks are put back in Berlin on 25 October and in St. John's on 1 November 2026.
  @ParameterizedTest
  @CsvSource({"UTC", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns", "Pacific/Auckland"})
  void daysAreThoseOfTheZone(String name) throws Exception {
    var zone = ZoneId.of(name);
    var expected = new TreeMap<String, Long>();
    var lines = new StringBuilder();
    for (var number = 0; number < 400; number++) {
      var at = FIRST.plus(Duration.ofMinutes(55L * number));
      lines.append("{\"v\":1,\"end\":\"r").append(number).append("\",\"at\":\"").append(at).append("\",\"result\":\"ok\",\"status\":200,\"in\":1}\n");
      expected.merge(at.atZone(zone).toLocalDate().toString(), 1L, Long::sum);
    }
    Files.createDirectories(data.resolve("ledger"));
    Files.writeString(data.resolve("ledger/glm-2026-10-20.jsonl"), lines);
    try (var index = UsageIndex.open(data)) {
      index.refresh();
      assertEquals(expected, byDay(index, Instant.MIN, Instant.MAX, zone));
      for (var day : expected.keySet()) {
        var midnight = LocalDate.parse(day).atStartOfDay(zone);
        assertEquals(Map.of(day, expected.get(day)), byDay(index, midnight.toInstant(), midnight.plusDays(1).toInstant(), zone));
      }
    }
  }

  private static Map<String, Long> byDay(UsageIndex index, Instant since, Instant until, ZoneId zone) {
    var found = new TreeMap<String, Long>();
    for (var group : index.usage(query(since, until, zone, Dimension.DAY)).groups()) {
      found.put(String.valueOf(group.of().get(Dimension.DAY)), group.sums().requests());
    }
    return found;
  }

  private static UsageQuery query(Instant since, Instant until, ZoneId zone, Dimension by) {
    return new UsageQuery(since, until, zone, List.of(by), UsageFilter.ALL);
  }

  @Test
  void aDayIsOnePieceUnlessHoursAreAskedForOrTheClockIsPutBack() {
    var berlin = ZoneId.of("Europe/Berlin");
    var until = FIRST.plus(Duration.ofDays(4));
    assertEquals(new TimePiece(86_400_000, 7_200_000), TimePiece.of(query(FIRST, until, berlin, Dimension.DAY)));
    assertEquals(TimePiece.QUARTER, TimePiece.of(query(FIRST, until, berlin, Dimension.HOUR)));
    assertEquals(TimePiece.QUARTER, TimePiece.of(query(FIRST, until.plus(Duration.ofDays(2)), berlin, Dimension.DAY)));
  }
}
