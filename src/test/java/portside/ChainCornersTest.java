package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import portside.fake.FakeServer;

/// What a chain remembers of requests that came to an unusual end, and what it must not take for an answer.
class ChainCornersTest extends ChainScenario {
  private static final Duration RECOVERED = Duration.ofMillis(400);

  @Test
  void aProbeThatReachedNobodyIsMadeAgainAtOnce() throws Exception {
    a.then(refusal(500, "x"));
    b.then(ok("B"));
    var chain = chain();
    for (int n = 0; n < 3; n++) {
      chain.ask();
    }
    assertEquals("out API", model(chain, "a", "a-big"));
    chain.pass(RECOVERED);
    a.close();
    b.close();
    assertEquals(502, chain.ask().status(), "our own network is away");
    try (var back = new FakeServer(ServerSocketFactory.getDefault(), a.url().getPort(), _ -> { }, (line, _) -> {
      line.read();
      ok("A").play(line);
    })) {
      assertEquals("from A", chain.ask().text());
      assertEquals(1, back.connections());
    }
  }

  @Test
  void aMemberThatCannotBeAskedDoesNotShowThatOurNetworkIsThere() throws Exception {
    a.close();
    var chain = chain(List.of(a(), b("OPENAI_API_KEY=from-client:any-host")));
    var answer = chain.ask();
    assertTrue(answer.body().contains("also out: b"), answer.body());
    assertEquals("A0 B0", calls());
    assertEquals("in 0", member(chain, "a"));
  }

  private static final String COUNT = "{\"model\":\"claude-opus-5-5\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  @Test
  void countingTokensDealsNoConversation() throws Exception {
    a.then(ok("A"));
    b.then(ok("B"));
    var chain = chain("STRATEGY=round_robin");
    var texts = new StringBuilder();
    for (int n = 0; n < 4; n++) {
      chain.send("POST", "/v1/messages/count_tokens", COUNT);
      texts.append(chain.ask().text()).append(' ');
    }
    assertEquals("from A from B from A from B ", texts.toString());
  }

  @Test
  void tokensAreCountedWhereTheRequestWouldBeAsked() throws Exception {
    a.then(line -> line.whole(200, "application/json", "{\"input_tokens\":1}"));
    b.then(line -> line.whole(200, "application/json", "{\"input_tokens\":2}"));
    var asks = new String[] {"DIALECT_WIRE=messages", "DIALECT_TOKEN_COUNT=ask"};
    var chain = chain(List.of(a(asks), b(asks)));
    assertEquals("{\"input_tokens\":1}", chain.send("POST", "/v1/messages/count_tokens", COUNT).body());
    assertEquals("{\"input_tokens\":2}", chain.send("POST", "/v1/messages/count_tokens", COUNT, "x-portside-provider", "b").body());
  }

  @Test
  void aFailureThatCouldHaveBeenRepeatedCountsWhenPartOfTheAnswerIsOut() throws Exception {
    a.then(line -> {
      role(line);
      line.text("Hel");
      line.event("{\"error\":{\"message\":\"overloaded\",\"type\":\"overloaded_error\",\"code\":503}}");
    });
    b.then(ok("B"));
    var chain = chain(List.of(a("MAX_RETRIES=2"), b()));
    var answer = chain.ask();
    assertEquals("Hel 1", answer.text() + " " + answer.times("event: error"));
    assertEquals("A1 B0", calls());
    assertEquals("in 1", model(chain, "a", "a-big"));
  }

  @Test
  void aModelWithRoomThatIsBackInSecondsKeepsThePromptFromBeingTooLong() throws Exception {
    a.then(refusal(429, "slow down"));
    var chain = chain(List.of(a(), b("DIALECT_CONTEXT_WINDOW=500")));
    var prompt = RunningChain.body(OPUS, "word ".repeat(2000));
    assertEquals(429, chain.askFor(prompt).status());
    var second = chain.askFor(prompt);
    assertEquals("A1 B0", calls());
    assertEquals(429, second.status(), second.body());
    assertTrue(second.body().contains("\"rate_limit_error\""), second.body());
  }

  @Test
  void aWaitOfNothingIsNoWaitThatWasTold() throws Exception {
    a.then(refusal(429, "slow down", "retry-after: 0"));
    b.then(refusal(429, "slow down", "retry-after: 0"));
    var chain = chain();
    for (int n = 0; n < 2; n++) {
      var answer = chain.ask();
      assertEquals("429 []", answer.status() + " [" + answer.header("retry-after") + "]");
    }
    assertEquals("A1 B1", calls());
  }

  @Test
  void aWaitThatIsJustOverIsNotToldAsNothing() throws Exception {
    a.then(refusal(429, "slow down", "retry-after: 30"));
    b.then(refusal(429, "slow down", "retry-after: 300"));
    var chain = chain();
    assertEquals("30", chain.ask().header("retry-after"));
    chain.pass(Duration.ofMillis(30_001));
    var answer = chain.ask();
    assertTrue(a.calls() == 2 || answer.header("retry-after").equals("1"), answer + ": up to two seconds pass by lot before A is asked");
  }

  @Test
  void aConversationKeepsItsKeyWhereTheFirstInOrderCannotTakeIt() throws Exception {
    b.then(ok("B"));
    var chain = chain(List.of(a("DIALECT_CONTEXT_WINDOW=500"), b("OPENAI_API_KEY=kb1,kb2")), "STICKY=1h", "STICKY_AWAY=1s");
    var prompt = RunningChain.body(OPUS, "word ".repeat(2000));
    for (int n = 0; n < 4; n++) {
      assertEquals("from B", chain.askFor(prompt, "x-claude-code-session-id", "s").text());
      chain.pass(Duration.ofSeconds(2));
    }
    assertEquals("A0 B4", calls());
    for (int n = 0; n < 4; n++) {
      assertEquals("Bearer kb1", b.take().head().get("authorization"));
    }
  }

