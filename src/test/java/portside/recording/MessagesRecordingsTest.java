package portside.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.rows.ClaudeRows;
import portside.translate.AnswerContexts;
import portside.translate.AnswerFeed;
import portside.translate.AnswerStream;
import portside.translate.TranslatorContext;
import portside.translate.answer.AnswerRules;
import portside.translate.messages.MessagesAnswer;
import portside.translate.messages.MessagesRelay;
import portside.translate.messages.MessagesTranslator;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// Every recorded answer of the Messages API passes byte for byte but for the model's name, and says the same where it is read; every recorded request
/// passes as it is.
class MessagesRecordingsTest {
  private static final Pattern MODEL = Pattern.compile("(\"model\"\\s*:\\s*)\"[^\"]*\"");
  /// Streams that are not lawful as they came: thinking without a `signature`, a block that is never stopped.
  private static final List<String> MADE_LAWFUL = List.of(
      "anthropic-requests/claude-sonnet-4-20250514--anthropic-completion-stream-thinking--dd-trace-py",
      "anthropic/claude-3-7-sonnet-20250219--incomplete-partial-json-response--anthropic-sdk-python");
  /// What tools of the provider's own did, in our words.
  private static final Pattern SERVER_WORK = Pattern.compile("\\[[a-z_]+(?:: | results?]| failed|: no result)");

  private static final Dialect CLAUDE = ClaudeRows.ANTHROPIC.rules().getFirst().row();

  @Test
  void everyRecordedAnswerPassesButForTheNameOfItsModel() throws Exception {
    assumeTrue(RecordingCases.present());
    var random = new Random(20261129);
    var wrong = new ArrayList<String>();
    int compared = 0;
    for (var recorded : answers()) {
      var body = text(recorded);
      var expected = recorded.sse() ? stream(body) : MODEL.matcher(body).replaceFirst("$1\"claude-test\"");
      var passed = new StringBuilder();
      var events = fed(new MessagesRelay(AnswerContexts.of(Dialect.STANDARD, Map.of(), AnswerRules.stoppingAt(List.of())), recorded.sse()), body, random);
      for (var event : events) {
        passed.append(event instanceof StreamEvent.Verbatim(var bytes, _) ? new String(bytes, StandardCharsets.UTF_8) : "\n" + event);
      }
      if (MADE_LAWFUL.contains(recorded.name())) {
        assertNotEquals(expected, passed.toString());
      } else if (!expected.equals(passed.toString())) {
        wrong.add("\n" + recorded.name() + difference(expected, passed.toString()));
      }
      compared++;
    }
    assertEquals(List.of(), wrong);
    assertTrue(compared > 300, "too few recordings: " + compared);
  }

