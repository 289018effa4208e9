package portside.ledger.requests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import portside.FakeClock;
import portside.Logged;
import portside.wire.Json;

/// The files of whole requests: their modes, their bounds, and what becomes of records that cannot be written.
@Timeout(60)
@Isolated("reads the log, in which every class writes")
class WholeRequestFilesTest {
  private static final long KILO = 1 << 10;
  private static final long MEGA = 1 << 20;

  @TempDir private Path temp;
  private final FakeClock clock = new FakeClock();

  private Path folder() {
    return temp.resolve("logs/requests");
  }

  private RequestLog log(RequestLog.Mode mode, long bytes, long room) {
    return new RequestLog(new RequestLog.Settings(folder(), "glm", mode, bytes, 3), clock, room);
  }

  private static void request(RequestLog log, String id, String body, String result) {
    var recording = log.begin(id);
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    recording.clientRequest("POST", "/v1/messages", "", Map.of(), bytes);
    recording.upstreamRequest(new UpstreamRequestRecord(1, "glm", "m", "POST", "http://x/y", Map.of(), bytes)).answered(200, Map.of());
    recording.clientAnswer(200, Map.of());
    recording.clientPiece(bytes, 0, bytes.length);
    recording.ended(result);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<JsonObject> records(String id) throws IOException {
    return RecordedRequests.find(folder(), id).values().stream().flatMap(List::stream).toList();
  }

  private static List<String> kinds(List<JsonObject> records) {
    return records.stream().map(record -> record.getString("record")).toList();
  }

  private static final List<String> FOUR = List.of("client_request", "upstream_request", "upstream_answer", "client_answer");

  /// A thread looks at the modes all the while: a file that is closed to others only afterwards would be seen open.
  @Test
  void nobodyElseCanReadThemFromTheMomentTheyExist() throws Exception {
    assumeTrue(folder().getFileSystem().supportedFileAttributeViews().contains("posix"));
    Set<String> modes = ConcurrentHashMap.newKeySet();
    var over = new CountDownLatch(1);
    var watching = new CountDownLatch(1);
    var watcher = Thread.ofPlatform().start(() -> {
      watching.countDown();
      while (over.getCount() > 0) {
        try (var files = Files.newDirectoryStream(folder())) {
          modes.add("folder " + PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
          for (var file : files) {
            modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
          }
        } catch (IOException notYet) {
          Thread.onSpinWait();
        }
      }
    });
    watching.await();
    try (var log = log(RequestLog.Mode.ALL, MEGA, MEGA)) {
      for (int n = 0; n < 50; n++) {
        request(log, "req_" + n, "x".repeat(40_000), "ok");
      }
    }
    over.countDown();
    watcher.join();
    assertEquals(Set.of("folder rwx------", "rw-------"), modes);
  }

  @Test
  void theOldestGoesFirst() throws Exception {
    Files.createDirectories(folder());
    Files.writeString(folder().resolve("glm-x-" + day() + ".jsonl"), "of another instance");
    try (var log = log(RequestLog.Mode.ALL, MEGA, 64 * MEGA)) {
      for (int n = 0; n < 40; n++) {
        request(log, "req_" + (100 + n), "y".repeat((int) (30 * KILO)), "ok");
      }
    }
    var size = 0L;
    for (var name : names()) {
      assertTrue(name.startsWith("glm-"), name);
      size += name.startsWith("glm-x") ? 0 : Files.size(folder().resolve(name));
    }
    assertTrue(size <= MEGA && size > MEGA / 2, "bytes: " + size);
    assertTrue(names().contains("glm-x-" + day() + ".jsonl"));
    assertEquals(FOUR, kinds(records("req_139")), "the last is there");
    assertEquals(List.of(), records("req_100"), "the first is gone");
  }

  @Test
  void thoseOfEarlierDaysGo() throws Exception {
    Files.createDirectories(folder());
    for (var name : List.of("glm-2020-01-01.jsonl", "glm-2020-01-01.2.jsonl", "glm-x-2020-01-01.jsonl", "glm-2020-99-99.jsonl", "glm.jsonl")) {
      Files.writeString(folder().resolve(name), "{}\n");
    }
    log(RequestLog.Mode.OFF, MEGA, MEGA).clean();
    assertEquals(List.of("glm-2020-99-99.jsonl", "glm-x-2020-01-01.jsonl", "glm.jsonl"), names());
    try (var log = log(RequestLog.Mode.ALL, MEGA, MEGA)) {
      request(log, "req_1", "a", "ok");
      awaitRecords("req_1");
      clock.pass(Duration.ofDays(4));
      request(log, "req_2", "a", "ok");
    }
    assertEquals(List.of("glm-" + day() + ".jsonl"), names().stream().filter(name -> name.matches("glm-20(?!20).*")).toList());
  }

  private void awaitRecords(String id) throws IOException {
    for (var end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); records(id).size() < 4 && System.nanoTime() < end; ) {
      Thread.onSpinWait();
    }
    assertEquals(FOUR, kinds(records(id)));
  }

  private String day() {
    return clock.instant().toString().substring(0, 10);
  }

  @Test
  void whereNothingIsAskedForNothingIsThere() throws Exception {
    try (var log = log(RequestLog.Mode.OFF, MEGA, MEGA)) {
      assertFalse(log.begin("req_1").on());
      log.clean();
      request(log, "req_1", "a", "api_error");
    }
    assertFalse(Files.exists(temp.resolve("logs")));
  }

  @Test
  void onlyFailuresWhereTheyAreAskedFor() throws Exception {
    try (var log = log(RequestLog.Mode.ERRORS, MEGA, MEGA)) {
      request(log, "req_1", "a", "ok");
      request(log, "req_2", "a", "left");
      request(log, "req_3", "a", "overloaded_error");
      assertEquals(RequestLog.Mode.ERRORS, log.mode());
    }
    assertEquals(List.of("req_3"), List.copyOf(RecordedRequests.find(folder(), "req_").keySet()));
    assertEquals(FOUR, kinds(records("req_3")));
  }

  @Test
  void whatIsHeldUntilARequestEndsIsGivenBack() {
    try (var log = log(RequestLog.Mode.ERRORS, MEGA, MEGA)) {
      for (int n = 0; n < 100; n++) {
        request(log, "req_1", "b".repeat(100_000), "ok");
      }
      assertEquals("0 0", log.dropped() + " " + log.waiting(MEGA));
    }
  }

  @Test
  void forAWhileBecauseAPersonAsks() throws Exception {
    try (var log = log(RequestLog.Mode.OFF, MEGA, MEGA)) {
      log.recordAll(Duration.ofMinutes(15));
      assertEquals("ALL " + clock.instant().plus(Duration.ofMinutes(15)), log.mode() + " " + log.until().orElseThrow());
      clock.pass(Duration.ofMinutes(15).minusMillis(1));
      request(log, "req_1", "a", "ok");
      clock.pass(Duration.ofMillis(1));
      request(log, "req_2", "a", "ok");
      assertEquals(RequestLog.Mode.OFF, log.mode());
      log.recordAll(Duration.ofMinutes(15));
      log.recordAll(Duration.ZERO);
      request(log, "req_3", "a", "ok");
    }
    assertEquals(List.of("req_1"), List.copyOf(RecordedRequests.find(folder(), "req_").keySet()));
  }

  @Test
  void behindHalfALineTheNextBeginsItsOwn() throws Exception {
    Files.createDirectories(folder());
    Files.write(folder().resolve("glm-" + day() + ".jsonl"), new byte[] {'{', '"', 'i', 'd', '"', ':', '"', 'r', 'e', 'q', '_', '0', (byte) 0xc3});
    try (var log = log(RequestLog.Mode.ALL, MEGA, MEGA)) {
      request(log, "req_1", "a", "ok");
    }
    assertEquals(FOUR, kinds(records("req_1")));
    assertEquals(List.of(), records("req_0"));
  }

  /// The disk is full: records are lost and counted, the log says so once, and when there is room again the next ones are written.
  @Test
  void aDiskThatIsFullCostsTheRecordsAlone() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Files.createDirectories(folder());
    var file = folder().resolve("glm-" + day() + ".jsonl");
    Files.createSymbolicLink(file, Path.of("/dev/full"));
    try (var logged = new Logged(RequestLog.class.getName()); var log = log(RequestLog.Mode.ALL, MEGA, MEGA)) {
      request(log, "req_1", "a", "ok");
      for (var end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); log.dropped() < 4 && System.nanoTime() < end; ) {
        Thread.onSpinWait();
      }
      assertEquals(4, log.dropped());
      assertEquals(List.of("whole requests cannot be recorded (No space left on device); requests go on"), logged.from(Level.WARNING));
      assertEquals(0, log.waiting(MEGA));
      Files.delete(file);
      request(log, "req_2", "a", "ok");
      awaitRecords("req_2");
    }
  }

  /// A pipe that nobody reads stands for a disk that stands still: nobody waits for it, bodies beyond the room are left out, and their records say so.
  @Test
  void aDiskThatStandsStillHoldsUpNobody() throws Exception {
    Files.createDirectories(folder());
    var pipe = folder().resolve("glm-" + day() + ".jsonl");
    try {
      assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    } catch (IOException e) {
      assumeTrue(false, "there is no mkfifo");
    }
    var lines = new ArrayList<JsonObject>();
    Thread reader;
    try (var log = log(RequestLog.Mode.ALL, 100 * MEGA, 200 * KILO)) {
      for (int n = 0; n < 10; n++) {
        request(log, "req_" + n, "c".repeat((int) (40 * KILO)), "ok");
      }
      assertTrue(log.dropped() >= 20, "dropped: " + log.dropped());
      assertTrue(log.waiting(200 * KILO) > 0);
      reader = Thread.ofPlatform().start(() -> {
        try (var text = Files.newBufferedReader(pipe)) {
          for (String line; (line = text.readLine()) != null; ) {
            lines.add(Json.object(line));
          }
        } catch (IOException | Json.Malformed wrong) {
          throw new IllegalStateException(wrong);
        }
      });
    }
    reader.join();
    assertEquals("ccc", lines.getFirst().getString("body").substring(0, 3));
    var dropped = lines.stream().filter(line -> line.getBoolean("dropped", false)).toList();
    assertFalse(dropped.isEmpty());
    assertTrue(dropped.stream().allMatch(line -> line.isNull("body") && line.getInt("length") == 40 * KILO), dropped.toString());
  }

  /// A secret at the place where a body is cut does not stand there in half.
  @Test
  void aBodyThatIsCutEndsInNoHalfSecret() throws Exception {
    var secret = "sk-" + "0123456789abcdef".repeat(4);
    for (int before = 0; before < 4; before++) {
      try (var log = log(RequestLog.Mode.ALL, 400 * MEGA, 100 * MEGA)) {
        log.hide(List.of(secret));
        var recording = log.begin("req_" + before);
        var picture = "data:image/png;base64,"; // it is summed up, so that the end comes near
        var text = (picture + "d".repeat((4 << 20) - picture.length() - 3_011 - 20 * before) + " ".repeat(3_001) + secret + "e".repeat(1_000)).getBytes(StandardCharsets.UTF_8);
        recording.clientRequest("POST", "/", "", Map.of(), ("f".repeat((1 << 20) - 10 - 20 * before) + secret + "g".repeat(100)).getBytes(StandardCharsets.UTF_8));
        recording.clientAnswer(200, Map.of());
        recording.clientPiece(text, 0, text.length);
        recording.ended("ok");
      }
      var records = records("req_" + before);
      assertTrue(records.getLast().getString("body").startsWith("[image/png, "), records.getLast().getString("body"));
      for (var record : records) {
        assertFalse(record.getString("body").contains("sk-"), record.getString("record") + " " + record.getString("body").replaceAll("f+", "…"));
        assertTrue(record.getBoolean("cut"));
      }
      assertEquals(List.of((1 << 20) + 90 + 67 - 20 * before, (4 << 20) + 990 + 67 - 20 * before), records.stream().map(record -> record.getInt("length")).toList());
      assertTrue(records.stream().allMatch(record -> record.getString("body").length() <= 1 << 20));
    }
  }
}
