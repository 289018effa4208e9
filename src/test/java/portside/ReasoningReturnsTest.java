package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import portside.fake.Line;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// Conversations of ten turns in which the provider finds, in every message of its own, exactly what it thought there.
class ReasoningReturnsTest {
  private static final int TURNS = 10;

  /// A provider of one shape with a proxy before it; answers its n-th request with the n-th turn, half of them streamed.
  private static final class Port implements AutoCloseable {
    private final ThinkingShape shape;
    private final AtomicInteger turn = new AtomicInteger();
    private final ScriptedProvider provider = new ScriptedProvider().then(this::answer);
    private RunningProxy proxy;
    /// The messages of the request before, as sent, without the closing bracket.
    private String before = "";

    Port(ThinkingShape shape) throws Exception {
      this.shape = shape;
      start();
    }

    private void start() throws Exception {
      proxy = RunningProxy.before(provider.url(), shape.lines());
    }

    void restart() throws Exception {
      proxy.close();
      start();
    }

    /// What follows need not begin with the bytes of what came before.
    void mayDiffer() {
      before = "";
    }

    private void answer(Line line) throws Exception {
      int n = turn.get();
      if (streams(n)) {
        line.stream();
        for (var payload : shape.stream(n)) {
          line.event(payload);
        }
        line.chunkEnd();
      } else {
        line.whole(200, "application/json", shape.whole(n));
      }
    }

    /// Asks with this history; returns the content of the answer.
    List<JsonObject> ask(int n, List<JsonObject> history) throws Exception {
      turn.set(n);
      var request = Json.BUILD.createObjectBuilder().add("model", "claude-opus-5-5").add("max_tokens", 1000).add("stream", streams(n));
      request.add("tools", ThinkingShape.array("[{\"name\":\"Bash\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"command\":{\"type\":\"string\"}}}}]"));
      request.add("messages", Json.BUILD.createArrayBuilder(history));
      var answer = proxy.post("/v1/messages", Json.text(request.build()));
      assertEquals(200, answer.statusCode(), answer.body());
      return streams(n) ? folded(answer.body()) : Json.object(answer.body()).getJsonArray("content").getValuesAs(JsonObject.class);
    }

    /// The assistant messages of the request that came last, which begins with the very bytes of the one before.
    List<JsonObject> received() throws Exception {
      var body = provider.take().text();
      var sent = body.substring(body.indexOf("\"messages\":["), body.indexOf("],\"tools\":["));
      assertEquals(before, sent.substring(0, Math.min(before.length(), sent.length())));
      before = sent;
      var messages = Json.object(body).getJsonArray("messages").getValuesAs(JsonObject.class);
      return messages.stream().filter(message -> message.getString("role").equals("assistant")).toList();
    }

    @Override
    public void close() throws IOException {
      proxy.close();
      provider.close();
    }
  }

  /// The client's side of one conversation.
  private static final class Talk {
    private final List<JsonObject> history = new ArrayList<>(List.of(message("user", ThinkingShape.array("[{\"type\":\"text\",\"text\":\"go\"}]"))));
    private final boolean keepsThinking;

    Talk(boolean keepsThinking) {
      this.keepsThinking = keepsThinking;
    }

