package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One of two candidates that are asked at the same time fails, or both do.
@Isolated("reads the log, in which every class writes")
class HedgingFailuresTest extends HedgingScenario {
  /// Also where the first would have been asked once more: its failure counts.
  @ParameterizedTest
  @CsvSource({"0, 500, a=500 api_error", "1, 503, a=529 overloaded_error"})
  void theFirstFailsAndTheSecondAnswers(int retries, int status, String fallback) throws Exception {
    a.then(after(aGoes, line -> {
      refusal(status, "a is broken").play(line);
      aClosed.complete(line.closedByPeer());
    }));
    b.then(after(bGoes, ok("B"))).then(ok("B"));
    var chain = chain(List.of(a("MAX_RETRIES=" + retries), b()), "HEDGE_AFTER=2s", "BREAKER_FAILURES=1");
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    aGoes.release();
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    bGoes.release();
    assertEquals("from B", result(answer).text());
    assertEquals(fallback, result(answer).header("x-fallback"));
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
    assertEquals("from C", result(answer).text());
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
    assertEquals("429 12", result(answer).status() + " " + result(answer).header("retry-after"));
    assertTrue(result(answer).body().contains("also out: "), result(answer).body());
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
    assertEquals(400, result(answer).status());
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
    assertEquals("from C", result(answer).text());
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
    assertEquals(500, result(answer).status());
    assertEquals("0 0 0", asked());
  }
}
