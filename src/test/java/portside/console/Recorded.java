package portside.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A folder with a journal, and what verbs say about it at a fixed time.
final class Recorded {
  static final Instant NOW = Instant.parse("2026-11-29T14:00:00Z");

  private final Path folder;
  private int number;

  Recorded(Path folder) {
    this.folder = folder;
  }

  /// What a verb said.
  record Said(int code, String out, String err) {}

  /// A line typed where nothing is a terminal.
  Said typed(String... line) {
    return typed(Surroundings.ANY_WIDTH, line);
  }

  Said typed(int columns, String... line) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var code = Verbs.run(line, new Surroundings(Map.of(), folder, folder.resolve("data"), new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), false, columns, Clock.fixed(NOW, ZoneId.of("UTC")), ZoneId.of("Europe/Berlin")));
    return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Records a request that ended well, but for the members that are named.
  Recorded request(String at, String... members) throws IOException {
    number++;
    var line = new LinkedHashMap<String, String>();
    line.put("v", "1");
    line.put("end", "\"req_%08dabcdefgh\"".formatted(number));
    line.put("at", "\"" + at + "\"");
    for (var usual : List.of("instance=\"glm\"", "provider=\"glm\"", "host=\"api.z.ai\"", "wire=\"chat\"", "asked=\"claude-opus-5-5\"", "served=\"glm-5.3\"", "key=\"9f3a1c\"",
        "conversation=\"35351122-3344\"", "class=\"main\"", "project=\"shop\"", "client=\"claude-cli/2.1.332\"", "stream=true", "status=200", "result=\"ok\"", "fault=null",
        "stop=\"tool_use\"", "detail=\"\"", "prep_ms=1", "first_ms=420", "ms=9210", "in=1200", "read=48000", "write=0", "write_1h=0", "out=620", "think=300", "searches=0", "est=false",
        "cost=16888000", "worth=16888000", "currency=\"USD\"", "cost_source=\"list\"", "price=\"glm/glm-5.3@2026-11-20\"", "tries=[]")) {
      line.put(usual.substring(0, usual.indexOf('=')), usual.substring(usual.indexOf('=') + 1));
    }
    for (var member : members) {
      line.put(member.substring(0, member.indexOf('=')), member.substring(member.indexOf('=') + 1));
    }
    var text = new StringBuilder();
    line.forEach((name, value) -> text.append(text.isEmpty() ? "{\"" : ",\"").append(name).append("\":").append(value));
    write("glm-" + at.substring(0, 10) + ".jsonl", text.append("}\n").toString());
    return this;
  }

  /// Records that a request began and, since its process is gone, never ended.
  Recorded lost(String at) throws IOException {
    number++;
    write("glm-" + at.substring(0, 10) + ".jsonl", "{\"v\":1,\"begin\":\"req_%08dabcdefgh\",\"at\":\"%s\",\"pid\":1,\"start\":1,\"provider\":\"glm\",\"asked\":\"a\",\"served\":\"glm-5.3\",\"conversation\":null,\"est_in\":41200}%n"
        .formatted(number, at));
    return this;
  }

  private void write(String file, String line) throws IOException {
    var ledger = Files.createDirectories(folder.resolve("data/ledger"));
    Files.writeString(ledger.resolve(file), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
