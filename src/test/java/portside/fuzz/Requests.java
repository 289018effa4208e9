package portside.fuzz;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import portside.recording.RecordingCases;
import portside.wire.Json;

/// The requests that are mutated: the golden ones, a session of Claude Code, and the recorded ones where there are any (`-Drecordings=DIR`).
final class Requests {
  private static final Path GOLDEN = Path.of("src/test/golden");
  private static final int LONGEST = 100_000;

  private Requests() {}

  /// All of them.
  static List<JsonObject> all() throws IOException, Json.Malformed {
    var all = new ArrayList<JsonObject>();
    for (var i = 0; i < 10; i++) { // it has more to break than the others
      add(all, Path.of("src/test/resources/claude-code-session.json"));
    }
    under(all, GOLDEN, "client-request.json");
    if (RecordingCases.present()) {
      under(all, Path.of(System.getProperty("recordings"), "anthropic-requests"), "request.json");
    }
    return all;
  }

  private static void under(List<JsonObject> all, Path parent, String name) throws IOException, Json.Malformed {
    try (var folders = Files.list(parent)) {
      for (var folder : folders.sorted().toList()) {
        add(all, folder.resolve(name));
      }
    }
  }

  private static void add(List<JsonObject> all, Path file) throws IOException, Json.Malformed {
    if (Files.exists(file) && Files.size(file) <= LONGEST) {
      all.add(Json.object(Files.readAllBytes(file)));
    }
  }

  /// One of them, odd.
  static byte[] odd(List<JsonObject> all, RandomGenerator random) {
    var text = OddJson.of(all.get(random.nextInt(all.size())), random).getBytes(StandardCharsets.UTF_8);
    return random.nextInt(6) == 0 ? BadBytes.of(text, random) : text;
  }
}
