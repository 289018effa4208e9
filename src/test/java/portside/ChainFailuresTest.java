package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import portside.RunningChain.Answer;
import portside.RunningChain.Member;
import portside.fake.FakeServer;
import portside.wire.Scope;

/// What a chain does when a member fails: what counts, for how long it is left alone, and the way back.
class ChainFailuresTest extends ChainScenario {
  private static final Duration RECOVERED = Duration.ofMillis(400);

  /// The chain with A out after three failures.
  private RunningChain aOut(String... lines) throws Exception {
    a.then(refusal(500, "x")).then(refusal(500, "x")).then(refusal(500, "x"));
    b.then(ok("B"));
    var chain = chain(lines);
    for (int n = 0; n < 3; n++) {
      assertEquals("from B", chain.ask().text());
    }
    assertEquals("out API", model(chain, "a", "a-big"));
    return chain;
  }

  @Test
  void case01AnAnswerThatHasBegunIsNobodyElses() throws Exception {
    a.then(line -> {
      role(line);
      line.text("Hel");
      line.cut();
    }).then(ok("A"));
    var chain = chain();
    var answer = chain.ask();
    assertEquals(1, answer.times("event: message_start"));
    assertEquals("Hel", answer.text());
    assertEquals(1, answer.times("event: error"));
    assertEquals(0, answer.times("event: message_stop"));
    assertEquals("A1 B0", calls());
    assertEquals("in 1", model(chain, "a", "a-big"));
    assertEquals("from A", chain.ask().text());
  }

  @Test
  void case02WhatTheClientDidWrongNeverCounts() throws Exception {
    for (int n = 0; n < 5; n++) {
      a.then(line -> line.whole(400, "application/json", "{\"error\":{\"message\":\"messages: too odd\",\"type\":\"invalid_request_error\"}}"));
    }
    a.then(ok("A"));
    var chain = chain();
    for (int n = 0; n < 5; n++) {
      var answer = chain.ask();
      assertEquals(400, answer.status());
      assertTrue(answer.body().contains("invalid_request_error") && answer.body().contains("messages: too odd"), answer.body());
    }
    assertEquals("from A", chain.ask().text());
    assertEquals("A6 B0", calls());
    assertEquals("in 0", model(chain, "a", "a-big"));
  }

  @Test
  void case03ALoneMemberIsAlwaysAsked() throws Exception {
    a.then(refusal(400, "x")).then(ok("A"));
    for (int n = 0; n < 4; n++) {
      a.then(refusal(500, "x"));
    }
    a.then(ok("A"));
    var chain = chain(List.of(a()));
    var statuses = new ArrayList<Integer>();
    for (int n = 1; n <= 7; n++) {
      statuses.add(chain.ask().status());
      assertEquals(n, a.calls());
    }
    assertEquals(List.of(400, 200, 500, 500, 500, 500, 200), statuses);
  }

  @Test
  void case05OfEightAtOnceOneFindsTheWayBack() throws Exception {
    var probed = new CountDownLatch(1);
    var chain = aOut();
    a.then(line -> {
      line.stream();
      await(probed);
      line.text("from A");
      line.finish();
    }).then(ok("A"));
    assertEquals("A3 B3", calls());
    chain.pass(RECOVERED);
    var answers = new ArrayList<CompletableFuture<Answer>>();
    for (int n = 0; n < 8; n++) {
      answers.add(later(() -> chain.ask()));
    }
    await(() -> answers.stream().filter(CompletableFuture::isDone).count() == 7);
    assertEquals("A4 B10", calls());
    probed.countDown();
    var texts = new ArrayList<String>();
    for (var answer : answers) {
      texts.add(result(answer).text());
    }
    assertEquals(1, texts.stream().filter("from A"::equals).count());
    assertEquals(7, texts.stream().filter("from B"::equals).count());
    assertEquals("from A", chain.ask().text());
    assertEquals("A5 B10", calls());
  }

  @Test
  void case05TheFirstWordOfAProbeOpensTheWay() throws Exception {
    var over = new CountDownLatch(1);
    var chain = aOut();
    a.then(line -> {
      role(line);
      line.text("from A");
      await(over);
      line.finish();
    }).then(ok("A"));
    chain.pass(RECOVERED);
    var probe = chain.begin();
    assertEquals("a", probe.headers().firstValue("x-provider-used").orElse(""));
    assertEquals("from A", chain.ask().text());
    over.countDown();
    assertTrue(new String(probe.body().readAllBytes(), StandardCharsets.UTF_8).contains("event: message_stop"));
    assertEquals("A5 B3", calls());
  }

