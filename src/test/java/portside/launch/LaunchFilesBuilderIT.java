package portside.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What an installation leaves beside a jar and in the folders that get copies.
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class LaunchFilesBuilderIT {
  private static final Path JAR = Path.of(System.getProperty("portside.jar")).toAbsolutePath();
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String OPTIONS_HEAD = "# java @proxy.options -jar proxy.jar, in this folder. Written by the build; explained in jvm.options.";
  @TempDir Path folder;

  @Test
  void theBuildMadeACacheAndCopiedAllToTheFolderAboveIt() throws Exception {
    var made = new LaunchFiles(JAR);
    var copied = new LaunchFiles(JAR.getParent().resolveSibling(JAR.getFileName()));
    var files = new ArrayList<>(List.of(made.jar(), made.options()));
    var options = new ArrayList<>(List.of(OPTIONS_HEAD));
    options.addAll(LaunchFiles.standardOptions());
    if (Files.isRegularFile(made.cache())) {
      files.add(made.cache());
      options.add("-XX:AOTCache=" + made.cache().getFileName());
    } else {
      assertTrue(Boolean.getBoolean("portside.aot.skip") || !thisJavaMakesCaches(), made.cache() + " was not made");
    }
    for (var file : files) {
      var copy = copied.jar().resolveSibling(file.getFileName());
      assertEquals(-1, Files.mismatch(file, copy), copy + " is another file");
      assertEquals(Files.getLastModifiedTime(file), Files.getLastModifiedTime(copy));
    }
    assertEquals(options, Files.readAllLines(made.options()));
    assertEquals(files.subList(2, files.size()), made.caches());
    assertEquals(made.caches().stream().map(Path::getFileName).toList(), copied.caches().stream().map(Path::getFileName).toList());
  }

  @Test
  void oldCachesGoAndNoneIsMadeWhenNoneIsWanted() throws Exception {
    var jar = Files.copy(JAR, Files.createDirectories(folder.resolve("made")).resolve("proxy.jar"));
    var first = Files.createDirectories(folder.resolve("first"));
    var second = Files.createDirectories(folder.resolve("second"));
    for (var old : List.of(jar.getParent(), first)) {
      Files.writeString(old.resolve("proxy-01234567.aot"), "of another jar");
      Files.writeString(old.resolve("proxy.options"), "of another jar");
    }
    assertEquals("", install("-Dportside.aot.skip=true", jar, first, second));
    for (var installed : List.of(jar.getParent(), first, second)) {
      assertEquals(List.of("proxy.jar", "proxy.options"), names(installed));
      assertEquals(-1, Files.mismatch(JAR, installed.resolve("proxy.jar")));
      assertEquals(OPTIONS_HEAD, Files.readAllLines(installed.resolve("proxy.options")).getFirst());
    }
  }

  @Test
  void aRehearsalThatFailsLeavesAJarWithoutCache() throws Exception {
    var jar = Files.copy(JAR, folder.resolve("proxy.jar"));
    try (var inside = FileSystems.newFileSystem(jar)) {
      Files.delete(inside.getPath("portside/AotTrainingRun.class"));
    }
    assertEquals("warning: no AOT cache was made (exit code 1); the jar works, and starts slower\nhint: " + folder.resolve("rehearsal.log") + " says why\n",
        install("-Dportside.aot.skip=false", jar));
    assertEquals(List.of("proxy.jar", "proxy.options", "rehearsal.log"), names(folder));
    assertEquals(LaunchFiles.standardOptions(), Files.readAllLines(folder.resolve("proxy.options")).stream().skip(1).toList());
  }

  private boolean thisJavaMakesCaches() throws Exception {
    var cache = folder.resolve("any.aot");
    new ProcessBuilder(JAVA, "-XX:AOTCacheOutput=" + cache, "-cp", JAR.toString(), "portside.Main", "--version")
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    return Files.exists(cache);
  }

  /// What the installation said, which succeeded.
  private static String install(String option, Path jar, Path... folders) throws Exception {
    var command = new ArrayList<>(List.of(JAVA, option, "-cp", jar.toString(), "portside.launch.LaunchFilesBuilder"));
    for (var folder : folders) {
      command.add(folder.toString());
    }
    var java = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, java.waitFor(), said);
    return said;
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
