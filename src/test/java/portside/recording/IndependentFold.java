package portside.recording;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// What a chat-completions answer says, worked out a second time: simple, slow, the whole body at once, and without any code of the proxy.
public final class IndependentFold {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
  private static final Pattern THINK = Pattern.compile("(?s)\\s*<think>\\s*(.*?)(?:</think>\\s*|$)(.*)");
  private static final List<String> REASONING = List.of("reasoning_content", "reasoning", "reasoning_text");

  /// Text or thinking between two pieces of another kind; segments of nothing but blanks do not count.
  private final List<StringBuilder> texts = new ArrayList<>();
  private final List<StringBuilder> thoughts = new ArrayList<>();
  private final List<String[]> calls = new ArrayList<>();
  private final Map<Integer, Integer> callAtIndex = new HashMap<>();
  private final Map<String, Integer> choiceOf = new HashMap<>();
  private String kind = "";
  private String finish = "";
  private boolean refusal;
  private final boolean sse;
  private boolean done;
  private boolean error;
  private JsonObject usage;

  private IndependentFold(boolean sse) {
    this.sse = sse;
  }

  /// Folds a body.
  ///
  /// @param sse whether it is an event stream; else one JSON document
  public static AnswerDigest of(byte[] body, boolean sse) {
    var fold = new IndependentFold(sse);
    var text = new String(body, StandardCharsets.UTF_8).strip();
    if (!sse) {
      fold.done = true;
      fold.chunk(text, false);
    } else {
      fold.stream(text);
    }
    return fold.digest();
  }

  private void stream(String text) {
    var data = new ArrayList<String>();
    boolean isError = false;
    for (var line : (text + "\n\n").split("\r\n|\r|\n", -1)) {
      if (line.isEmpty() && !data.isEmpty()) {
        var payload = String.join("\n", data);
        if (payload.strip().equals("[DONE]")) {
          done = true;
          return;
        }
        chunk(payload, isError);
        data.clear();
        isError = false;
      } else if (line.startsWith("data:")) {
        data.add(line.substring(5));
      } else if (line.equals("event: error")) {
        isError = true;
      }
    }
  }

  private void chunk(String payload, boolean isError) {
    JsonObject json;
    try (var reader = READERS.createReader(new StringReader(payload))) {
      json = (JsonObject) reader.readValue();
    }
    error |= isError || json.get("error") instanceof JsonObject;
    for (var place : new JsonValue[] {json, json.get("x_groq")}) {
      if (place instanceof JsonObject holder && holder.get("usage") instanceof JsonObject counts) {
        usage = counts;
      }
    }
    if (json.get("choices") instanceof JsonArray choices) {
      for (var choice : choices.getValuesAs(JsonObject.class)) {
        choice(choice);
      }
    }
  }

  private void choice(JsonObject choice) {
    int index = choice.getInt("index", 0);
    error |= choice.get("error") instanceof JsonObject;
    boolean streamed = sse && choice.containsKey("delta");
    var part = choice.get(streamed ? "delta" : "message") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    var reasoning = reasoning(part);
    if (!reasoning.isEmpty() && owns("thinking", index)) {
      append("thinking", thoughts, reasoning);
    }
    var text = part.get("content") instanceof JsonArray parts ? parts(parts, "text") : string(part, "content");
    if (!text.isEmpty() && owns("text", index)) {
      append("text", texts, text);
    }
    if (!string(part, "refusal").isEmpty() && owns("text", index)) {
      refusal = true;
      append("text", texts, string(part, "refusal"));
    }
    if (part.get("tool_calls") instanceof JsonArray tools && !tools.isEmpty() && owns("calls", index)) {
      kind = "call";
      for (int i = 0; i < tools.size(); i++) {
        call(tools.getJsonObject(i), streamed ? tools.getJsonObject(i).getInt("index", i) : calls.size());
      }
    }
    if (part.get("function_call") instanceof JsonObject legacy && !string(legacy, "name").isEmpty()) {
      calls.add(new String[] {null, legacy.getString("name"), legacy.getString("arguments")});
    }
    var reason = choice.get("finish_details") instanceof JsonObject details ? details.getString("type") : string(choice, "finish_reason");
    if (finish.isEmpty() && (choiceOf.isEmpty() || choiceOf.containsValue(index))) {
      finish = reason;
    }
  }

  private void call(JsonObject call, int key) {
    var id = string(call, "id");
    var known = callAtIndex.get(key);
    if (known == null || !id.isEmpty() && !id.equals(calls.get(known)[0])) {
      callAtIndex.put(key, calls.size());
      known = calls.size();
      calls.add(new String[] {id, "", ""});
    }
    var mine = calls.get(known);
    if (call.get("custom") instanceof JsonObject custom) {
      mine[1] = custom.getString("name");
      mine[2] = Json.createObjectBuilder().add("input", custom.get("input")).build().toString();
      return;
    }
    var function = call.get("function") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    mine[1] = mine[1].isEmpty() ? string(function, "name") : mine[1];
    mine[2] += function.get("arguments") instanceof JsonObject object ? object.toString() : string(function, "arguments");
  }

