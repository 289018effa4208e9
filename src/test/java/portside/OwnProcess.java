package portside;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A proxy in a process of its own, in a folder of its own.
final class OwnProcess implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("listens on http://127\\.0\\.0\\.1:([0-9]+)");

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final CountDownLatch listening = new CountDownLatch(1);
  private final Thread reader;
  private volatile int port;

  /// Starts one and waits until it listens.
  ///
  /// @param name of the instance
  /// @param settings lines of its env file
  OwnProcess(Path folder, String name, String... settings) throws Exception {
    Files.writeString(folder.resolve(".env-" + name), "PORT=0\n" + String.join("\n", settings) + "\n");
    var builder = java(folder, List.of("--env", ".env-" + name)).redirectErrorStream(true);
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().remove("NO_COLOR");
    process = builder.start();
    reader = Thread.startVirtualThread(this::read);
    if (!listening.await(60, TimeUnit.SECONDS) || port == 0) {
      close();
      throw new AssertionError("it does not listen: " + lines);
    }
  }

  private void read() {
    try (var out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = out.readLine()) != null; ) {
        lines.add(line);
        var found = LISTENS.matcher(line);
        if (found.find()) {
          port = Integer.parseInt(found.group(1));
          listening.countDown();
        }
      }
    } catch (IOException ended) {
      // The process was killed.
    }
    listening.countDown();
  }

  private static ProcessBuilder java(Path folder, List<String> arguments) {
    var classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var absolute = String.join(":", Stream.of(classes.split(":")).map(part -> Path.of(part).toAbsolutePath().toString()).toList());
    var command = Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
        "--enable-native-access=ALL-UNNAMED", "-cp", absolute, "portside.Main"); // the jar's manifest enables it
    return new ProcessBuilder(Stream.concat(command, arguments.stream()).toList()).directory(folder.toFile());
  }

  /// Types a verb in a folder, as often as it says at the same time.
  ///
  /// @return what each process wrote to its errors
  static List<String> remarks(Path folder, int times, String... line) throws Exception {
    var running = new ArrayList<Process>();
    for (var number = 0; number < times; number++) {
      running.add(java(folder, List.of(line)).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    }
    var remarks = new ArrayList<String>();
    for (var process : running) {
      var told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      remarks.add(told.lines().filter(one -> !one.startsWith("SLF4J")).collect(Collectors.joining("\n"))); // a library of the tests
      process.waitFor();
    }
    return remarks;
  }

  /// Types a line in a folder.
  ///
  /// @param to where results go
  static Process typed(Path folder, ProcessBuilder.Redirect to, String... line) throws IOException {
    return java(folder, List.of(line)).redirectOutput(to).start();
  }

  int port() {
    return port;
  }

  /// Posts JSON and reads the whole answer.
  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).header("content-type", "application/json");
      if (headers.length > 0) {
        request.headers(headers);
      }
      return http.send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  /// Kills it at once.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Has it stop in its own way.
  ///
  /// @return everything it wrote
  List<String> stop() throws InterruptedException {
    process.toHandle().destroy(); // the other one closes the stream that is read
    process.waitFor();
    reader.join();
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
