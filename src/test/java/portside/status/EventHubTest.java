package portside.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.ledger.Begun;
import portside.ledger.LedgerEntry;
import portside.ledger.Origin;
import portside.status.EventStream.Topic;
import portside.wire.Json;

/// What open pages are told, by a hub whose beats and work the test does itself.
@Timeout(30)
class EventHubTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final AtomicLong sending = new AtomicLong();
  private final AtomicBoolean hungUp = new AtomicBoolean();
  private final LogLines log = new LogLines();
  private final RunningRequests running = new RunningRequests("glm", _ -> "shop");
  private final Told told = new Told();
  private final EventHub hub = new EventHub("glm", told, running, log, () -> 0, false);

  /// Says what it is asked, and remembers what it was told.
  private static final class Told implements EventHub.Source {
    private final List<Boolean> beats = new ArrayList<>();
    private final AtomicLong made = new AtomicLong();
    private JsonObject self = json("{\"name\":\"glm\",\"state\":\"healthy\",\"uptime_seconds\":1}");
    private List<JsonArray> elsewhere = List.of();

    private static JsonObject json(String text) {
      try {
        return Json.object(text);
      } catch (Json.Malformed e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public JsonObject row(LedgerEntry entry) {
      made.incrementAndGet();
      return json("{\"id\":\"" + entry.requestId() + "\"}");
    }

    @Override
    public JsonObject self() {
      made.incrementAndGet();
      return self;
    }

    @Override
    public JsonObject withHistory(JsonObject instance) {
      return Json.BUILD.createObjectBuilder(instance).add("today", 1).build();
    }

    @Override
    public void beat(boolean watched) {
      beats.add(watched);
    }

    @Override
    public List<JsonArray> progressElsewhere() {
      return elsewhere;
    }
  }

  private EventStream.Connection connection() {
    return new EventStream.Connection() {
      @Override
      public long sendingFor(long nanoTime) {
        return sending.get();
      }

      @Override
      public void hangUp() {
        hungUp.set(true);
      }
    };
  }

  private EventStream open(Topic topic) {
    return hub.open(topic, connection()).orElseThrow();
  }

  private static LedgerEntry ended(String id) {
    return new LedgerEntry(NOON, id, "glm", "claude-opus-5-5", "glm-5.3", true, List.of(), LedgerEntry.Result.OK, "", null, Duration.ZERO,
        new LedgerEntry.Tokens(1, 1, OptionalLong.empty(), OptionalLong.empty()));
  }

  private static Begun begun(String id) {
    return new Begun(NOON, id, "glm", "claude-opus-5-5", "glm-5.3", Origin.UNKNOWN, 41_200, () -> new Begun.PassedOn(410, 0));
  }

  private static String text(byte[] event) {
    return new String(event, StandardCharsets.UTF_8);
  }

  /// What has been told so far, without the pings; nothing more comes by itself.
  private List<String> told(EventStream stream) {
    hub.work();
    hub.elsewhere("end", Told.json("{}"));
    hub.work();
    var all = new ArrayList<String>();
    for (byte[] event; (event = stream.next()) != null && !text(event).startsWith("event: end"); ) {
      if (!text(event).startsWith(":")) {
        all.add(text(event).replace("event: ", "").replace("\ndata: ", " ").strip());
      }
    }
    return all;
  }

  @Test
  void aPageIsToldOfTheBeginningAndTheEnd() {
    var stream = open(Topic.EVERYTHING);
    hub.begun(begun("req_1"));
    hub.append(ended("req_1"));
    assertEquals(List.of("begin {\"id\":\"req_1\",\"instance\":\"glm\",\"at\":\"2026-11-29T12:00:00Z\",\"provider\":\"glm\",\"asked\":\"claude-opus-5-5\","
        + "\"served\":\"glm-5.3\",\"class\":\"main\",\"project\":\"shop\",\"conversation\":null,\"est_in\":41200}", "entry {\"id\":\"req_1\"}"), told(stream));
  }

  @Test
  void theLastHundredAreToldAgainAndNothingTwice() {
    for (var number = 0; number < 120; number++) {
      hub.append(ended("req_" + number));
    }
    var first = open(Topic.EVERYTHING);
    hub.append(ended("req_120"));
    hub.begun(begun("req_121"));
    var second = open(Topic.EVERYTHING);
    var all = told(first);
    assertEquals(102, all.size());
    assertEquals("entry {\"id\":\"req_20\"}", all.getFirst());
    assertEquals("entry {\"id\":\"req_120\"}", all.get(100));
    var later = told(second);
    assertEquals(100, later.size());
    assertEquals("entry {\"id\":\"req_22\"}", later.getFirst());
    assertEquals("entry {\"id\":\"req_120\"}", later.get(98));
    assertTrue(later.getLast().startsWith("begin {\"id\":\"req_121\""), later.getLast());
  }

  @Test
  void nothingIsMadeWhileNobodyLooks() {
    hub.append(ended("req_1"));
    hub.begun(begun("req_2"));
    hub.work();
    assertEquals(0, told.made.get());
    assertEquals(List.of(), told.beats);
  }

  @Test
  void progressIsToldEachBeatWhileSomethingRuns() {
    var own = open(Topic.OWN);
    var all = open(Topic.EVERYTHING);
    hub.beat();
    hub.begun(begun("req_1"));
    told.elsewhere = List.of(Told.json("{\"running\":[{\"id\":\"req_2\",\"out\":7}]}").getJsonArray("running"));
    hub.beat();
    var progress = told(all).stream().filter(event -> event.startsWith("progress")).toList();
    assertEquals(List.of("progress {\"running\":[{\"id\":\"req_1\",\"out\":410},{\"id\":\"req_2\",\"out\":7}]}"), progress);
    own.close();
    assertEquals(List.of(true, true), told.beats);
  }

  @Test
  void aNeighbourIsToldOfThisInstanceAlone() {
    var own = open(Topic.OWN);
    hub.elsewhere("entry", Told.json("{\"id\":\"req_elsewhere\"}"));
    hub.append(ended("req_1"));
    hub.begun(begun("req_2"));
    told.elsewhere = List.of(Told.json("{\"running\":[{\"id\":\"req_3\",\"out\":7}]}").getJsonArray("running"));
    hub.work();
    hub.beat();
    hub.beat();
    hub.append(ended("req_last"));
    hub.work();
    var all = new ArrayList<String>();
    for (byte[] event; !text(event = own.next()).contains("req_last"); ) {
      text(event).lines().filter(line -> line.startsWith("data: ") && !line.contains("est_in")).forEach(all::add);
    }
    var progress = "data: {\"running\":[{\"id\":\"req_2\",\"out\":410}]}";
    assertEquals(List.of("data: {\"id\":\"req_1\"}", progress, progress, "data: {\"name\":\"glm\",\"state\":\"healthy\",\"uptime_seconds\":1}"),
        all);
    assertEquals(List.of(false, false), told.beats, "no page is open that shows the neighbours");
  }

  @Test
  void howAnInstanceStandsIsToldWhenItChanges() {
    var all = open(Topic.EVERYTHING);
    for (var beat = 0; beat < 4; beat++) {
      hub.beat();
    }
    told.self = Told.json("{\"name\":\"glm\",\"state\":\"healthy\",\"uptime_seconds\":5}");
    hub.beat();
    hub.beat();
    told.self = Told.json("{\"name\":\"glm\",\"state\":\"failing\",\"uptime_seconds\":7}");
    hub.beat();
    hub.beat();
    assertEquals(List.of("health {\"name\":\"glm\",\"state\":\"healthy\",\"uptime_seconds\":1,\"today\":1}",
        "health {\"name\":\"glm\",\"state\":\"failing\",\"uptime_seconds\":7,\"today\":1}"), told(all));
  }

  @Test
  void aPingComesEveryFifteenBeats() {
    var stream = open(Topic.LOG);
    assertEquals(": ping\n\n", text(stream.next()), "the head goes out at once");
    for (var beat = 0; beat < 14; beat++) {
      hub.beat();
    }
    log.add(new LogLines.Line(NOON, "INFO", "portside", "hello"));
    hub.work();
    hub.beat();
    assertEquals("data: {\"at\":\"2026-11-29T12:00:00Z\",\"level\":\"INFO\",\"logger\":\"portside\",\"message\":\"hello\",\"instance\":\"glm\"}\n\n", text(stream.next()));
    assertEquals(": ping\n\n", text(stream.next()));
    assertEquals(Duration.ofSeconds(15), EventHub.PING);
    assertEquals(Duration.ofSeconds(1), EventHub.BEAT);
  }

  @Test
  void aLogStreamBeginsWithTheLastHundredLines() {
    for (var number = 0; number < 150; number++) {
      log.add(new LogLines.Line(NOON, "INFO", "portside", "line " + number));
    }
    var stream = open(Topic.LOG);
    stream.next();
    assertTrue(text(stream.next()).contains("\"line 50\""));
  }

  @Test
  void twentyAreOpenAtMost() {
    var streams = new ArrayList<EventStream>();
    for (var number = 0; number < 20; number++) {
      streams.add(open(Topic.values()[number % 3]));
    }
    assertTrue(hub.open(Topic.EVERYTHING, connection()).isEmpty());
    streams.getFirst().close();
    assertTrue(hub.open(Topic.EVERYTHING, connection()).isPresent());
  }

  @Test
  void aReaderThatTakesTooLittleIsDropped() {
    var slow = open(Topic.EVERYTHING);
    var other = open(Topic.LOG);
    for (var number = 0; number < EventStream.WAITING; number++) {
      hub.elsewhere("entry", Told.json("{}"));
    }
    hub.work();
    assertFalse(hungUp.get());
    hub.elsewhere("entry", Told.json("{}"));
    hub.work();
    assertTrue(hungUp.get());
    assertEquals(": ping\n\n", text(slow.next()));
    assertNull(slow.next());
    assertEquals(": ping\n\n", text(other.next()), "the others go on");
    assertEquals(500, EventStream.WAITING);
  }

  @Test
  void aReaderThatTakesNothingIsDropped() {
    var stuck = open(Topic.EVERYTHING);
    sending.set(Duration.ofSeconds(30).toNanos());
    hub.beat();
    assertFalse(hungUp.get());
    sending.incrementAndGet();
    hub.beat();
    assertTrue(hungUp.get());
    stuck.next();
    assertNull(stuck.next());
  }

  @Test
  void theEndOfTheProcessEndsThemAll() {
    var stream = open(Topic.EVERYTHING);
    stream.next();
    hub.close();
    assertNull(stream.next());
    assertTrue(hub.open(Topic.EVERYTHING, connection()).isEmpty());
  }

  @Test
  void theLogInMemoryIsBounded() {
    for (var number = 0; number < 1_500; number++) {
      log.add(new LogLines.Line(NOON, "INFO", "portside", Integer.toString(number)));
    }
    assertEquals(1_000, log.last(5_000).size());
    assertEquals("500", log.last(1_000).getFirst().message());
    assertEquals(List.of("1498", "1499"), log.last(2).stream().map(LogLines.Line::message).toList());
    for (var number = 0; number < 200; number++) {
      log.add(new LogLines.Line(NOON, "INFO", "portside", "x".repeat(4_000)));
    }
    assertEquals(LogLines.MOST_CHARACTERS / 4_000, log.last(5_000).size());
  }
}
