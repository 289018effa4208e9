package portside.ledger;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import portside.wire.Json;

/// Makes one row of the lines that [JournalLine] wrote about each request, in whatever order and however often they come. A line that is no JSON, since
/// it was torn, is none.
public final class JournalReader {
  private final Processes processes;
  private final Map<String, JsonObject> begun = new LinkedHashMap<>();
  private final Map<String, JsonObject> ended = new LinkedHashMap<>();
  private final Map<String, JsonObject> amended = new LinkedHashMap<>();

  private JournalReader(Processes processes) {
    this.processes = processes;
  }

  /// The rows by the ids of their requests: the `end` as it was amended. A request without an end whose process is gone is `lost`, with what its
  /// prompt was thought to have and what its client got; one that still runs has no row.
  public static Map<String, JsonObject> rows(Stream<String> lines, Processes processes) {
    var reader = new JournalReader(processes);
    lines.forEach(reader::take);
    return reader.rows();
  }

  private void take(String line) {
    try {
      var json = Json.object(line);
      keep(json, "begin", begun);
      keep(json, "end", ended);
      var goesOn = Json.string(json, "so_far");
      if (goesOn != null) {
        begun.computeIfPresent(goesOn, (_, begin) -> Json.BUILD.createObjectBuilder(begin).add("out", json.get("out")).add("think", json.get("think")).build());
      }
      keep(json, "amend", amended);
    } catch (Json.Malformed torn) {
      // what was lost with it is told by the line that began the request
    }
  }

  private static void keep(JsonObject json, String kind, Map<String, JsonObject> lines) {
    var id = Json.string(json, kind);
    if (id != null) {
      lines.putIfAbsent(id, json);
    }
  }

  private Map<String, JsonObject> rows() {
    var rows = new LinkedHashMap<String, JsonObject>();
    begun.forEach((id, begin) -> {
      if (!ended.containsKey(id) && !processes.running(number(begin, "pid"), number(begin, "start"))) {
        rows.put(id, lost(id, begin));
      }
    });
    ended.forEach((id, end) -> rows.put(id, amended.containsKey(id) ? with(end, amended.get(id)) : end));
    return rows;
  }

  private static JsonObject with(JsonObject end, JsonObject amend) {
    return Json.BUILD.createObjectBuilder(end).add("status", amend.get("status")).add("result", amend.get("result")).build();
  }

  /// The row of a request whose process was gone before it ended: what its prompt was thought to have counts as its input.
  ///
  /// @param begin the line of its beginning
  public static JsonObject lost(String id, JsonObject begin) {
    var row = Json.BUILD.createObjectBuilder(begin).remove("begin").remove("est_in").remove("pid").remove("start");
    return row.add("end", id).add("result", "lost").add("est", true).add("in", number(begin, "est_in")).build();
  }

  private static long number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }
}
