package portside.status;

import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import portside.wire.Json;

/// The last thousand lines of the log of this process, in memory. They are what the log itself says, so what is hidden there is hidden here.
public final class LogLines {
  /// Those of this process.
  public static final LogLines OF_THIS_PROCESS = new LogLines();

  static final int MOST = 1_000;
  static final int MOST_CHARACTERS = 500_000;

  /// A line.
  ///
  /// @param level `DEBUG`, `INFO`, `WARN` or `ERROR`
  /// @param logger that wrote it
  /// @param message without a line end
  public record Line(Instant at, String level, String logger, String message) {
    JsonObjectBuilder json(String instance) {
      return Json.BUILD.createObjectBuilder().add("at", at.toString()).add("level", level).add("logger", logger).add("message", message)
          .add("instance", instance);
    }
  }

  private final Deque<Line> lines = new ArrayDeque<>();
  private final List<Consumer<Line>> listeners = new CopyOnWriteArrayList<>();
  private long characters;

  /// Takes a line. Called from any thread, in the middle of whatever it does.
  public void add(Line line) {
    synchronized (this) {
      lines.addLast(line);
      characters += line.message().length();
      while (lines.size() > MOST || characters > MOST_CHARACTERS) {
        characters -= lines.removeFirst().message().length();
      }
    }
    listeners.forEach(listener -> listener.accept(line));
  }

  /// The last ones, the oldest first.
  ///
  /// @param most how many
  synchronized List<Line> last(int most) {
    var all = new ArrayList<>(lines);
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /// From now on it is told of every line.
  ///
  /// @return ends that
  Runnable tell(Consumer<Line> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
