package portside.translate.responses;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import portside.wire.Json;

/// The rules a request must keep on the Responses wire (OpenAI API, "Create a model response"); finds every breach in the bytes we would send.
public final class ResponsesRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Set<String> TOP =
      Set.of("model", "instructions", "input", "tools", "tool_choice", "parallel_tool_calls", "max_output_tokens", "temperature", "top_p", "reasoning",
          "include", "text", "store", "prompt_cache_key", "stream");

  private final List<String> breaches = new ArrayList<>();
  private final Set<String> toolNames = new HashSet<>();
  private final Set<String> calls = new HashSet<>();
  private final Set<String> unanswered = new HashSet<>();

  private ResponsesRules() {}

  /// The breaches; none when the request is good.
  public static List<String> breaches(byte[] body) {
    var rules = new ResponsesRules();
    try {
      rules.request(Json.object(body), body);
    } catch (Json.Malformed e) {
      rules.breaches.add("not JSON: " + e.getMessage());
    }
    return rules.breaches;
  }

  private void require(boolean kept, String rule) {
    if (!kept) {
      breaches.add(rule);
    }
  }

  private void request(JsonObject request, byte[] body) {
    require(TOP.containsAll(request.keySet()), "unknown members: " + request.keySet());
    require(!new String(body, StandardCharsets.UTF_8).contains("\\u0000"), "NUL");
    require(request.get("model") instanceof JsonString && request.get("store") == JsonValue.FALSE, "model or store");
    require(!request.containsKey("instructions") || isText(request.get("instructions")), "blank instructions");
    require(!request.containsKey("max_output_tokens") || request.getInt("max_output_tokens") >= 16, "too few tokens");
    tools(request);
    if (!(request.get("input") instanceof JsonArray input) || input.isEmpty()) {
      breaches.add("no input");
      return;
    }
    for (int i = 0; i < input.size(); i++) {
      var next = i + 1 < input.size() ? input.getJsonObject(i + 1) : JsonValue.EMPTY_JSON_OBJECT;
      item(i, input.getJsonObject(i), next);
    }
    require(unanswered.isEmpty(), "calls without output: " + unanswered);
  }

  private void tools(JsonObject request) {
    if (!(request.get("tools") instanceof JsonArray tools)) {
      require(!request.containsKey("tool_choice") && !request.containsKey("parallel_tool_calls"), "a tool choice without tools");
      return;
    }
    require(!tools.isEmpty(), "empty tools");
    for (var tool : tools.getValuesAs(JsonObject.class)) {
      if ("web_search".equals(Json.string(tool, "type"))) {
        require(Set.of("type", "filters").containsAll(tool.keySet()), "members of a search: " + tool.keySet());
        continue;
      }
      require(Set.of("type", "name", "description", "parameters", "strict").containsAll(tool.keySet()), "unknown members of a tool: " + tool.keySet());
      require("function".equals(Json.string(tool, "type")) && tool.containsKey("strict"), "type or strict of a tool");
      require(NAME.matcher(tool.getString("name")).matches() && toolNames.add(tool.getString("name")), "name of a tool: " + tool.getString("name"));
      require("object".equals(Json.string(tool.getJsonObject("parameters"), "type")), "parameters are no object");
    }
    if (request.get("tool_choice") instanceof JsonObject choice) {
      boolean search = choice.toString().equals("{\"type\":\"web_search\"}") && tools.toString().contains("{\"type\":\"web_search\"");
      require(search || choice.keySet().equals(Set.of("type", "name")) && toolNames.contains(choice.getString("name")), "the chosen tool: " + choice);
    }
  }

  private void item(int i, JsonObject item, JsonObject next) {
    var type = item.getString("type");
    switch (type) {
      case "message" -> message(i, item);
      case "reasoning" -> {
        require(item.keySet().equals(Set.of("type", "id", "summary", "encrypted_content")), i + ": members of a thought: " + item.keySet());
        var follower = Json.string(next, "type");
        boolean own = "message".equals(follower) ? "assistant".equals(Json.string(next, "role")) : Set.of("reasoning", "function_call").contains(String.valueOf(follower));
        require(own, i + ": a thought before " + next);
      }
      case "function_call" -> {
        require(item.keySet().equals(Set.of("type", "call_id", "name", "arguments")), i + ": members of a call: " + item.keySet());
        require(NAME.matcher(item.getString("name")).matches(), i + ": name of a call: " + item.getString("name"));
        require(NAME.matcher(item.getString("call_id")).matches() && calls.add(item.getString("call_id")), i + ": id of a call: " + item);
        require(isObject(item.getString("arguments")), i + ": arguments are no object: " + item);
        unanswered.add(item.getString("call_id"));
      }
      case "function_call_output" -> {
        require(item.keySet().equals(Set.of("type", "call_id", "output")), i + ": members of an output: " + item.keySet());
        require(unanswered.remove(item.getString("call_id")), i + ": output of no call: " + item.getString("call_id"));
        content(i, item.get("output"), "input_text");
      }
      default -> breaches.add(i + ": type " + type);
    }
  }

  private void message(int i, JsonObject message) {
    var role = message.getString("role");
    boolean model = role.equals("assistant");
    require(model || role.equals("user") || role.equals("developer"), i + ": role " + role);
    require(message.keySet().equals(Set.of("type", "role", "content")) || model && message.keySet().equals(Set.of("type", "role", "content", "phase")),
        i + ": members of a message: " + message.keySet());
    require(message.get("content") instanceof JsonArray, i + ": content is no list");
    require(model || unanswered.isEmpty(), i + ": the user speaks before the outputs of " + unanswered);
    content(i, message.get("content"), model ? "output_text" : "input_text");
  }

  private void content(int i, JsonValue content, String textType) {
    if (!(content instanceof JsonArray parts)) {
      require(isText(content), i + ": content is no text: " + content);
      return;
    }
    require(!parts.isEmpty(), i + ": empty content");
    for (var part : parts.getValuesAs(JsonObject.class)) {
      var type = part.getString("type");
      switch (type) {
        case "input_text", "output_text" -> require(type.equals(textType) && part.keySet().equals(Set.of("type", "text")) && isText(part.get("text")), i + ": " + part);
        case "input_image" -> require(textType.equals("input_text") && part.keySet().equals(Set.of("type", "image_url")), i + ": " + part.keySet());
        case "input_file" -> require(textType.equals("input_text") && part.keySet().equals(Set.of("type", "filename", "file_data")), i + ": " + part.keySet());
        default -> breaches.add(i + ": a part of type " + type);
      }
    }
  }

  private static boolean isText(JsonValue value) {
    return value instanceof JsonString text && !text.getString().isBlank();
  }

  private static boolean isObject(String arguments) {
    try {
      Json.object(arguments);
      return true;
    } catch (Json.Malformed e) {
      return false;
    }
  }
}
