package portside.console.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.console.top.Happening.News;
import portside.fake.FakeServer;
import portside.status.RunningInstance;
import portside.wire.Json;

@Timeout(30)
class FeedsTest {
  private final LinkedBlockingQueue<News> news = new LinkedBlockingQueue<>();
  private final List<RunningInstance> running = new CopyOnWriteArrayList<>();
  private final Feeds feeds = new Feeds(() -> List.copyOf(running), Duration.ofSeconds(20), news::add);

  @AfterEach
  void close() {
    feeds.close();
  }

  /// The next news of a kind; others before it are passed over.
  private <T extends News> T next(Class<T> kind) throws InterruptedException {
    News next;
    do {
      next = Optional.ofNullable(news.poll(20, TimeUnit.SECONDS)).orElseThrow();
    } while (!kind.isInstance(next));
    return kind.cast(next);
  }

  private List<Class<?>> round() {
    feeds.round();
    var kinds = new ArrayList<Class<?>>();
    while (!news.isEmpty()) {
      kinds.add(news.remove().getClass());
    }
    return kinds;
  }

  private static List<String> paths(ScriptedInstance instance) {
    return instance.seen.stream().map(request -> request.line().split(" ")[1]).toList();
  }

  @Test
  void aRoundAsksOneInstanceForAllAndOnceForWhatWas() throws Exception {
    try (var glm = ScriptedInstance.full("glm"); var kimi = ScriptedInstance.full("kimi-k2")) {
      running.addAll(List.of(glm.instance(), kimi.instance()));
      assertEquals(List.of(News.Found.class, News.Overviewed.class, News.Remembered.class), round());
      assertEquals(List.of(News.Found.class, News.Overviewed.class), round());
      assertEquals(List.of("/dashboard/data/overview", "/dashboard/data/requests?limit=100", "/dashboard/data/overview"), paths(glm));
      assertEquals(List.of(), paths(kimi));
      glm.seen.forEach(request -> assertEquals("Bearer " + ScriptedInstance.TOKEN, request.head().get("authorization")));
      glm.stop(); // the next one knows of all, too
      feeds.round();
      assertEquals(new News.Unanswered("glm", "nothing listens at " + glm.instance().url()), next(News.Unanswered.class));
      next(News.Overviewed.class);
      assertEquals(List.of("/dashboard/data/overview"), paths(kimi));
    }
  }

  @Test
  void panesAreAskedForWhileTheyAreShown() throws Exception {
    try (var glm = ScriptedInstance.full("glm")) {
      running.add(glm.instance());
      round();
      feeds.look(Pane.MODELS);
      feeds.round();
      assertEquals(new Group("glm-5.3", next(News.Summed.class).groups().getFirst().sums()), OperatorJson.groups(Json.object(Told.text("models.json")), "model").getFirst());
      feeds.look(Pane.LOG);
      feeds.round();
      var log = next(News.Logged.class);
      assertEquals("glm", log.instance());
      assertEquals("kimi is out for 42 s:\\u001b]0;owned\\u0007 rate limit", log.lines().getLast().message());
      feeds.look(Pane.PROJECTS);
      assertEquals(List.of(News.Found.class, News.Overviewed.class, News.Summed.class), round());
      assertTrue(paths(glm).containsAll(List.of("/dashboard/data/usage?days=1&by=model", "/dashboard/data/usage?days=1&by=project", "/dashboard/data/log?own=true&limit=200")), paths(glm).toString());
    }
  }

