package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.fake.Line;
import portside.wire.Json;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.StreamJudge;

/// Conversations of ten turns with Gemini in its own language, on real sockets: each part comes back as the model gave it, with its own signature, also to an
/// instance that was started anew and after another model had its turn.
@Timeout(60)
class GeminiReturnsTest {
  private static final int TURNS = 10;
  private static final String SKIP = "skip_thought_signature_validator";
  private static final String THREE = "gemini-3.1-pro";
  private static final String TWO = "gemini-2.5-pro";

  /// What the model says in a turn, as it comes. A later call of parallel ones has no signature, one of 2.5 no id.
  private static String parts(String model, int n) {
    var thought = "{'text':'thinking " + n + "','thought':true},";
    var text = "{'text':'text " + n + "','thoughtSignature':'T" + n + "='},";
    var signed = "{'functionCall':{" + (model.equals(THREE) ? "'id':'native" + n + "'," : "") + "'name':'look','args':{'n':" + n + "}},'thoughtSignature':'C" + n + "+/='}";
    var beside = ",{'functionCall':{" + (model.equals(THREE) ? "'id':'beside" + n + "'," : "") + "'name':'look','args':{'n':-1}}}";
    return switch (n % 4) {
      case 0 -> thought + signed + beside;
      case 1 -> signed;
      case 2 -> text + signed;
      default -> thought + text + signed + beside;
    };
  }

  /// The same as it is to come back to a model.
  private static List<JsonObject> returned(String maker, int n, String asked) {
    boolean own = maker.equals(asked);
    var back = new ArrayList<JsonObject>();
    boolean first = true;
    for (var part : array(parts(maker, n)).getValuesAs(JsonObject.class)) {
      if (part.containsKey("thought")) {
        continue; // the words of thinking stay behind
      }
      var one = Json.BUILD.createObjectBuilder();
      boolean call = part.containsKey("functionCall");
      if (call) {
        var function = Json.BUILD.createObjectBuilder(part.getJsonObject("functionCall"));
        one.add("functionCall", asked.equals(TWO) ? function.remove("id") : function);
      } else {
        one.add("text", part.getString("text"));
      }
      if (own && part.containsKey("thoughtSignature")) {
        one.add("thoughtSignature", part.getString("thoughtSignature"));
      } else if (!own && call && first && asked.equals(THREE)) {
        one.add("thoughtSignature", SKIP);
      }
      first &= !call;
      back.add(one.build());
    }
    return back;
  }

  private static JsonArray array(String elements) {
    try {
      return (JsonArray) Json.value("[" + elements.replace('\'', '"') + "]");
    } catch (Json.Malformed ours) {
      throw new AssertionError(elements, ours);
    }
  }

  /// One model for opus and another for sonnet, behind a proxy that can be started anew.
  private static final class Port implements AutoCloseable {
    private final AtomicInteger turn = new AtomicInteger();
    private final ScriptedProvider provider = new ScriptedProvider().then(this::answer);
    private RunningProxy proxy = start();

    Port() throws Exception {}

    private RunningProxy start() throws Exception {
      return RunningProxy.before(provider.url(), "DIALECT=gemini-native", "BIG_MODEL=" + THREE, "MIDDLE_MODEL=" + TWO);
    }

    void restart() throws Exception {
      proxy.close();
      proxy = start();
    }

    private void answer(Line line) throws Exception {
      var asked = line.asked().line();
      var all = array(parts(asked.contains(THREE) ? THREE : TWO, turn.get())).getValuesAs(JsonObject.class);
      if (!asked.contains("alt=sse")) {
        line.whole(200, "application/json", "{\"candidates\":[{\"content\":{\"parts\":" + all + "},\"finishReason\":\"STOP\"}]}");
        return;
      }
      line.stream();
      for (var part : all) {
        line.chunk(("data: {\"candidates\":[{\"content\":{\"parts\":[" + part + "]}}]}\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      }
      line.chunk("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}]}\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      line.chunkEnd();
    }

    /// Takes a turn, every other one streamed; returns the content of the answer.
    List<JsonObject> take(int n, String family, List<JsonObject> history) throws Exception {
      turn.set(n);
      boolean stream = n % 2 == 0;
      var request = Json.BUILD.createObjectBuilder().add("model", "claude-" + family + "-5-5").add("max_tokens", 1000).add("stream", stream)
          .add("tools", array("{'name':'look','input_schema':{'type':'object','properties':{'n':{'type':'integer'}}}}"))
          .add("messages", Json.BUILD.createArrayBuilder(history));
      var answer = proxy.post("/v1/messages", Json.text(request.build()));
      assertEquals(200, answer.statusCode(), answer.body());
      if (!stream) {
        return Json.object(answer.body()).getJsonArray("content").getValuesAs(JsonObject.class);
      }
      var message = new MessageAccumulator();
      StreamJudge.read(answer.body().getBytes(StandardCharsets.UTF_8)).forEach(message);
      return Json.object(message.bytes()).getJsonArray("content").getValuesAs(JsonObject.class);
    }

    /// The turns of the model in the request that came last.
    List<List<JsonObject>> received() throws Exception {
      return Json.object(provider.take().text()).getJsonArray("contents").getValuesAs(JsonObject.class).stream()
          .filter(content -> content.getString("role").equals("model")).map(content -> List.copyOf(content.getJsonArray("parts").getValuesAs(JsonObject.class))).toList();
    }

    @Override
    public void close() throws IOException {
      proxy.close();
      provider.close();
    }
  }

  private static JsonObject said(String role, JsonValue content) {
    return Json.BUILD.createObjectBuilder().add("role", role).add("content", content).build();
  }

  /// @param models the family of each turn, such as `3332223333`
  /// @param restarts the turns before which the instance is started anew
  @ParameterizedTest
  @CsvSource({"3333333333, ''", "3333333333, 258", "2222222222, 5", "3332223333, ''", "3332223333, 1357", "2333322323, 123456789"})
  void everySignatureReturnsOnItsPartAndToItsMakerAlone(String models, String restarts) throws Exception {
    try (var port = new Port()) {
      var makers = IntStream.range(0, TURNS).mapToObj(n -> models.charAt(n) == '3' ? THREE : TWO).toList();
      var history = new ArrayList<>(List.of(said("user", Json.quoted("go"))));
      for (int n = 0; n < TURNS; n++) {
        if (restarts.contains("" + n)) {
          port.restart();
        }
        var asked = makers.get(n);
        var content = port.take(n, asked.equals(THREE) ? "opus" : "sonnet", history);
        assertEquals(IntStream.range(0, n).mapToObj(earlier -> returned(makers.get(earlier), earlier, asked)).toList(), port.received(), "turn " + n);
        history.add(said("assistant", Json.BUILD.createArrayBuilder(content).build()));
        var results = Json.BUILD.createArrayBuilder();
        content.stream().filter(block -> block.getString("type").equals("tool_use")).forEach(use -> results.add(Json.BUILD.createObjectBuilder()
            .add("type", "tool_result").add("tool_use_id", use.getString("id")).add("content", "ok")));
        history.add(said("user", results.build()));
      }
    }
  }
}
