package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.wire.Json;

/// The log of a process, in both forms.
@Timeout(120)
class LogFormatTest {
  @TempDir private Path folder;

  @Test
  void asJsonEveryLineIsAnObjectAndThoseOfARequestNameIt() throws Exception {
    Files.writeString(folder.resolve(".env-a"), "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nOPENAI_API_KEY=k\nBIG_MODEL=a\n");
    Files.writeString(folder.resolve(".env-b"), "OPENAI_BASE_URL=demo:\n");
    var lines = new ArrayList<String>();
    try (var proxy = new OwnProcess(folder, "json", "CHAIN=a,b", "LOG_FORMAT=json", "LOG_LEVL=WARN")) {
      assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(false)).statusCode());
      lines.addAll(proxy.stop());
    }
    var objects = new ArrayList<JsonObject>();
    for (var line : lines) {
      objects.add(Json.object(line));
    }
    var request = objects.stream().filter(line -> line.getString("logger").equals("portside.requests")).findFirst()
        .orElseThrow(() -> new AssertionError(lines.toString()));
    assertEquals("ok b json main", request.getString("result") + " " + request.getString("provider") + " " + request.getString("instance") + " " + request.getString("class"));
    var move = objects.stream().filter(line -> line.getString("message").contains(" moves from a:a to b:")).findFirst()
        .orElseThrow(() -> new AssertionError(lines.toString()));
    assertEquals(List.of("warn", request.getString("id")), List.of(move.getString("level"), move.getString("id")));
    assertTrue(objects.getFirst().getString("message").contains("LOG_LEVL"), lines.toString());
    assertTrue(objects.getLast().getString("message").equals("stopped") && !objects.getLast().containsKey("id"), lines.toString());
  }

  @Test
  void asTextNothingIsColouredWhereNoTerminalIsAndTheBannerComesSecond() throws Exception {
    try (var proxy = new OwnProcess(folder, "text", "OPENAI_BASE_URL=demo:")) {
      proxy.post("/v1/messages", RunningProxy.hello(false));
      var lines = proxy.stop();
      assertTrue(lines.getFirst().contains(" INFO  text listens on http://127.0.0.1:" + proxy.port() + ", asks demo:"), lines.toString());
      assertTrue(lines.get(1).endsWith(" INFO  text is portside development, no key of text, ledger off, dashboard http://127.0.0.1:" + proxy.port() + "/dashboard"),
          lines.toString());
      assertTrue(lines.stream().noneMatch(line -> line.contains("\033")), lines.toString());
    }
  }
}