  @Test
  void whatPassesInAProvidersOwnLanguageIsUsedOfItsQuota() throws Exception {
    a.then(line -> line.whole(200, "application/json", "{\"data\":[],\"usage\":{\"prompt_tokens\":900,\"completion_tokens\":100,\"total_tokens\":1000}}"))
        .then(ok("A"));
    b.then(ok("B"));
    var chain = chain(List.of(a("QUOTA_DAY=1000"), b()));
    assertEquals(200, chain.send("POST", "/api/openai/chat/completions", "{\"model\":\"a-big\"}").status());
    assertEquals("from B", chain.ask().text());
  }

  @Test
  void anAnswerThatItsClientLeftIsUsedOfAQuota() throws Exception {
    a.then(line -> {
      role(line);
      line.text("Hel");
      line.closedByPeer();
    }).then(ok("A"));
    b.then(ok("B"));
    var chain = chain(List.of(a("QUOTA_DAY=1 request"), b()));
    try (var client = new RawClient(chain.port())) {
      client.send(RawClient.post("/v1/messages", RunningChain.body(OPUS, "hello"), "x-claude-code-session-id: gone"));
      client.readUntil("Hel");
    }
    await(() -> {
      chain.pass(Duration.ofMillis(300)); // a client that has been sent nothing for a while is watched, and the last piece may have been sent just now
      return quiet(chain);
    });
    assertEquals("from B", chain.ask().text());
  }

  @Test
  void anAnswerOfOurOwnSaysNothingOfTheMember() throws Exception {
    a.then(refusal(429, "slow down", "retry-after: 300"));
    b.then(ok("B"));
    var chain = chain();
    assertEquals("from B", chain.ask().text());
    var fetch = "{\"model\":\"a-big\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"look\"}],\"tools\":[{\"type\":"
        + "\"web_fetch_20250910\",\"name\":\"web_fetch\"}],\"tool_choice\":{\"type\":\"tool\",\"name\":\"web_fetch\"}}";
    assertTrue(chain.askFor(fetch).body().contains("No page was fetched"));
    assertEquals("A1 B1", calls());
    assertEquals("out RATE_LIMIT", keyAndModel(chain, "a", 1, "a-big"));
  }

  @Test
  void aPictureGoesWhereItCanBeSeenAlsoInTheMiddleOfAConversation() throws Exception {
    a.then(ok("A"));
    b.then(ok("B"));
    var chain = chain(List.of(a("DIALECT_IMAGES=false"), b()), "STICKY=1h");
    assertEquals("from A", chain.askIn("s").text());
    var picture = "{\"model\":\"" + OPUS + "\",\"max_tokens\":100,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":"
        + "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"iVBORw0KGgo=\"}}]}]}";
    assertEquals("from B", chain.askFor(picture, "x-claude-code-session-id", "s").text());
    assertEquals("A1 B1", calls());
  }

  private static final String CHAT = "{\"model\":\"claude-opus-5-5\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  @Test
  void aClientOfChatCompletionsIsAnsweredByAnotherWhileNothingWasSaid() throws Exception {
    a.then(line -> {
      role(line);
      line.cut();
    });
    b.then(ok("B"));
    var answer = chain().send("POST", "/v1/chat/completions", CHAT);
    assertEquals("A1 B1", calls());
    assertTrue(answer.body().contains("from B"), answer.body());
    assertEquals("b a=502 api_error", answer.header("x-provider-used") + " " + answer.header("x-fallback"));
  }

  @Test
  void soItIsBehindAnErrorWithAGoodStatus() throws Exception {
    a.then(line -> {
      line.stream();
      line.event("{\"error\":{\"code\":429,\"message\":\"x\"}}");
    });
    b.then(ok("B"));
    var answer = chain().send("POST", "/v1/chat/completions", CHAT);
    assertEquals("A1 B1", calls());
    assertTrue(answer.body().contains("from B"), answer.body());
  }

  @Test
  void aWholeAnswerThatIsAnErrorIsNoAnswer() throws Exception {
    a.then(line -> line.whole(200, "application/json", "{\"error\":{\"code\":429,\"message\":\"x\"}}"));
    b.then(line -> line.whole(200, "application/json", "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"from B\"},\"finish_reason\":\"stop\"}]}"));
    var answer = chain().send("POST", "/v1/chat/completions", CHAT.replace("true", "false"));
    assertEquals("A1 B1", calls());
    assertTrue(answer.body().contains("from B"), answer.body());
  }

  @Test
  void whatPassesGoesToTheFirstThatCanBeAsked() throws Exception {
    for (var member : List.of(a, b)) {
      member.then(line -> line.whole(200, "application/json", "{}"));
    }
    var chain = chain();
    chain.send("POST", "/api/openai/embeddings", "{}");
    assertEquals("A1 B0", calls());
    chain.send("POST", "/api/reset", "{\"vendors\":[\"b\"]}");
    chain.send("POST", "/api/openai/embeddings", "{}");
    assertEquals("A1 B1", calls());
    assertEquals(200, chain(List.of(a("OPENAI_API_KEY=", "OPENAI_BASE_URL=https://api.deepseek.com"), b())).send("POST", "/api/openai/embeddings", "{}").status());
    assertEquals("A1 B2", calls());
  }
}
