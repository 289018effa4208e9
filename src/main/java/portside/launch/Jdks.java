package portside.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the Javas of this machine by the `release` file in each of their folders; none is started to ask.
final class Jdks {
  // The order of this file is that of scripts/find-jdk too: the AOT cache serves only the Java that made it, so both must find the same one.

  /// The folders whose children, or the folders inside those, are Javas.
  private static final String[] SYSTEM_FOLDERS = {
    "usr/lib/jvm", "usr/lib64/jvm", "usr/java", "usr/jdk", "usr/local/java", "usr/local", "opt/java", "opt/jdk", "opt/jdks", "opt/jvm", "opt",
    "Library/Java/JavaVirtualMachines", "opt/homebrew/opt", "usr/local/opt", "home/linuxbrew/.linuxbrew/opt"
  };
  /// The folders of version managers, below the folder a variable names, else below the person's home.
  private static final String[][] MANAGER_FOLDERS = {
    {"SDKMAN_DIR", ".sdkman", "candidates/java"}, {"ASDF_DATA_DIR", ".asdf", "installs/java"},
    {"MISE_DATA_DIR", ".local/share/mise", "installs/java"}, {"JENV_ROOT", ".jenv", "versions"}
  };
  private static final String[] HOME_FOLDERS = {".jabba/jdk", ".jdks", ".gradle/jdks", ".jbang/cache/jdks", "Library/Java/JavaVirtualMachines"};
  /// The places of the Java inside a child: plain, macOS, Homebrew on Linux, Homebrew on macOS.
  private static final String[] INSIDE = {"", "Contents/Home", "libexec", "libexec/openjdk.jdk/Contents/Home"};

  private final Map<String, String> environment;
  private final Path home;
  private final Path root;

  /// @param home of the person
  /// @param root of the file system
  Jdks(Map<String, String> environment, Path home, Path root) {
    this.environment = environment;
    this.home = home;
    this.root = root;
  }

  /// The `java` program of a Java of that feature version or newer. `PORTSIDE_JAVA` (a folder or the program itself) is the only one
  /// asked when it is set; else, in this order: `JAVA25_HOME`, `JAVA_HOME`, `PATH`, then the usual folders, where the oldest that will do wins
  /// (it is the one the program was built with), and of several updates of it in one folder the last by name.
  Optional<Path> find(int oldest) {
    Optional<String> wanted = wanted();
    for (Path named : wanted.map(it -> Arrays.asList(homeOf(Paths.get(it)), Paths.get(it, "Contents", "Home"))).orElseGet(this::named)) {
      if (feature(version(named)) >= oldest) {
        return Optional.of(program(named));
      }
    }
    if (wanted.isPresent()) {
      return Optional.empty();
    }
    Path best = null;
    for (Path folder : inUsualFolders()) {
      String version = version(folder);
      if (feature(version) >= oldest && (best == null || feature(version) < feature(version(best)))) {
        best = folder;
      }
    }
    return Optional.ofNullable(best).map(Jdks::program);
  }

  /// What `PORTSIDE_JAVA` says.
  Optional<String> wanted() {
    return Optional.ofNullable(environment.get("PORTSIDE_JAVA")).map(String::trim).filter(value -> !value.isEmpty());
  }

  /// The feature version that a text names: 8 for `1.8.0_402`, 25 for `25`, `25.0.3` and `25-ea`, 0 for what is no version.
  static int feature(String version) {
    String[] parts = version.split("[^0-9]+");
    String first = parts.length > 1 && parts[0].equals("1") ? parts[1] : parts.length > 0 ? parts[0] : "";
    return first.isEmpty() ? 0 : Integer.parseInt(first);
  }

  private List<Path> named() {
    List<Path> named = new ArrayList<Path>();
    for (String variable : new String[] {"JAVA25_HOME", "JAVA_HOME"}) {
      String value = environment.get(variable);
      if (value != null && !value.trim().isEmpty()) {
        named.add(homeOf(Paths.get(value.trim())));
      }
    }
    String path = environment.get("PATH");
    for (String folder : path == null ? new String[0] : path.split(":")) {
      Path program = Paths.get(folder).resolve("java");
      if (Files.isRegularFile(program)) {
        named.add(homeOf(program));
      }
    }
    return named;
  }

  /// The folder of the Java to which a program belongs (`/usr/bin/java` is a link into it), or the folder itself.
  private static Path homeOf(Path program) {
    if (!Files.isRegularFile(program)) {
      return program;
    }
    try {
      return program.toRealPath().resolve("../..").normalize();
    } catch (IOException e) {
      return program;
    }
  }

  private List<Path> inUsualFolders() {
    List<Path> found = new ArrayList<Path>();
    for (String folder : SYSTEM_FOLDERS) {
      found.addAll(inFolder(root.resolve(folder)));
    }
    for (String[] manager : MANAGER_FOLDERS) {
      String named = environment.get(manager[0]);
      Path folder = named == null || named.isEmpty() ? home.resolve(manager[1]) : Paths.get(named);
      found.addAll(inFolder(folder.resolve(manager[2])));
    }
    for (String folder : HOME_FOLDERS) {
      found.addAll(inFolder(home.resolve(folder)));
    }
    for (Path vendor : children(home.resolve(".gradle/jdks"))) {
      found.addAll(inFolder(vendor));
    }
    return found;
  }

  private static List<Path> inFolder(Path folder) {
    List<Path> found = new ArrayList<Path>();
    for (Path child : children(folder)) {
      for (String inside : INSIDE) {
        Path candidate = child.resolve(inside);
        if (Files.isRegularFile(candidate.resolve("release"))) {
          found.add(candidate);
        }
      }
    }
    return found;
  }

  /// The children of a folder in reverse order of name, so that of two updates of one version the newer comes first.
  private static List<Path> children(Path folder) {
    List<Path> children = new ArrayList<Path>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          children.add(entry);
        }
      } catch (IOException e) {
        return Collections.emptyList(); // not ours to read, so not ours to use
      }
    }
    Collections.sort(children, Collections.<Path>reverseOrder());
    return children;
  }

  /// The `JAVA_VERSION` of the folder's `release` file; empty when that is no folder of a Java that can be started.
  private static String version(Path folder) {
    if (!Files.isExecutable(program(folder))) {
      return "";
    }
    try (BufferedReader release = Files.newBufferedReader(folder.resolve("release"), StandardCharsets.UTF_8)) {
      for (String line = release.readLine(); line != null; line = release.readLine()) {
        if (line.startsWith("JAVA_VERSION=")) {
          return line.substring("JAVA_VERSION=".length()).replace("\"", "").trim();
        }
      }
    } catch (IOException e) {
      return "";
    }
    return "";
  }

  private static Path program(Path folder) {
    return folder.resolve("bin").resolve("java");
  }
}
