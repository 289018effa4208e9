package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import portside.wire.Json;
import portside.wire.anthropic.StreamJudge;

/// The demo behind the proxy: no key, no network, the same path as any provider.
class DemoTest {
  private static final String BASH =
      "{\"name\":\"Bash\",\"description\":\"runs a command\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"command\":{\"type\":\"string\"}},\"required\":[\"command\"]}}";

  private static RunningProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    proxy = RunningProxy.before("demo:", "OPENAI_API_KEY=");
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  /// Its port is another after each start and tells nobody anything.
  @Test
  void itIsCalledTheDemoWhereverItListens() throws Exception {
    proxy.post("/v1/messages", RunningProxy.hello(false));
    var counts = Json.object(proxy.get("/health").body()).getJsonObject("token_counts").keySet();
    assertTrue(counts.contains("demo middle"), counts.toString());
    assertTrue(counts.stream().allMatch(key -> key.startsWith("demo ")), counts.toString());
  }

  @Test
  void needsNoKey() throws Exception {
    var health = Json.object(proxy.get("/health").body());
    assertEquals("healthy", health.getString("status"));
    assertEquals("demo:", health.getJsonObject("api_status").getString("openai_base_url"));
    assertEquals("success", Json.object(proxy.get("/test-connection").body()).getString("status"));
  }

  @Test
  void streamsAnAnswerWithUsage() throws Exception {
    var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
    assertEquals(200, answer.statusCode(), answer.body());
    var said = StreamJudge.judge(answer.body().getBytes(StandardCharsets.UTF_8));
    assertTrue(said.usage().input() > 0 && said.usage().output() > 0, answer.body());
  }

  @Test
  void callsATool() throws Exception {
    var answer = proxy.post("/v1/messages", "{\"model\":\"claude-haiku-5-5\",\"max_tokens\":200,\"messages\":[{\"role\":\"user\",\"content\":\"run `date` with bash\"}],\"tools\":["
        + BASH + "]}");
    var message = Json.object(answer.body());
    assertEquals("tool_use", message.getString("stop_reason"), answer.body());
    assertTrue(answer.body().contains("\"name\":\"Bash\",\"input\":{\"command\":\"date\"}"), answer.body());
  }

  @Test
  void failsWhenToldTo() throws Exception {
    var answer = proxy.post("/v1/messages", RunningProxy.hello(true).replace("hello", "demo: fail 429"));
    assertEquals(429, answer.statusCode());
    assertEquals("1", answer.headers().firstValue("retry-after").orElseThrow());
  }

  @Test
  void aPromptThatFailedDoesNotFailTheNext() throws Exception {
    var failing = "{\"role\":\"user\",\"content\":\"demo: fail 402\"}";
    assertEquals(402, conversation(failing).statusCode());
    var next = conversation(failing + ",{\"role\":\"user\",\"content\":\"hello\"}");
    assertEquals(200, next.statusCode(), next.body());
    assertTrue(next.body().contains("You wrote: “hello”"), next.body());
  }

  private static HttpResponse<String> conversation(String messages) throws Exception {
    return proxy.post("/v1/messages", "{\"model\":\"claude-opus-5-5\",\"max_tokens\":300,\"messages\":[" + messages + "]}");
  }
}