    /// One turn: what the provider receives of the turns before is what is expected of them.
    void turn(int n, Port port, IntFunction<JsonObject> expected) throws Exception {
      var content = port.ask(n, history);
      var wanted = new ArrayList<JsonObject>();
      for (int earlier = 0; earlier < n; earlier++) {
        wanted.add(expected.apply(earlier));
      }
      assertEquals(wanted, port.received(), "turn " + n);
      var kept = content.stream().filter(block -> keepsThinking || !block.getString("type").equals("thinking")).toList();
      history.add(message("assistant", Json.BUILD.createArrayBuilder(kept).build()));
      var reply = Json.BUILD.createArrayBuilder();
      for (int k = 0; k < ThinkingShape.calls(n); k++) {
        reply.add(Json.BUILD.createObjectBuilder().add("type", "tool_result").add("tool_use_id", ThinkingShape.callId(n, k)).add("content", "ok"));
      }
      history.add(message("user", ThinkingShape.calls(n) > 0 ? reply.build() : ThinkingShape.array("[{\"type\":\"text\",\"text\":\"more\"}]")));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMessageComesBackWithItsReasoning(ThinkingShape shape) throws Exception {
    try (var port = new Port(shape)) {
      var talk = new Talk(true);
      for (int n = 0; n < TURNS; n++) {
        talk.turn(n, port, shape::withReasoning);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void andSoAcrossARestart(ThinkingShape shape) throws Exception {
    try (var port = new Port(shape)) {
      var talk = new Talk(true);
      for (int n = 0; n < TURNS; n++) {
        if (n == 5) {
          port.restart();
        }
        talk.turn(n, port, shape::withReasoning);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void reasoningOfCallsIsRememberedForAClientThatDropsIt(ThinkingShape shape) throws Exception {
    try (var port = new Port(shape)) {
      var talk = new Talk(false);
      for (int n = 0; n < TURNS; n++) {
        talk.turn(n, port, earlier -> ThinkingShape.calls(earlier) > 0 ? shape.withReasoning(earlier) : shape.withoutReasoning(earlier));
      }
    }
  }

  /// The prefix changes once, after the restart, and then stays.
  @ParameterizedTest
  @EnumSource
  void whatWasForgottenIsReplacedByWhatTheProviderAccepts(ThinkingShape shape) throws Exception {
    try (var port = new Port(shape)) {
      var talk = new Talk(false);
      for (int n = 0; n < TURNS; n++) {
        if (n == 5) {
          port.restart();
          port.mayDiffer();
        }
        int since = n >= 5 ? 5 : 0;
        talk.turn(n, port,
            earlier -> earlier >= since && ThinkingShape.calls(earlier) > 0 ? shape.withReasoning(earlier) : shape.withoutReasoning(earlier));
      }
    }
  }

  /// There and back again: nobody is sent what another thought, and the first finds its own once more.
  @ParameterizedTest
  @CsvSource({
    "DEEPSEEK,KIMI", "KIMI,DEEPSEEK", "GLM,KIMI", "MINIMAX,OPENROUTER", "OPENROUTER,GEMINI", "GEMINI,DEEPSEEK", "VLLM,GLM", "KIMI,VLLM", "MISTRAL,TAGS",
    "TAGS,MISTRAL", "TOGETHER,KIMI", "OPENROUTER,OPENROUTER", "GEMINI,GEMINI"
  })
  void aProviderIsNotSentTheReasoningOfAnother(ThinkingShape first, ThinkingShape second) throws Exception {
    try (var one = new Port(first); var other = new Port(second)) {
      var talk = new Talk(true);
      for (int n = 0; n < TURNS; n++) {
        boolean away = n >= 4 && n < 8;
        var here = away ? second : first;
        talk.turn(n, away ? other : one,
            earlier -> (earlier >= 4 && earlier < 8) == away ? here.withReasoning(earlier) : here.withoutReasoning(earlier));
      }
    }
  }

  private static boolean streams(int n) {
    return n % 5 != 3 && n % 5 != 4;
  }

  private static List<JsonObject> folded(String sse) {
    var content = new ArrayList<JsonObject>();
    for (var block : StreamJudge.judge(sse.getBytes(StandardCharsets.UTF_8)).blocks()) {
      var json = Json.BUILD.createObjectBuilder();
      switch (block.opening()) {
        case Opening.Text() -> json.add("type", "text").add("text", block.content());
        case Opening.Thinking() -> json.add("type", "thinking").add("thinking", block.content()).add("signature", block.signature());
        case Opening.ToolUse(var id, var name) ->
            json.add("type", "tool_use").add("id", id).add("name", name).add("input", ThinkingShape.array("[" + block.content() + "]").getFirst());
        case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> throw new AssertionError("nobody searches here");
      }
      content.add(json.build());
    }
    return content;
  }

  private static JsonObject message(String role, JsonValue content) {
    return Json.BUILD.createObjectBuilder().add("role", role).add("content", content).build();
  }
}
