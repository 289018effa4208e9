package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.HostPort;

/// The smallest and the largest value of each setting stand, and so do the longest name and the farthest mistake; one beyond does not.
class SettingBoundsTest {
  @ParameterizedTest
  @CsvSource({
    "PORT, 0, 65535, 8082",
    "MAX_RETRIES, 0, 10, 1",
    "MIN_TOKENS_LIMIT, 0, 100000000, 0",
    "MAX_TOKENS_LIMIT, 0, 100000000, 0",
    "MAX_BODY_MB, 1, 1024, 32",
  })
  void whatIsBeyondIsRefused(String setting, long least, long most, long otherwise) throws Exception {
    load(setting, least);
    load(setting, most);
    for (var beyond : new long[] {least - 1, most + 1}) {
      var fault = assertThrows(EnvFaults.class, () -> load(setting, beyond)).faults().getFirst();
      assertEquals(setting + " \"" + beyond + "\" is out of range", fault.key() + " " + fault.problem());
      assertEquals("a whole number from " + least + " to " + most + "; " + otherwise + " is the default", fault.hint());
    }
  }

  @ParameterizedTest
  @CsvSource({"1ms, 1", "86400000ms, 86400000", "86400, 86400000", "1440m, 86400000", "1440M, 86400000", "24h, 86400000", "1d, 86400000", "1 s, 1000", "000000002, 2000"})
  void theShortestAndTheLongestTimeStand(String typed, long millis) throws Exception {
    assertEquals(Duration.ofMillis(millis), load("CONNECT_TIMEOUT", typed).provider().destination().timeouts().connect());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0ms", "86400001ms", "86401", "1441m", "ms", "0000000002", "1/", "1:", "25h", "2d", "1w", "h"})
  void noOtherTimeDoes(String typed) {
    var fault = assertThrows(EnvFaults.class, () -> load("CONNECT_TIMEOUT", typed)).faults().getFirst();
    assertEquals("CONNECT_TIMEOUT \"" + typed + "\" is not a length of time", fault.key() + " " + fault.problem());
  }

  @Test
  void aWrongValueIsShownUpToFortyCharacters() {
    var forty = "loud".repeat(10);
    assertEquals("\"" + forty + "\" is not known", assertThrows(EnvFaults.class, () -> load("LOG_LEVEL", forty)).faults().getFirst().problem());
    assertEquals("\"" + forty + "…\" is not known", assertThrows(EnvFaults.class, () -> load("LOG_LEVEL", forty + "!")).faults().getFirst().problem());
  }

  @ParameterizedTest
  @CsvSource({"h:1, true", "h:65535, true", "h:0, false", "h:65536, false", "h:, true", ":1, false", "h:1:2, false", "[::1]:1, true", "[::1, false", "'', false"})
  void aPortIsANumberFromOneToItsLargest(String typed, boolean read) {
    assertEquals(read, HostPort.read(typed).isPresent());
  }

  @Test
  void aNameHasAsManyLettersAsResolversTake() {
    var longest = ("a".repeat(62) + ".").repeat(4) + "b";
    assertEquals(253, longest.length());
    assertEquals(Optional.of(new HostPort(longest, -1)), HostPort.read(longest));
    assertEquals(Optional.empty(), HostPort.read(longest + "c"));
  }

  @ParameterizedTest
  @CsvSource({"PORTXX, PORT, true", "PORTXXX, PORT, false", "MAX_RETRIESXXX, MAX_RETRIES, true", "MAX_RETRIESXXXX, MAX_RETRIES, false", "port, PORT, true"})
  void threeLettersMayBeWrongAndHalfOfAName(String typed, String setting, boolean near) {
    assertEquals(near, EnvName.near(typed, setting));
  }

  @ParameterizedTest
  @CsvSource({"A1B2, A1B2", "A1B2C3, ''", "ABCDEFGHIJKL, ABCDEFGHIJKL", "ABCDEFGHIJKLM, ''"})
  void aWordWithHardlyADigitMayBeShown(String typed, String shown) {
    assertEquals(shown, EnvName.shown(typed));
  }

  private static Settings.Loaded load(String setting, long value) throws EnvFaults {
    return load(setting, Long.toString(value));
  }

  private static Settings.Loaded load(String setting, String value) throws EnvFaults {
    var environment = new TreeMap<>(Map.of("OPENAI_BASE_URL", "https://llm.example/v1", "OPENAI_API_KEY", "sk-1", "BIG_MODEL", "b"));
    environment.put(setting, value);
    return Settings.check(RawSettings.ofEnvironment(environment), OptionalInt.empty());
  }
}
