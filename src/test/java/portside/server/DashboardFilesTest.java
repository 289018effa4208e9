package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What comes with the files of the dashboard.
@Timeout(30)
class DashboardFilesTest {
  private final DashboardFiles files = new DashboardFiles("/portside/dashboardfiles/");

  private String get(String name, String... headers) throws Exception {
    var row = Door.row("GET HEAD", "/file", Endpoints.Body.NONE, (client, _) -> files.send(client, name));
    try (var door = new Door(Integer.MAX_VALUE, new BodyMemoryBudget(Long.MAX_VALUE), row); var client = door.client()) {
      var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      return client.send("GET /file HTTP/1.1\r\nHost: localhost\r\n" + lines + "\r\n").answer();
    }
  }

  @Test
  void thePageMayDoNothingButWhatIsItsOwn() throws Exception {
    var answer = get("index.html");
    assertTrue(answer.endsWith("<title>a page</title>\n"), answer);
    var head = answer.toLowerCase(Locale.ROOT);
    for (var line : List.of(
        "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'\r\n",
        "content-type: text/html; charset=utf-8\r\n", "x-content-type-options: nosniff\r\n", "referrer-policy: no-referrer\r\n", "cache-control: no-cache\r\n",
        "cross-origin-resource-policy: same-origin\r\n")) {
      assertTrue(head.contains(line), line + " in " + head);
    }
    assertTrue(get("app.js").toLowerCase(Locale.ROOT).contains("content-type: text/javascript; charset=utf-8\r\n"));
  }

  @Test
  void whatTheBrowserHasIsNotSentAgain() throws Exception {
    var tag = get("app.js").lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("etag: ")).findFirst().orElseThrow().substring("etag: ".length());
    var again = get("app.js", "If-None-Match: " + tag);
    assertTrue(again.startsWith("HTTP/1.1 304"), again);
    assertFalse(again.contains("void 0"), again);
    assertTrue(get("index.html", "If-None-Match: " + tag).startsWith("HTTP/1.1 200"), "another file has another tag");
  }

  @Test
  void aFileThatTheJarLacksIsNotFound() throws Exception {
    assertTrue(get("style.css").startsWith("HTTP/1.1 404"));
    assertEquals("index.html", DashboardFiles.NAMES.getFirst());
  }

  @Test
  void everyFileOfTheDashboardIsServed() throws Exception {
    var folder = Path.of(Objects.requireNonNull(DashboardFiles.class.getResource("/portside/dashboard/index.html")).toURI()).getParent();
    try (var all = Files.list(folder)) {
      assertEquals(new TreeSet<>(DashboardFiles.NAMES), all.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
    }
  }
}
