package portside.console.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import portside.console.top.Happening.News;
import portside.wire.Json;

class FleetTest {
  private static final Instant NOW = Told.NOW;

  private final Fleet fleet = new Fleet(Told.BERLIN);

  private Snapshot now() {
    return fleet.snapshot(NOW);
  }

  private static RunningRequest running(String id, String instance, Instant at) {
    return new RunningRequest(id, instance, at, "p", "m", "main", "", "", 0);
  }

  private static RequestRow ended(String id, Instant at) throws Json.Malformed {
    return OperatorJson.row(Json.object("{\"id\":\"" + id + "\",\"at\":\"" + at + "\",\"instance\":\"glm\",\"status\":200,\"result\":\"ok\"}"));
  }

  private static List<String> ids(List<RunningRequest> requests) {
    return requests.stream().map(RunningRequest::id).toList();
  }

  private void overview(String instance, int running, Instant at) throws Json.Malformed {
    fleet.take(new News.Overviewed(OperatorJson.overview(Json.object("{\"at\":\"" + at + "\",\"instances\":[{\"name\":\"" + instance + "\",\"state\":\"healthy\",\"running\":" + running + "}]}"))));
  }

  @Test
  void aRequestRunsUntilItEnds() throws Exception {
    fleet.take(new News.Found(List.of(Told.instance("glm"))));
    fleet.take(new News.Began(running("a", "glm", NOW.minusSeconds(2))));
    fleet.take(new News.Began(running("b", "glm", NOW.minusSeconds(1))));
    assertEquals(List.of("b", "a"), ids(now().running()));
    fleet.take(new News.Progressed(Map.of("a", 41L, "unknown", 3L)));
    assertEquals(41, now().runningRequest("a").orElseThrow().output());
    fleet.take(new News.Ended(ended("a", NOW.minusSeconds(2))));
    assertEquals(List.of("b"), ids(now().running()));
    assertEquals("a", now().row("a").orElseThrow().id());
  }

  @Test
  void aBeginThatComesLateDoesNotRun() throws Exception {
    fleet.take(new News.Ended(ended("a", NOW)));
    fleet.take(new News.Began(running("a", "glm", NOW)));
    assertEquals(List.of(), now().running());
  }

  @Test
  void whatIsToldTwiceCountsOnce() throws Exception {
    for (var time = 0; time < 3; time++) {
      fleet.take(new News.Remembered(List.of(ended("old", NOW.minusSeconds(60)))));
      fleet.take(new News.Ended(ended("a", NOW)));
    }
    assertEquals(List.of("a", "old"), now().ended().stream().map(RequestRow::id).toList());
    assertEquals(1, now().counted());
  }

  @Test
  void anOverviewDoesNotTakeAwayWhatAnEventSaidOfTheOutput() throws Exception {
    fleet.take(new News.Found(List.of(Told.instance("glm"))));
    fleet.take(new News.Began(running("a", "glm", NOW)));
    fleet.take(new News.Progressed(Map.of("a", 41L)));
    fleet.take(new News.Began(running("a", "glm", NOW)));
    assertEquals(41, now().runningRequest("a").orElseThrow().output());
  }

  /// An event was missed: the instance counts nothing any more.
  @Test
  void anIdleInstanceRunsNothing() throws Exception {
    fleet.take(new News.Found(List.of(Told.instance("glm"), Told.instance("kimi"))));
    fleet.take(new News.Began(running("lost", "glm", NOW.minusSeconds(10))));
    fleet.take(new News.Began(running("new", "glm", NOW.minusSeconds(1))));
    fleet.take(new News.Began(running("other", "kimi", NOW.minusSeconds(10))));
    overview("glm", 1, NOW);
    assertEquals(List.of("new", "lost", "other"), ids(now().running()));
    overview("glm", 0, NOW);
    assertEquals(List.of("new", "other"), ids(now().running()));
  }

