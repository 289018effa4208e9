package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import portside.RunningChain.Answer;
import portside.fake.Line;
import portside.wire.Json;
import portside.wire.Scope;

/// Which member of a chain is asked: for which models, with which windows and pictures, for whose conversation, and by whose choice.
class ChainOrderTest extends ChainScenario {
  private static final String LONG = RunningChain.body(OPUS, "word ".repeat(2000));

  private static final String PICTURE = "{\"model\":\"" + OPUS + "\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":["
      + "{\"type\":\"text\",\"text\":\"what is it?\"},{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}]}]}";

  /// The model that was asked for in the next request of a provider.
  private static String asked(ScriptedProvider provider) throws Exception {
    return Json.object(provider.take().text()).getString("model");
  }

  @Test
  void case10ATooSmallNeighbourDoesNotHideAThrottle() throws Exception {
    a.then(refusal(429, "slow down", "retry-after: 20"));
    var answer = chain(List.of(a(), b("DIALECT_CONTEXT_WINDOW=500"))).askFor(LONG);
    assertEquals("429 20", answer.status() + " " + answer.header("retry-after"));
    assertTrue(answer.body().contains("slow down"), answer.body());
    assertEquals("A1 B0", calls());
  }

  @Test
  void case11APromptTooLongForOneCoolsNobody() throws Exception {
    a.then(refusal(400, "This model's maximum context length is 2000 tokens. However, your messages resulted in 2100 tokens.")).then(ok("A"));
    b.then(ok("B"));
    var chain = chain(List.of(a(), b("DIALECT_CONTEXT_WINDOW=100000")));
    assertEquals("from B", chain.askFor(LONG).text());
    assertEquals("A1 B1", calls());
    assertEquals("in 0", model(chain, "a", "a-big"));
    assertEquals("from A", chain.ask().text());
  }

  @Test
  void case12NoKeyGoesWhereItDoesNotBelong() throws Exception {
    a.then(refusal(500, "x"));
    b.then(ok("B"));
    var chain = chain(List.of(a("CUSTOM_HEADER_X_TEAM=blue"), b()));
    assertEquals("from B", chain.ask("x-api-key", "CLIENT", "authorization", "Bearer CLIENT2", "x-portside-provider", "a,*").text());
    var byA = a.take();
    assertEquals("Bearer ka blue", byA.head().get("authorization") + " " + byA.head().get("x-team"));
    var byB = b.take();
    assertEquals("Bearer kb", byB.head().get("authorization"));
    assertNull(byB.head().get("x-team"));
    for (var sent : List.of(byA.written() + byA.text(), byB.written() + byB.text())) {
      assertFalse(sent.contains("CLIENT") || sent.contains("x-portside-provider") || sent.contains("x-api-key"), sent);
    }
    assertFalse((byB.written() + byB.text()).contains("Bearer ka"));
  }

  @Test
  void case24AConversationStaysWhileItsCacheIsWarm() throws Exception {
    a.then(refusal(500, "x")).then(refusal(500, "x")).then(refusal(500, "x")).then(ok("A"));
    b.then(ok("B"));
    var chain = chain("STICKY=1500ms");
    assertEquals("from B from B from B", chain.ask().text() + " " + chain.ask().text() + " " + chain.askIn("s").text());
    chain.pass(Duration.ofMillis(500));
    assertEquals("from B", chain.askIn("s").text());
    assertEquals("from A", chain.ask().text());
    chain.pass(Duration.ofSeconds(2));
    assertEquals("from A", chain.askIn("s").text());
  }

  @Test
  void case24AConversationComesBackFromItsStandIn() throws Exception {
    a.then(refusal(500, "x")).then(refusal(500, "x")).then(refusal(500, "x")).then(ok("A"));
    b.then(ok("B"));
    var chain = chain("STICKY=1500ms", "STICKY_AWAY=800ms");
    assertEquals("from B from B from B", chain.ask().text() + " " + chain.ask().text() + " " + chain.askIn("s").text());
    chain.pass(Duration.ofMillis(500));
    assertEquals("from B", chain.askIn("s").text());
    chain.pass(Duration.ofMillis(500));
    assertEquals("from A", chain.askIn("s").text());
  }

  private static void keptAlive(Line line) throws Exception {
    role(line);
    for (int n = 0; n < 10; n++) {
      line.chunk(": keepalive\n\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void case25AFirstWordThatNeverComes() throws Exception {
    var closed = new CompletableFuture<Boolean>();
    a.then(line -> {
      keptAlive(line);
      closed.complete(line.closedByPeer());
    });
    b.then(ok("B"));
    var chain = chain("FIRST_TOKEN_TIMEOUT=500ms");
    var answer = later(() -> chain.ask());
    a.take();
    chain.pass(Duration.ofMillis(600));
    assertEquals("from B a=504 timeout_error", result(answer).text() + " " + result(answer).header("x-fallback"));
    assertTrue(result(closed));
    assertEquals("in 2", model(chain, "a", "a-big"));
  }

  @Test
  void case25AFirstWordIsWaitedForWhereNobodyElseCanBeAsked() throws Exception {
    var spoken = new CountDownLatch(1);
    a.then(line -> {
      keptAlive(line);
      await(spoken);
      line.text("from A");
      line.finish();
    });
    b.then(refusal(429, "slow down", "retry-after: 40"));
    var chain = chain("FIRST_TOKEN_TIMEOUT=500ms");
    assertEquals(429, chain.ask("x-portside-provider", "b").status());
    var answer = later(chain::begin);
    a.take();
    chain.pass(Duration.ofSeconds(11)); // the head comes with a ping, so all limits were looked at
    var stream = result(answer).body();
    spoken.countDown();
    assertEquals("from A", new Answer(200, Map.of(), new String(stream.readAllBytes(), StandardCharsets.UTF_8)).text());
    assertEquals("A1 B1", calls());
  }

  @Test
  void case32APictureGoesWhereItCanBeSeen() throws Exception {
    a.then(ok("A"));
    b.then(ok("B")).then(refusal(429, "slow down", "retry-after: 40"));
    var chain = chain(List.of(a("DIALECT_IMAGES=false"), b()));
    assertEquals("from B", chain.askFor(PICTURE).text());
    assertEquals("A0 B1", calls());
    assertTrue(b.take().text().contains("iVBORw0KGgo="));
    assertEquals("from A", chain.ask().text());
    a.take();
    assertEquals(429, chain.ask("x-portside-provider", "b").status());
    assertEquals("from A", chain.askFor(PICTURE).text());
    var sent = a.take().text();
    assertFalse(sent.contains("iVBORw0KGgo="), sent);
    assertTrue(sent.contains("image"), sent);
    assertEquals("A2 B2", calls());
  }

  @Test
  void case33APromptForNobodysWindow() throws Exception {
    var chain = chain(List.of(a("DIALECT_CONTEXT_WINDOW=1000"), b("DIALECT_CONTEXT_WINDOW=2000")));
    var answer = chain.askFor(RunningChain.body(OPUS, "word ".repeat(5000)));
    assertEquals(400, answer.status());
    var message = Json.object(answer.body()).getJsonObject("error").getString("message");
    assertTrue(message.matches("prompt is too long: \\d+ tokens > 2000 maximum"), message);
    assertEquals("A0 B0", calls());
  }

  @Test
  void case34OrdersOfTiersAndRoutes() throws Exception {
    a.then(ok("A")).then(refusal(500, "x"));
    b.then(ok("B"));
    var chain = chain("CHAIN_SMALL=b,a", "ROUTE_1=glm-* -> b:passthrough");
    assertEquals("from B b-small", chain.askFor(RunningChain.body(HAIKU, "hello")).text() + " " + asked(b));
    assertEquals("from A a-big", chain.askFor(RunningChain.body(OPUS, "hello")).text() + " " + asked(a));
    assertEquals("from B glm-5.2", chain.askFor(RunningChain.body("glm-5.2", "hello")).text() + " " + asked(b));
    assertEquals(500, chain.askFor(RunningChain.body("a-big", "hello")).status());
    assertEquals("A2 B2", calls());
  }

  @Test
  void case35Pins() throws Exception {
    a.then(ok("A"));
    b.then(refusal(429, "busy")).then(ok("B"));
    var chain = chain();
    assertEquals(429, chain.ask("x-portside-provider", "b").status());
    assertEquals("A0 B1", calls());
    assertEquals("from A", chain.ask("x-portside-provider", "b,*").text());
    assertEquals("A1 B1", calls());
    var unknown = chain.ask("x-portside-provider", "zz");
    assertEquals(400, unknown.status());
    assertTrue(unknown.body().contains("`zz`; there are a, b"), unknown.body());
    assertEquals("from B", chain.askFor(RunningChain.body(OPUS, "x").replace("{\"model\"", "{\"provider\":\"b\",\"model\"")).text());
    b.take();
    assertFalse(Json.object(b.take().text()).containsKey("provider"));
  }

  @Test
  void case35AChosenMemberIsAskedAlsoWhenItIsOut() throws Exception {
    a.then(refusal(500, "x"));
    b.then(ok("B"));
    var chain = chain();
    for (int n = 0; n < 3; n++) {
      assertEquals("from B", chain.ask().text());
    }
    assertEquals("out API", model(chain, "a", "a-big"));
    assertEquals(500, chain.ask("x-portside-provider", "a").status());
    assertEquals("A4 B3", calls());
    a.then(ok("A"));
    assertEquals("from A", chain.ask("x-portside-provider", "a:a-mid").text());
    assertEquals("from A", chain.ask("x-portside-provider", "a").text());
    assertEquals("A6 B3", calls());
    assertTrue(chain.seen(Scope.MODEL, "a", 1, "a-mid").isEmpty());
  }
}
