package portside.wire.anthropic;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.SearchHit;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;

/// The strict judge of what a client is sent: every stream in every test goes before it. Throws an `AssertionError` that names the event and the
/// rule. The rules are those of the Anthropic SDKs and of Claude Code; pings may stand anywhere before the end.
public final class StreamJudge {
  /// What a lawful stream said.
  ///
  /// @param blocks in order
  /// @param stopReason null when the stream ended in an error
  /// @param usage null when the stream ended in an error
  /// @param error null when the stream ended well
  public record Verdict(List<Block> blocks, StopReason stopReason, String stopSequence, Usage usage, Fault error) {}

  /// A block and all of its deltas joined.
  ///
  /// @param signature of a thinking block, else empty
  public record Block(Opening opening, String content, String signature) {}

  private static final Pattern TOOL_ID = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern SERVER_TOOL_ID = Pattern.compile("srvtoolu_[A-Za-z0-9_]+");

  private final Set<String> ids = new HashSet<>();
  private final Map<String, String> pending = new HashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private Opening open;
  private StringBuilder content;
  private String signature;
  private boolean started;
  private boolean over;
  private StreamEvent.MessageDelta delta;
  private Fault error;

  private StreamJudge() {}

  /// Judges events.
  public static Verdict judge(List<StreamEvent> events) {
    var judge = new StreamJudge();
    int n = 0;
    for (var event : events) {
      try {
        judge.take(event);
      } catch (AssertionError broken) {
        throw new AssertionError("event " + n + " " + event + ": " + broken.getMessage() + "\n" + events, null);
      }
      n++;
    }
    if (!judge.over) {
      throw new AssertionError("the stream has no end: " + events);
    }
    return new Verdict(
        List.copyOf(judge.blocks),
        judge.delta == null ? null : judge.delta.stopReason(),
        judge.delta == null ? null : judge.delta.stopSequence(),
        judge.delta == null ? null : judge.delta.usage(),
        judge.error);
  }

  /// Judges the bytes of a stream, frames, JSON members and all.
  public static Verdict judge(byte[] sse) {
    return judge(read(sse));
  }

  /// Reads the bytes of a stream strictly; the events are not judged yet.
  public static List<StreamEvent> read(byte[] sse) {
    var text = decode(sse);
    require(text.endsWith("\n\n"), "the stream ends in the middle of a frame");
    var events = new ArrayList<StreamEvent>();
    for (var frame : text.substring(0, text.length() - 2).split("\n\n", -1)) {
      var lines = frame.split("\n", -1);
      if (lines.length == 1 && lines[0].startsWith(":")) {
        continue;
      }
      require(lines.length == 2 && lines[0].startsWith("event: ") && lines[1].startsWith("data: "), "not a frame: " + frame);
      var json = object(lines[1].substring(6));
      require(lines[0].substring(7).equals(string(json, "type")), "event name and type differ: " + frame);
      events.add(event(json));
    }
    return events;
  }

  private void take(StreamEvent event) {
    require(!over, "after the end");
    require(delta == null || event instanceof StreamEvent.MessageStop || event instanceof StreamEvent.Ping, "after message_delta");
    switch (event) {
      case StreamEvent.Ping() -> {}
      case StreamEvent.Verbatim _ -> require(false, "a piece that passed as it came");
      case StreamEvent.Error(var fault) -> {
        require(!fault.message().isBlank(), "an error says something");
        error = fault;
        over = true;
      }
      case StreamEvent.MessageStart(var id, var model, var usage) -> {
        require(!started, "a second message_start");
        require(id.startsWith("msg_") && !model.isEmpty(), "id and model");
        require(usage.input() >= 0 && usage.output() >= 0, "usage of message_start");
        started = true;
      }
      case StreamEvent.BlockStart(var index, var block) -> open(index, block);
      case StreamEvent.BlockDelta(var index, var piece) -> append(index, piece);
      case StreamEvent.BlockStop(var index) -> close(index);
      case StreamEvent.MessageDelta end -> end(end);
      case StreamEvent.MessageStop() -> {
        require(delta != null, "message_stop without message_delta");
        over = true;
      }
    }
  }

