package portside.translate.gemini;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectRule;
import portside.provider.dialect.rows.GeminiRows;
import portside.wire.Json;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// How the cases of [GeminiRequestCasesTest] and [GeminiAnswerCasesTest] are written: JSON with single quotation marks, and what was told as one line for each
/// block.
abstract class GeminiCases {
  static Dialect row(String name) {
    return GeminiRows.NATIVE.rules().stream().map(DialectRule::row).filter(row -> row.name().equals(name)).findFirst().orElseThrow();
  }

  static JsonObject sent(String members, Dialect row, String model) throws Json.Malformed {
    return sent("[{'role':'user','content':'go'}]", members, row, model);
  }

  static JsonObject sent(String messages, String members, Dialect row, String model) throws Json.Malformed {
    var request = "{'model':'m','max_tokens':1000,'messages':" + messages + (members.isEmpty() ? "" : "," + members) + "}";
    return Json.object(Gemini.translator(MessagesReader.read(bytes(request)), row, model).request().body());
  }

  static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static List<JsonObject> parts(JsonObject body, int content) {
    return body.getJsonArray("contents").getJsonObject(content).getJsonArray("parts").getValuesAs(JsonObject.class);
  }

  static String streamed(String... chunks) {
    var stream = new StringBuilder();
    for (var chunk : chunks) {
      stream.append("data: ").append(chunk).append("\r\n\r\n");
    }
    return stream.toString();
  }

  static String chunk(String parts, String finish) {
    return "{'candidates':[{'content':{'parts':[" + parts + "],'role':'model'},'index':0" + (finish.isEmpty() ? "" : ",'finishReason':'" + finish + "'") + "}]}";
  }

  static List<String> told(StreamJudge.Verdict verdict) {
    return verdict.blocks().stream().map(block -> switch (block.opening()) {
      case Opening.Text() -> "text " + block.content();
      case Opening.Thinking() -> "thinking " + block.content();
      case Opening.ToolUse(_, var name) -> "call " + name + " " + block.content();
      case Opening.ServerToolUse _ -> "search " + block.content();
      case Opening.SearchHits(_, var hits) -> "found " + hits.size();
      case Opening.ServerToolFailure _ -> "no search";
    }).toList();
  }

  static JsonObject json(byte[] body) {
    try {
      return Json.object(body);
    } catch (Json.Malformed e) {
      throw new AssertionError(e);
    }
  }
}