  @Test
  void case08WhatFailsEveryOtherTimeIsOutToo() throws Exception {
    for (int n = 0; n < 5; n++) {
      a.then(refusal(500, "x")).then(ok("A"));
    }
    b.then(ok("B"));
    var chain = chain();
    for (int n = 1; n <= 9; n++) {
      assertEquals("from " + (n % 2 == 1 ? "B" : "A"), chain.ask().text());
      assertEquals(n == 9 ? "out API" : n % 2 == 1 ? "in 1" : "in 0", model(chain, "a", "a-big"));
    }
    assertEquals("from B", chain.ask().text());
    assertEquals("A9 B6", calls());
    chain.pass(RECOVERED);
    for (int n = 0; n < 4; n++) {
      assertEquals("from A", chain.ask().text());
    }
    assertEquals("A13 B6", calls());
    assertEquals("in 0", model(chain, "a", "a-big"));
  }

  @Test
  void case15AMemberThatIsNotReached() throws Exception {
    b.then(ok("B"));
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    var chain = chain(List.of(new Member("a", URI.create("http://127.0.0.1:" + port + "/v1"), "MAX_RETRIES=1"), b()));
    for (int n = 0; n < 3; n++) {
      var start = System.nanoTime();
      var answer = chain.ask();
      assertEquals("from B a=502 api_error", answer.text() + " " + answer.header("x-fallback"));
      assertTrue(n == 0 || System.nanoTime() - start < 2_000_000_000L, "the first pays for what is loaded then");
    }
    assertEquals("out UNREACHABLE", member(chain, "a"));
    try (var there = new FakeServer(ServerSocketFactory.getDefault(), port, _ -> { }, (_, _) -> { })) {
      assertEquals("from B", chain.askFor(RunningChain.body(HAIKU, "hello")).text());
      assertEquals(0, there.connections());
    }
  }

  @Test
  void case15WhenNobodyIsReachedItIsOurNetwork() throws Exception {
    a.close();
    b.close();
    var chain = chain();
    for (int n = 0; n < 4; n++) {
      assertEquals(502, chain.ask().status());
    }
    assertEquals("in 0 in 0", member(chain, "a") + " " + member(chain, "b"));
  }

  @Test
  void case16TheOtherModelsOfAMemberStayIn() throws Exception {
    a.then(line -> (line.asked().text().contains("a-big") ? refusal(500, "x") : ok("A")).play(line));
    b.then(ok("B"));
    var chain = chain();
    for (int n = 0; n < 4; n++) {
      assertEquals("from B", chain.ask().text());
    }
    assertEquals("A3 B4", calls());
    assertEquals("from A", chain.askFor(RunningChain.body(HAIKU, "hello")).text());
    assertEquals("out API, in 0, in 0", model(chain, "a", "a-big") + ", " + model(chain, "a", "a-small") + ", " + member(chain, "a"));
  }

  @Test
  void case20AModelThatDoesNotExist() throws Exception {
    a.then(line -> (line.asked().text().contains("a-big") ? refusal(404, "model a-big does not exist") : ok("A")).play(line));
    b.then(ok("B"));
    var chain = chain();
    assertEquals("from B", chain.ask().text());
    assertEquals("from B", chain.ask().text());
    assertEquals("A1 B2", calls());
    assertEquals("from A", chain.askFor(RunningChain.body(HAIKU, "hello")).text());
    assertEquals("out NOT_FOUND", model(chain, "a", "a-big"));
  }

  @Test
  void case26AGoodStatusThatIsNoAnswer() throws Exception {
    Map<String, ScriptedProvider.Script> bad = Map.of(
        "429 rate_limit_error", line -> {
          role(line);
          line.event("{\"error\":{\"code\":429,\"message\":\"x\"}}");
          line.chunkEnd();
        },
        "502 api_error", line -> line.whole(200, "text/html", "<html><body>Bad gateway</body></html>"),
        "502 api_error ", line -> line.whole(200, "text/event-stream", ""),
        "502 api_error  ", line -> {
          line.stream();
          line.event("[DONE]");
          line.chunkEnd();
        });
    b.then(ok("B"));
    for (var one : bad.entrySet()) {
      try (var provider = new ScriptedProvider().then(one.getValue()); var chain = RunningChain.of(List.of(new Member("a", provider.url()), b()))) {
        var answer = chain.ask();
        assertEquals(200, answer.status());
        assertEquals("from B", answer.text());
        assertEquals(1, answer.times("event: message_start"));
        assertEquals("a=" + one.getKey().strip(), answer.header("x-fallback"));
        assertEquals(1, provider.calls());
      }
    }
    assertEquals(4, b.calls());
  }

  /// Asks, and closes the connection while A is silent; returns when that request is over.
  private void leave(RunningChain chain) throws Exception {
    var closed = new CompletableFuture<Boolean>();
    a.then(line -> closed.complete(line.closedByPeer()));
    try (var client = new RawClient(chain.port())) {
      var before = a.calls();
      client.send(RawClient.post("/v1/messages", RunningChain.body(OPUS, "hello"), "x-claude-code-session-id: gone"));
      await(() -> a.calls() > before);
      chain.pass(Duration.ofSeconds(1)); // a client that has been sent nothing for a while is watched
    }
    assertTrue(result(closed));
    await(() -> quiet(chain));
  }