  private AnswerDigest digest() {
    boolean nothing = texts.isEmpty() && thoughts.isEmpty() && calls.isEmpty();
    if (error || finish.isEmpty() && (!done || nothing)) {
      return AnswerDigest.FAILED;
    }
    var text = joined(texts);
    var reasoning = joined(thoughts);
    var think = THINK.matcher(text);
    if (reasoning.isEmpty() && think.matches()) {
      reasoning = think.group(1);
      text = think.group(2);
    }
    var told = new ArrayList<AnswerDigest.Call>();
    for (var call : calls) {
      told.add(new AnswerDigest.Call(call[1], arguments(call[2])));
    }
    return new AnswerDigest(AnswerDigest.blankIsNone(text), reasoning, told, stopReason(), input(), output(), cacheRead());
  }

  private String stopReason() {
    if (finish.equals("length") || finish.equals("max_tokens")) {
      return "max_tokens";
    }
    if (finish.equals("content_filter") || refusal) {
      return "refusal";
    }
    return calls.isEmpty() ? "end_turn" : "tool_use";
  }

  private OptionalLong input() {
    long prompt = number(usage, "prompt_tokens");
    if (prompt <= 0) {
      return OptionalLong.empty();
    }
    long cached = cacheRead().orElse(0);
    long written = Math.max(0, Math.max(number(details("prompt_tokens_details"), "cache_write_tokens"), number(usage, "cache_creation_input_tokens")));
    return OptionalLong.of(Math.max(0, prompt - cached - written));
  }

  private OptionalLong output() {
    long completion = number(usage, "completion_tokens");
    if (completion <= 0) {
      return OptionalLong.empty();
    }
    long reasoning = Math.max(0, Math.max(number(details("completion_tokens_details"), "reasoning_tokens"), number(usage, "reasoning_tokens")));
    long onTop = number(usage, "total_tokens") - number(usage, "prompt_tokens") - completion;
    return OptionalLong.of(completion + (onTop > 0 ? onTop : reasoning > 2 * completion ? reasoning : 0));
  }

  /// The count of cached tokens, with 0 for a provider that only tells what it wrote to the cache.
  private OptionalLong cacheRead() {
    for (var name : List.of("cached_tokens", "prompt_cache_hit_tokens", "cached_input_tokens", "num_cached_tokens", "cache_read_input_tokens")) {
      long inDetails = Math.max(number(details("prompt_tokens_details"), name), number(details("prompt_token_details"), name));
      long atTop = number(usage, name);
      if (inDetails >= 0 || atTop >= 0) {
        long prompt = number(usage, "prompt_tokens");
        return OptionalLong.of(Math.min(Math.max(inDetails, atTop), prompt > 0 ? prompt : Long.MAX_VALUE));
      }
    }
    boolean writes = number(usage, "cache_creation_input_tokens") >= 0 || number(details("prompt_tokens_details"), "cache_write_tokens") >= 0;
    return writes ? OptionalLong.of(0) : OptionalLong.empty();
  }

  private JsonObject details(String name) {
    return usage != null && usage.get(name) instanceof JsonObject details ? details : null;
  }

  private boolean owns(String what, int index) {
    return choiceOf.computeIfAbsent(what, _ -> index) == index;
  }

  private void append(String what, List<StringBuilder> segments, String text) {
    if (!kind.equals(what)) {
      segments.add(new StringBuilder());
      kind = what;
    }
    segments.getLast().append(text);
  }

  private static String joined(List<StringBuilder> segments) {
    var joined = new StringBuilder();
    for (var segment : segments) {
      joined.append(segment.toString().isBlank() ? "" : segment);
    }
    return joined.toString();
  }

  private static String reasoning(JsonObject part) {
    for (var field : REASONING) {
      if (!string(part, field).isEmpty()) {
        return string(part, field);
      }
    }
    return part.get("content") instanceof JsonArray parts ? parts(parts, "thinking") : "";
  }

  private static String parts(JsonArray parts, String type) {
    var text = new StringBuilder();
    for (var part : parts.getValuesAs(JsonObject.class)) {
      if (part.getString("type").equals(type)) {
        text.append(part.get(type) instanceof JsonArray inner ? parts(inner, "text") : string(part, type));
      }
    }
    return text.toString();
  }

  /// The first JSON value of the text, as an object; no arguments are an empty one.
  private static JsonValue arguments(String text) {
    if (text.isBlank() || text.strip().equals("null")) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    try (var reader = READERS.createReader(new StringReader(text))) {
      return reader.readValue();
    } catch (RuntimeException cutOff) {
      return Json.createValue(text);
    }
  }

  private static String string(JsonObject object, String name) {
    return object.get(name) instanceof JsonString string ? string.getString() : "";
  }

  private static long number(JsonObject object, String name) {
    return object != null && object.get(name) instanceof JsonNumber number ? number.longValue() : -1;
  }
}
