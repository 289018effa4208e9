package portside.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import portside.recording.RecordingCases;
import portside.wire.Json;

/// The answers that are mutated: the golden ones, one with everything in it, and the recorded ones where there are any (`-Drecordings=DIR`).
final class Streams {
  /// @param name for people
  /// @param sse whether it is an event stream
  /// @param bytes of the body
  record Body(String name, boolean sse, byte[] bytes) {}

  private static final Path GOLDEN = Path.of("src/test/golden");
  private static final int LONGEST = 100_000;

  /// Reasoning, text, calls side by side, usage: with characters of one to four bytes.
  private static final String EVERYTHING = """
      data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{"reasoning_content":"Größe 世"},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{"reasoning_content":"界 😀"},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{"content":"Ich lese \\ud83d"},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{"content":"\\ude00 – zwei\\n\\nDateien."},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"Read","arguments":""}}]},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"Bash","arguments":"{\\"com"}}]},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"file_path\\":\\"/ü"}}]},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"mand\\":\\"ls \\\\\\"x\\\\\\"\\"}"}},{"index":0,"function":{"arguments":".txt\\"}"}}]},"finish_reason":null}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

      data: {"choices":[],"usage":{"prompt_tokens":120,"completion_tokens":40,"total_tokens":160,"prompt_tokens_details":{"cached_tokens":100},"completion_tokens_details":{"reasoning_tokens":9}}}

      data: [DONE]

      """;

  private Streams() {}

  /// All of them.
  static List<Body> all() throws IOException, Json.Malformed {
    var all = new ArrayList<Body>();
    for (var i = 0; i < 10; i++) { // it has more to break than the others
      all.add(new Body("everything", true, EVERYTHING.getBytes(StandardCharsets.UTF_8)));
    }
    try (var folders = Files.list(GOLDEN)) {
      for (var folder : folders.sorted().toList()) {
        add(all, folder.resolve("upstream-reply.sse"), true);
        add(all, folder.resolve("upstream-reply.json"), false);
      }
    }
    if (RecordingCases.present()) {
      for (var recorded : RecordingCases.chat()) {
        if (recorded.status() == 200) {
          add(all, recorded.body(), recorded.sse());
        }
      }
    }
    return all;
  }

  private static void add(List<Body> all, Path file, boolean sse) throws IOException {
    if (Files.exists(file) && Files.size(file) <= LONGEST) {
      all.add(new Body(file.getParent().getFileName().toString(), sse, Files.readAllBytes(file)));
    }
  }
}
