package portside.ledger.index;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import org.sqlite.JDBC;
import org.sqlite.util.LibraryLoaderUtil;
import portside.ledger.OwnerOnly;

/// SQLite's library outside of the jar. Left alone the driver unpacks it in each process, which is a fifth of what a verb takes; so it is unpacked once
/// for each jar, and the driver is told where. Where that cannot be done the driver does as it always does, in the same folder.
final class SqliteLibrary {
  private SqliteLibrary() {}

  /// Prepares for the driver to be loaded; later it looks no more.
  ///
  /// @param natives the folder for libraries, which is there
  static void place(Path natives) {
    System.setProperty("org.sqlite.tmpdir", natives.toString()); // the usual place may not allow that libraries are loaded from there
    kept(natives).ifPresent(library -> {
      System.setProperty("org.sqlite.lib.path", String.valueOf(library.toAbsolutePath().getParent()));
      System.setProperty("org.sqlite.lib.name", String.valueOf(library.getFileName()));
    });
  }

  /// Where the library is, unpacked; empty when it cannot be.
  static Optional<Path> kept(Path natives) {
    try {
      var name = LibraryLoaderUtil.getNativeLibName();
      var library = natives.resolve(jar()).resolve(name);
      if (!Files.isRegularFile(library)) {
        unpack(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name, library);
      }
      return Optional.of(library);
    } catch (IOException | URISyntaxException | RuntimeException none) {
      return Optional.empty();
    }
  }

  /// A name for the jar the driver comes from: another one may bring another library.
  private static String jar() throws IOException, URISyntaxException {
    var jar = Path.of(JDBC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Long.toHexString(Files.getLastModifiedTime(jar).toMillis()) + "-" + Long.toHexString(Files.size(jar));
  }

  /// In one step, since other processes may look for it now.
  private static void unpack(String resource, Path library) throws IOException {
    var folder = Objects.requireNonNull(library.toAbsolutePath().getParent());
    Files.createDirectories(folder, OwnerOnly.folder());
    var part = Files.createTempFile(folder, "library", ".part", OwnerOnly.file());
    try (var in = JDBC.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("there is none for this system");
      }
      try (var out = Files.newOutputStream(part)) {
        in.transferTo(out);
      }
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
