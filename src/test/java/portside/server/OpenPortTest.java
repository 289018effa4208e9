package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import portside.Logged;
import portside.RawClient;

/// The port opens, or says why it does not, and stays open.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("what others log would be read as well")
class OpenPortTest {
  private static final String HELLO = "GET /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir Path folder;

  @Test
  void aPortThatIsHeldIsSaidInOneWay() throws Exception {
    try (var held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var logged = new Logged("io.helidon")) {
      var settings = new FrontDoor.Settings("127.0.0.1", held.getLocalPort(), 1024, List.of(), _ -> true, Duration.ZERO);
      var door = new FrontDoor(settings, List.of(), System::nanoTime, 8, new BodyMemory(0), Thread::startVirtualThread);
      var failure = assertThrows(CannotListen.class, door::start);
      assertEquals(CannotListen.Reason.HELD, failure.reason());
      assertInstanceOf(BindException.class, failure.getCause());
      assertEquals(List.of(), logged.from(Level.WARNING));
    }
  }

  /// Whatever a handler does on a thread that takes connections, here by stopping Helidon's listener, which is what it does itself then.
  @Test
  void aPortThatWasClosedIsOpenedAgainAndRunningAnswersGoOn() throws Exception {
    var servers = new ArrayList<WebServer>();
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var logged = new Logged("portside")) {
      var port = new OpenPort("127.0.0.1", 0, bound -> {
        var server = WebServer.builder().host("127.0.0.1").port(bound).shutdownHook(false)
            .shutdownGracePeriod(Duration.ofDays(1))
            .routing(HttpRouting.builder()
                .get("/quick", (_, response) -> response.send("quick"))
                .get("/slow", (_, response) -> {
                  begun.countDown();
                  go.await();
                  response.send("slow");
                }))
            .build();
        servers.add(server);
        return server;
      });
      var bound = port.start();
      try (var slow = new RawClient(bound)) {
        slow.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        begun.await();
        port.beat();
        assertEquals(1, servers.size(), "a port that is open is left alone");
        Thread.startVirtualThread(() -> servers.getFirst().stop());
        while (servers.size() == 1) {
          port.beat();
        }
        try (var quick = new RawClient(bound)) {
          assertTrue(quick.send("GET /quick HTTP/1.1\r\nHost: localhost\r\n\r\n").answer().endsWith("quick"));
        }
        go.countDown();
        assertTrue(slow.answer().endsWith("slow"));
        assertEquals(List.of("the port had been closed by a failure to take a connection, and is open again"), logged.from(Level.WARNING));
      }
      port.stop();
      port.beat();
      assertEquals(2, servers.size(), "a stop is no failure");
    }
  }

  /// The process as it is shipped, with so few files that connections alone take them all.
  @Test
  void oneMomentWithoutFilesIsOneMoment() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/limits")));
    long used;
    try (var proxy = Process.limitedTo(1024, folder)) {
      proxy.hello();
      used = proxy.files();
    }
    try (var proxy = Process.limitedTo(used + 8, folder)) {
      proxy.hello();
      proxy.takingAndLeaving(60);
      proxy.logs("open again");
      while (!proxy.serves()) {} // it may have happened twice
    }
  }

  /// A proxy in a process of its own.
  private record Process(java.lang.Process process, BufferedReader log, int port) implements AutoCloseable {
    static Process limitedTo(long files, Path folder) throws IOException {
      var env = Files.writeString(folder.resolve(".env-few"), "OPENAI_BASE_URL=demo:\nBIG_MODEL=a\nMIDDLE_MODEL=b\nSMALL_MODEL=c\nPORT=0\n");
      var java = Path.of(System.getProperty("java.home"), "bin", "java");
      var process = new ProcessBuilder("bash", "-c", "ulimit -n " + files + "; exec \"$@\"", "bash", java.toString(), "-XX:-MaxFDLimit", "-cp",
          classPath(), "portside.Main", "--env", env.toString())
          .directory(folder.toFile()).redirectErrorStream(true).start();
      var log = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (var line = log.readLine(); line != null; line = log.readLine()) {
        if (line.contains(" listens on http://127.0.0.1:")) {
          return new Process(process, log, Integer.parseInt(line.replaceFirst(".*http://127.0.0.1:", "").replaceFirst("\\D.*", "")));
        }
      }
      throw new AssertionError("it did not start");
    }

    /// Of this test, however it is run.
    private static String classPath() {
      var folders = FrontDoor.class.getClassLoader() instanceof URLClassLoader loader ? loader.getURLs() : new URL[0];
      return Arrays.stream(folders).map(folder -> folder.getPath() + File.pathSeparator).collect(Collectors.joining()) + System.getProperty("java.class.path");
    }

    void hello() throws IOException {
      try (var client = new RawClient(port)) {
        assertTrue(client.send(HELLO).answer().startsWith("HTTP/1.1 200 "));
      }
    }

    boolean serves() {
      try {
        hello();
        return true;
      } catch (IOException | AssertionError notYet) {
        return false;
      }
    }

    /// How many files it has open.
    long files() throws IOException {
      try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
        return files.count();
      }
    }

    void takingAndLeaving(int connections) throws IOException {
      var open = new ArrayList<RawClient>();
      try {
        for (var count = 0; count < connections; count++) {
          open.add(new RawClient(port));
        }
      } catch (ConnectException closed) {
        // That is what no files means.
      } finally {
        for (var one : open) {
          one.close();
        }
      }
    }

    void logs(String words) throws IOException {
      for (var line = log.readLine(); !line.contains(words); line = log.readLine()) {}
    }

    @Override
    public void close() throws IOException {
      process.destroy();
      process.onExit().join();
      log.close();
    }
  }
}
