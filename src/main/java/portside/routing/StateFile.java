package portside.routing;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.function.Function;
import portside.wire.FileName;
import portside.wire.Json;

/// A JSON object in a file that outlives the process: `{"version": 1, …}`. Whatever is wrong with the file is one line in the log and hinders nothing.
public final class StateFile {
  private static final String VERSION = "version";

  private final Path path;
  /// Where an earlier version kept it, which gave several names one file.
  private final Path shared;
  private final int version;
  private final String what;
  private final Logger log;
  private volatile boolean failing;

  /// @param folder made when there is something to keep
  /// @param kind of state; the file's name begins with it
  /// @param instance whose file it is; two processes of one name share it, and the last to write wins
  /// @param version of the content; another one is not read
  /// @param what is kept, in the plural, for the log
  public StateFile(Path folder, String kind, String instance, int version, String what, Logger log) {
    this.path = folder.resolve(kind + "-" + FileName.of(instance) + ".json");
    this.shared = folder.resolve(kind + "-" + FileName.shared(instance) + ".json");
    this.version = version;
    this.what = what;
    this.log = log;
  }

  /// What was kept.
  ///
  /// @param reading throws a [RuntimeException] when there is no sense in the object
  /// @param nothing for a file that is not there, or has no sense
  public <T> T read(Function<JsonObject, T> reading, T nothing) {
    var found = Files.exists(path) ? path : shared;
    if (!Files.exists(found)) {
      return nothing;
    }
    try {
      var json = Json.object(Files.readAllBytes(found));
      if (!(json.get(VERSION) instanceof JsonNumber number && number.intValue() == version)) {
        throw new IllegalArgumentException(VERSION);
      }
      return reading.apply(json);
    } catch (IOException | Json.Malformed | RuntimeException unreadable) {
      log.log(Level.WARNING, what + " start anew: " + found + " cannot be read (" + unreadable.getClass().getSimpleName() + ") and is replaced");
      return nothing;
    }
  }

  /// Replaces the file in one step. A disk that is full may have room the next time; only the first failure in a row is logged.
  ///
  /// @param content adds the members behind the version
  /// @return whether it was written
  public boolean write(Consumer<JsonObjectBuilder> content) {
    try {
      var json = Json.BUILD.createObjectBuilder().add(VERSION, version);
      content.accept(json);
      replace(Json.bytes(json.build()));
      failing = false;
      return true;
    } catch (IOException | RuntimeException failed) {
      if (!failing) {
        failing = true;
        log.log(Level.WARNING, what + " are not kept over a restart while " + path + " cannot be written (" + failed.getClass().getSimpleName() + ")");
      }
      return false;
    }
  }

  private void replace(byte[] content) throws IOException {
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
