package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import portside.provider.Provider;
import portside.provider.Secret;

/// When the environment counts.
class EnvironmentSettingsTest extends WithEnvFile {
  private static final String URL = "OPENAI_BASE_URL=https://llm.example/v1\n";

  @Test
  void withoutAFileTheEnvironmentAloneCounts() throws Exception {
    var environment =
        Map.of("PATH", "/bin", "HOME", "/", "OPENAI_BASE_URL", "https://llm.example/v1", "BIG_MODEL", "${HOME}", "PORT", "7", "CUSTOM_HEADER_X", "1");
    var loaded = Settings.load(Optional.empty(), environment);
    assertEquals(List.of(), loaded.warnings());
    assertEquals("environment environment", loaded.instance().name() + " " + loaded.provider().name());
    assertEquals(new Provider.Models("${HOME}", "${HOME}", "${HOME}"), loaded.provider().models());
    assertEquals(7, loaded.instance().listen().port());
    assertEquals(Map.of("X", new Secret("1")), loaded.provider().destination().headers());
    assertEquals(Optional.of("OPENAI_API_KEY in the environment"), loaded.provider().missingKey());
  }

  /// An environment has no order of its own, and a header name has letters that every program knows.
  @Test
  void headersOfTheEnvironmentAreInTheOrderOfTheirNames() throws Exception {
    var environment = new LinkedHashMap<>(Map.of("OPENAI_BASE_URL", "https://llm.example/v1", "BIG_MODEL", "b"));
    List.of("C", "A.B", "A").forEach(name -> environment.put("CUSTOM_HEADER_" + name, "v\tw"));
    assertEquals(List.of("A", "A.b", "C"), List.copyOf(Settings.load(Optional.empty(), environment).provider().destination().headers().keySet()));
    environment.put("CUSTOM_HEADER_É", "v");
    var faults = assertThrows(EnvFaults.class, () -> Settings.load(Optional.empty(), environment)).faults();
    assertEquals(List.of("is no header"), faults.stream().map(Finding::problem).toList());
  }

  @Test
  void anEmptyEnvironmentSaysWhatIsMissing() {
    assertEquals(
        "the environment: OPENAI_BASE_URL: is missing\n"
            + "  hint: the address of the provider's chat completions, such as https://api.z.ai/api/paas/v4, or demo:;"
            + " --env FILE takes the settings from a file",
        assertThrows(EnvFaults.class, () -> Settings.load(Optional.empty(), Map.of())).getMessage());
  }

  @Test
  void withAFileTheEnvironmentDoesNotCount() throws Exception {
    write(URL + "BIG_MODEL=b\n");
    var shell = Map.of("OPENAI_API_KEY", "sk-shell", "PORT", "1", "ANTHROPIC_API_KEY", "k", "HTTPS_PROXY", "http://p:1", "CUSTOM_HEADER_X", "1");
    assertEquals(Settings.load(Optional.of(file().toString()), Map.of()), Settings.load(Optional.of(file().toString()), shell));
  }
}