  private void open(int index, Opening block) {
    require(started, "before message_start");
    require(open == null, "a block is open");
    require(index == blocks.size(), "index");
    if (block instanceof Opening.ToolUse(var id, var name)) {
      require(TOOL_ID.matcher(id).matches() && ids.add(id), "tool id");
      require(!name.isEmpty(), "tool name");
    }
    switch (block) {
      case Opening.ServerToolUse(var id, var name) ->
          require(SERVER_TOOL_ID.matcher(id).matches() && ids.add(id) && pending.put(id, name) == null, "server tool id");
      case Opening.SearchHits(var id, _) -> require("web_search".equals(pending.remove(id)), "hits without a call");
      case Opening.ServerToolFailure(var tool, var id, _) -> require(tool.equals(pending.remove(id)), "a failure without a call");
      case Opening.Text _, Opening.Thinking _, Opening.ToolUse _ -> {}
    }
    open = block;
    content = new StringBuilder();
    signature = "";
  }

  private void append(int index, Delta piece) {
    require(open != null && index == blocks.size(), "no such block is open");
    require(signature.isEmpty(), "after the signature");
    boolean fits = switch (piece) {
      case Delta.Text _ -> open instanceof Opening.Text;
      case Delta.Thinking _, Delta.Signature _ -> open instanceof Opening.Thinking;
      case Delta.InputJson _ -> open instanceof Opening.ToolUse || open instanceof Opening.ServerToolUse;
    };
    require(fits, "delta of another kind than its block");
    var text = switch (piece) {
      case Delta.Text(var words) -> words;
      case Delta.Thinking(var thinking) -> thinking;
      case Delta.Signature(var seal) -> seal;
      case Delta.InputJson(var json) -> json;
    };
    require(!text.isEmpty(), "an empty delta");
    require(!Character.isHighSurrogate(text.charAt(text.length() - 1)), "ends in the middle of a character");
    if (piece instanceof Delta.Signature) {
      signature = text;
    } else {
      content.append(text);
    }
  }

  private void close(int index) {
    require(open != null && index == blocks.size(), "no such block is open");
    if (open instanceof Opening.Thinking) {
      require(!signature.isEmpty(), "a thinking block without signature"); // without thinking it is lawful: Anthropic sends it where that is omitted
    }
    blocks.add(new Block(open, content.toString(), signature));
    open = null;
  }

  private void end(StreamEvent.MessageDelta end) {
    require(started && open == null, "message_delta inside a block or before message_start");
    require(!blocks.isEmpty(), "no content");
    require(pending.isEmpty(), "a server tool without a result");
    require(end.stopReason() != null, "no stop reason");
    require((end.stopReason() == StopReason.STOP_SEQUENCE) == (end.stopSequence() != null), "stop sequence");
    boolean calls = blocks.stream().anyMatch(block -> block.opening() instanceof Opening.ToolUse);
    require(end.stopReason() != StopReason.TOOL_USE || calls, "tool_use without a call");
    var usage = end.usage();
    require(usage.input() >= 0 && usage.output() >= 0, "usage");
    require(usage.thinking().orElse(0) <= usage.output(), "more thinking than output");
    require(usage.cacheRead().isPresent() == usage.cacheCreation().isPresent(), "one cache count without the other");
    delta = end;
  }

  private static StreamEvent event(JsonObject json) {
    return switch (string(json, "type")) {
      case "message_start" -> start(member(json, "message"));
      case "content_block_start" -> new StreamEvent.BlockStart(index(json), opening(member(json, "content_block")));
      case "content_block_delta" -> new StreamEvent.BlockDelta(index(json), delta(member(json, "delta")));
      case "content_block_stop" -> new StreamEvent.BlockStop(index(json));
      case "message_delta" -> messageDelta(json);
      case "message_stop" -> new StreamEvent.MessageStop();
      case "ping" -> new StreamEvent.Ping();
      case "error" -> error(member(json, "error"));
      case String other -> throw new AssertionError("unknown event " + other);
    };
  }

  private static StreamEvent start(JsonObject message) {
    require(string(message, "type").equals("message") && string(message, "role").equals("assistant"), "type and role: " + message);
    require(message.get("content") instanceof JsonArray content && content.isEmpty(), "content: " + message);
    require(message.get("stop_reason") == JsonValue.NULL && message.get("stop_sequence") == JsonValue.NULL, "stop: " + message);
    return new StreamEvent.MessageStart(string(message, "id"), string(message, "model"), usage(member(message, "usage")));
  }

  private static Opening opening(JsonObject block) {
    return switch (string(block, "type")) {
      case "text" -> {
        require(string(block, "text").isEmpty(), "text: " + block);
        yield new Opening.Text();
      }
      case "thinking" -> {
        require(string(block, "thinking").isEmpty() && string(block, "signature").isEmpty(), "thinking: " + block);
        yield new Opening.Thinking();
      }
      case "tool_use" -> {
        require(member(block, "input").isEmpty(), "input: " + block);
        yield new Opening.ToolUse(string(block, "id"), string(block, "name"));
      }
      case "server_tool_use" -> {
        require(member(block, "input").isEmpty(), "input: " + block);
        require(string(member(block, "caller"), "type").equals("direct"), "caller: " + block);
        yield new Opening.ServerToolUse(string(block, "id"), string(block, "name"));
      }
      case "web_search_tool_result", "web_fetch_tool_result" -> result(block);
      case String other -> throw new AssertionError("unknown block " + other);
    };
  }