  @Test
  void anInstanceThatIsGoneTakesAllWithIt() throws Exception {
    fleet.take(new News.Found(List.of(Told.instance("glm"), Told.instance("kimi"))));
    fleet.take(new News.Began(running("a", "glm", NOW)));
    fleet.take(new News.Logged("glm", List.of(new LogLine(NOW, "INFO", "glm", "hello"))));
    overview("glm", 1, NOW);
    fleet.take(new News.Found(List.of(Told.instance("kimi"))));
    fleet.take(new News.Overviewed(OperatorJson.overview(Json.object("{\"at\":\"" + NOW + "\",\"instances\":[{\"name\":\"glm\",\"state\":\"down\"}]}"))));
    assertEquals(List.of("glm down", "kimi …"), now().instances().stream().map(state -> state.name() + " " + state.state()).toList());
    assertEquals(List.of(), now().running());
    assertEquals(List.of(), now().log());
    fleet.take(new News.Found(List.of()));
    assertEquals(Optional.empty(), now().overview());
    assertEquals(List.of(), now().instances());
  }

  /// What an instance says of itself counts since its start, an overview what was recorded of the day.
  @Test
  void theDayIsThatOfTheOverview() throws Exception {
    fleet.take(new News.Found(List.of(Told.instance("glm"))));
    fleet.take(new News.Overviewed(Told.overview()));
    fleet.take(new News.Changed(Overview.InstanceState.silent("glm", "failing", "503")));
    var glm = now().instances().get(1);
    assertEquals("failing 503", glm.state() + " " + glm.note());
    assertEquals(212, glm.today().requests());
  }

  @Test
  void theLastWordOfAnInstanceCounts() throws Exception {
    fleet.take(new News.Found(List.of(Told.instance("glm"))));
    assertEquals("…", state());
    fleet.take(new News.Unanswered("glm", "nothing listens"));
    assertEquals("no answer", state());
    overview("glm", 0, NOW);
    assertEquals("healthy", state());
    fleet.take(new News.Changed(Overview.InstanceState.silent("glm", "failing", "")));
    assertEquals("failing", state());
  }

  private String state() {
    return now().instances().getFirst().state();
  }

  @Test
  void thePictureStandsStillAndIsCountedOn() throws Exception {
    var session = Told.session();
    Told.type(session, "p");
    var still = Told.picture(session, 100, 24);
    for (var number = 0; number < 3; number++) {
      Told.take(session, new News.Ended(ended("new" + number, NOW)));
    }
    var later = session.picture(100, 24, NOW.plusSeconds(5)).stream().map(line -> " " + line.plain()).map(String::stripTrailing).toList();
    assertEquals(still.subList(1, 23), later.subList(1, 23));
    assertEquals(still.getFirst().replace("paused", "paused, 3 more"), later.getFirst());
    Told.type(session, "p");
    assertEquals(true, Told.picture(session, 100, 24).stream().anyMatch(line -> line.contains("200 ok")));
  }

  /// An hour of events: what is kept is bounded, and the newest.
  @Test
  void memoryIsBounded() throws Exception {
    fleet.take(new News.Found(List.of(Told.instance("glm"))));
    for (var number = 0; number < 20_000; number++) {
      var at = NOW.minus(Duration.ofMillis(20_000 - number));
      fleet.take(new News.Began(running("r" + number, "glm", at)));
      if (number % 2 == 0) {
        fleet.take(new News.Ended(ended("r" + number, at)));
      }
    }
    var now = now();
    assertEquals(Fleet.MOST_REQUESTS, now.ended().size());
    assertEquals(Fleet.MOST_REQUESTS, now.running().size());
    assertEquals(IntStream.range(0, 3).mapToObj(place -> "r" + (19_998 - 2 * place)).toList(), now.ended().stream().limit(3).map(RequestRow::id).toList());
    assertEquals("r19999", now.running().getFirst().id());
    assertEquals(10_000, now.counted());
    // Told again, one that was dropped is older than all that are kept.
    fleet.take(new News.Ended(ended("r0", NOW.minusSeconds(20))));
    assertEquals(Fleet.MOST_REQUESTS, now().ended().size());
  }
}
