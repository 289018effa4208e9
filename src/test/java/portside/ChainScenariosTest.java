package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.RunningChain.Member;

/// What a chain does when its members fail, each case on real sockets.
@Timeout(60)
class ChainScenariosTest {
  private final ScriptedProvider a = provider();
  private final ScriptedProvider b = provider();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(a, b));

  private static ScriptedProvider provider() {
    try {
      return new ScriptedProvider();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    for (var one : open.reversed()) {
      one.close();
    }
  }

  private RunningChain chain(String... lines) throws Exception {
    var chain = RunningChain.of(List.of(new Member("a", a.url()), new Member("b", b.url())), lines);
    open.add(chain);
    return chain;
  }

  private static ScriptedProvider.Script ok(String from) {
    return line -> {
      line.stream();
      line.event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
      line.text("from " + from);
      line.finish();
    };
  }

  private static ScriptedProvider.Script refusal(int status, String message, String... headers) {
    return line -> line.whole(status, "application/json", "{\"error\":{\"message\":\"" + message + "\",\"type\":\"error\"}}", headers);
  }

  @Test
  void case01AnAnswerThatHasBegunIsNobodyElses() throws Exception {
    a.then(line -> {
      line.stream();
      line.text("Hel");
      line.cut();
    }).then(ok("A"));
    var chain = chain();
    var answer = chain.ask();
    assertEquals(1, answer.times("event: message_start"));
    assertEquals("Hel", answer.text());
    assertEquals(1, answer.times("event: error"));
    assertEquals(0, answer.times("event: message_stop"));
    assertEquals("1 0", a.waiting() + " " + b.waiting());
    assertEquals("from A", chain.ask().text());
  }

  @Test
  void case04AThrottleMovesOnAtOnce() throws Exception {
    a.then(refusal(429, "slow down", "retry-after: 30"));
    b.then(ok("B"));
    var chain = chain();
    var answer = chain.ask();
    assertEquals("from B", answer.text());
    assertEquals("b b-big a=429 rate_limit_error", answer.header("x-provider-used") + " " + answer.header("x-model-used") + " " + answer.header("x-fallback"));
    assertEquals("from B", chain.ask().text());
    assertEquals("1 2", a.waiting() + " " + b.waiting());
  }

  @Test
  void case05AfterThreeFailuresOneProbeFindsTheWayBack() throws Exception {
    a.then(refusal(500, "x")).then(refusal(500, "x")).then(refusal(500, "x")).then(ok("A"));
    b.then(ok("B"));
    var chain = chain();
    for (int n = 0; n < 3; n++) {
      assertEquals("from B", chain.ask().text());
    }
    assertEquals("from B", chain.ask().text());
    assertEquals(3, a.waiting());
    chain.pass(Duration.ofMillis(400));
    assertEquals("from A", chain.ask().text());
    assertEquals(4, a.waiting());
  }

  @Test
  void case09WhenNobodyAnswersTheEarliestTimeIsTold() throws Exception {
    a.then(refusal(429, "a is busy", "retry-after: 40"));
    b.then(refusal(429, "b is busy", "retry-after: 12"));
    var answer = chain().ask();
    assertEquals(429, answer.status());
    assertEquals("12", answer.header("retry-after"));
    assertTrue(answer.body().contains("a is busy") && answer.body().contains("also out: b (too many requests, back "), answer.body());
  }

  @Test
  void case17TheNextKeyOfTheSameProvider() throws Exception {
    a.then(refusal(401, "bad key")).then(ok("A"));
    open.add(b);
    var chain = RunningChain.of(List.of(new Member("a", a.url(), "OPENAI_API_KEY=ka1,ka2"), new Member("b", b.url())));
    open.add(chain);
    assertEquals("from A", chain.ask().text());
    assertEquals("from A", chain.ask().text());
    assertEquals("Bearer ka1", a.take().head().get("authorization"));
    assertEquals("Bearer ka2", a.take().head().get("authorization"));
    assertEquals("Bearer ka2", a.take().head().get("authorization"));
    assertEquals("0 0", a.waiting() + " " + b.waiting());
  }

  @Test
  void case25AFirstWordThatNeverComes() throws Exception {
    var closed = new java.util.concurrent.CompletableFuture<Boolean>();
    a.then(line -> {
      line.stream();
      line.chunk(": keepalive\n\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      closed.complete(line.closedByPeer());
    });
    b.then(ok("B"));
    var chain = chain("FIRST_TOKEN_TIMEOUT=500ms");
    var answer = ScriptedProvider.later(() -> {
      try {
        assertEquals("from B", chain.ask().text());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    a.take();
    chain.pass(Duration.ofMillis(600));
    assertTrue(answer.await(10, java.util.concurrent.TimeUnit.SECONDS));
    assertTrue(closed.get());
  }

  @Test
  void case28AProbeThatIsRefusedAsWrongLeavesTheWayOpen() throws Exception {
    a.then(refusal(500, "x")).then(refusal(500, "x")).then(refusal(500, "x")).then(refusal(400, "wrong")).then(ok("A"));
    b.then(ok("B"));
    var chain = chain();
    for (int n = 0; n < 3; n++) {
      chain.ask();
    }
    chain.pass(Duration.ofMillis(400));
    assertEquals(400, chain.ask().status());
    assertEquals("from A", chain.ask().text());
  }

  @Test
  void case30WhenAllAreOutOneIsTried() throws Exception {
    a.then(refusal(500, "x"));
    b.then(refusal(500, "x"));
    var chain = chain("BREAKER_RECOVERY=10s");
    for (int n = 0; n < 3; n++) {
      assertEquals(500, chain.ask().status());
    }
    assertEquals("3 3", a.waiting() + " " + b.waiting());
    var answer = chain.ask();
    assertEquals(500, answer.status());
    assertEquals("", answer.header("retry-after"));
    assertEquals(7, a.waiting() + b.waiting());
  }

  @Test
  void case31APlanThatIsUsedUp() throws Exception {
    a.then(line -> line.whole(429, "application/json", "{\"error\":{\"message\":\"quota\",\"code\":\"insufficient_quota\"}}", "retry-after: 3600"));
    b.then(line -> line.whole(429, "application/json", "{\"error\":{\"message\":\"quota\",\"code\":\"insufficient_quota\"}}", "retry-after: 7200"));
    var chain = chain();
    for (int n = 0; n < 2; n++) {
      var answer = chain.ask();
      assertEquals(429, answer.status());
      assertEquals("3600", answer.header("retry-after"));
      assertEquals("false", answer.header("x-should-retry"));
    }
    assertEquals("1 1", a.waiting() + " " + b.waiting());
  }

  @Test
  void case33APromptForNobodysWindow() throws Exception {
    var chain = RunningChain.of(List.of(new Member("a", a.url(), "DIALECT_CONTEXT_WINDOW=1000"), new Member("b", b.url(), "DIALECT_CONTEXT_WINDOW=2000")));
    open.add(chain);
    var answer = chain.askFor(RunningChain.body("claude-opus-5-5", "word ".repeat(5000)));
    assertEquals(400, answer.status());
    assertTrue(answer.body().contains("prompt is too long: ") && answer.body().contains("> 2000 maximum"), answer.body());
    assertEquals("0 0", a.waiting() + " " + b.waiting());
  }

  @Test
  void case35Pins() throws Exception {
    a.then(ok("A"));
    b.then(refusal(429, "busy"));
    var chain = chain();
    assertEquals(429, chain.ask("x-portside-provider", "b").status());
    assertEquals(0, a.waiting());
    assertEquals("from A", chain.ask("x-portside-provider", "b,*").text());
    var unknown = chain.ask("x-portside-provider", "zz");
    assertEquals(400, unknown.status());
    assertTrue(unknown.body().contains("a, b"), unknown.body());
    assertFalse(chain.askFor(RunningChain.body("claude-opus-5-5", "x").replace("{\"model\"", "{\"provider\":\"a\",\"model\"")).text().isEmpty());
    var last = a.take();
    last = a.take();
    assertFalse(last.text().contains("provider"), last.text());
  }

  @Test
  void twoDemosShowIt() throws Exception {
    var demo = java.net.URI.create("demo:/");
    var chain = RunningChain.of(List.of(new Member("first", demo, "OPENAI_BASE_URL=demo:", "BIG_MODEL=demo-big"), new Member("second", demo, "OPENAI_BASE_URL=demo:", "BIG_MODEL=demo-big")));
    open.add(chain);
    var answer = chain.askFor(RunningChain.body("claude-opus-5-5", "say hello. demo: fail 429"));
    assertEquals("200 second first=429 rate_limit_error", answer.status() + " " + answer.header("x-provider-used") + " " + answer.header("x-fallback"));
  }
}
