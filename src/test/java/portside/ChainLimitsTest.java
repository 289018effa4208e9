package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Scope;

/// What a chain does when a limit is reached or a key refused: the times that providers tell, the next key, and what the client hears. It is
/// 2026-01-01 00:00 UTC until a test lets time pass.
class ChainLimitsTest extends ChainScenario {
  @Test
  void case04AThrottleMovesOnAtOnce() throws Exception {
    a.then(refusal(429, "slow down", "retry-after: 30"));
    b.then(ok("B"));
    var chain = chain();
    var answer = chain.ask();
    assertEquals("200 from B", answer.status() + " " + answer.text());
    assertEquals("b b-big a=429 rate_limit_error", answer.header("x-provider-used") + " " + answer.header("x-model-used") + " " + answer.header("x-fallback"));
    assertEquals("A1 B1", calls());
    var second = chain.ask();
    assertEquals("from B, b, []", second.text() + ", " + second.header("x-provider-used") + ", [" + second.header("x-fallback") + "]");
    assertEquals("A1 B2", calls());
    assertEquals("out RATE_LIMIT", keyAndModel(chain, "a", 1, "a-big"));
    assertEquals(30, back(chain, chain.seen(Scope.KEY_AND_MODEL, "a", 1, "a-big").orElseThrow()));
    assertEquals("in 0", model(chain, "a", "a-big"));
  }

  @Test
  void case06APlanComesBackByItself() throws Exception {
    a.then(usedUp("your plan is used up and resets at 2026-01-01T00:00:02Z")).then(ok("A"));
    b.then(ok("B"));
    var chain = chain();
    assertEquals("from B", chain.ask().text());
    assertEquals("out QUOTA", key(chain, "a", 1));
    chain.pass(Duration.ofSeconds(1));
    assertEquals("from B", chain.ask().text());
    assertEquals("A1 B2", calls());
    chain.pass(Duration.ofSeconds(4));
    assertEquals("from A", chain.ask().text());
    assertEquals("from A", chain.ask().text());
    assertEquals("A3 B2", calls());
    assertEquals("in 0", key(chain, "a", 1));
  }

  @Test
  void case09WhenNobodyAnswersTheEarliestTimeIsTold() throws Exception {
    a.then(refusal(429, "a is busy", "retry-after: 40"));
    b.then(refusal(429, "b is busy", "retry-after: 12"));
    var answer = chain().ask();
    assertEquals("429 12", answer.status() + " " + answer.header("retry-after"));
    assertTrue(answer.body().contains("\"rate_limit_error\""), answer.body());
    assertTrue(answer.body().indexOf("a is busy") < answer.body().indexOf("also out: b (too many requests, back 00:00 UTC)"), answer.body());
    assertFalse(answer.body().contains("b is busy"), answer.body());
    assertEquals("A1 B1", calls());
  }

  @Test
  void case17TheNextKeyOfTheSameMember() throws Exception {
    a.then(refusal(401, "bad key")).then(ok("A"));
    var chain = chain(List.of(a("OPENAI_API_KEY=ka1,ka2"), b()));
    assertEquals("from A", chain.ask().text());
    assertEquals("A2 B0", calls());
    assertEquals("out AUTHENTICATION, in 0", key(chain, "a", 1) + ", " + key(chain, "a", 2));
    assertEquals("from A", chain.ask().text());
    assertEquals("A3 B0", calls());
    assertEquals("Bearer ka1", a.take().head().get("authorization"));
    assertEquals("Bearer ka2", a.take().head().get("authorization"));
    assertEquals("Bearer ka2", a.take().head().get("authorization"));
  }

  @Test
  void case18AThrottledKeyGivesWayAtOnce() throws Exception {
    var times = new long[2];
    a.then(line -> {
      times[0] = System.nanoTime();
      refusal(429, "slow down", "retry-after: 60").play(line);
    }).then(line -> {
      times[1] = System.nanoTime();
      ok("A").play(line);
    });
    var chain = chain(List.of(a("OPENAI_API_KEY=ka1,ka2"), b()));
    assertEquals("from A", chain.ask().text());
    assertEquals("A2 B0", calls());
    assertTrue(times[1] - times[0] < TimeUnit.SECONDS.toNanos(1), "it waited");
    assertEquals("Bearer ka1", a.take().head().get("authorization"));
    assertEquals("Bearer ka2", a.take().head().get("authorization"));
    assertEquals("out RATE_LIMIT, in 0, in 0",
        keyAndModel(chain, "a", 1, "a-big") + ", " + keyAndModel(chain, "a", 2, "a-big") + ", " + key(chain, "a", 1));
  }

