import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;

/// Judges a breakage by the jar that is shipped: the one Maven made, with the broken classes in it, installed as the build installs it, is what the
/// integration tests run.
///
/// @param jar absent when Maven has made none, or not of these sources
record Shipped(Path jar, Java java) {
  private static final List<String> TESTS = List.of("portside.launch.LaunchFilesBuilderIT", "portside.launch.JarIT");
  private static final long INSTALLING = 150_000;
  private static final long TESTING = 240_000;

  boolean present() {
    return Files.exists(jar);
  }

  /// Whether that is how the breakage shows: in the launcher, and where no test class comes.
  static boolean shows(Spot spot, List<Reach.Measured> reaching) {
    return reaching.isEmpty() || spot.method().startsWith("portside/launch/");
  }

  /// @param mutant the folder of the broken classes
  Java.Result judge(Path mutant) throws IOException, InterruptedException {
    var root = mutant.resolveSibling(mutant.getFileName() + ".shipped");
    remove(root);
    try {
      var broken = Files.createDirectories(root.resolve("target")).resolve(jar.getFileName());
      Files.copy(jar, broken);
      replace(mutant, broken);
      var installed = java.run(mutant.resolve("install.log"), List.of("-cp", broken.toString(), "portside.launch.LaunchFilesBuilder", root.toString()), INSTALLING);
      return switch (installed.verdict()) {
        case PASSED -> java.test(mutant, List.of("-Dportside.jar=" + broken.toAbsolutePath()), TESTS, TESTING);
        case FAILED, HUNG, DIED -> new Java.Result(installed.verdict(), "the installation of the jar");
      };
    } finally {
      remove(root); // a hundred megabytes
    }
  }

  private static void replace(Path mutant, Path jar) throws IOException {
    try (var inside = FileSystems.newFileSystem(jar); var files = Files.walk(mutant)) {
      for (var file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        Files.copy(file, inside.getPath(mutant.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var inside = Files.walk(folder)) {
        for (var file : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
