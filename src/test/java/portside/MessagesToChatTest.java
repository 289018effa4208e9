package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import portside.ScriptedProvider.Script;
import portside.wire.Json;

/// What a provider is told of the conversation a request belongs to, and of requests it must answer otherwise than the client asked.
class MessagesToChatTest {
  private static final String USER =
      "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"metadata\":{\"user_id\":\"{\\\"device_id\\\":\\\"dev\\\",\\\"session_id\\\":\\\"one\\\"}\"},"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  private static final Script HI =
      line -> line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}");

  @Test
  void itsNameIsTheSameInEveryTurnAndTellsNothing() throws Exception {
    try (var provider = new ScriptedProvider().then(HI);
        var proxy = RunningProxy.before(provider.url(), "DIALECT_PROMPT_CACHE=KEY", "DIALECT_AFFINITY_HEADER=x-session-affinity")) {
      proxy.post("/v1/messages", RunningProxy.hello(false), "x-claude-code-session-id", "one");
      var first = provider.take();
      proxy.post("/v1/messages", USER);
      var second = provider.take();
      proxy.post("/v1/messages", USER, "x-claude-code-agent-id", "a1");
      var agent = provider.take();
      proxy.post("/v1/messages", RunningProxy.hello(false));
      var nameless = provider.take();
      proxy.post("/v1/messages", USER, "x-claude-code-session-id", " ");
      var blankHeader = provider.take();
      proxy.post("/v1/messages", USER.replace("\\\"one", "\\\" "));
      var blank = provider.take();

      var name = Json.object(first.text()).getString("prompt_cache_key");
      assertTrue(name.matches("[0-9a-f]{32}"), name);
      assertEquals(name, Json.object(second.text()).getString("prompt_cache_key"));
      assertEquals(name, first.head().get("x-session-affinity"));
      assertNotEquals(name, Json.object(agent.text()).getString("prompt_cache_key"));
      assertFalse(nameless.text().contains("prompt_cache_key"));
      assertEquals(name, Json.object(blankHeader.text()).getString("prompt_cache_key"));
      assertFalse(blank.text().contains("prompt_cache_key"), blank.text());
      assertFalse(nameless.head().containsKey("x-session-affinity"));
    }
  }

  @Test
  void aHeaderOfTheSettingsWins() throws Exception {
    try (var provider = new ScriptedProvider().then(HI);
        var proxy = RunningProxy.before(provider.url(), "DIALECT_AFFINITY_HEADER=x-team", "CUSTOM_HEADER_X_TEAM=blue")) {
      proxy.post("/v1/messages", RunningProxy.hello(false), "x-claude-code-session-id", "one");
      assertEquals("blue", provider.take().head().get("x-team"));
    }
  }

  @Test
  void aProviderThatOnlyStreamsAnswersAWholeRequest() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("hi");
          line.finish();
        });
        var proxy = RunningProxy.before(provider.url(), "DIALECT_ALWAYS_STREAM=true")) {
      var answer = Json.object(proxy.post("/v1/messages", RunningProxy.hello(false)).body());
      assertEquals("hi", answer.getJsonArray("content").getJsonObject(0).getString("text"));
      var received = provider.take();
      assertTrue(Json.object(received.text()).getBoolean("stream"));
      assertTrue(received.head().get("accept").startsWith("text/event-stream"), received.head().get("accept"));
    }
  }

  @Test
  void aLimitThatWasSentIsTheOneThatCounts() throws Exception {
    var cut = "{\"choices\":[{\"message\":{\"tool_calls\":[{\"id\":\"call_aaaaaa\",\"function\":{\"name\":\"Bash\",\"arguments\":\"{\\\"a\\\":\"}}]},"
        + "\"finish_reason\":\"tool_calls\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":40}}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", cut));
        var proxy = RunningProxy.before(provider.url(), "MAX_TOKENS_LIMIT=40")) {
      var answer = Json.object(proxy.post("/v1/messages", RunningProxy.hello(false)).body());
      assertEquals("max_tokens", answer.getString("stop_reason"));
    }
  }
}
