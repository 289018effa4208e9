package portside.console.edit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;

/// Dated copies of one file in a folder `backups` beside it: `settings.json.backup.2026-11-30_142501`. Nobody but the owner can read them.
public final class Backups {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss");
  private static final String MARK = ".backup.";
  private static final String REPLACED_MARK = ".replaced.";

  private final Path file;
  private final Path folder;

  /// @param file need not exist
  public Backups(Path file) {
    this.file = file;
    this.folder = file.resolveSibling("backups");
  }

  /// Copies the file.
  ///
  /// @param now stands in the name
  /// @return the copy
  public Path make(LocalDateTime now) throws IOException {
    return copy(MARK, now);
  }

  /// The newest copy by its name; empty when there is none.
  public Optional<Path> newest() throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var files = Files.list(folder)) {
      return files.filter(copy -> copy.getFileName().toString().startsWith(file.getFileName() + MARK)).max(Comparator.comparing(copy -> copy.getFileName().toString()));
    }
  }

  /// Puts the newest copy in the place of the file. What was there is kept beside the copies under a name that is none of theirs, so that to restore twice
  /// comes to the same.
  ///
  /// @return what was put there; empty when there is no copy, and nothing was done
  public Optional<Path> restore(LocalDateTime now) throws IOException {
    var newest = newest();
    if (newest.isPresent()) {
      var text = Files.readString(newest.get());
      if (Files.exists(file)) {
        copy(REPLACED_MARK, now);
      }
      FileReplacement.write(file, text);
    }
    return newest;
  }

  private Path copy(String mark, LocalDateTime now) throws IOException {
    if (!Files.isDirectory(folder)) {
      makeFolder();
    }
    var name = file.getFileName() + mark + TIME.format(now);
    var copy = folder.resolve(name);
    for (var number = 2; Files.exists(copy); number++) {
      copy = folder.resolve(name + "_" + number);
    }
    FileReplacement.write(copy, Files.readString(file));
    return copy;
  }

  private void makeFolder() throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(folder);
    }
  }
}