  @ParameterizedTest
  @CsvSource({"401, AUTHENTICATION", "402, BILLING"})
  void case19WhenNoKeyIsGoodTheNextMemberAnswers(int status, String reason) throws Exception {
    a.then(refusal(status, "no"));
    b.then(ok("B"));
    var chain = chain(List.of(a("OPENAI_API_KEY=ka1,ka2"), b()));
    var answer = chain.ask();
    assertEquals("200 from B", answer.status() + " " + answer.text());
    assertEquals("A2 B1", calls());
    assertEquals("out " + reason + ", out " + reason, key(chain, "a", 1) + ", " + key(chain, "a", 2));
    assertEquals("from B", chain.ask().text());
    assertEquals("A2 B2", calls());
  }

  @Test
  void case21AResetWithoutAZoneIsInTheProvidersOwn() throws Exception {
    a.then(refusal(429, "Usage limit reached for 5 hour. Your limit will reset at 2026-01-01 08:01:30", "1308", new String[0]));
    b.then(ok("B"));
    var chain = chain(List.of(a("DIALECT=glm-5.3"), b()));
    assertEquals("from B", chain.ask().text());
    assertEquals("out QUOTA", key(chain, "a", 1));
    assertEquals(90, back(chain, chain.seen(Scope.KEY, "a", 1, "").orElseThrow()), 5);
  }

  @Test
  void case22APlanThatIsUsedUpWithAGoodStatus() throws Exception {
    a.then(line -> line.whole(200, "application/json", "{\"base_resp\":{\"status_code\":2056,"
        + "\"status_msg\":\"5-hour usage limit reached for your plan, resets at 2026-01-01T00:01:30Z (2056)\"}}"));
    b.then(ok("B"));
    var chain = chain(List.of(a("DIALECT=minimax-m3"), b()));
    var answer = chain.ask();
    assertEquals("from B", answer.text());
    assertEquals(1, answer.times("event: message_start"));
    assertEquals("out QUOTA", key(chain, "a", 1));
    assertEquals(90, back(chain, chain.seen(Scope.KEY, "a", 1, "").orElseThrow()), 5);
  }

  /// The second is really waited for.
  @Test
  void case23AShortWaitIsWaitedForAtHome() throws Exception {
    var busy = refusal(429, "slow down", "retry-after: 1");
    a.then(ok("A")).then(busy).then(ok("A")).then(busy);
    b.then(ok("B"));
    var chain = chain("STICKY=5m");
    assertEquals("from A", chain.askIn("s").text());
    var start = System.nanoTime();
    assertEquals("from A", chain.askIn("s").text());
    assertTrue(System.nanoTime() - start >= TimeUnit.SECONDS.toNanos(1), "it did not wait");
    assertEquals("A3 B0", calls());
    assertEquals("from B", chain.ask().text());
    assertEquals("A4 B1", calls());
  }

  @Test
  void case31APlanThatIsUsedUpForHours() throws Exception {
    a.then(usedUp("a has no more", "retry-after: 3600"));
    b.then(usedUp("b has no more", "retry-after: 7200"));
    var chain = chain();
    var first = chain.ask();
    assertEquals("429 3600 false", first.status() + " " + first.header("retry-after") + " " + first.header("x-should-retry"));
    assertTrue(first.body().contains("a has no more") && first.body().contains("; also out: b (plan used up, back 02:00 UTC)"), first.body());
    chain.pass(Duration.ofSeconds(5));
    var second = chain.ask();
    assertEquals("429 3595 false", second.status() + " " + second.header("retry-after") + " " + second.header("x-should-retry"));
    assertTrue(second.body().contains("a is out (plan used up, back 01:00 UTC); also out: b (plan used up, back 02:00 UTC)"), second.body());
    assertEquals("A1 B1", calls());
  }
}
