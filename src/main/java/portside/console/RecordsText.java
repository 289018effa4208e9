package portside.console;

import static portside.console.Paint.Role.DIM;
import static portside.console.Paint.Role.HEAD;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.wire.OneLine;

/// The records of a whole request, one below the other: what was sent or answered, its headers, its body. Nothing in them drives a terminal.
///
/// @param paint colours heads and headers
record RecordsText(Paint paint) {
  String of(List<JsonObject> records) {
    return records.stream().map(this::one).collect(Collectors.joining("\n"));
  }

  private String one(JsonObject record) {
    var lines = new ArrayList<String>();
    var words = Stream.of(text(record, "record").replace('_', ' '), text(record, "n"), text(record, "provider"), text(record, "served"), text(record, "status"),
        text(record, "method"), text(record, "url"), path(record), text(record, "result"));
    lines.add(paint.text(HEAD, words.filter(word -> !word.isEmpty()).collect(Collectors.joining(" "))) + "  " + paint.text(DIM, text(record, "at")));
    if (record.get("headers") instanceof JsonObject headers) {
      headers.forEach((name, _) -> lines.add("  " + paint.text(DIM, shown(name) + ": " + text(headers, name))));
    }
    if (record.containsKey("failed")) {
      lines.add("  it failed: " + text(record, "failed"));
    }
    lines.addAll(body(record));
    return String.join("\n", lines) + "\n";
  }

  private static String path(JsonObject record) {
    var query = text(record, "query");
    return text(record, "path") + (query.isEmpty() ? "" : "?" + query);
  }

  private static List<String> body(JsonObject record) {
    if (record.getBoolean("dropped", false)) {
      return List.of("  (" + text(record, "length") + " bytes, for which there was no room)");
    }
    var body = record.getString("body", "").strip();
    var lines = new ArrayList<>(body.isEmpty() ? List.<String>of() : body.lines().map(RecordsText::shown).toList());
    if (record.getBoolean("cut", false)) {
      lines.add("  (cut: there were " + text(record, "length") + " bytes)");
    }
    return lines;
  }

  /// A text or a number; empty for none.
  private static String text(JsonObject record, String name) {
    var value = record.get(name);
    return value instanceof JsonString string ? shown(string.getString()) : value instanceof JsonNumber ? value.toString() : "";
  }

  private static String shown(String text) {
    return OneLine.of(text, Integer.MAX_VALUE);
  }
}
