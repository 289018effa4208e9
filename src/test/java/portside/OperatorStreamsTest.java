package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.fake.Line;
import portside.status.LogLines;
import portside.status.RunningInstance;
import portside.status.RunningInstances;
import portside.wire.Json;

/// Streams of what happens, and what an instance tells of its neighbours.
@Timeout(60)
class OperatorStreamsTest {
  private static final long HERE = ProcessHandle.current().pid();
  private static final long START = ProcessHandle.current().info().startInstant().map(Instant::toEpochMilli).orElse(0L);

  @TempDir private Path data;

  private static void answer(Line line) throws Exception {
    line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}");
  }

  private static <T> T soon(Callable<T> question, T wanted) throws Exception {
    var end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    T got;
    while (!wanted.equals(got = question.call()) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(wanted, got);
    return got;
  }

  private static RawClient stream(RunningProxy proxy, String path) throws IOException {
    return new RawClient(proxy.port()).send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  /// Reads events up to one of that name, and gives its data.
  private static JsonObject event(RawClient stream, String name, String part) throws Exception {
    while (true) {
      stream.readUntil("event: " + name + "\ndata: ");
      var line = stream.readUntil("\n");
      if (line.contains(part)) {
        return Json.object(line);
      }
    }
  }

  private List<String> instances(RunningProxy proxy) throws Exception {
    return Json.object(proxy.get("/dashboard/data/overview").body()).getJsonArray("instances").getValuesAs(JsonObject.class).stream()
        .map(instance -> (instance.getString("name") + " " + instance.getString("state") + " " + instance.getString("note")).strip()).toList();
  }

  @Test
  void aPageIsToldOfARequestInItsOwnInstance() throws Exception {
    try (var provider = new ScriptedProvider().then(OperatorStreamsTest::answer).then(OperatorStreamsTest::answer);
        var proxy = RunningProxy.named("glm", data, provider.url())) {
      proxy.post("/v1/messages", RunningProxy.hello(false));
      proxy.metricsWith("portside_requests_total{");
      try (var stream = stream(proxy, "/dashboard/data/events")) {
        var head = stream.readUntil("\r\n\r\n");
        assertTrue(head.contains("text/event-stream") && head.toLowerCase(Locale.ROOT).contains("cache-control: no-store"), head);
        assertEquals("ok", event(stream, "entry", "").getString("result"), "what was before");
        proxy.post("/v1/messages", RunningProxy.hello(false));
        assertEquals("claude-sonnet-5-5", event(stream, "begin", "").getString("asked"));
        assertEquals("glm", event(stream, "entry", "").getString("instance"));
        assertEquals("healthy", event(stream, "health", "\"requests_5m\":2").getString("state"));
      }
    }
  }

  @Test
  void whatNeighboursDoIsToldToo() throws Exception {
    try (var provider = new ScriptedProvider().then(OperatorStreamsTest::answer);
        var glm = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1")) {
      try (var kimi = RunningProxy.named("kimi", data, provider.url(), "OPERATOR_KEY=an-operators-own-key")) {
        soon(() -> instances(glm), List.of("glm healthy", "kimi healthy"));
        try (var stream = stream(glm, "/dashboard/data/events")) {
          event(stream, "health", "\"name\":\"kimi\"");
          kimi.post("/v1/messages", RunningProxy.hello(false));
          assertEquals("kimi", event(stream, "begin", "").getString("instance"));
          assertEquals("kimi", event(stream, "entry", "").getString("instance"));
          try (var later = stream(glm, "/dashboard/data/events")) {
            assertEquals("kimi", event(later, "entry", "").getString("instance"), "told again");
          }
        }
        var overview = Json.object(glm.get("/dashboard/data/overview").body());
        assertEquals(1, overview.getJsonObject("today").getInt("requests"));
      }
      soon(() -> instances(glm), List.of("glm healthy", "kimi down its process is gone"));
      try (var _ = RunningProxy.named("kimi", data, provider.url())) {
        soon(() -> instances(glm), List.of("glm healthy", "kimi healthy"));
      }
    }
  }

  private static List<String> log(RunningProxy proxy, String query) throws Exception {
    return Json.object(proxy.get("/dashboard/data/log?" + query).body()).getJsonArray("lines").getValuesAs(JsonObject.class).stream()
        .filter(line -> line.getString("message").startsWith("a line")).map(line -> line.getString("instance") + ": " + line.getString("message")).toList();
  }

  /// Both run in one process here, so that each tells the lines of both.
  @Test
  void theLogIsThatOfAllInstances() throws Exception {
    try (var glm = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1"); var kimi = RunningProxy.named("kimi", data, "http://127.0.0.1:1/v1")) {
      soon(() -> instances(glm), List.of("glm healthy", "kimi healthy"));
      var now = Instant.now();
      LogLines.OF_THIS_PROCESS.add(new LogLines.Line(now, "INFO", "portside", "a line"));
      LogLines.OF_THIS_PROCESS.add(new LogLines.Line(now.plusMillis(1), "INFO", "portside", "a line more"));
      assertEquals(List.of("glm: a line", "kimi: a line", "glm: a line more", "kimi: a line more"), log(glm, "limit=1000"));
      assertEquals(List.of("kimi: a line", "kimi: a line more"), log(kimi, "limit=1000&own=true"));
      assertEquals(3, Json.object(glm.get("/dashboard/data/log?limit=3").body()).getJsonArray("lines").size());
      assertFalse(glm.get("/logs").body().contains("kimi"), "the log of the instance");
    }
  }

  @Test
  void aNeighbourThatDoesNotAnswerIsDownAndNobodyWaitsForIt() throws Exception {
    try (var mute = new ServerSocket(0); var glm = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1")) {
      new RunningInstances(data).add(new RunningInstance("mute", HERE, START, "127.0.0.1", mute.getLocalPort(), "", "", "x".repeat(32), Instant.now()));
      new RunningInstances(data).add(new RunningInstance("gone", HERE, START - 1, "127.0.0.1", 1, "", "", "y".repeat(32), Instant.now()));
      var began = System.nanoTime();
      assertEquals(List.of("glm healthy", "mute down does not answer"), instances(glm));
      assertTrue(System.nanoTime() - began < Duration.ofSeconds(10).toNanos());
      assertFalse(Files.exists(data.resolve("run/gone.json")));
      try (var stream = stream(glm, "/dashboard/data/events")) {
        event(stream, "health", "glm"); // its silence holds up no event
      }
    }
  }

  @Test
  void twentyStreamsAreOpenAtMostAndALeavingReaderMakesRoom() throws Exception {
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1")) {
      var open = new ArrayList<RawClient>();
      for (var number = 0; number < 20; number++) {
        var stream = stream(proxy, number % 2 == 0 ? "/dashboard/data/events" : "/logs/stream");
        assertEquals("HTTP/1.1 200 OK\r\n", stream.readUntil("\r\n"));
        open.add(stream);
      }
      var refused = proxy.get("/logs/stream");
      assertEquals(529, refused.statusCode());
      assertTrue(refused.body().contains("20 event streams are open already"), refused.body());
      open.removeFirst().close();
      soon(() -> {
        try (var next = stream(proxy, "/dashboard/data/events")) {
          return next.readUntil("\r\n").contains(" 200 ");
        }
      }, true);
      for (var stream : open) {
        stream.close();
      }
    }
  }

  @Test
  void aStopDoesNotWaitForStreams() throws Exception {
    var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1");
    try (var stream = stream(proxy, "/dashboard/data/events")) {
      stream.readUntil(": ping");
      var began = System.nanoTime();
      proxy.close();
      assertTrue(System.nanoTime() - began < Duration.ofSeconds(15).toNanos(), "it waited for the stream");
      stream.rest();
    }
  }

  @Test
  void aReaderThatStopsReadingIsDropped() throws Exception {
    try (var proxy = RunningProxy.named("glm", data, "http://127.0.0.1:1/v1");
        var slow = stream(proxy, "/logs/stream");
        var reading = stream(proxy, "/logs/stream")) {
      slow.readUntil(": ping");
      var line = "x".repeat(4_000);
      for (var number = 0; number < 8_000; number++) { // more than sockets and queues hold
        LogLines.OF_THIS_PROCESS.add(new LogLines.Line(Instant.EPOCH, "INFO", "flood", line));
        if (number % 100 == 0) {
          LogLines.OF_THIS_PROCESS.add(new LogLines.Line(Instant.EPOCH, "INFO", "mark", "mark " + number));
          reading.readUntil("\"mark " + number + "\"");
        }
      }
      try {
        slow.rest();
      } catch (SocketTimeoutException still) {
        throw new AssertionError("it is still connected", still);
      } catch (IOException reset) {
        // ended as well
      }
    }
  }
}