  @Test
  void eventsBecomeNews() throws Exception {
    try (var glm = ScriptedInstance.full("glm")) {
      running.add(glm.instance());
      feeds.start();
      glm.awaitFollower();
      glm.push("begin", "{\"id\":\"req_x\",\"at\":\"2026-11-29T13:00:00Z\",\"instance\":\"glm\",\"provider\":\"p\",\"asked\":\"a\",\"served\":\"m\",\"class\":\"main\",\"project\":\"shop\",\"est_in\":7}");
      assertEquals("req_x", next(News.Began.class).request().id());
      glm.push("progress", "{\"running\":[{\"id\":\"req_x\",\"out\":12}]}");
      assertEquals(Map.of("req_x", 12L), next(News.Progressed.class).output());
      glm.push("surprise", "{}");
      glm.push("entry", "no JSON");
      glm.push("entry", Told.text("details.json"));
      assertEquals("req_a2", next(News.Ended.class).row().id());
      glm.push("health", "{\"name\":\"glm\",\"state\":\"failing\",\"note\":\"\\u001b[31mred\"}");
      assertEquals("\\u001b[31mred", next(News.Changed.class).state().note());
    }
  }

  @Test
  void aStreamThatEndsIsFollowedAgain() throws Exception {
    try (var glm = ScriptedInstance.full("glm")) {
      running.add(glm.instance());
      feeds.start();
      glm.awaitFollower();
      glm.cutStreams();
      glm.awaitFollower();
      glm.push("entry", Told.text("details.json"));
      next(News.Ended.class);
    }
  }

  @Test
  void aStreamEndsWithItsInstance() throws Exception {
    try (var glm = ScriptedInstance.full("glm")) {
      running.add(glm.instance());
      feeds.start();
      glm.awaitFollower();
      running.clear();
      while (!next(News.Found.class).running().isEmpty()) {
        // a later round
      }
      glm.awaitLeaver();
    }
  }

  @Test
  void detailsAndResetsGoToTheInstance() throws Exception {
    try (var glm = ScriptedInstance.full("glm"); var kimi = ScriptedInstance.full("kimi-k2")) {
      running.addAll(List.of(glm.instance(), kimi.instance()));
      feeds.fetch("kimi-k2", "req_a2");
      var details = next(News.Detailed.class).details();
      assertEquals(List.of("refused", "answered"), details.attempts().stream().map(RequestDetails.Attempt::outcome).toList());
      feeds.fetch("kimi-k2", "../x y");
      assertEquals("kimi-k2: HTTP 404", next(News.Said.class).words());
      feeds.reset("glm");
      assertEquals("glm has forgotten which providers failed", next(News.Said.class).words());
      feeds.reset("gone");
      assertEquals("gone runs no more", next(News.Said.class).words());
      assertEquals(List.of("/dashboard/data/request/req_a2", "/dashboard/data/request/..%2Fx+y"), paths(kimi));
      assertEquals("POST /reset HTTP/1.1", glm.seen.getLast().line());
      assertEquals("{\"breaker\":true}", glm.seen.getLast().text());
    }
  }

  @Test
  void whatIsNoAnswerIsNamed() throws Exception {
    try (var glm = new ScriptedInstance("glm")) {
      assertEquals("HTTP 404", problem(feeds, glm.instance()));
      assertEquals("HTTP 401", problem(feeds, Told.instance("glm", glm.instance().port(), "another")));
      glm.answers.put("/dashboard/data/overview", "[1]");
      assertEquals("no JSON", problem(feeds, glm.instance()));
    }
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) { // takes connections and says nothing
      var hurried = new Feeds(() -> List.copyOf(running), Duration.ofSeconds(1), news::add);
      assertEquals("nothing within 1 s", problem(hurried, Told.instance("mute", server.getLocalPort(), "")));
    }
    try (var server = new FakeServer(ServerSocketFactory.getDefault(), 0, _ -> { }, (line, _) -> {
      line.read();
      line.cut();
    })) {
      assertEquals("the connection broke", problem(feeds, Told.instance("cut", server.port(), "")));
    }
    assertEquals("nothing listens", problem(feeds, Told.instance("gone")));
  }

  private String problem(Feeds asking, RunningInstance instance) throws Exception {
    running.clear();
    running.add(instance);
    asking.round();
    var problem = next(News.Unanswered.class).problem();
    assertTrue(problem.endsWith(" at " + instance.url()), problem);
    return problem.substring(0, problem.length() - 4 - instance.url().length());
  }
}
