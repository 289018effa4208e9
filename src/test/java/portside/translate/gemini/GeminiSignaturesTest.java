package portside.translate.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import portside.translate.AnswerFeed;
import portside.wire.Json;
import portside.wire.anthropic.MessageAccumulator;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Ten turns of a conversation that nothing but its client remembers: the model finds each of its parts as it wrote it, and every request begins with the one
/// before. A model of another name finds none of the signatures.
class GeminiSignaturesTest {
  private static final int TURNS = 10;

  /// What the model says in a turn.
  private static String parts(int n) {
    return switch (n % 4) {
      case 0 -> "{'functionCall':{'id':'native" + n + "','name':'sum','args':{'n':" + n + "}},'thoughtSignature':'c" + n + "'},{'functionCall':{'id':'other" + n + "','name':'sum','args':{}}}";
      case 1 -> "{'text':'I look " + n + "','thoughtSignature':'t" + n + "'},{'functionCall':{'name':'sum','args':{'n':" + n + "}},'thoughtSignature':'c" + n + "'}";
      case 2 -> "{'functionCall':{'name':'sum','args':{'n':" + n + "}},'thoughtSignature':'c" + n + "'},{'text':'','thoughtSignature':'t" + n + "'}";
      default -> "{'text':'done " + n + "'}";
    };
  }

  @Test
  void everyPartReturnsAsItCame() throws Exception {
    var history = new ArrayList<String>(List.of("{\"role\":\"user\",\"content\":\"go\"}"));
    var expected = new ArrayList<String>();
    var before = List.<String>of();
    for (int n = 0; n < TURNS; n++) {
      var request = MessagesReader.read(("{\"model\":\"m\",\"max_tokens\":1000,\"messages\":[" + String.join(",", history) + "]}").getBytes(StandardCharsets.UTF_8));
      var translator = Gemini.translator(request, Gemini.ROW, Gemini.MAKER.model());
      var contents = Json.object(translator.request().body()).getJsonArray("contents").getValuesAs(JsonObject.class);
      var said = contents.stream().filter(content -> content.getString("role").equals("model")).map(content -> content.get("parts").toString()).toList();
      assertEquals(expected, said, "turn " + n);
      var now = contents.stream().map(JsonValue::toString).toList();
      assertEquals(before, now.subList(0, before.size()), "turn " + n);
      before = now;
      var others = Gemini.translator(request, Gemini.ROW, "another").request().body();
      assertEquals(false, new String(others, StandardCharsets.UTF_8).matches("(?s).*\"thoughtSignature\":\"[ct]\\d.*"), "turn " + n);

      var events = new ArrayList<StreamEvent>();
      var feed = new AnswerFeed(translator.answer());
      var thought = "{'candidates':[{'content':{'parts':[{'text':'Hm','thought':true}]}}]}";
      var answer = "{'candidates':[{'content':{'parts':[" + parts(n) + "]},'finishReason':'STOP'}]}";
      var bytes = ("data: " + thought + "\n\ndata: " + answer + "\n\n").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      feed.bytes(bytes, 0, bytes.length, events::add);
      feed.end(events::add);
      StreamJudge.judge(events);
      expected.add(returned(parts(n)));
      reply(events, history);
    }
  }

  /// The parts as the API reads them again: the order of members is ours.
  private static String returned(String parts) throws Json.Malformed {
    var array = Json.BUILD.createArrayBuilder();
    ((jakarta.json.JsonArray) Json.value(("[" + parts + "]").replace('\'', '"'))).forEach(array::add);
    return array.build().toString();
  }

  private static void reply(List<StreamEvent> events, List<String> history) throws Json.Malformed {
    var message = new MessageAccumulator();
    events.forEach(message);
    var content = Json.object(message.bytes()).getJsonArray("content");
    history.add("{\"role\":\"assistant\",\"content\":" + content + "}");
    var results = content.getValuesAs(JsonObject.class).stream().filter(block -> block.getString("type").equals("tool_use"))
        .map(block -> "{\"type\":\"tool_result\",\"tool_use_id\":\"" + block.getString("id") + "\",\"content\":\"ok\"}").toList();
    history.add("{\"role\":\"user\",\"content\":" + (results.isEmpty() ? "\"more\"" : "[" + String.join(",", results) + "]") + "}");
  }
}
