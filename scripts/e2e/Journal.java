import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Collectors;

/// The provider's log: one JSON object per line, requests with their bodies untouched.
final class Journal {

  private final Path file;
  private int requests;

  Journal(Path file) throws IOException {
    this.file = file;
    Files.writeString(file, "");
  }

  /// @return the number of the request, for the lines that follow about it
  synchronized int request(String line, Map<String, String> headers, String scenario, String body) {
    var quoted = headers.entrySet().stream().map(e -> Json.quote(e.getKey()) + ":" + Json.quote(e.getValue()));
    write("{\"at\":%d,\"event\":\"request\",\"number\":%d,\"scenario\":%s,\"line\":%s,\"headers\":{%s},\"body\":%s}".formatted(
        System.currentTimeMillis(), ++requests, Json.quote(scenario), Json.quote(line),
        quoted.collect(Collectors.joining(",")), body.isBlank() ? "null" : body.replace('\n', ' ').strip()));
    return requests;
  }

  /// @param event `answered`, or `left` when the peer closed its connection before that
  synchronized void outcome(String event, int number, String scenario) {
    write("{\"at\":%d,\"event\":\"%s\",\"number\":%d,\"scenario\":%s}".formatted(System.currentTimeMillis(), event, number, Json.quote(scenario)));
  }

  /// The search engine was asked.
  synchronized void search(String line) {
    write("{\"at\":%d,\"event\":\"search\",\"line\":%s}".formatted(System.currentTimeMillis(), Json.quote(line)));
  }

  private void write(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
