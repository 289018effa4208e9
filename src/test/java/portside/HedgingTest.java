package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
import portside.RunningChain.Answer;
import portside.RunningChain.Member;
import portside.fake.Line;
import portside.wire.Scope;

/// A second candidate is asked beside one that is silent (`HEDGE_AFTER`), and the first content wins.
/// It is longer than other files, since all cases share one pair of scripted members and the moves of one clock.
@Timeout(60)
@Isolated("reads the log, in which every class writes")
class HedgingTest {
  private static final Duration SILENCE = Duration.ofMillis(2100);

  private final ScriptedProvider a = provider();
  private final ScriptedProvider b = provider();
  private final ScriptedProvider c = provider();
  private final Logged entries = new Logged("portside.requests");
  private final List<AutoCloseable> open = new ArrayList<>(List.of(entries, a, b, c));
  private final Semaphore aGoes = new Semaphore(0);
  private final Semaphore bGoes = new Semaphore(0);
  private final CompletableFuture<Boolean> aClosed = new CompletableFuture<>();
  private final CompletableFuture<Boolean> bClosed = new CompletableFuture<>();

  private static ScriptedProvider provider() {
    try {
      return new ScriptedProvider();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    aGoes.release(1000);
    bGoes.release(1000);
    for (var one : open.reversed()) {
      one.close();
    }
  }

  private RunningChain chain(int members, String... lines) throws Exception {
    var all = new ArrayList<>(List.of("HEDGE_AFTER=2s", "LOG_LEVEL=INFO"));
    all.addAll(List.of(lines));
    var chain = RunningChain.of(
        List.of(new Member("a", a.url()), new Member("b", b.url()), new Member("c", c.url())).subList(0, members), all.toArray(String[]::new));
    open.add(chain);
    return chain;
  }

  /// An attempt of a client that waits for its answer.
  private interface Asking {
    Answer ask() throws Exception;
  }

  private static CompletableFuture<Answer> later(Asking asking) {
    var answer = new CompletableFuture<Answer>();
    Thread.startVirtualThread(() -> {
      try {
        answer.complete(asking.ask());
      } catch (Exception | Error e) {
        answer.completeExceptionally(e);
      }
    });
    return answer;
  }

  private static Answer of(CompletableFuture<Answer> answer) throws Exception {
    return answer.get(20, TimeUnit.SECONDS);
  }

  /// The line of the next entry.
  private String entry() {
    var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (entries.from(Level.INFO).isEmpty()) {
      assertTrue(System.nanoTime() < end, "no entry");
      Thread.onSpinWait();
    }
    return entries.from(Level.INFO).getFirst();
  }

  private static ScriptedProvider.Script ok(String from) {
    return line -> answer(line, from);
  }

  private static void answer(Line line, String from) throws IOException {
    line.stream();
    line.event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
    line.text("from " + from);
    line.finish();
  }

  private static ScriptedProvider.Script after(Semaphore go, ScriptedProvider.Script then) {
    return line -> {
      go.acquire();
      then.play(line);
    };
  }

  private static ScriptedProvider.Script silent(CompletableFuture<Boolean> closed) {
    return line -> {
      try {
        line.stream();
        line.event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
      } catch (IOException closedAlready) {
        closed.complete(true);
      }
      closed.complete(line.closedByPeer());
    };
  }

  private static ScriptedProvider.Script refusal(int status, String message, String... headers) {
    return line -> line.whole(status, "application/json", "{\"error\":{\"message\":\"" + message + "\",\"type\":\"error\"}}", headers);
  }

  private String asked() {
    return a.waiting() + " " + b.waiting() + " " + c.waiting();
  }

  @Test
  void theSecondWinsAndTheFirstIsCancelled() throws Exception {
    a.then(silent(aClosed)).then(ok("A"));
    b.then(ok("B"));
    var chain = chain(2);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    assertEquals("from B", of(answer).text());
    assertEquals("b ", of(answer).header("x-provider-used") + " " + of(answer).header("x-fallback"));
    assertEquals("1 1", of(answer).times("event: message_start") + " " + of(answer).times("event: message_stop"));
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    var entry = entry();
    assertTrue(entry.contains("-> b:b-big ") && entry.contains(" tries=2 failover_from=a in=10 out=2"), entry);
    for (int n = 0; n < 3; n++) {
      assertEquals("from A", chain.ask().text(), "nothing was said of the first");
    }
  }

  @Test
  void theFirstWinsAndTheSecondIsCancelled() throws Exception {
    a.then(after(aGoes, line -> {
      line.stream();
      line.text("from A");
      aGoes.acquire();
      line.finish();
    }));
    b.then(silent(bClosed)).then(ok("B"));
    var chain = chain(2);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    aGoes.release();
    assertTrue(bClosed.get(10, TimeUnit.SECONDS), "while the first goes on");
    aGoes.release();
    assertEquals("from A", of(answer).text());
    assertEquals("a", of(answer).header("x-provider-used"));
    var entry = entry();
    assertTrue(entry.contains("-> a:a-big ") && entry.contains(" tries=2 in=10 out=2"), entry);
    assertEquals("from B", chain.ask("x-portside-provider", "b").text());
  }

  @Test
  void aFailureThatWouldBeRepeatedIsTheFirstsAlsoWhenTheSecondWins() throws Exception {
    a.then(after(aGoes, line -> line.whole(503, "application/json", "{\"error\":{\"message\":\"busy\"}}")));
    b.then(after(bGoes, ok("B")));
    var chain = RunningChain.of(List.of(new Member("a", a.url(), "MAX_RETRIES=2"), new Member("b", b.url())), "HEDGE_AFTER=2s", "LOG_LEVEL=INFO");
    open.add(chain);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    aGoes.release();
    bGoes.release();
    assertEquals("from B 1 0", of(answer).text() + " " + of(answer).times("event: message_stop") + " " + of(answer).times("event: error"));
    assertTrue(chain.seen(Scope.MODEL, "a", 1, "a-big").stream().allMatch(seen -> seen.failures() == 1), "nothing is known of it where the second was quicker");
    assertTrue(chain.seen(Scope.MODEL, "b", 1, "b-big").isEmpty());
  }

  @Test
  void nobodyElseIsAskedBeforeTheSilence() throws Exception {
    a.then(after(aGoes, ok("A")));
    var chain = chain(2);
    var answer = later(chain::ask);
    a.take();
    chain.pass(Duration.ofMillis(1900));
    chain.get("/health");
    aGoes.release();
    assertEquals("from A", of(answer).text());
    assertEquals("0 0 0", asked());
  }

  /// Both have content at the same moment: whichever wins, the client has one message of one of them.
  @Test
  void nothingOfTheLoserReachesTheClient() throws Exception {
    a.then(after(aGoes, ok("A")));
    b.then(after(bGoes, ok("B")));
    var chain = chain(2);
    for (int n = 0; n < 10; n++) {
      var answer = later(chain::ask);
      a.take();
      chain.pass(SILENCE);
      b.take();
      var other = n % 2 == 0 ? aGoes : bGoes;
      (n % 2 == 0 ? bGoes : aGoes).release();
      other.release();
      assertTrue(Set.of("from A", "from B").contains(of(answer).text()), of(answer).body());
      assertEquals("from " + of(answer).header("x-provider-used").toUpperCase(Locale.ROOT), of(answer).text());
      assertEquals("1 1", of(answer).times("event: message_start") + " " + of(answer).times("event: message_stop"));
    }
  }

  @Test
  void wholeAnswers() throws Exception {
    a.then(line -> aClosed.complete(line.closedByPeer()));
    b.then(line -> line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"from B\"},\"finish_reason\":\"stop\"}]}"));
    var chain = chain(2);
    var body = RunningChain.body("claude-opus-5-5", "hello").replace("\"stream\":true", "\"stream\":false");
    var answer = later(() -> chain.askFor(body));
    a.take();
    chain.pass(SILENCE);
    assertEquals("200 from B b", of(answer).status() + " " + of(answer).text() + " " + of(answer).header("x-provider-used"));
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
  }

