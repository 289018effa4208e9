package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of the headers by which a request is followed over several services.
@Isolated("reads the log, in which every class writes")
class TraceTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";

  @TempDir private Path folder;

  private static List<String> sent(String path, String parent, String... lines) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", ANSWER)); var proxy = RunningProxy.before(provider.url(), lines)) {
      assertEquals(200, proxy.post(path, RunningProxy.hello(false), "traceparent", parent, "tracestate", "a=b", "baggage", "user=mallory").statusCode());
      var names = new ArrayList<String>();
      provider.take().head().forEach((name, value) -> {
        if (name.equalsIgnoreCase("traceparent") || name.equalsIgnoreCase("tracestate") || name.equalsIgnoreCase("baggage")) {
          names.add(name.toLowerCase(Locale.ROOT) + "=" + value);
        }
      });
      return names;
    }
  }

  @ParameterizedTest
  @CsvSource({"/v1/messages", "/api/openai/chat/completions"})
  void theTraceGoesUpOnlyWhereTheSettingSaysSoAndNothingElseDoes(String path) throws Exception {
    assertEquals(List.of(), sent(path, PARENT));
    assertEquals(List.of("traceparent=" + PARENT), sent(path, PARENT, "FORWARD_TRACE=true"));
    assertEquals(List.of(), sent(path, "mallory@example.com", "FORWARD_TRACE=true"));
  }

  @Test
  void theTraceStandsInJournalAndLog() throws Exception {
    try (var logged = new Logged("portside.requests"); var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", ANSWER))) {
      try (var proxy = RunningProxy.recording(folder, provider.url())) {
        proxy.post("/v1/messages", RunningProxy.hello(false), "traceparent", PARENT);
      }
      assertTrue(logged.from(Level.INFO).getFirst().contains(" trace=" + PARENT), logged.from(Level.INFO).toString());
    }
    try (var files = Files.list(folder)) {
      assertTrue(Files.readString(files.findFirst().orElseThrow()).contains("\"trace\":\"" + PARENT + "\""));
    }
  }
}
