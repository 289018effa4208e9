package portside.ledger;

import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// The modes of files and folders that their owner alone may read, for creating them so: one that is changed afterwards was open for a moment.
public final class OwnerOnly {
  private static final FileAttribute<?>[] ANY_MODE = {};

  private OwnerOnly() {}

  /// Mode 600; none where the file system has no modes.
  public static FileAttribute<?>[] file() {
    return mode("rw-------");
  }

  /// Mode 700; none where the file system has no modes.
  public static FileAttribute<?>[] folder() {
    return mode("rwx------");
  }

  private static FileAttribute<?>[] mode(String mode) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
        : ANY_MODE.clone();
  }
}
