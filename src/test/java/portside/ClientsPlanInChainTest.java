package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.RunningChain.Member;

/// The client's own plan as the first member of a chain, another provider behind it, on real sockets.
@Timeout(60)
class ClientsPlanInChainTest {
  private static final String BEARER = "Bearer sk-ant-oat01-geheim-0815";
  private static final String ANSWER = """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"a-big","content":[],"stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"from A"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  private ScriptedProvider a;
  private ScriptedProvider b;
  private RunningChain chain;

  @BeforeEach
  void start() throws Exception {
    a = new ScriptedProvider();
    b = new ScriptedProvider().then(line -> {
      line.stream();
      line.text("from B");
      line.finish();
    });
    chain = RunningChain.of(List.of(new Member("a", a.url(), "OPENAI_API_KEY=from-client:any-host", "DIALECT=claude"), new Member("b", b.url())),
        "ANTHROPIC_API_KEY=portside-key-1");
  }

  @AfterEach
  void close() throws Exception {
    chain.close();
    a.close();
    b.close();
  }

  @Test
  void a6APlanThatIsUsedUpIsLeftForTheNextUntilItIsBack() throws Exception {
    var reset = chain.clock().instant().plusSeconds(7200).getEpochSecond();
    a.then(line -> line.whole(429, "application/json", "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"no more\"}}",
        "anthropic-ratelimit-unified-status: rejected", "anthropic-ratelimit-unified-reset: " + reset, "retry-after: 7200", "x-should-retry: true"))
        .then(line -> line.whole(200, "text/event-stream", ANSWER, "anthropic-ratelimit-unified-status: allowed"));
    var moved = ask();
    assertEquals("from B", moved.text());
    assertEquals("", moved.header("anthropic-ratelimit-unified-status"), "what one said is not what another says");
    assertEquals("from B", ask().text());
    assertEquals("1 2", a.waiting() + " " + b.waiting());
    assertEquals(BEARER, a.take().head().get("authorization"));
    for (var turn = 0; turn < 2; turn++) {
      var asked = b.take();
      assertEquals("Bearer kb", asked.head().get("authorization"));
      assertFalse(asked.written().contains("geheim") || asked.written().contains("claude-cli") || asked.written().contains("portside-key-1"), asked.written());
    }
    chain.pass(Duration.ofSeconds(7205));
    var back = ask();
    assertEquals("from A", back.text());
    assertEquals("allowed a", back.header("anthropic-ratelimit-unified-status") + " " + back.header("x-provider-used"));
  }

  @Test
  void aChoiceInTheBodyStaysHere() throws Exception {
    a.then(line -> line.whole(200, "text/event-stream", ANSWER));
    var body = RunningChain.body("claude-opus-5-5", "hello");
    var answer = chain.askFor(body.replace("{\"model\"", "{\"provider\":\"a\",\"model\""), "authorization", BEARER, "x-portside-key", "portside-key-1");
    assertEquals("from A", answer.text());
    assertEquals(body.replace("claude-opus-5-5", "a-big"), a.take().text());
  }

  @Test
  void a5ARefusedTokenIsTheClientsAffairThoughAnotherCouldAnswer() throws Exception {
    var said = "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"expired\"}}";
    a.then(line -> line.whole(401, "application/json", said)).then(line -> line.whole(200, "text/event-stream", ANSWER));
    var answer = ask();
    assertEquals("401 " + said, answer.status() + " " + answer.body());
    assertEquals("1 0", a.waiting() + " " + b.waiting());
    assertEquals("from A", ask().text(), "with the token it has read anew");
  }

  @Test
  void a4WithoutATokenTheOthersAnswer() throws Exception {
    assertEquals("from B", chain.ask("x-portside-key", "portside-key-1").text());
    assertEquals("0 1", a.waiting() + " " + b.waiting());
  }

  @Test
  void a3TheProxysKeyIsAskedForInItsOwnHeader() throws Exception {
    assertEquals(401, chain.ask("authorization", "Bearer portside-key-1").status());
    assertEquals("0 0", a.waiting() + " " + b.waiting());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/anthropic/v1/messages,   '', a",
    "/api/openai/chat/completions, '', b",
    "/api/openai/chat/completions, b,  b",
    "/api/openai/chat/completions, a,  none",
    "/api/anthropic/v1/messages,   b,  none",
    "'/api/openai/embeddings',     'a,*', b",
  })
  void aNativeRequestGoesToOneWhoSpeaksTheLanguage(String path, String pin, String reached) throws Exception {
    a.then(line -> line.whole(200, "application/json", "{}"));
    var answer = pin.isEmpty()
        ? chain.send("POST", path, "{}", "x-portside-key", "portside-key-1", "authorization", BEARER)
        : chain.send("POST", path, "{}", "x-portside-key", "portside-key-1", "authorization", BEARER, "x-portside-provider", pin);
    assertEquals(reached.equals("a") ? "1 0" : reached.equals("b") ? "0 1" : "0 0", a.waiting() + " " + b.waiting());
    assertEquals(reached.equals("none") ? 404 : 200, answer.status(), answer.body());
    if (reached.equals("b")) {
      assertFalse(b.take().written().contains("geheim"));
    }
    assertTrue(answer.status() != 404 || answer.body().contains("none of those chosen"));
  }

  private RunningChain.Answer ask() throws Exception {
    return chain.ask("authorization", BEARER, "x-portside-key", "portside-key-1", "x-app", "cli", "user-agent", "claude-cli/2.1.332 (external, cli)");
  }
}