  @Test
  void everyRecordedAnswerSaysTheSameWhereItIsRead() throws Exception {
    assumeTrue(RecordingCases.present());
    var random = new Random(20261130);
    var wrong = new ArrayList<String>();
    for (var recorded : answers()) {
      var body = text(recorded);
      var verdict = StreamJudge.judge(
          fed(new MessagesAnswer(AnswerContexts.of(Dialect.STANDARD, Map.of(), AnswerRules.stoppingAt(List.of()))), body, random));
      var told = verdict.error() != null ? List.of("error") : told(verdict);
      var expected = recorded.sse() ? fold(body) : message(object(body));
      if (!expected.equals(told.subList(0, Math.min(told.size(), expected.size())))) { // without counts none are expected
        wrong.add("\n" + recorded.name() + "\n  expected " + expected + "\n  told     " + told + verdict.error());
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyRecordedRequestPassesAsItIs() throws Exception {
    assumeTrue(RecordingCases.present());
    var changed = new ArrayList<String>();
    int passed = 0;
    for (var recorded : RecordingCases.messages()) {
      var file = recorded.body().resolveSibling("request.json");
      if (!Files.exists(file)) {
        continue;
      }
      var body = Files.readAllBytes(file);
      try {
        var request = MessagesReader.read(body);
        var context = new TranslatorContext("msg_test", "acme", 100, Instant.EPOCH, UnaryOperator.identity(), "");
        var sent = new MessagesTranslator(request, CLAUDE, request.model(), new Provider.Limits(0, 0), "acme", context).request().body();
        if (Arrays.equals(body, sent)) {
          passed++;
        } else {
          changed.add(recorded.name());
        }
      } catch (Refusal refusal) {
        // without a model, which Vertex has in its path, or wrong
      }
    }
    assertEquals(List.of(), changed);
    assertTrue(passed > 200, "too few recordings: " + passed);
  }

  private static List<RecordingCases.Case> answers() throws Exception {
    return RecordingCases.messages().stream().filter(recorded -> recorded.status() == 200).toList();
  }

  private static String difference(String expected, String passed) {
    int at = 0;
    while (at < Math.min(expected.length(), passed.length()) && expected.charAt(at) == passed.charAt(at)) {
      at++;
    }
    return "\n  expected …" + excerpt(expected, at) + "\n  passed   …" + excerpt(passed, at);
  }

  private static String excerpt(String text, int at) {
    return text.substring(Math.max(0, at - 100), Math.min(text.length(), at + 200)).replace("\n", "\\n");
  }

  private static String text(RecordingCases.Case recorded) throws Exception {
    return new String(recorded.bytes(), StandardCharsets.UTF_8);
  }

  /// The frames of a stream as Anthropic writes them.
  private static String stream(String body) {
    var frames = new StringBuilder();
    for (var frame : body.replace("\r\n", "\n").strip().split("\n\n+")) {
      var lines = frame.lines().filter(line -> !line.startsWith(":")).toList();
      var data = lines.stream().filter(line -> line.startsWith("data:")).map(line -> line.substring(5).replaceFirst("^ ", "")).collect(Collectors.joining("\n"));
      if (!data.isEmpty()) {
        var type = object(data).getString("type");
        var said = type.equals("message_start") ? MODEL.matcher(data).replaceFirst("$1\"claude-test\"") : data;
        frames.append("event: ").append(type).append("\ndata: ").append(said).append("\n\n");
      }
    }
    return frames.toString();
  }

  private static List<StreamEvent> fed(AnswerStream answer, String body, Random random) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var feed = new AnswerFeed(answer);
    var events = new ArrayList<StreamEvent>();
    for (int from = 0; from < bytes.length; ) {
      int length = Math.min(bytes.length - from, 1 + random.nextInt(random.nextBoolean() ? 20 : 2000));
      feed.bytes(bytes, from, length, events::add);
      from += length;
    }
    feed.end(events::add);
    return events;
  }

  /// What an answer says, worked out a second time without any code of the proxy.
  private static List<String> fold(String body) {
    var blocks = new TreeMap<Integer, StringBuilder>();
    JsonObject usage = JsonValue.EMPTY_JSON_OBJECT;
    var stop = "";
    boolean ended = false;
    boolean error = false;
    for (var line : body.lines().filter(line -> line.startsWith("data:")).toList()) {
      var event = object(line.substring(5));
      switch (event.getString("type")) {
        case "message_start" -> usage = merged(usage, event.getJsonObject("message").get("usage"));
        case "content_block_start" -> {
          var block = event.getJsonObject("content_block");
          var kind = switch (block.getString("type")) {
            case "text" -> "text " + block.getString("text");
            case "thinking" -> "thinking " + block.getString("thinking");
            case "tool_use" -> "call " + block.getString("name") + " ";
            default -> "other ";
          };
          blocks.put(event.getInt("index"), new StringBuilder(kind));
        }
        case "content_block_delta" -> {
          var delta = event.getJsonObject("delta");
          blocks.get(event.getInt("index")).append(delta.getString("text", delta.getString("thinking", delta.getString("partial_json", ""))));
        }
        case "message_delta" -> {
          usage = merged(usage, event.get("usage"));
          stop = event.getJsonObject("delta").get("stop_reason") instanceof JsonString reason ? reason.getString() : stop;
        }
        case "message_stop" -> ended = true;
        case "error" -> error = true;
        default -> {}
      }
    }
    return error || !ended && stop.isEmpty() ? List.of("error") : told(blocks.values().stream().map(StringBuilder::toString).toList(), stop, usage);
  }

  private static List<String> message(JsonObject message) {
    var blocks = new ArrayList<String>();
    for (var block : message.getJsonArray("content").getValuesAs(JsonObject.class)) {
      blocks.add(switch (block.getString("type")) {
        case "text" -> "text " + block.getString("text");
        case "thinking" -> "thinking " + block.getString("thinking");
        case "tool_use" -> "call " + block.getString("name") + " " + block.get("input");
        default -> "other ";
      });
    }
    return told(blocks, message.get("stop_reason") instanceof JsonString reason ? reason.getString() : "", message.getJsonObject("usage"));
  }

  private static JsonObject merged(JsonObject before, JsonValue said) {
    var merged = Json.createObjectBuilder(before);
    if (said instanceof JsonObject usage) {
      usage.forEach((name, value) -> {
        if (value != JsonValue.NULL) {
          merged.add(name, value);
        }
      });
    }
    return merged.build();
  }

  /// Texts that follow each other count as one, since blank ones join the next; so do a reason to stop that no request here asked for and `end_turn`.
  /// Counts of zero are estimated.
  private static List<String> told(List<String> blocks, String stop, JsonObject usage) {
    var told = new ArrayList<String>();
    for (var block : blocks) {
      boolean joins = block.startsWith("text ") && !told.isEmpty() && told.getLast().startsWith("text ");
      if (joins) {
        told.add(told.removeLast() + block.substring(5));
      } else if (!block.startsWith("other") && !block.equals("thinking ")) {
        told.add(readable(block));
      }
    }
    told.removeIf(block -> block.startsWith("text ") && block.substring(5).isBlank());
    told.add(List.of("pause_turn", "stop_sequence").contains(stop) ? "end_turn" : stop);
    if (count(usage, "output_tokens") > 0) {
      told.add(count(usage, "input_tokens") + " in, " + count(usage, "output_tokens") + " out, " + count(usage, "cache_read_input_tokens") + " read, "
          + count(usage, "cache_creation_input_tokens") + " written");
    }
    return told;
  }

  /// Arguments are compared as values.
  private static String readable(String block) {
    if (!block.startsWith("call ")) {
      return block;
    }
    var parts = block.split(" ", 3);
    try {
      return "call " + parts[1] + " " + (parts[2].isBlank() ? "{}" : object(parts[2]));
    } catch (JsonParsingException cutOff) {
      return block;
    }
  }

  private static List<String> told(StreamJudge.Verdict verdict) {
    var blocks = verdict.blocks().stream().map(block -> switch (block.opening()) {
      case Opening.Text() when SERVER_WORK.matcher(block.content()).lookingAt() -> "other ";
      case Opening.Text() -> "text " + block.content();
      case Opening.Thinking() -> "thinking " + block.content();
      case Opening.ToolUse(_, var name) -> "call " + name + " " + block.content();
      case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> "other ";
    }).toList();
    var usage = Json.createObjectBuilder().add("input_tokens", verdict.usage().input()).add("output_tokens", verdict.usage().output())
        .add("cache_read_input_tokens", verdict.usage().cacheRead().orElse(0)).add("cache_creation_input_tokens", verdict.usage().cacheCreation().orElse(0)).build();
    return told(blocks, verdict.stopReason().wire(), usage);
  }

  private static long count(JsonObject usage, String name) {
    return usage.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  private static JsonObject object(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readObject();
    }
  }
}