  @Test
  void case27AClientThatLeavesSaysNothingOfTheMember() throws Exception {
    var chain = chain();
    leave(chain);
    assertEquals("A1 B0", calls());
    assertEquals("in 0", model(chain, "a", "a-big"));
  }

  @Test
  void case27AProbeWhoseClientLeavesIsMadeAgain() throws Exception {
    var chain = aOut();
    chain.pass(RECOVERED);
    leave(chain);
    assertEquals("A4 B3", calls());
    assertEquals("out API", model(chain, "a", "a-big"));
    a.then(ok("A"));
    assertEquals("from A", chain.ask().text());
    assertEquals("in 0", model(chain, "a", "a-big"));
  }

  @Test
  void case28AProbeThatIsRefusedAsWrongIsMadeAgain() throws Exception {
    var chain = aOut();
    a.then(refusal(400, "wrong")).then(ok("A"));
    chain.pass(RECOVERED);
    assertEquals(400, chain.ask().status());
    assertEquals("A4 B3", calls());
    assertEquals(0, chain.seen(Scope.MODEL, "a", 1, "a-big").orElseThrow().level());
    assertEquals("from A", chain.ask().text());
    assertEquals("A5 B3", calls());
  }

  @Test
  void case29TheChainMovesOnBehindAPing() throws Exception {
    var held = new CountDownLatch(1);
    a.then(line -> {
      await(held);
      refusal(500, "x").play(line);
    });
    b.then(ok("B"));
    var chain = chain();
    var answer = later(chain::begin);
    a.take();
    chain.pass(Duration.ofSeconds(11));
    var stream = result(answer).body(); // the ping has brought the head
    held.countDown();
    var body = new Answer(200, Map.of(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    assertTrue(body.times("event: ping") >= 1, body.body());
    assertEquals("1 1 0", body.times("event: message_start") + " " + body.times("event: message_stop") + " " + body.times("event: error"));
    assertEquals("from B", body.text());
    assertEquals(1, body.times(": x-provider-used: b, x-model-used: b-big, x-fallback: a=500 api_error\n\n"), body.body());
    assertTrue(body.body().indexOf(": x-provider-used") < body.body().indexOf("event: message_start"));
  }

  @Test
  void case30WhenAllAreOutOneAtATimeIsTried() throws Exception {
    var release = new CountDownLatch(1);
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    ScriptedProvider.Script held = line -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      await(release);
      running.decrementAndGet();
      refusal(500, "x").play(line);
    };
    for (var one : List.of(a, b)) {
      one.then(refusal(500, "x")).then(refusal(500, "x")).then(refusal(500, "x")).then(held);
    }
    var chain = chain("BREAKER_RECOVERY=10s");
    for (int n = 0; n < 3; n++) {
      assertEquals(500, chain.ask().status());
    }
    assertEquals("A3 B3", calls());
    var before = outages(chain);
    var answers = new ArrayList<CompletableFuture<Answer>>();
    for (int n = 0; n < 11; n++) {
      answers.add(later(() -> chain.ask()));
    }
    await(() -> answers.stream().filter(CompletableFuture::isDone).count() == 10);
    release.countDown();
    for (var one : answers) {
      var answer = result(one);
      assertEquals("500 []", answer.status() + " [" + answer.header("retry-after") + "]");
      assertTrue(answer.body().contains("api_error"), answer.body());
    }
    assertEquals("7 1", a.calls() + b.calls() + " " + most);
    assertEquals(500, chain.ask().status());
    assertEquals("8 1", a.calls() + b.calls() + " " + most);
    assertEquals(before, outages(chain));
  }

  private static List<String> outages(RunningChain chain) {
    return List.of("a", "b").stream().map(member -> chain.seen(Scope.MODEL, member, 1, member + "-big").orElseThrow())
        .map(seen -> seen.state() + " " + seen.level() + " " + seen.until()).toList();
  }

  @Test
  void twoDemosShowIt() throws Exception {
    var answer = chain(List.of(demo("first"), demo("second"))).askFor(RunningChain.body(OPUS, "say hello. demo: fail 429"));
    assertEquals("200 second first=429 rate_limit_error", answer.status() + " " + answer.header("x-provider-used") + " " + answer.header("x-fallback"));
  }

  @Test
  void whatOneMemberRefusedIsNotTakenForTrueOfAnother() throws Exception {
    a.then(refusal(400, "Unsupported parameter: 'temperature' is not supported with this model.")).then(refusal(500, "x"));
    b.then(ok("B"));
    var chain = chain();
    assertEquals("from B", chain.askFor(RunningChain.body("claude-opus-5-5", "hi").replace("\"max_tokens\"", "\"temperature\":0.5,\"max_tokens\"")).text());
    assertEquals("2 1", a.calls() + " " + b.calls());
    assertTrue(chain.get("/health").body().contains("\"learned\":[]"), chain.get("/health").body());
  }
}
