package portside.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.translate.pdf.PdfFile;
import portside.translate.pdf.PdfText;

/// The jar as it is shipped, run as a person runs it.
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class JarIT {
  private static final Path JAR = Path.of(System.getProperty("portside.jar"));
  private static final Path NEW_JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  @TempDir static Path folder;
  private static Path env;

  @BeforeAll
  static void env() throws IOException {
    env = Files.writeString(folder.resolve(".env-it"), "OPENAI_BASE_URL=demo:\nOPENAI_API_KEY=demo\nBIG_MODEL=demo-big\nMIDDLE_MODEL=demo-middle\nSMALL_MODEL=demo-small\n");
  }

  @Test
  void onlyTheLauncherIsCompiledForOldJavas() throws IOException {
    var launcher = new TreeSet<Integer>();
    var rest = new TreeSet<Integer>();
    try (var jar = new JarFile(JAR.toFile())) {
      for (var entry : jar.stream().filter(file -> file.getName().startsWith("portside/") && file.getName().endsWith(".class")).toList()) {
        var version = jar.getInputStream(entry).readNBytes(8)[7];
        (entry.getName().startsWith("portside/launch/") ? launcher : rest).add((int) version);
      }
    }
    assertEquals(Set.of(52), launcher);
    assertEquals(Set.of(69), rest);
  }

  /// What depends on the machine that built it is not in the manifest, so that the same commit is the same jar everywhere.
  @Test
  void theManifestTellsOfTheProductOnly() throws IOException {
    try (var jar = new JarFile(JAR.toFile())) {
      var manifest = jar.getManifest().getMainAttributes();
      var entries = new TreeSet<String>();
      manifest.keySet().forEach(name -> entries.add(name.toString()));
      assertEquals(Set.of("Manifest-Version", "Main-Class", "Multi-Release", "Enable-Native-Access", "Build-Commit", "Implementation-Title", "Implementation-Version"), entries);
      assertEquals("portside.launch.Launcher", manifest.getValue("Main-Class"));
      assertEquals("true", manifest.getValue("Multi-Release"));
      assertEquals("ALL-UNNAMED", manifest.getValue("Enable-Native-Access"), "or Java warns of SQLite at each start of a verb");
      assertEquals("Portside", manifest.getValue("Implementation-Title"));
      assertTrue(manifest.getValue("Build-Commit").matches("[0-9a-f]{10}|unknown"), manifest.getValue("Build-Commit"));
    }
  }

  @Test
  void theBuildMadeACacheThatThisJavaTakes() throws Exception {
    var files = new LaunchFiles(JAR);
    assumeTrue(Files.isRegularFile(files.cache()), "built with -Dportside.aot.skip");
    var command = new ArrayList<>(List.of(NEW_JAVA.toString(), "@" + files.options().getFileName(), "-XX:AOTMode=on"));
    try (var proxy = started(command, JAR.getParent())) {
      proxy.awaitHealth();
      proxy.stop();
      assertEquals(143, proxy.exitCode());
    }
    assertEquals(List.of(files.cache()), files.caches());
  }

  @Test
  void aLoneJarRuns() throws Exception {
    var alone = Files.copy(JAR, folder.resolve("alone.jar"));
    try (var proxy = started(List.of(NEW_JAVA.toString()), folder, alone)) {
      proxy.awaitHealth();
      proxy.stop();
      assertEquals(143, proxy.exitCode());
    }
  }

  /// A class that comes from the AOT cache names as its source the jar that the cache was made of.
  @Test
  void anEnvFileBesideAJarThatWasCopiedWithItsCacheIsFoundFromAnywhere() throws Exception {
    var files = new LaunchFiles(JAR);
    assumeTrue(Files.isRegularFile(files.cache()), "built with -Dportside.aot.skip");
    var copied = Files.createDirectories(folder.resolve("copied"));
    for (var file : List.of(JAR, files.cache())) {
      Files.copy(file, copied.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
    var beside = Files.copy(env, Files.createDirectories(copied.resolve("env")).resolve(".env-beside"));
    var check = new ProcessBuilder(NEW_JAVA.toString(), "@" + files.options().toAbsolutePath(), "-XX:AOTMode=on",
        "-XX:AOTCache=" + copied.resolve(files.cache().getFileName()), "-jar", copied.resolve(JAR.getFileName()).toString(),
        "--env", beside.getFileName().toString(), "--check")
        .directory(Files.createDirectories(folder.resolve("anywhere")).toFile()).redirectErrorStream(true).start();
    var said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains("No faults in " + beside), said);
  }

  @Test
  void aPdfIsRead() throws Exception {
    var java = new ProcessBuilder(NEW_JAVA.toString(), "-cp", JAR + ":" + folderOf(Read.class), Read.class.getName(), PdfFile.base64(PdfFile.saying("Shipped")))
        .redirectErrorStream(true).start();
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nShipped",
        new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  /// As the supervisor asks, in the locale of cron.
  @Test
  void whatTheSupervisorAsksIsAnsweredInUtf8() throws Exception {
    var file = Files.writeString(folder.resolve(".env-facts"), "OPENAI_BASE_URL=demo:\nBIG_MODEL=modèle\n");
    var java = new ProcessBuilder(supervised("-cp", JAR.toString(), "portside.console.SupervisorFacts", file.toString())).redirectErrorStream(true);
    java.environment().put("LC_ALL", "C");
    var said = new String(java.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(List.of("127.0.0.1", "8082", "demo", "modèle"), List.of(said.split("\u001f")).subList(0, 4));
  }

  /// Runs in a process that has of the product what is in the jar.
  static final class Read {
    public static void main(String[] pdf) {
      System.out.print(PdfText.of(pdf[0]) instanceof PdfText.Reading.Words(var text) ? text : "nothing");
    }
  }

  private static Path folderOf(Class<?> test) throws URISyntaxException {
    return Path.of(test.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void anOlderJavaLendsItsProcessAndPassesTheSignalOn() throws Exception {
    try (var proxy = started(List.of(oldJava().toString(), "-Dportside.demo.pace=50"), folder)) {
      proxy.awaitHealth();
      try (var socket = proxy.ask("write 20 words")) {
        var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        while (!answer.readLine().startsWith("data: ")) {} // the answer has begun
        proxy.stop();
        var last = "";
        for (var line = answer.readLine(); line != null && !line.equals("0"); line = answer.readLine()) {
          last = line.isEmpty() ? last : line;
        }
        assertTrue(last.contains("[DONE]") || last.contains("message_stop"), "the stream ran to its end: " + last);
      }
      assertEquals(143, proxy.exitCode());
      assertEquals(List.of(), proxy.childrenAlive());
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void aRequestThatEndsAfterTheSignalIsInTheLog(String signal, int exitCode) throws Exception {
    assumeFalse(isIgnored(signal), "whoever runs the tests has made this signal harmless");
    assumeFalse(signal.equals("HUP") && !hasTerminal(), "without a terminal it reads the files anew");
    try (var proxy = started(supervised("-Dportside.demo.pace=30"), folder)) {
      proxy.awaitHealth();
      try (var socket = proxy.ask("write 30 words")) {
        var answer = begun(socket);
        proxy.signal(signal);
        assertTrue(answer.lines().takeWhile(line -> !line.equals("0")).anyMatch(line -> line.contains("message_stop")), "the stream ran to its end");
      }
      assertEquals(exitCode, proxy.exitCode());
      var log = proxy.log();
      assertTrue(log.get(log.size() - 2).matches(".* INFO  req_\\w+ 200 ok claude-sonnet-5-5 -> it:demo-middle stream .*"), log.toString());
      assertTrue(log.getLast().endsWith(" INFO  stopped"), log.toString());
    }
  }

  @Test
  void aHangUpReadsTheFilesAnewWhereNoTerminalIs() throws Exception {
    assumeFalse(isIgnored("HUP") || hasTerminal(), "where this signal is ignored, or means that the terminal is gone, it does not");
    try (var proxy = started(supervised(), folder)) {
      proxy.awaitHealth();
      while (!proxy.log().toString().contains(" listens on ")) {
        Thread.onSpinWait();
      }
      proxy.signal("HUP");
      while (!proxy.log().toString().contains(" reloaded, generation 2: nothing changed")) {
        Thread.onSpinWait();
      }
      proxy.stop();
      assertEquals(143, proxy.exitCode());
    }
  }

  private static boolean hasTerminal() {
    try (var _ = new FileInputStream("/dev/tty")) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void soIsOneThatIsCutAtTheEndOfTheGraceTime() throws Exception {
    try (var proxy = started(supervised("-Dportside.demo.pace=200", "-Dportside.grace=2"), folder)) {
      proxy.awaitHealth();
      try (var socket = proxy.ask("write 400 words")) {
        var answer = begun(socket);
        proxy.stop();
        assertTrue(answer.lines().takeWhile(line -> !line.equals("0")).anyMatch(line -> line.contains("the proxy is shutting down")), "its client was told");
      }
      assertEquals(143, proxy.exitCode());
      var log = proxy.log();
      assertTrue(log.get(log.size() - 2).matches(".* WARN  req_\\w+ 529 overloaded_error .* \"the proxy is shutting down; try again\""), log.toString());
      assertTrue(log.getLast().endsWith(" INFO  stopped"), log.toString());
    }
  }

  @Test
  void aPortThatIsHeldEndsItWithOneLineAndAHint() throws Exception {
    try (var first = started(supervised(), folder)) {
      first.awaitHealth();
      try (var second = started(supervised(), folder, JAR, first.port())) {
        assertEquals(1, second.exitCode());
        var log = second.log();
        assertEquals(List.of("portside: cannot listen on 127.0.0.1:" + first.port() + ": another process holds the port",
            "  hint: set another PORT in " + env + ", or pass --port"), log.subList(log.size() - 2, log.size()));
        assertFalse(log.toString().contains("listens on"), log.toString());
      }
    }
  }

  /// A pipe takes 64 KB; each of these requests is a line of the log.
  @Test
  void aLogThatNobodyReadsHoldsNoRequest() throws Exception {
    try (var proxy = new JarProcess(supervised(), folder, JAR, env, 0, Optional.of(ProcessBuilder.Redirect.PIPE))) {
      proxy.awaitHealth();
      for (int request = 0; request < 1_000; request++) {
        try (var socket = proxy.post("{}")) {
          var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
          assertEquals("HTTP/1.1 400 Bad Request", answer.readLine());
        }
      }
      proxy.stop();
      assertEquals(143, proxy.exitCode());
    }
  }

  /// The answer to a request whose stream has begun.
  private static BufferedReader begun(Socket socket) throws IOException {
    var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    while (!answer.readLine().startsWith("data: ")) {} // not yet
    return answer;
  }

  /// A process that was started in the background ignores some signals, and so do its children.
  private static boolean isIgnored(String signal) throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    var number = switch (signal) {
      case "HUP" -> 1;
      case "INT" -> 2;
      default -> 15;
    };
    try (var lines = Files.lines(status)) {
      var mask = lines.filter(line -> line.startsWith("SigIgn:")).findFirst().orElse("SigIgn: 0").substring(7).strip();
      return (Long.parseUnsignedLong(mask, 16) >> number - 1 & 1) == 1;
    }
  }

  @Test
  void theChildOfAKilledLauncherEnds() throws Exception {
    try (var proxy = started(List.of(oldJava().toString()), folder)) {
      proxy.awaitHealth();
      var child = proxy.children().getFirst();
      proxy.kill();
      child.onExit().get(20, TimeUnit.SECONDS);
      assertEquals(List.of(), proxy.childrenAlive());
    }
  }

  private static JarProcess started(List<String> java, Path workingFolder) throws IOException {
    return started(java, workingFolder, JAR);
  }

  private static JarProcess started(List<String> java, Path workingFolder, Path jar) throws IOException {
    return started(java, workingFolder, jar, 0);
  }

  private static JarProcess started(List<String> java, Path workingFolder, Path jar, int port) throws IOException {
    return new JarProcess(java, workingFolder, jar, env, port, Optional.empty());
  }

  /// Java as the supervisor starts it, with the AOT cache: half the work of a start without.
  private static List<String> supervised(String... more) throws IOException {
    var command = new ArrayList<>(List.of(NEW_JAVA.toString()));
    command.addAll(new LaunchFiles(JAR).jvmOptions());
    command.addAll(List.of(more));
    return command;
  }

  /// A Java of this machine that cannot run the proxy itself.
  private static Path oldJava() throws IOException {
    for (var path : System.getenv("PATH").split(":")) {
      var java = Path.of(path, "java");
      if (Files.isExecutable(java)) {
        var release = java.toRealPath().resolve("../../release").normalize();
        if (Files.exists(release) && Files.readString(release).lines().filter(line -> line.startsWith("JAVA_VERSION="))
            .anyMatch(line -> Jdks.feature(line.substring(14).replace("\"", "")) < Launcher.OLDEST_JAVA)) {
          return java;
        }
      }
    }
    return assumeOld();
  }

  private static Path assumeOld() {
    assumeTrue(false, "no older Java on the PATH");
    return null;
  }
}