  private static Opening result(JsonObject block) {
    var id = string(block, "tool_use_id");
    require(string(member(block, "caller"), "type").equals("direct"), "caller: " + block);
    if (block.get("content") instanceof JsonArray hits) {
      return new Opening.SearchHits(id, hits.stream().map(hit -> hit(hit.asJsonObject())).toList());
    }
    var content = member(block, "content");
    require(string(content, "type").equals(string(block, "type") + "_error"), "type of the error: " + block);
    return new Opening.ServerToolFailure(string(block, "type").replace("_tool_result", ""), id, string(content, "error_code"));
  }

  /// The text for the model never travels.
  private static SearchHit hit(JsonObject hit) {
    require(string(hit, "type").equals("web_search_result") && string(hit, "encrypted_content").isEmpty(), "hit: " + hit);
    require(hit.get("page_age") == JsonValue.NULL, "hit: " + hit);
    return new SearchHit(string(hit, "title"), string(hit, "url"), "");
  }

  private static Delta delta(JsonObject delta) {
    return switch (string(delta, "type")) {
      case "text_delta" -> new Delta.Text(string(delta, "text"));
      case "thinking_delta" -> new Delta.Thinking(string(delta, "thinking"));
      case "signature_delta" -> new Delta.Signature(string(delta, "signature"));
      case "input_json_delta" -> new Delta.InputJson(string(delta, "partial_json"));
      case String other -> throw new AssertionError("unknown delta " + other);
    };
  }

  private static StreamEvent messageDelta(JsonObject json) {
    var delta = member(json, "delta");
    var sequence = delta.get("stop_sequence");
    require(sequence == JsonValue.NULL || sequence instanceof JsonString, "stop_sequence: " + json);
    return new StreamEvent.MessageDelta(StopReason.valueOf(string(delta, "stop_reason").toUpperCase(Locale.ROOT)),
        sequence instanceof JsonString text ? text.getString() : null, usage(member(json, "usage")));
  }

  /// Several kinds share a type; the first one of the table stands for them all.
  private static StreamEvent error(JsonObject error) {
    for (var kind : FaultKind.values()) {
      if (kind.type().equals(string(error, "type"))) {
        return new StreamEvent.Error(Fault.of(kind, string(error, "message")));
      }
    }
    throw new AssertionError("unknown error type: " + error);
  }

  private static Usage usage(JsonObject usage) {
    var searches = usage.get("server_tool_use") instanceof JsonObject object ? count(object, "web_search_requests").orElse(0) : 0;
    var details = usage.get("output_tokens_details") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    require(count(usage, "input_tokens").isPresent() && count(usage, "output_tokens").isPresent(), "usage: " + usage);
    return new Usage(count(usage, "input_tokens").getAsLong(), count(usage, "output_tokens").getAsLong(),
        count(usage, "cache_read_input_tokens"), count(usage, "cache_creation_input_tokens"), count(details, "thinking_tokens"), searches);
  }

  private static OptionalLong count(JsonObject object, String name) {
    var value = object.get(name);
    require(value == null || value instanceof JsonNumber number && number.isIntegral(), name + " is no integer: " + object);
    return value instanceof JsonNumber number ? OptionalLong.of(number.longValueExact()) : OptionalLong.empty();
  }

  private static int index(JsonObject json) {
    require(json.get("index") instanceof JsonNumber, "no index: " + json);
    return json.getInt("index");
  }

  private static JsonObject member(JsonObject json, String name) {
    require(json.get(name) instanceof JsonObject, "no object " + name + ": " + json);
    return json.getJsonObject(name);
  }

  private static String string(JsonObject json, String name) {
    require(json.get(name) instanceof JsonString, "no text " + name + ": " + json);
    return json.getString(name);
  }

  private static JsonObject object(String text) {
    try {
      return Json.object(text);
    } catch (Json.Malformed malformed) {
      throw new AssertionError("not JSON: " + text, malformed);
    }
  }

  private static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException malformed) {
      throw new AssertionError("not UTF-8", malformed);
    }
  }

  private static void require(boolean lawful, String rule) {
    if (!lawful) {
      throw new AssertionError(rule);
    }
  }
}
