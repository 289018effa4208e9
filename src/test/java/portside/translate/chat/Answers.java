package portside.translate.chat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.translate.AnswerContexts;
import portside.translate.AnswerFeed;
import portside.translate.answer.AnswerRules;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Runs provider answers through a [ChatAnswer] of a fixed request.
final class Answers {
  static final Map<String, JsonObject> TOOLS = tools();

  /// What the request demands that all tests answer.
  static final AnswerRules RULES = AnswerRules.stoppingAt(List.of("HALT"));

  private Answers() {}

  static ChatAnswer answer() {
    return answer(Dialect.STANDARD);
  }

  static ChatAnswer answer(Dialect dialect) {
    return answer(dialect, RULES);
  }

  static ChatAnswer answer(Dialect dialect, AnswerRules rules) {
    return new ChatAnswer(AnswerContexts.of(dialect, TOOLS, rules));
  }

  /// The standard dialect with the columns that a folder's `dialect.txt` sets, a line `DIALECT_<COLUMN>=…` for each.
  static Dialect dialect(Path folder) throws IOException {
    var dialect = Dialect.STANDARD;
    var file = folder.resolve("dialect.txt");
    for (var line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      var cell = line.replaceFirst("^DIALECT_", "").split("=", 2);
      dialect = Column.named(cell[0]).orElseThrow().set(dialect, cell[1]).orElseThrow();
    }
    return dialect;
  }

  private static Map<String, JsonObject> tools() {
    var tools = new LinkedHashMap<String, JsonObject>();
    tools.put("Read", schema("'file_path':{'type':'string'},'offset':{'type':'integer'},'limit':{'type':'number'}"));
    tools.put("Bash", schema("'command':{'type':'string'},'timeout':{'type':'number'},'run_in_background':{'type':'boolean'}"));
    tools.put("edit_file", schema("'path':{'type':'string'},'edits':{'type':'array','items':{'type':'object','properties':"
        + "{'old':{'type':'string'},'new':{'type':'string'},'all':{'type':'boolean'}}}},'options':{'type':'object'}"));
    tools.put("edit_files", schema("'paths':{'type':'array','items':{'type':'string'}}"));
    return tools;
  }

  private static JsonObject schema(String properties) {
    try {
      return Json.object("{'type':'object','properties':{%s}}".formatted(properties).replace('\'', '"'));
    } catch (Json.Malformed malformed) {
      throw new AssertionError(malformed);
    }
  }

  /// The events of a body that arrives in pieces of at most this size and ends cleanly.
  static List<StreamEvent> events(byte[] body, int pieceSize) {
    return events(Dialect.STANDARD, body, pieceSize);
  }

  static List<StreamEvent> events(Dialect dialect, byte[] body, int pieceSize) {
    var feed = new AnswerFeed(answer(dialect));
    var events = new ArrayList<StreamEvent>();
    for (int from = 0; from < body.length; from += pieceSize) {
      feed.bytes(body, from, Math.min(pieceSize, body.length - from), events::add);
    }
    feed.end(events::add);
    return events;
  }

  /// The events of a body that arrives at once and ends cleanly.
  static List<StreamEvent> events(String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return events(bytes, Math.max(1, bytes.length));
  }

  /// The judged events of a stream of these payloads.
  static StreamJudge.Verdict stream(String... payloads) {
    return StreamJudge.judge(events(sse(payloads)));
  }

  /// A stream of these payloads; each stands on one line.
  static String sse(String... payloads) {
    var body = new StringBuilder();
    for (var payload : payloads) {
      body.append("data: ").append(payload).append("\n\n");
    }
    return body.toString();
  }

  /// A chunk with this delta.
  static String delta(String delta) {
    return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
  }

  /// A chunk that ends the answer.
  static String finish(String reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }
}
