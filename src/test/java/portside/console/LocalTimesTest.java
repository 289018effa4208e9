package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalTimesTest {
  @ParameterizedTest
  @CsvSource({
    "moon: overloaded until 2026-11-30T17:12:49Z, moon: overloaded until 18:12:49",
    "moon: quota until 2026-11-30T23:30:00Z, moon: quota until 2026-12-01 00:30",
    "from 2026-11-29T23:00:00.123Z until 2026-11-30T00:00:00Z, from 00:00:00 until 01:00:00",
    "2026-13-41T17:12:49Z is none, 2026-13-41T17:12:49Z is none",
    "$1 and \\, $1 and \\",
  })
  void timesAreThoseOfTheReader(String text, String shown) {
    assertEquals(shown, LocalTimes.in(text, Instant.parse("2026-11-30T17:00:00Z"), ZoneId.of("Europe/Berlin")));
  }
}
