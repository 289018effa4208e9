package portside.counting;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Where [Calibration] keeps what it learned: `{"version": 1, "models": {"<host> <model>": …}}`. Hosts and model names are in it, no key, no
/// text and no path. Whatever is wrong with the file is one line in the log and hinders nothing.
public final class CalibrationFile {
  private static final Logger LOG = System.getLogger(CalibrationFile.class.getName());

  /// Of the file's form and of the counts that the weights are for; another one is not read.
  private static final int VERSION = 1;

  /// The most characters of a host and a model; what is longer was not written by us.
  private static final int LONGEST_KEY = 1_000;

  private final @Nullable Path path;
  private volatile boolean failing;

  private CalibrationFile(@Nullable Path path) {
    this.path = path;
  }

  /// In a folder that is made when there is something to keep.
  ///
  /// @param instance whose file it is; two processes of one name share it, and the last to write wins
  public static CalibrationFile in(Path folder, String instance) {
    return new CalibrationFile(folder.resolve("counts-" + instance.replaceAll("[^A-Za-z0-9._-]", "_") + ".json"));
  }

  /// Keeps nothing.
  public static CalibrationFile none() {
    return new CalibrationFile(null);
  }

  /// Whether writing makes sense.
  boolean kept() {
    return path != null;
  }

  /// What was kept; nothing when there is no file or no sense in it.
  Map<String, TokenFit> read() {
    if (path == null || !Files.exists(path)) {
      return Map.of();
    }
    try {
      var json = Json.object(Files.readAllBytes(path));
      boolean ours = json.get("version") instanceof JsonNumber version && version.intValue() == VERSION;
      if (!ours || !(json.get("models") instanceof JsonObject models)) {
        throw new IllegalArgumentException("version");
      }
      var fits = new HashMap<String, TokenFit>();
      models.keySet().stream().filter(key -> key.length() <= LONGEST_KEY).limit(Calibration.MODELS)
          .forEach(key -> fits.put(key, TokenFit.of(models.getJsonObject(key))));
      return fits;
    } catch (IOException | Json.Malformed | RuntimeException unreadable) {
      LOG.log(Level.WARNING, "token counts start anew: " + path + " cannot be read (" + unreadable.getClass().getSimpleName() + ") and is replaced");
      return Map.of();
    }
  }

  /// Replaces the file in one step. A disk that is full may have room the next time; only the first failure in a row is logged.
  ///
  /// @return whether it was written
  boolean write(Map<String, TokenFit> fits) {
    try {
      var models = Json.BUILD.createObjectBuilder();
      new TreeMap<>(fits).forEach((key, fit) -> models.add(key, fit.json()));
      replace(Objects.requireNonNull(path), Json.bytes(Json.BUILD.createObjectBuilder().add("version", VERSION).add("models", models).build()));
      failing = false;
      return true;
    } catch (IOException | RuntimeException failed) {
      if (!failing) {
        failing = true;
        LOG.log(Level.WARNING, "token counts are not kept over a restart while " + path + " cannot be written ("
            + failed.getClass().getSimpleName() + ")");
      }
      return false;
    }
  }

  private static void replace(Path path, byte[] content) throws IOException {
    Files.createDirectories(path.getParent());
    var part = Files.createTempFile(path.getParent(), path.getFileName().toString(), ".part"); // one for each writer
    try {
      Files.write(part, content);
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part); // it is still there after a failure
    }
  }
}
