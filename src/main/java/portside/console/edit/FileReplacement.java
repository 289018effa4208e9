package portside.console.edit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Puts a new content in the place of a file's in one step: whoever reads it, also after a crash, sees the old one or the new one. Mode and owner
/// stay; a link stays a link, and what it points to is replaced. A new file can be read by its owner alone.
public final class FileReplacement {
  private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rw-------");

  private FileReplacement() {}

  /// Writes the text as UTF-8.
  ///
  /// @throws IOException when it cannot be written as described; the file is as it was then
  public static void write(Path file, String text) throws IOException {
    var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    var part = target.resolveSibling(target.getFileName() + ".part-" + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(part);
      create(part, target);
      try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Readable for its owner alone before anything stands in it.
  private static void create(Path part, Path target) throws IOException {
    var posix = part.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!posix) {
      Files.createFile(part);
      return;
    }
    Files.createFile(part, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    if (Files.exists(target)) {
      if (!Files.getOwner(target).equals(Files.getOwner(part))) {
        Files.setOwner(part, Files.getOwner(target, LinkOption.NOFOLLOW_LINKS));
      }
      Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
    }
  }
}
