package portside.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import portside.translate.pdf.PdfFile;
import portside.translate.pdf.PdfText;

/// The jar as it is shipped, run as a person runs it.
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
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
      assertEquals(Set.of("Manifest-Version", "Main-Class", "Multi-Release", "Build-Commit", "Implementation-Title", "Implementation-Version"), entries);
      assertEquals("portside.launch.Launcher", manifest.getValue("Main-Class"));
      assertEquals("true", manifest.getValue("Multi-Release"));
      assertEquals("Portside", manifest.getValue("Implementation-Title"));
      assertTrue(manifest.getValue("Build-Commit").matches("[0-9a-f]{10}|unknown"), manifest.getValue("Build-Commit"));
    }
  }

  @Test
  void theBuildMadeACacheThatThisJavaTakes() throws Exception {
    var files = new LaunchFiles(JAR);
    assumeTrue(Files.isRegularFile(files.cache()), "built with -Dportside.aot.skip");
    var command = new ArrayList<>(List.of(NEW_JAVA.toString(), "@" + files.options().getFileName(), "-XX:AOTMode=on"));
    try (var proxy = new Proxy(command, JAR.getParent())) {
      proxy.awaitHealth();
      proxy.stop();
      assertEquals(143, proxy.exitCode());
    }
    assertEquals(List.of(files.cache()), files.caches());
  }

  @Test
  void aLoneJarRuns() throws Exception {
    var alone = Files.copy(JAR, folder.resolve("alone.jar"));
    try (var proxy = new Proxy(List.of(NEW_JAVA.toString()), folder, alone)) {
      proxy.awaitHealth();
      proxy.stop();
      assertEquals(143, proxy.exitCode());
    }
  }

  @Test
  void aPdfIsRead() throws Exception {
    var java = new ProcessBuilder(NEW_JAVA.toString(), "-cp", JAR + ":" + folderOf(Read.class), Read.class.getName(), PdfFile.base64(PdfFile.saying("Shipped")))
        .redirectErrorStream(true).start();
    assertEquals("[PDF of 1 page, its text without pictures and layout]\n[page 1]\nShipped",
        new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
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
    try (var proxy = new Proxy(List.of(oldJava().toString(), "-Dportside.demo.pace=50"), folder)) {
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

  @Test
  void theChildOfAKilledLauncherEnds() throws Exception {
    try (var proxy = new Proxy(List.of(oldJava().toString()), folder)) {
      proxy.awaitHealth();
      var child = proxy.children().getFirst();
      proxy.kill();
      child.onExit().get(20, TimeUnit.SECONDS);
      assertEquals(List.of(), proxy.childrenAlive());
    }
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

  /// A running jar on a port of its own.
  private static final class Proxy implements AutoCloseable {
    private final int port;
    private final Process process;
    private final List<ProcessHandle> children = new ArrayList<>();

    Proxy(List<String> java, Path workingFolder) throws IOException {
      this(java, workingFolder, JAR);
    }

    Proxy(List<String> java, Path workingFolder, Path jar) throws IOException {
      try (var free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      var command = new ArrayList<>(java);
      command.addAll(List.of("-jar", jar.toString(), "--env", env.toString(), "--port", Integer.toString(port)));
      process = new ProcessBuilder(command).directory(workingFolder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("output-" + port).toFile()).start();
    }

    void awaitHealth() throws IOException {
      while (process.isAlive()) {
        try (var socket = new Socket("127.0.0.1", port)) {
          socket.getOutputStream().write(("GET /health HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
          assertEquals("HTTP/1.1 200 OK", new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine());
          children.addAll(process.children().toList());
          return;
        } catch (ConnectException e) {
          Thread.onSpinWait(); // not yet
        }
      }
      throw new AssertionError("ended with " + process.exitValue() + ": " + Files.readString(folder.resolve("output-" + port)));
    }

    Socket ask(String order) throws IOException {
      var body = "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":500,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + order + "\"}]}";
      var socket = new Socket("127.0.0.1", port);
      socket.getOutputStream().write(("POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Type: application/json\r\nContent-Length: "
          + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
      return socket;
    }

    List<ProcessHandle> children() {
      return children;
    }

    List<ProcessHandle> childrenAlive() {
      return children.stream().filter(ProcessHandle::isAlive).toList();
    }

    /// SIGTERM
    void stop() {
      process.destroy();
    }

    /// SIGKILL
    void kill() {
      process.destroyForcibly();
    }

    int exitCode() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }
}
