package portside.server;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.RawClient;

/// A port that no file is left for opens again.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FewFilesTest {
  private static final String HELLO = "GET /api/hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir Path folder;

  /// A process of its own, with so few files that connections alone take them all.
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
      var process = new ProcessBuilder("bash", "-c", "ulimit -n " + files + "; exec \"$@\"", "bash", java.toString(), "-XX:-MaxFDLimit", "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC", "-cp", classPath(), "portside.Main", "--env", env.toString())
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
