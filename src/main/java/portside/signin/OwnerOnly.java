package portside.signin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rights of the owner alone, in the way of the file system; files get them as they are created.
sealed interface OwnerOnly {
  FileAttribute<?> ofFile() throws IOException;

  FileAttribute<?> ofFolder() throws IOException;

  /// Who else may do something with it, in words; empty when nobody may.
  Optional<String> openToOthers(Path path) throws IOException;

  /// The way of the file system that has this folder, or will have it.
  static OwnerOnly on(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix") ? new Posix() : new Acl();
  }

  /// Modes 0600 and 0700.
  record Posix() implements OwnerOnly {
    private static final Set<PosixFilePermission> OWNER =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    @Override
    public FileAttribute<?> ofFile() {
      return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public FileAttribute<?> ofFolder() {
      return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    @Override
    public Optional<String> openToOthers(Path path) throws IOException {
      var mode = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
      return OWNER.containsAll(mode) ? Optional.empty() : Optional.of("is open to others (" + PosixFilePermissions.toString(mode) + ")");
    }
  }

  /// An access control list with one entry.
  record Acl() implements OwnerOnly {
    @Override
    public FileAttribute<?> ofFile() throws IOException {
      var home = Path.of(System.getProperty("user.home"));
      var owner = home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(System.getProperty("user.name"));
      return new Owned(List.of(
          AclEntry.newBuilder().setType(AclEntryType.ALLOW).setPrincipal(owner).setPermissions(EnumSet.allOf(AclEntryPermission.class)).build()));
    }

    @Override
    public FileAttribute<?> ofFolder() throws IOException {
      return ofFile();
    }

    @Override
    public Optional<String> openToOthers(Path path) throws IOException {
      var view = Files.getFileAttributeView(path, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (view == null) {
        return Optional.of("is on a file system without rights");
      }
      var owner = view.getOwner();
      return view.getAcl().stream().filter(entry -> entry.type() == AclEntryType.ALLOW && !mayAnyway(entry.principal(), owner)).findFirst()
          .map(entry -> "is open to " + entry.principal().getName());
    }

    /// The system and its administrators can read every file.
    private static boolean mayAnyway(UserPrincipal principal, UserPrincipal owner) {
      return principal.equals(owner) || principal.getName().endsWith("\\SYSTEM") || principal.getName().endsWith("\\Administrators");
    }

    private record Owned(List<AclEntry> value) implements FileAttribute<List<AclEntry>> {
      @Override
      public String name() {
        return "acl:acl";
      }
    }
  }
}
