package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.fake.Line;

/// Equal requests at the same time are one call to the provider (`COALESCE=true`).
/// It is longer than other files, since all cases share one way to bring several clients to the same moment of an answer.
@Timeout(60)
@Isolated("reads the log, in which every class writes")
class CoalescingTest {
  private static final String PATH = "/v1/messages";

  private final FakeTicker time = new FakeTicker();
  private final Semaphore go = new Semaphore(0);
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
  private final ScriptedProvider provider = provider();
  private final Logged joins = new Logged("portside.exchange.Coalescing");
  private final Logged entries = new Logged("portside.requests");
  private final List<AutoCloseable> open = new ArrayList<>(List.of(joins, entries, provider));

  private static ScriptedProvider provider() {
    try {
      return new ScriptedProvider();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    go.release(1000);
    for (var one : open.reversed()) {
      one.close();
    }
  }

  private RunningProxy proxy(String... lines) throws Exception {
    var all = new ArrayList<>(List.of("COALESCE=true", "MAX_RETRIES=0"));
    all.addAll(List.of(lines));
    var proxy = RunningProxy.ticking(time, provider.url(), all.toArray(String[]::new));
    open.add(proxy);
    return proxy;
  }

  /// Sends a request and leaves the answer to be read.
  private RawClient asks(RunningProxy proxy, boolean stream, String... headers) throws IOException {
    var client = new RawClient(proxy.port());
    open.add(client);
    client.send(RawClient.post(PATH, RunningProxy.hello(stream), headers));
    return client;
  }

  private static void until(Logged log, String words, int times) {
    var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (log.from(Level.FINE).stream().filter(line -> line.contains(words)).count() < times) {
      assertTrue(System.nanoTime() < end, () -> "not " + times + " times \"" + words + "\" in " + log.from(Level.FINE));
      Thread.onSpinWait();
    }
  }

  /// Lets all clients be silent for so long that their connections are watched, also one that was just being sent something.
  private void silence(RunningProxy proxy) throws Exception {
    for (int n = 0; n < 3; n++) {
      time.pass(Duration.ofMillis(300));
      proxy.get("/health");
    }
  }

  private void answer(Line line) throws Exception {
    line.stream();
    line.text("one");
    go.acquire();
    line.text("two");
    line.finish();
  }

  private void waits(Line line) throws Exception {
    go.acquire();
    answer(line);
  }

  private static String id(String answer) {
    return answer.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("request-id:")).findFirst().orElseThrow().substring(11).strip();
  }

  /// The events of a stream, without those that depend on time.
  private static List<String> events(String answer) {
    return answer.lines().filter(line -> line.startsWith("data:") && !line.contains("ping")).toList();
  }

