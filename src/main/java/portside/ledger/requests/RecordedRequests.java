package portside.ledger.requests;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import portside.wire.Json;

/// Reads requests that were recorded as a whole, from the files of [RequestLog]: each has up to four kinds of records, JSON objects as [RequestRecord] has
/// them, without the line end. Half a line, which a process that was killed leaves behind, is passed over.
public final class RecordedRequests {
  private RecordedRequests() {}

  /// The folder of a process, beside the folder it was started in.
  public static Path folder() {
    return Path.of(System.getProperty("portside.logs", "logs"), "requests");
  }

  /// The records of all requests whose id begins so, in the order in which they were written.
  ///
  /// @param begins `req_…`, or its beginning
  /// @return by request id; empty when nothing was recorded of one
  /// @throws IOException when a file cannot be read
  public static SequencedMap<String, List<JsonObject>> find(Path folder, String begins) throws IOException {
    var found = new LinkedHashMap<String, List<JsonObject>>();
    for (var part : RequestFiles.all(folder)) {
      try (var reader = new BufferedReader(new InputStreamReader(Files.newInputStream(part.path()), StandardCharsets.UTF_8))) {
        reader.lines().filter(line -> line.contains("\"id\":\"" + begins)).flatMap(RecordedRequests::record).filter(record -> record.getString("id", "").startsWith(begins))
            .forEach(record -> found.computeIfAbsent(record.getString("id"), _ -> new ArrayList<>()).add(record));
      }
    }
    return found;
  }

  /// The records of one request; empty when there are none, or files cannot be read.
  public static Optional<JsonArray> of(Path folder, String requestId) {
    try {
      var records = Json.BUILD.createArrayBuilder();
      find(folder, requestId).getOrDefault(requestId, List.of()).forEach(records::add);
      return Optional.of(records.build()).filter(array -> !array.isEmpty());
    } catch (IOException | UncheckedIOException unreadable) {
      return Optional.empty();
    }
  }

  /// A process that was killed leaves half a line.
  private static Stream<JsonObject> record(String line) {
    try {
      return Stream.of(Json.object(line));
    } catch (Json.Malformed torn) {
      return Stream.empty();
    }
  }
}
