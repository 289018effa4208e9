package portside.ledger.budget;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import portside.ledger.Journal;
import portside.ledger.Processes;
import portside.wire.Json;

/// Reads from the files of a journal what the requests of one instance used, the youngest file first, for so long at most. A request that never ended
/// since its process is gone counts with what its prompt was thought to have and what its client is known to have got.
final class RecordedUse {
  /// A line is written again at most a few lines later.
  private static final int REMEMBERED = 1000;

  private final Path folder;
  private final String instance;
  private final Duration most;
  private final LongSupplier nanoTime;
  private final Processes processes;

  /// @param folder of the journal
  /// @param most how long reading may take
  RecordedUse(Path folder, String instance, Duration most, LongSupplier nanoTime, Processes processes) {
    this.folder = folder;
    this.instance = instance;
    this.most = most;
    this.nanoTime = nanoTime;
    this.processes = processes;
  }

  /// Hands over what was used in a time.
  ///
  /// @param from from then on
  /// @param until before then
  /// @return the file that was not read to its end, nor any that is older, for want of time; empty when all were
  Optional<Path> read(Instant from, Instant until, Consumer<Use> to) throws IOException {
    var end = nanoTime.getAsLong() + most.toNanos();
    Consumer<Use> inTime = use -> {
      if (!use.at().isBefore(from) && use.at().isBefore(until)) {
        to.accept(use);
      }
    };
    OneFile later = null;
    for (var path : Journal.files(folder, instance, from.atZone(ZoneOffset.UTC).toLocalDate())) {
      var file = new OneFile(later, inTime);
      if (!file.read(path, end)) {
        return Optional.of(path);
      }
      later = file;
    }
    return Optional.empty();
  }

  /// One file, from its beginning.
  private final class OneFile {
    private final Set<String> endedLater;
    private final Consumer<Use> to;
    /// What was passed on of requests that have no end here.
    private final Map<String, Long> soFar = new HashMap<>();
    private final Map<String, JsonObject> begun = new HashMap<>();
    /// Those that began in the file before, or asked nobody.
    private final Set<String> endedOnly = new HashSet<>();
    private final Map<String, Boolean> ended = new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
        return size() > REMEMBERED;
      }
    };

    /// @param later the file of the next day that has one; null for none
    OneFile(@Nullable OneFile later, Consumer<Use> to) {
      this.endedLater = later == null ? Set.of() : later.endedOnly;
      this.to = to;
      if (later != null) {
        soFar.putAll(later.soFar);
      }
    }

    /// Whether there was time for all of it.
    boolean read(Path path, long end) throws IOException {
      try (var lines = new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
        for (String line; (line = lines.readLine()) != null; ) {
          if (nanoTime.getAsLong() - end >= 0) {
            return false;
          }
          take(object(line));
        }
      }
      begun.forEach((id, begin) -> {
        if (!endedLater.contains(id) && !processes.running(number(begin, "pid"), number(begin, "start"))) {
          Use.lost(begin, soFar.getOrDefault(id, 0L)).ifPresent(to);
        }
      });
      return true;
    }

    private void take(@Nullable JsonObject line) {
      var writer = line == null ? null : Json.string(line, "instance");
      if (line == null || writer != null && !writer.equals(instance)) {
        return;
      }
      var begins = Json.string(line, "begin");
      var ends = Json.string(line, "end");
      var goesOn = Json.string(line, "so_far");
      if (begins != null && !ended.containsKey(begins)) {
        begun.put(begins, line);
      } else if (goesOn != null && !ended.containsKey(goesOn)) {
        soFar.merge(goesOn, number(line, "out"), Math::max);
      } else if (ends != null && ended.put(ends, true) == null) {
        soFar.remove(ends);
        if (begun.remove(ends) == null) {
          endedOnly.add(ends);
        }
        Use.ended(line).ifPresent(to);
      }
    }
  }

  /// Null for a line that was torn.
  private static @Nullable JsonObject object(String line) {
    try {
      return Json.object(line);
    } catch (Json.Malformed torn) {
      return null;
    }
  }

  private static long number(JsonObject json, String name) {
    return Json.count(json.get(name)).orElse(0);
  }
}
