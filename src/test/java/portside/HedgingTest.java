package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Scope;

/// A second candidate is asked beside one that is silent (`HEDGE_AFTER`), and the first content wins.
@Isolated("reads the log, in which every class writes")
class HedgingTest extends HedgingScenario {
  @Test
  void theSecondWinsAndTheFirstIsCancelled() throws Exception {
    a.then(silent(aClosed)).then(ok("A"));
    b.then(ok("B"));
    var chain = chain(2);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    assertEquals("from B", result(answer).text());
    assertEquals("b ", result(answer).header("x-provider-used") + " " + result(answer).header("x-fallback"));
    assertEquals("1 1", result(answer).times("event: message_start") + " " + result(answer).times("event: message_stop"));
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
    assertEquals("from A", result(answer).text());
    assertEquals("a", result(answer).header("x-provider-used"));
    var entry = entry();
    assertTrue(entry.contains("-> a:a-big ") && entry.contains(" tries=2 in=10 out=2"), entry);
    assertEquals("from B", chain.ask("x-portside-provider", "b").text());
  }

  @Test
  void aFailureThatWouldBeRepeatedIsTheFirstsAlsoWhenTheSecondWins() throws Exception {
    a.then(after(aGoes, line -> line.whole(503, "application/json", "{\"error\":{\"message\":\"busy\"}}")));
    b.then(after(bGoes, ok("B")));
    var chain = chain(List.of(a("MAX_RETRIES=2"), b()), "HEDGE_AFTER=2s", "LOG_LEVEL=INFO");
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    aGoes.release();
    bGoes.release();
    assertEquals("from B 1 0", result(answer).text() + " " + result(answer).times("event: message_stop") + " " + result(answer).times("event: error"));
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
    assertEquals("from A", result(answer).text());
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
      assertTrue(Set.of("from A", "from B").contains(result(answer).text()), result(answer).body());
      assertEquals("from " + result(answer).header("x-provider-used").toUpperCase(Locale.ROOT), result(answer).text());
      assertEquals("1 1", result(answer).times("event: message_start") + " " + result(answer).times("event: message_stop"));
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
    assertEquals("200 from B b", result(answer).status() + " " + result(answer).text() + " " + result(answer).header("x-provider-used"));
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
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
    assertEquals("from A", result(answer).text());
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
    assertEquals("from C", result(answer).text());
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
      assertEquals("from B", result(answer).text());
    }
    aGoes.release(11);
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    for (int n = 0; n < 3; n++) {
      chain.get("/health");
    }
    aGoes.release();
    assertEquals("from A", result(answer).text());
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
    assertEquals("from B", result(answer).text());
    assertEquals("1 1 1", result(answer).times("event: message_start") + " " + result(answer).times("\"web_search_tool_result\"") + " "
        + result(answer).times("event: message_stop"));
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    assertEquals("0 2 1", asked());
    assertTrue(entry().contains("-> b:b-big "), entry());
  }
}
