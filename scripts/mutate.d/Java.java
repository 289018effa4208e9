import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts Java for the tests, with the libraries on its class path and the product and its tests in folders beside it.
///
/// @param work where the archive of loaded library classes is kept, which makes each start quicker
record Java(Path home, String libraries, Path mainClasses, Path testClasses, Path work) {

  enum Verdict {
    PASSED,
    FAILED,
    HUNG,
    DIED
  }

  /// @param words what the run said last
  record Result(Verdict verdict, String words) {}

  void map(Path out, List<String> tests) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(testing("map", mainClasses + ":" + testClasses, out.toString()));
    command.addAll(tests);
    var log = work.resolve("map.log");
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException("the tests could not be run; " + log + " says why");
    }
  }

  /// Runs the tests on the product with the classes of `mutant` in place of its own.
  ///
  /// @param options what Java is told beside the usual
  Result test(Path mutant, List<String> options, List<String> tests, long millis) throws IOException, InterruptedException {
    var words = new ArrayList<>(options);
    words.addAll(testing("kill", mutant + ":" + mainClasses + ":" + testClasses));
    words.addAll(tests);
    return run(mutant.resolve("log"), words, millis);
  }

  /// Runs Java, and reads in its output which test failed.
  Result run(Path log, List<String> words, long millis) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(words);
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return new Result(Verdict.HUNG, "a test that does not end");
    }
    if (process.exitValue() == 0) {
      return new Result(Verdict.PASSED, "");
    }
    var failed = Files.readAllLines(log, StandardCharsets.ISO_8859_1).stream().filter(line -> line.startsWith("FAILED ")).findFirst();
    return failed.map(line -> new Result(Verdict.FAILED, line.substring(7, Math.min(line.length(), 180)))).orElseGet(() -> new Result(Verdict.DIED, "the end of the process"));
  }

  private List<String> testing(String... arguments) {
    var words = new ArrayList<>(List.of(
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xlog:disable", "-Xmx768m",
        "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + work.resolve("libraries.jsa"),
        "-Djava.util.logging.config.file=src/test/resources/logging.properties", "-Drecordings=", "-cp", libraries, "TestRun"));
    words.addAll(List.of(arguments));
    return words;
  }
}
