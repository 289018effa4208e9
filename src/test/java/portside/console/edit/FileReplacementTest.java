package portside.console.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReplacementTest {
  @TempDir Path folder;

  @Test
  void theModeStays() throws Exception {
    var file = Files.writeString(folder.resolve("f"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    FileReplacement.write(file, "neü");
    assertEquals("neü", Files.readString(file));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("f", names());
  }

  @Test
  void aNewFileIsForItsOwnerAlone() throws Exception {
    FileReplacement.write(folder.resolve("f"), "new");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("f"))));
  }

  @Test
  void aLinkStaysALink() throws Exception {
    var file = Files.writeString(folder.resolve("f"), "old");
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("f"));
    FileReplacement.write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(file));
  }

  /// It is put in place in one step: one who has it open goes on reading the old one.
  @Test
  void theOldOneIsNotWrittenInto() throws Exception {
    var file = Files.writeString(folder.resolve("f"), "old");
    try (var open = Files.newInputStream(file)) {
      FileReplacement.write(file, "new");
      assertEquals("old", new String(open.readAllBytes()));
    }
  }

  @Test
  void nothingIsLeftWhenItCannotBeWritten() throws Exception {
    var file = Files.createDirectory(folder.resolve("f"));
    Files.createFile(file.resolve("inside"));
    assertThrows(IOException.class, () -> FileReplacement.write(file, "new"));
    assertEquals("f", names());
  }

  private String names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(Path::getFileName).map(Path::toString).sorted().collect(Collectors.joining(" "));
    }
  }
}