  /// Also where the first would have been asked once more: its failure counts.
  @ParameterizedTest
  @CsvSource({"0, 500, a=500 api_error", "1, 503, a=529 overloaded_error"})
  void theFirstFailsAndTheSecondAnswers(int retries, int status, String fallback) throws Exception {
    a.then(after(aGoes, line -> {
      refusal(status, "a is broken").play(line);
      aClosed.complete(line.closedByPeer());
    }));
    b.then(after(bGoes, ok("B"))).then(ok("B"));
    var chain = RunningChain.of(List.of(new Member("a", a.url(), "MAX_RETRIES=" + retries), new Member("b", b.url())), "HEDGE_AFTER=2s", "BREAKER_FAILURES=1");
    open.add(chain);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    aGoes.release();
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    bGoes.release();
    assertEquals("from B", of(answer).text());
    assertEquals(fallback, of(answer).header("x-fallback"));
    assertEquals("from B", chain.ask().text());
    assertEquals("0 1 0", asked(), "the first is left alone");
  }

  /// The one after them is asked, and neither of them again.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothFail(boolean firstFirst) throws Exception {
    a.then(after(aGoes, refusal(500, "a is broken")));
    b.then(after(bGoes, refusal(500, "b is broken")));
    c.then(ok("C"));
    var chain = chain(3);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    (firstFirst ? aGoes : bGoes).release();
    chain.get("/health");
    (firstFirst ? bGoes : aGoes).release();
    assertEquals("from C", of(answer).text());
    assertEquals("0 0 1", asked());
  }

  @Test
  void bothFailAndThereIsNobodyElse() throws Exception {
    a.then(after(aGoes, refusal(429, "a is busy", "retry-after: 40")));
    b.then(after(bGoes, refusal(429, "b is busy", "retry-after: 12")));
    var chain = chain(2);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    bGoes.release();
    aGoes.release();
    assertEquals("429 12", of(answer).status() + " " + of(answer).header("retry-after"));
    assertTrue(of(answer).body().contains("also out: "), of(answer).body());
    assertEquals(429, chain.ask().status());
    assertEquals("0 0 0", asked(), "what they told holds for the next request");
  }

  /// A request that is wrong is refused at once, whoever else is being asked.
  @Test
  void aRefusalOfTheRequestItselfEndsBoth() throws Exception {
    a.then(after(aGoes, refusal(400, "this is wrong")));
    b.then(silent(bClosed));
    var chain = chain(2);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    aGoes.release();
    assertEquals(400, of(answer).status());
    assertTrue(bClosed.get(10, TimeUnit.SECONDS));
  }

  @Test
  void eachHasItsOwnLimitForTheFirstWord() throws Exception {
    a.then(silent(aClosed));
    b.then(silent(bClosed));
    c.then(ok("C"));
    var chain = chain(3, "FIRST_TOKEN_TIMEOUT=10s");
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    chain.pass(Duration.ofSeconds(8));
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    assertFalse(bClosed.isDone());
    chain.pass(Duration.ofSeconds(3));
    assertEquals("from C", of(answer).text());
    assertTrue(bClosed.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aHedgeIsATry() throws Exception {
    a.then(after(aGoes, refusal(500, "a is broken")));
    b.then(after(bGoes, refusal(500, "b is broken")));
    c.then(ok("C"));
    var chain = chain(3, "MAX_TRIES=2");
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    aGoes.release();
    bGoes.release();
    assertEquals(500, of(answer).status());
    assertEquals("0 0 0", asked());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAX_TRIES=1", "FALLBACK_WITHIN=1s", "HEDGE_AFTER=0", "PIN"})
  void whereNobodyElseMayBeAsked(String why) throws Exception {
    a.then(after(aGoes, ok("A")));
    b.then(ok("B"));
    var pinned = why.equals("PIN");
    var chain = pinned ? chain(2) : chain(2, why);
    var answer = later(() -> pinned ? chain.ask("x-portside-provider", "a") : chain.ask());
    a.take();
    chain.pass(SILENCE);
    for (int n = 0; n < 3; n++) {
      chain.get("/health");
    }
    aGoes.release();
    assertEquals("from A", of(answer).text());
    assertEquals("0 0 0", asked());
  }

  @Test
  void oneThatIsOutIsNotTheSecond() throws Exception {
    a.then(ok("A")).then(silent(aClosed));
    b.then(refusal(429, "busy", "retry-after: 30"));
    c.then(ok("C"));
    var chain = chain(3);
    assertEquals("from A", chain.ask("x-portside-provider", "b,*").text());
    a.take();
    b.take();
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    assertEquals("from C", of(answer).text());
    assertEquals("0 0 1", asked());
  }

  @Test
  void noMoreThanATenthOfTheRequests() throws Exception {
    a.then(after(aGoes, ok("A")));
    b.then(ok("B"));
    var chain = chain(2);
    for (int n = 0; n < 11; n++) {
      var answer = later(chain::ask);
      a.take();
      chain.pass(SILENCE);
      assertEquals("from B", of(answer).text());
    }
    aGoes.release(11);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    for (int n = 0; n < 3; n++) {
      chain.get("/health");
    }
    aGoes.release();
    assertEquals("from A", of(answer).text());
    assertEquals(11, b.waiting());
  }

  /// The rounds of a search are one attempt: the one that wins searches, alone.
  @Test
  void theSecondSearchesTheWeb() throws Exception {
    a.then(silent(aClosed));
    b.then(line -> {
      line.stream();
      line.event("{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"web_search\",\"arguments\":\"{\\\"query\\\":\\\"ships\\\"}\"}}]}}]}");
      line.event("{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}");
      line.event("[DONE]");
      line.chunkEnd();
    }).then(ok("B"));
    c.then(line -> line.whole(200, "application/json", "{\"results\":[{\"title\":\"Ships\",\"url\":\"https://ships.example/a\",\"content\":\"At the quay.\"}]}"));
    var chain = chain(2, "WEB_SEARCH=searxng:" + c.url().resolve("/"));
    var body = RunningChain.body("claude-opus-5-5", "where are ships")
        .replace("\"stream\"", "\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\",\"max_uses\":8}],\"stream\"");
    var answer = later(() -> chain.askFor(body));
    a.take();
    chain.pass(SILENCE);
    assertEquals("from B", of(answer).text());
    assertEquals("1 1 1", of(answer).times("event: message_start") + " " + of(answer).times("\"web_search_tool_result\"") + " "
        + of(answer).times("event: message_stop"));
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    assertEquals("0 2 1", asked());
    assertTrue(entry().contains("-> b:b-big "), entry());
  }

  @Test
  void theClientLeavesBoth() throws Exception {
    a.then(silent(aClosed));
    b.then(silent(bClosed));
    var chain = chain(2);
    var client = new RawClient(chain.port());
    client.send(RawClient.post("/v1/messages", RunningChain.body("claude-opus-5-5", "hello")));
    a.take();
    chain.pass(SILENCE);
    b.take();
    client.close();
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    assertTrue(bClosed.get(10, TimeUnit.SECONDS));
    assertTrue(entry().contains("499 left"), entry());
  }

  @Test
  void theClientLeavesTheSecondThatHasWon() throws Exception {
    a.then(silent(aClosed));
    b.then(line -> {
      line.stream();
      bClosed.complete(line.textUntilClosed("from B"));
    });
    var chain = chain(2);
    var client = new RawClient(chain.port());
    client.send(RawClient.post("/v1/messages", RunningChain.body("claude-opus-5-5", "hello")));
    a.take();
    chain.pass(SILENCE);
    client.readUntil("from B");
    client.close();
    assertTrue(bClosed.get(10, TimeUnit.SECONDS));
    assertTrue(entry().contains("499 left claude-opus-5-5 -> b:b-big"), entry());
  }

  @Test
  void aStopEndsBoth() throws Exception {
    a.then(silent(aClosed));
    b.then(silent(bClosed));
    var chain = chain(2, "FIRST_TOKEN_TIMEOUT=0");
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    open.remove(chain);
    var stopping = new CountDownLatch(1);
    var stopped = ScriptedProvider.later(() -> {
      stopping.countDown();
      chain.instance().close();
    });
    stopping.await();
    while (!stopped.await(1, TimeUnit.MILLISECONDS) && !aClosed.isDone()) {
      chain.pass(Duration.ofMillis(200)); // the stop measures its grace time from when it begins
    }
    assertTrue(of(answer).body().contains("shutting down"), of(answer).body());
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    assertTrue(bClosed.get(10, TimeUnit.SECONDS));
  }
}
