package portside.console.top;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import portside.fake.FakeServer;
import portside.fake.Line;
import portside.fake.Request;
import portside.status.RunningInstance;
import portside.status.RunningInstances;

/// An instance on a real socket that answers operators with what a test says, and pushes events.
final class ScriptedInstance implements AutoCloseable {
  static final String TOKEN = "0123456789abcdef0123456789abcdef";

  /// What came, in order.
  final List<Request> seen = new CopyOnWriteArrayList<>();
  /// Answers by path without query; what is not here is 404.
  final Map<String, String> answers = new ConcurrentHashMap<>();

  private final String name;
  private final List<Line> streams = new CopyOnWriteArrayList<>();
  private final Semaphore joined = new Semaphore(0);
  private final Semaphore left = new Semaphore(0);
  private final FakeServer server;

  ScriptedInstance(String name) throws IOException {
    this.name = name;
    this.server = new FakeServer(ServerSocketFactory.getDefault(), 0, seen::add, (line, _) -> serve(line));
  }

  /// One that tells of three instances, with requests, models, a log and a request in detail.
  static ScriptedInstance full(String name) throws IOException {
    var instance = new ScriptedInstance(name);
    instance.answers.putAll(Map.of("/dashboard/data/overview", Told.text("overview.json"), "/dashboard/data/requests", Told.text("requests.json"),
        "/dashboard/data/request/req_a2", Told.text("details.json"), "/dashboard/data/usage", Told.text("models.json"),
        "/dashboard/data/log", Told.text("log.json"), "/reset", "{}"));
    return instance;
  }

  /// As it is found.
  RunningInstance instance() {
    return Told.instance(name, server.port(), TOKEN);
  }

  /// Writes the file by which it is found; the process is this one.
  void tellIn(Path data) {
    new RunningInstances(data).add(instance());
  }

  /// Sends an event to all that follow.
  void push(String event, String data) throws IOException {
    for (var stream : streams) {
      stream.chunk((": ping\n\nevent: " + event + "\ndata: " + data.replace("\n", "") + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Waits until another follows the events.
  void awaitFollower() throws InterruptedException {
    assertTrue(joined.tryAcquire(20, TimeUnit.SECONDS), "nothing follows the events");
  }

  /// Waits until one has stopped to follow them.
  void awaitLeaver() throws InterruptedException {
    assertTrue(left.tryAcquire(20, TimeUnit.SECONDS), "the stream is followed on");
  }

  /// Ends the event streams.
  void cutStreams() throws IOException {
    for (var stream : streams) {
      streams.remove(stream);
      stream.chunkEnd();
    }
  }

  /// Is gone.
  void stop() throws IOException {
    server.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve(Line line) throws Exception {
    var asked = line.read().orElseThrow();
    var path = asked.line().split(" ")[1].replaceFirst("\\?.*", "");
    if (!("Bearer " + TOKEN).equals(asked.head().get("authorization"))) {
      line.whole(401, "application/json", "{}");
    } else if (path.equals("/dashboard/data/events")) {
      line.stream();
      streams.add(line);
      joined.release();
      line.awaitClosed();
      streams.remove(line);
      left.release();
    } else {
      var answer = answers.get(path);
      line.whole(answer == null ? 404 : 200, "application/json", answer == null ? "{}" : answer);
    }
  }

  /// Runs one until the process ends, for a look at it: the argument is the data folder.
  public static void main(String[] arguments) throws Exception {
    var instance = full("glm");
    instance.tellIn(Path.of(arguments[0]));
    Thread.currentThread().join();
  }
}
