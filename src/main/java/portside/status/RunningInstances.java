package portside.status;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.ledger.OwnerOnly;
import portside.ledger.Processes;
import portside.wire.FileName;
import portside.wire.Json;

/// The instances that run on this machine: `data/run/<name>.json` for each (the name as `wire.FileName` writes it), written when its port is open and removed at its end. Only the user who
/// started them can read it, since it holds the token of the process.
///
/// A file whose process is gone, or is another one by now, is left over from a kill; it is not believed and deleted. Files change under a lock, which all
/// processes share, so that what has just been written is not taken for what was read before.
public final class RunningInstances {
  private static final Logger LOG = System.getLogger(RunningInstances.class.getName());
  private static final String END = ".json";
  private static final String LOCK = ".lock";

  /// A lock of the system is one of the whole process.
  private static final Object OF_THIS_PROCESS = new Object();

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
        locked(() -> Files.move(part, file(instance), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
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
    remove(instance, file(instance));
  }

  private void remove(RunningInstance instance, Path file) {
    try {
      locked(() -> {
        if (read(file).filter(instance::equals).isPresent()) {
          Files.deleteIfExists(file);
        }
      });
    } catch (IOException e) {
      // Who reads it will see that the process is gone.
    }
  }

  private interface Change {
    void make() throws IOException;
  }

  private void locked(Change change) throws IOException {
    synchronized (OF_THIS_PROCESS) {
      try (var file = FileChannel.open(folder.resolve(LOCK), EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.file());
          var _ = lock(file)) {
        change.make();
      }
    }
  }

  /// Null where the file system has no locks; then a file that is written at the very moment may be missed for as long as its process runs.
  private static @Nullable FileLock lock(FileChannel file) {
    try {
      return file.lock();
    } catch (IOException e) {
      return null;
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

  private boolean runs(RunningInstance instance, Path file) {
    var running = Processes.here(instance.pid(), instance.start());
    if (!running) {
      remove(instance, file);
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
    return folder.resolve(FileName.of(instance.name()) + END);
  }
}
