package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The smallest and the largest value of each numeric setting stand; one beyond is a fault that names the range.
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

  private static Settings.Loaded load(String setting, long value) throws EnvFaults {
    var environment = new TreeMap<>(Map.of("OPENAI_BASE_URL", "https://llm.example/v1", "OPENAI_API_KEY", "sk-1", "BIG_MODEL", "b"));
    environment.put(setting, Long.toString(value));
    return Settings.check(RawSettings.ofEnvironment(environment), OptionalInt.empty());
  }
}
