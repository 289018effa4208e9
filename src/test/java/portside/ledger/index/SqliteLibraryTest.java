package portside.ledger.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;
import org.sqlite.util.LibraryLoaderUtil;

/// The library is unpacked once, whole, and for its owner alone.
class SqliteLibraryTest {
  @TempDir private Path natives;

  @Test
  void itIsUnpackedOnce() throws Exception {
    var library = SqliteLibrary.kept(natives).orElseThrow();
    try (var shipped = JDBC.class.getResourceAsStream(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName())) {
      assertArrayEquals(shipped.readAllBytes(), Files.readAllBytes(library));
    }
    Files.setLastModifiedTime(library, FileTime.fromMillis(0));
    assertEquals(Optional.of(library), SqliteLibrary.kept(natives));
    assertEquals(FileTime.fromMillis(0), Files.getLastModifiedTime(library));
    try (var all = Files.walk(natives)) {
      assertEquals(1, all.filter(Files::isRegularFile).count());
    }
  }

  @Test
  void onlyTheOwnerHasIt() throws Exception {
    var library = SqliteLibrary.kept(natives).orElseThrow();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(library)));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(library.getParent())));
  }

  @Test
  void whereItCannotBeUnpackedTheDriverHelpsItself() throws Exception {
    assertEquals(Optional.empty(), SqliteLibrary.kept(Files.writeString(natives.resolve("in the way"), "")));
  }
}
