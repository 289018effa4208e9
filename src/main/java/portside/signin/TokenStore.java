package portside.signin;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import portside.provider.MissingToken.Mend;
import portside.wire.Json;

/// The files of sign-ins, one for each, which only their owner can read. Any number of processes share them.
///
/// ```
///   google-default.json     what is kept; replaced in one step, so it is whole whenever it is read
///   google-default.lock     held by the one process that fetches a token or signs in; never deleted
///   github-default.note     what is known of the account and is no secret
///   .google-default-….part  being written; left over when a process was killed, and cleared by the next writer
/// ```
/// Files and folder are created with their rights: at no time can others open them.
public final class TokenStore {
  private static final int LARGEST = 64 * 1024;
  private static final Duration LOCK_LIMIT = Duration.ofSeconds(90);
  private static final long LOCK_PAUSE_MILLIS = 20;
  private static final String ENDING = ".json";
  private static final String NOTE = ".note";

  /// What is done while this process alone may change an entry.
  interface Work<T, E extends Exception> {
    T done() throws E, StoreFault;
  }

  /// A lock of a file keeps other processes out, and says so to other threads of this one by an exception.
  private static final Map<Path, ReentrantLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  private final Path folder;

  /// @param folder of the files; made when there is something to keep
  public TokenStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /// That of the person: `${XDG_STATE_HOME:-~/.local/state}/portside/auth` (XDG Base Directory Specification, which has relative paths ignored).
  ///
  /// @param environment gives a variable, or null
  public static TokenStore ofPerson(UnaryOperator<@Nullable String> environment) {
    var named = System.getProperty("portside.auth");
    if (named != null) {
      return new TokenStore(Path.of(named));
    }
    var state = environment.apply("XDG_STATE_HOME");
    var home = state != null && Path.of(state).isAbsolute() ? Path.of(state) : Path.of(System.getProperty("user.home"), ".local", "state");
    return new TokenStore(home.resolve("portside").resolve("auth"));
  }

  /// The file of an entry, for people.
  public Path path(String name) {
    return folder.resolve(name + ENDING);
  }

  /// The names of all entries.
  public List<String> names() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
      var names = new ArrayList<String>();
      files.forEach(file -> names.add(file.getFileName().toString().replaceFirst("\\.json$", "")));
      return names.stream().sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// The entry; empty when there is none.
  ///
  /// @throws StoreFault when others can read its file, or there is no sense in it
  Optional<SignInEntry> read(String name) throws StoreFault {
    var path = path(name);
    try {
      if (Files.isSymbolicLink(path)) {
        throw new StoreFault(Mend.SIGN_IN, path + " is a link, and is not followed");
      }
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      var open = owner().openToOthers(path);
      if (open.isPresent()) {
        throw new StoreFault(Mend.SIGN_IN, path + " " + open.get() + ": others may know the token, so it is not used; delete the file");
      }
      if (Files.size(path) > LARGEST) {
        throw new StoreFault(Mend.SIGN_IN, path + " is too large for what belongs there");
      }
      return Optional.of(SignInEntry.read(Files.readAllBytes(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty(); // deleted meanwhile
    } catch (IOException e) {
      throw new StoreFault(Mend.SETTING, path + " cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (Json.Malformed | RuntimeException e) {
      throw new StoreFault(Mend.SIGN_IN, path + " is torn or of another version");
    }
  }

  /// Does something while no other process and no other thread changes the entry.
  ///
  /// @throws StoreFault when another one is at it for too long
  <T, E extends Exception> T locked(String name, Work<T, E> work) throws E, StoreFault {
    var path = folder.resolve(name + ".lock");
    var own = OF_THIS_PROCESS.computeIfAbsent(path, _ -> new ReentrantLock());
    try {
      if (!own.tryLock(LOCK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy(path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(path);
    }
    try (var channel = channel(path); var _ = lock(channel, path)) {
      return work.done();
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      own.unlock();
    }
  }

  /// Keeps an entry in place of that before. To be called while it is locked.
  void write(String name, SignInEntry entry) throws StoreFault {
    write(name, path(name), entry.json());
  }

  /// Equal as long as nobody has written or deleted the entry.
  Object stamp(String name) {
    try {
      var file = Files.readAttributes(path(name), BasicFileAttributes.class);
      return List.of(file.lastModifiedTime(), file.size(), String.valueOf(file.fileKey()));
    } catch (IOException e) {
      return List.of();
    }
  }

  /// What was noted beside an entry; empty when nothing was, or it cannot be read.
  Optional<byte[]> note(String name) {
    try {
      var path = folder.resolve(name + NOTE);
      return Files.size(path) <= LARGEST ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Notes something that is no secret.
  void note(String name, byte[] note) throws StoreFault {
    locked(name, () -> {
      write(name, folder.resolve(name + NOTE), note);
      return note;
    });
  }

  private void write(String name, Path path, byte[] content) throws StoreFault {
    try {
      clearLeftovers(name);
      var part = folder.resolve("." + name + "-" + Long.toHexString(System.nanoTime()) + ".part");
      try {
        try (var file = FileChannel.open(part, Set.of(CREATE_NEW, WRITE), owner().ofFile())) {
          var bytes = ByteBuffer.wrap(content);
          while (bytes.hasRemaining()) {
            file.write(bytes);
          }
          file.force(true);
        }
        replace(part, path);
      } finally {
        Files.deleteIfExists(part); // it is still there after a failure
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// Deletes what was noted beside an entry.
  void deleteNote(String name) throws StoreFault {
    try {
      Files.deleteIfExists(folder.resolve(name + NOTE));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /// Deletes an entry.
  ///
  /// @return whether there was one
  boolean delete(String name) throws StoreFault {
    deleteNote(name);
    try {
      return Files.deleteIfExists(path(name));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private FileChannel channel(Path path) throws IOException, StoreFault {
    prepareFolder();
    try {
      return FileChannel.open(path, Set.of(CREATE_NEW, WRITE, READ), owner().ofFile());
    } catch (FileAlreadyExistsException e) {
      return FileChannel.open(path, Set.of(StandardOpenOption.WRITE, READ));
    }
  }

  private OwnerOnly owner() {
    return OwnerOnly.on(folder);
  }

  private void prepareFolder() throws IOException, StoreFault {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder.getParent());
      try {
        Files.createDirectory(folder, owner().ofFolder());
      } catch (FileAlreadyExistsException e) {
        // Another process was quicker.
      }
    }
    var open = owner().openToOthers(folder);
    if (open.isPresent()) {
      throw new StoreFault(Mend.SETTING, folder + " " + open.get() + ", so no token is kept there: chmod 700 " + folder);
    }
  }

  private static FileLock lock(FileChannel channel, Path path) throws IOException, StoreFault {
    var end = System.nanoTime() + LOCK_LIMIT.toNanos();
    try {
      while (System.nanoTime() - end < 0) {
        var lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
        Thread.sleep(LOCK_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw busy(path);
  }

  private static void replace(Path part, Path path) throws IOException {
    try {
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("the file system replaces no file in one step", e);
    }
    try (var folder = FileChannel.open(path.getParent(), READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Not every system lets folders be opened; then the step itself has to do.
    }
  }

  private void clearLeftovers(String name) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "." + name + "-*.part")) {
      for (var part : parts) {
        Files.deleteIfExists(part);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static StoreFault busy(Path path) {
    return new StoreFault(Mend.WAITING, "another process has held " + path + " for too long");
  }

  private StoreFault unwritable(IOException e) {
    return new StoreFault(Mend.SETTING, folder + " cannot be written (" + e.getClass().getSimpleName() + ")");
  }
}
