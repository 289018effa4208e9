package portside.counting;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import portside.routing.StateFile;
import portside.wire.Json;

/// Where [Calibration] keeps what it learned: `{"version": 1, "models": {"<host> <model>": …}}`. Hosts and model names are in it, no key, no
/// text and no path. Whatever is wrong with the file is one line in the log and hinders nothing.
public final class CalibrationFile {
  /// The version of the file's form and of the counts its weights are for; a file of another version is not read.
  private static final int VERSION = 1;

  /// The most characters of a host and a model; what is longer was not written by us.
  private static final int LONGEST_KEY = 1_000;

  private final @Nullable StateFile file;

  private CalibrationFile(@Nullable StateFile file) {
    this.file = file;
  }

  /// A file in this folder, which is made when there is something to keep.
  ///
  /// @param instance whose file it is; two processes of one name share it, and the last to write wins
  public static CalibrationFile in(Path folder, String instance) {
    return new CalibrationFile(new StateFile(folder, "counts", instance, VERSION, "token counts", System.getLogger(CalibrationFile.class.getName())));
  }

  /// A file that keeps nothing.
  public static CalibrationFile none() {
    return new CalibrationFile(null);
  }

  /// Whether writing makes sense.
  boolean kept() {
    return file != null;
  }

  /// What was kept; nothing when there is no file or no sense in it.
  Map<String, TokenFit> read() {
    return file == null ? Map.of() : file.read(CalibrationFile::fits, Map.of());
  }

  /// Replaces the file in one step.
  ///
  /// @return whether it was written
  boolean write(Map<String, TokenFit> fits) {
    return Objects.requireNonNull(file).write(json -> {
      var models = Json.BUILD.createObjectBuilder();
      new TreeMap<>(fits).forEach((key, fit) -> models.add(key, fit.json()));
      json.add("models", models);
    });
  }

  private static Map<String, TokenFit> fits(JsonObject json) {
    if (!(json.get("models") instanceof JsonObject models)) {
      throw new IllegalArgumentException("models");
    }
    var fits = new HashMap<String, TokenFit>();
    models.keySet().stream().filter(key -> key.length() <= LONGEST_KEY).limit(Calibration.MODELS)
        .forEach(key -> fits.put(key, TokenFit.of(models.getJsonObject(key))));
    return fits;
  }
}
