package portside.console;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What `LOG_REQUESTS` recorded of a request: what the client sent, what went up and came back for each try, what the client got.
record WholeRequestText(Paint paint, ZoneId zone) {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  /// Members that have a place of their own, or say nothing to a person.
  private static final Set<String> PLACED = Set.of("v", "record", "id", "at", "headers", "body");

  /// A head line, the headers and the body of each record.
  String of(List<JsonObject> records) {
    return records.stream().map(this::of).collect(Collectors.joining("\n"));
  }

  private String of(JsonObject record) {
    var head = record.getString("record", "").replace('_', ' ') + ", " + CLOCK.format(Instant.parse(record.getString("at")).atZone(zone));
    var members = record.entrySet().stream().filter(member -> !PLACED.contains(member.getKey())).map(member -> member.getKey() + " " + shown(member.getValue()))
        .filter(text -> !text.endsWith(" ")).collect(Collectors.joining(", "));
    var headers = record.get("headers") instanceof JsonObject all ? all.entrySet().stream()
        .map(header -> "  " + paint.text(Paint.Role.DIM, header.getKey() + ": ") + shown(header.getValue()) + "\n").collect(Collectors.joining()) : "";
    var body = record.get("body") instanceof JsonString text ? shown(text) : "";
    return paint.text(Paint.Role.HEAD, head) + ": " + members + "\n" + headers + (body.isEmpty() ? "" : "\n" + body.stripTrailing() + "\n");
  }

  /// Line ends stay; what else drives a terminal is taken out.
  private static String shown(JsonValue value) {
    return switch (value) {
      case JsonString text -> text.getString().replaceAll("[\\p{Cntrl}&&[^\n\t]]", "?");
      case JsonNumber number -> number.toString();
      default -> value == JsonValue.NULL ? "" : value.toString();
    };
  }
}
