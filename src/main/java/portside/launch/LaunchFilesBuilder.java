package portside.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes the files that let a jar start fast ([LaunchFiles]): `java -cp proxy.jar portside.launch.LaunchFilesBuilder [folder ...]`. The AOT cache and the
/// argument file are made beside the jar it is started from; all three are then copied to the folders. The build runs it; a person may, for a jar
/// that was copied to another machine, since a cache serves only the very Java that made it.
///
/// A Java that cannot make a cache is no failure: the jar runs without. `-Dportside.aot.skip=true` does not even try.
public final class LaunchFilesBuilder {
  private static final long PATIENCE_SECONDS = 120;

  private LaunchFilesBuilder() {}

  /// @param folders that get copies; may be none
  public static void main(String[] folders) throws IOException, InterruptedException {
    LaunchFiles made = LaunchFiles.ofThisProgram();
    deleteAll(made.caches());
    if (!Boolean.getBoolean("portside.aot.skip")) {
      makeCache(made);
    }
    writeOptions(made);
    for (String folder : folders) {
      copy(made, Paths.get(folder));
    }
  }

  /// Runs the training, at the end of which Java writes the cache, and names the cache only when it is whole.
  private static void makeCache(LaunchFiles files) throws IOException, InterruptedException {
    Path unfinished = files.cache().resolveSibling(files.cache().getFileName() + ".part");
    Path log = files.jar().resolveSibling("rehearsal.log");
    List<String> command = new ArrayList<String>();
    command.add(Paths.get(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LaunchFiles.standardOptions());
    command.add("-XX:AOTCacheOutput=" + unfinished);
    command.add("-cp");
    command.add(files.jar().toString());
    command.add("portside.AotTrainingRun");
    Process rehearsal = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    rehearsal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    rehearsal.destroyForcibly().waitFor(); // it has ended, unless it hangs
    if (rehearsal.exitValue() == 0 && Files.isRegularFile(unfinished)) {
      Files.move(unfinished, files.cache(), StandardCopyOption.REPLACE_EXISTING);
    } else {
      deleteAll(files.caches());
      System.err.println("warning: no AOT cache was made (exit code " + rehearsal.exitValue() + "); the jar works, and starts slower");
      System.err.println("hint: " + log + " says why");
    }
  }

  private static void writeOptions(LaunchFiles files) throws IOException {
    List<String> lines = new ArrayList<String>();
    lines.add("# java @" + files.options().getFileName() + " -jar " + files.jar().getFileName()
        + ", in this folder. Written by the build; explained in jvm.options.");
    lines.addAll(LaunchFiles.standardOptions());
    if (Files.isRegularFile(files.cache())) {
      lines.add(LaunchFiles.cacheOption(files.cache().getFileName()));
    }
    Files.write(files.options(), lines, StandardCharsets.UTF_8);
  }

  private static void copy(LaunchFiles made, Path folder) throws IOException {
    LaunchFiles there = new LaunchFiles(folder.resolve(made.jar().getFileName()));
    deleteAll(there.caches());
    copy(made.jar(), there.jar());
    copy(made.options(), there.options());
    if (Files.isRegularFile(made.cache())) {
      copy(made.cache(), there.cache());
    }
  }

  /// Copies a file and replaces the old one in one step, so that a process running from the old file keeps the old file; the time stays, a Java may
  /// compare it.
  private static void copy(Path from, Path to) throws IOException {
    Path unfinished = to.resolveSibling(to.getFileName() + ".part");
    Files.copy(from, unfinished, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(unfinished, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void deleteAll(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
