package bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process of this run, with the port it serves. Its output goes to a file of its own.
///
/// @param process running until [#close]
/// @param port on loopback
/// @param log where it writes
record Launched(Process process, int port, Path log) implements AutoCloseable {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  static Launched start(Path log, int port, Path folder, List<String> command) throws IOException {
    return start(log, port, folder, command, Optional.empty());
  }

  /// @param home for a process that sees nothing of this machine's environment but the search path and this home
  static Launched start(Path log, int port, Path folder, List<String> command, Optional<Path> home) throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
    home.ifPresent(path -> {
      builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
      builder.environment().put("HOME", path.toString());
    });
    return new Launched(builder.start(), port, log);
  }

  /// A port nobody serves at this moment.
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Asks every half millisecond until `path` is answered with 200.
  Launched awaitHealth(String path) throws IOException {
    var request = ("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    var end = System.nanoTime() + PATIENCE;
    while (System.nanoTime() - end < 0) {
      try (var client = new Client(port)) {
        client.ask(request);
        return this;
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException("ended with " + process.exitValue() + " before it was healthy; see " + log);
        }
        java.util.concurrent.locks.LockSupport.parkNanos(500_000);
      }
    }
    throw new IOException("not healthy in 60 s; see " + log);
  }

  ProcessGauge gauge() {
    return new ProcessGauge(process.toHandle());
  }

  /// Asks it to end, and makes it end when it does not within ten seconds.
  @Override
  public void close() {
    var tree = process.toHandle().descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    tree.forEach(ProcessHandle::destroyForcibly);
  }
}
