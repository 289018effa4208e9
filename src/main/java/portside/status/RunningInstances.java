package portside.status;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import portside.ledger.OwnerOnly;
import portside.ledger.Processes;
import portside.wire.Json;

/// The instances that run on this machine: `data/run/<name>.json` for each, written when its port is open and removed at its end. Only the user who
/// started them can read it, since it holds the token of the process.
///
/// A file whose process is gone, or is another one by now, is left over from a kill; it is not believed and deleted.
public final class RunningInstances {
  private static final Logger LOG = System.getLogger(RunningInstances.class.getName());
  private static final String END = ".json";

  private final Path folder;

  /// @param data the folder of what instances keep
  public RunningInstances(Path data) {
    this.folder = data.resolve("run");
  }

  /// Tells of an instance. A folder that cannot be written is one line in the log: only tools that look for instances miss it.
  public void add(RunningInstance instance) {
    try {
      Files.createDirectories(folder, OwnerOnly.folder());
      var part = Files.createTempFile(folder, file(instance).getFileName().toString(), ".part"); // readable by its owner alone
      try {
        Files.write(part, Json.bytes(instance.json()));
        Files.move(part, file(instance), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part); // it is still there after a failure
      }
    } catch (IOException | RuntimeException failed) {
      LOG.log(Level.WARNING, "status, top and the dashboards of other instances do not find this one: " + folder + " cannot be written ("
          + failed.getClass().getSimpleName() + ")");
    }
  }

  /// Tells no more of an instance, unless another process has taken its name.
  public void remove(RunningInstance instance) {
    try {
      if (read(file(instance)).filter(instance::equals).isPresent()) {
        Files.deleteIfExists(file(instance));
      }
    } catch (IOException e) {
      // Who reads it will see that the process is gone.
    }
  }

  /// Those that run now, by name.
  public List<RunningInstance> all() {
    var all = new ArrayList<RunningInstance>();
    try (var files = Files.newDirectoryStream(folder, "*" + END)) {
      for (var file : files) {
        read(file).filter(instance -> runs(instance, file)).ifPresent(all::add);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // none has run in this folder
    } catch (IOException e) {
      LOG.log(Level.WARNING, "what runs cannot be read from " + folder + " (" + e.getClass().getSimpleName() + ")");
    }
    all.sort(Comparator.comparing(RunningInstance::name));
    return List.copyOf(all);
  }

  private static boolean runs(RunningInstance instance, Path file) {
    var running = Processes.here(instance.pid(), instance.start());
    if (!running) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // It is not believed the next time either.
      }
    }
    return running;
  }

  /// What a file says; empty when it is gone meanwhile, or says nothing of use.
  private static Optional<RunningInstance> read(Path file) throws IOException {
    try {
      return RunningInstance.of(Json.object(Files.readAllBytes(file)));
    } catch (NoSuchFileException | Json.Malformed e) {
      return Optional.empty();
    }
  }

  private Path file(RunningInstance instance) {
    return folder.resolve(instance.name().replaceAll("[^A-Za-z0-9._-]", "_") + END);
  }
}