  @Test
  void theJoinerHasAllEventsFromTheFirst() throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var leader = asks(proxy, true);
    var first = leader.readUntil("one");
    var joiner = asks(proxy, true);
    var second = joiner.readUntil("one");
    go.release();
    first += leader.readUntil("\r\n0\r\n\r\n");
    second += joiner.readUntil("\r\n0\r\n\r\n");
    assertEquals(events(first), events(second));
    assertTrue(second.contains("message_stop"), second);
    assertTrue(second.contains("x-portside-joined: " + id(first)), second);
    assertFalse(first.contains("x-portside-joined"), first);
    assertFalse(id(first).equals(id(second)));
    until(entries, "req_", 2);
    assertEquals(1, entries.from(Level.INFO).stream().filter(line -> line.contains(" in=10 out=2")).count(), entries.from(Level.INFO).toString());
    assertEquals(2, entries.from(Level.INFO).stream().filter(line -> line.contains("200 ok ")).count());
    provider.take();
    assertEquals(0, provider.waiting());
  }

  @Test
  void wholeAnswers() throws Exception {
    provider.then(line -> {
      go.acquire();
      line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}");
    });
    var proxy = proxy();
    var leader = asks(proxy, false);
    provider.take();
    var joiner = asks(proxy, false);
    until(joins, "joins", 1);
    go.release();
    var first = leader.answer();
    var second = joiner.answer();
    assertEquals(first.substring(first.indexOf("\r\n\r\n")), second.substring(second.indexOf("\r\n\r\n")));
    assertTrue(second.contains("\"hi\"") && second.contains("x-portside-joined: " + id(first)), second);
    assertEquals(0, provider.waiting());
  }

  /// Scenario 7, first half: the leader's client leaves while nothing has come.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLeaderLeavesAndTheCallGoesOn(boolean stream) throws Exception {
    provider.then(stream ? this::waits : line -> {
      go.acquire();
      line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"two\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}");
    });
    var proxy = proxy();
    var leader = asks(proxy, stream);
    provider.take();
    var joiner = asks(proxy, stream);
    until(joins, "joins", 1);
    leader.close();
    silence(proxy);
    until(joins, "goes on", 1);
    go.release(2);
    var answer = stream ? joiner.readUntil("\r\n0\r\n\r\n") : joiner.answer();
    assertTrue(answer.contains("two"), answer);
    assertTrue(!stream || answer.contains("message_stop"), answer);
    assertEquals(0, provider.waiting());
    until(entries, "499 left", 1);
    until(entries, "200 ok", 1);
    assertTrue(entries.from(Level.INFO).stream().anyMatch(line -> line.contains("499 left") && line.contains(" in=10 out=2")),
        "the tokens stay the leader's: " + entries.from(Level.INFO));
  }

  @Test
  void theLeaderLeavesInTheMiddleOfItsStream() throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    leader.reset();
    go.release();
    assertTrue(joiner.readUntil("\r\n0\r\n\r\n").contains("message_stop"));
    until(entries, "499 left", 1);
    assertEquals(1, provider.waiting());
  }

  @Test
  void aJoinerLeavesAndNobodyNotices() throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    joiner.close();
    silence(proxy);
    until(entries, "499 left", 1);
    go.release();
    assertTrue(leader.readUntil("\r\n0\r\n\r\n").contains("message_stop"));
    until(entries, "200 ok", 1);
  }

  /// The call ends with the last client, whichever is the last.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allLeaveAndTheCallEnds(boolean leaderFirst) throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      closed.complete(line.closedByPeer());
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    silence(proxy);
    (leaderFirst ? leader : joiner).close();
    if (leaderFirst) {
      until(joins, "goes on", 1);
    } else {
      until(entries, "499 left", 1);
    }
    assertFalse(closed.isDone());
    (leaderFirst ? joiner : leader).close();
    assertTrue(closed.get(10, TimeUnit.SECONDS));
    until(entries, "499 left", 2);
  }

  /// Scenario 7, second half.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFaultIsEverybodysAndRepeatedByNobody(boolean stream) throws Exception {
    provider.then(line -> {
      go.acquire();
      line.whole(500, "application/json", "{\"error\":{\"message\":\"broken today\"}}");
    });
    var proxy = proxy();
    var leader = asks(proxy, stream);
    provider.take();
    var joiner = asks(proxy, stream);
    until(joins, "joins", 1);
    go.release();
    for (var client : List.of(leader, joiner)) {
      var answer = client.answer();
      assertTrue(answer.startsWith("HTTP/1.1 500 ") && answer.contains("broken today"), answer);
      assertTrue(answer.contains("\"request_id\":\"" + id(answer) + "\""), answer);
    }
    until(entries, "500 api_error", 2);
    assertEquals(0, provider.waiting());
  }

  @Test
  void aFaultInTheMiddleOfAStream() throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      go.acquire();
      line.cut();
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    go.release();
    for (var client : List.of(leader, joiner)) {
      var rest = client.readUntil("\r\n0\r\n\r\n");
      assertTrue(rest.contains("event: error") && !rest.contains("message_stop"), rest);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void beyondOneMegabyteAJoinerGoesAlone(boolean joinsBefore) throws Exception {
    provider.then(line -> {
      go.acquire();
      line.whole(200, "application/json",
          "{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(2 << 20) + "\"},\"finish_reason\":\"stop\"}]}");
    }).then(line -> line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"alone\"},\"finish_reason\":\"stop\"}]}"));
    var proxy = proxy();
    var leader = asks(proxy, false);
    provider.take();
    if (joinsBefore) {
      var joiner = asks(proxy, false);
      until(joins, "joins", 1);
      go.release();
      var answer = joiner.answer();
      assertTrue(answer.contains("\"alone\"") && !answer.contains("x-portside-joined"), answer);
      assertTrue(joins.from(Level.FINE).getLast().endsWith("goes alone"));
    } else {
      go.release();
    }
    assertTrue(leader.answer().length() > 2 << 20);
  }

  @Test
  void aStreamBeyondOneMegabyteTakesNobodyIn() throws Exception {
    provider.then(line -> {
      line.stream();
      for (int n = 0; n < 300; n++) {
        line.text("x".repeat(4096));
      }
      line.text("long");
      go.acquire();
      line.finish();
    }).then(line -> {
      line.stream();
      line.text("alone");
      line.finish();
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("long");
    assertTrue(asks(proxy, true).readUntil("\r\n0\r\n\r\n").contains("alone"));
    go.release();
    assertTrue(leader.readUntil("\r\n0\r\n\r\n").contains("message_stop"));
  }

  /// One that keeps up has all of a long answer, however long it is.
  @Test
  void aJoinerThatKeepsUpStays() throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      for (int n = 0; n < 18; n++) {
        go.acquire();
        line.text("x".repeat(64 << 10));
        line.text("mark" + n);
      }
      line.finish();
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    for (int n = 0; n < 18; n++) {
      go.release();
      leader.readUntil("mark" + n);
      joiner.readUntil("mark" + n);
    }
    assertTrue(joiner.readUntil("\r\n0\r\n\r\n").contains("message_stop"));
  }

  @Test
  void aLeaderThatSaysNothingIsLeftAlone() throws Exception {
    provider.then(this::waits).then(line -> {
      line.stream();
      line.text("alone");
      line.finish();
    });
    var proxy = proxy("FIRST_TOKEN_TIMEOUT=30s");
    var leader = asks(proxy, true);
    provider.take();
    time.pass(Duration.ofSeconds(25));
    var joiner = asks(proxy, true);
    until(joins, "joins", 1);
    time.pass(Duration.ofSeconds(6));
    assertTrue(joiner.readUntil("\r\n0\r\n\r\n").contains("alone"));
    go.release(2);
    assertTrue(leader.readUntil("\r\n0\r\n\r\n").contains("two"));
  }

  @ParameterizedTest
  @CsvSource({"x-api-key: a, x-api-key: b", "x-claude-code-agent-id: a, x-claude-code-agent-id: b", "anthropic-beta: a, anthropic-beta: b",
      "'', x-claude-code-agent-id:"})
  void whatMustBeEqual(String one, String other) throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var first = one.isEmpty() ? asks(proxy, true) : asks(proxy, true, one);
    first.readUntil("one");
    var joiner = one.isEmpty() ? asks(proxy, true) : asks(proxy, true, one);
    joiner.readUntil("one");
    asks(proxy, true, other).readUntil("one");
    var further = new RawClient(proxy.port());
    open.add(further);
    further.send(RawClient.post(PATH + "?beta=true", RunningProxy.hello(true))).readUntil("one");
    assertEquals(3, provider.waiting());
    assertEquals(1, joins.from(Level.FINE).size());
  }

  @Test
  void anAnswerThatIsOverIsNoLongerShared() throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      line.finish();
    });
    var proxy = proxy();
    for (int n = 0; n < 2; n++) {
      asks(proxy, true).readUntil("\r\n0\r\n\r\n");
      until(entries, "200 ok", n + 1);
    }
    assertEquals(2, provider.waiting());
  }

  @Test
  void offByDefault() throws Exception {
    provider.then(this::answer);
    var proxy = proxy("COALESCE=false");
    asks(proxy, true).readUntil("one");
    asks(proxy, true).readUntil("one");
    assertEquals(2, provider.waiting());
  }

  @Test
  void aStopEndsAll() throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      closed.complete(line.closedByPeer());
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    open.remove(proxy);
    var stopping = new CountDownLatch(1);
    var stopped = ScriptedProvider.later(() -> {
      stopping.countDown();
      proxy.close();
    });
    stopping.await();
    while (!stopped.await(1, TimeUnit.MILLISECONDS) && !closed.isDone()) {
      time.pass(Duration.ofMillis(200)); // the stop measures its grace time from when it begins
    }
    for (var client : List.of(leader, joiner)) {
      var rest = client.readUntil("\r\n0\r\n\r\n");
      assertTrue(rest.contains("overloaded_error") && rest.contains("shutting down"), rest);
    }
    assertTrue(closed.get(10, TimeUnit.SECONDS));
    assertTrue(stopped.await(10, TimeUnit.SECONDS));
  }

  @Test
  void twoHundredAtOnceAreOneCall() throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var clients = new ArrayList<RawClient>();
    for (int n = 0; n < 200; n++) {
      clients.add(new RawClient(proxy.port()));
    }
    open.addAll(clients);
    for (var client : clients) {
      client.send(RawClient.post(PATH, RunningProxy.hello(true)));
    }
    var first = new ArrayList<String>();
    for (var client : clients) {
      first.add(client.readUntil("one"));
    }
    go.release();
    var told = new HashSet<List<String>>();
    for (int n = 0; n < clients.size(); n++) {
      told.add(events(first.get(n) + clients.get(n).readUntil("\r\n0\r\n\r\n")));
    }
    assertEquals(1, told.size());
    assertEquals(1, provider.waiting());
    until(entries, "200 ok", 200);
    assertEquals(1, entries.from(Level.INFO).stream().filter(line -> line.contains(" in=10")).count());
  }
}
