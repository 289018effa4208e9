package portside.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The jar as a process on a port of its own, with what it writes, its children, and the signals it is sent.
final class JarProcess implements AutoCloseable {
  private final int port;
  private final Process process;
  private final Path written;
  private final List<ProcessHandle> children = new ArrayList<>();

  /// @param java the command, without the jar and its flags
  /// @param env file it is started with; what it writes stands beside it
  /// @param port 0 for any free one
  /// @param output empty for a file, see [#log]
  JarProcess(List<String> java, Path workingFolder, Path jar, Path env, int port, Optional<ProcessBuilder.Redirect> output) throws IOException {
    try (var free = new ServerSocket(0)) {
      this.port = port == 0 ? free.getLocalPort() : port;
    }
    written = Files.createTempFile(env.getParent(), "output", ".log");
    var command = new ArrayList<>(java);
    command.addAll(List.of("-jar", jar.toString(), "--env", env.toString(), "--port", Integer.toString(this.port)));
    process = new ProcessBuilder(command).directory(workingFolder.toFile()).redirectErrorStream(true)
        .redirectOutput(output.orElse(ProcessBuilder.Redirect.to(written.toFile()))).start();
  }

  int port() {
    return port;
  }

  void awaitHealth() throws IOException, InterruptedException {
    while (!process.waitFor(5, TimeUnit.MILLISECONDS)) { // leaves the processor to it
      try (var socket = new Socket("127.0.0.1", port)) {
        socket.getOutputStream().write(("GET /health HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        assertEquals("HTTP/1.1 200 OK", new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine());
        children.addAll(process.children().toList());
        return;
      } catch (ConnectException notYet) {
        continue;
      }
    }
    throw new AssertionError("ended with " + process.exitValue() + ": " + Files.readString(written));
  }

  Socket ask(String order) throws IOException {
    var body = "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":500,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + order + "\"}]}";
    return post(body);
  }

  Socket post(String body) throws IOException {
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

  /// What it has written.
  List<String> log() throws IOException {
    return Files.readAllLines(written);
  }

  void signal(String name) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor());
  }

  /// SIGTERM.
  void stop() {
    process.destroy();
  }

  /// SIGKILL.
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
