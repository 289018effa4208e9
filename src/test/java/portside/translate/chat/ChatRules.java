package portside.translate.chat;

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

/// The rules a chat-completions request must keep with any strict provider; finds every breach in the bytes we would send.
public final class ChatRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Set<String> TOP =
      Set.of("model", "messages", "tools", "tool_choice", "parallel_tool_calls", "max_tokens", "max_completion_tokens", "temperature", "top_p", "stop",
          "response_format", "stream", "stream_options");

  private final List<String> breaches = new ArrayList<>();
  private final Set<String> callIds = new HashSet<>();
  private final Set<String> toolNames = new HashSet<>();
  private List<String> unanswered = new ArrayList<>();
  private String lastRole = "";

  private ChatRules() {}

  /// The breaches; none when the request is good.
  public static List<String> breaches(byte[] body) {
    var rules = new ChatRules();
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
    require(request.get("model") instanceof JsonString, "no model");
    tools(request);
    if (request.get("messages") instanceof JsonArray messages && !messages.isEmpty()) {
      for (var i = 0; i < messages.size(); i++) {
        message(i, messages.getJsonObject(i));
      }
    } else {
      breaches.add("no messages");
    }
    require(unanswered.isEmpty(), "calls without result at the end: " + unanswered);
  }

  private void tools(JsonObject request) {
    if (!(request.get("tools") instanceof JsonArray tools)) {
      require(!request.containsKey("tool_choice") && !request.containsKey("parallel_tool_calls"), "a tool choice without tools");
      return;
    }
    require(!tools.isEmpty(), "empty tools");
    for (var tool : tools.getValuesAs(JsonObject.class)) {
      var function = tool.getJsonObject("function");
      var parameters = function.getJsonObject("parameters");
      require(tool.keySet().equals(Set.of("type", "function")) && "function".equals(Json.string(tool, "type")), "a tool that is no function: " + tool);
      require(Set.of("name", "description", "parameters").containsAll(function.keySet()), "unknown members of a function: " + function.keySet());
      require(NAME.matcher(function.getString("name")).matches(), "name of a function: " + function.getString("name"));
      require(toolNames.add(function.getString("name")), "two functions of one name: " + function.getString("name"));
      require("object".equals(Json.string(parameters, "type")) && parameters.get("properties") instanceof JsonObject, "parameters are no object");
    }
    if (request.get("tool_choice") instanceof JsonObject choice) {
      require(toolNames.contains(choice.getJsonObject("function").getString("name")), "the chosen tool is not there");
    }
  }

  private void message(int i, JsonObject message) {
    var role = message.getString("role");
    require(unanswered.isEmpty() || role.equals("tool"), i + ": " + role + " before the results of " + unanswered);
    require(!role.equals(lastRole) || role.equals("tool"), i + ": two messages of role " + role + " in a row");
    switch (role) {
      case "system" -> {
        require(i == 0, i + ": a system message in the middle");
        members(i, message, Set.of("role", "content"));
        text(i, message.get("content"));
      }
      case "user" -> user(i, message);
      case "assistant" -> assistant(i, message);
      case "tool" -> {
        members(i, message, Set.of("role", "tool_call_id", "content"));
        text(i, message.get("content"));
        var next = unanswered.isEmpty() ? "none" : unanswered.removeFirst();
        require(next.equals(message.getString("tool_call_id")), i + ": result of " + message.getString("tool_call_id") + " where that of " + next + " belongs");
      }
      default -> breaches.add(i + ": role " + role);
    }
    lastRole = role;
  }

  private void members(int i, JsonObject message, Set<String> known) {
    require(known.containsAll(message.keySet()), i + ": unknown members: " + message.keySet());
  }

  private void text(int i, JsonValue content) {
    require(content instanceof JsonString text && !text.getString().isBlank(), i + ": content is no text: " + content);
  }

  private void user(int i, JsonObject message) {
    members(i, message, Set.of("role", "content"));
    if (!(message.get("content") instanceof JsonArray parts)) {
      text(i, message.get("content"));
      return;
    }
    var lastType = "";
    var types = new HashSet<String>();
    for (var part : parts.getValuesAs(JsonObject.class)) {
      var type = part.getString("type");
      types.add(type);
      require(part.keySet().equals(Set.of("type", type)), i + ": a part of members " + part.keySet());
      require(!(type.equals("text") && lastType.equals("text")), i + ": two texts in a row");
      switch (type) {
        case "text" -> text(i, part.get("text"));
        case "image_url" -> require(part.getJsonObject("image_url").keySet().equals(Set.of("url")), i + ": a picture without url alone");
        case "file" -> require(part.getJsonObject("file").keySet().equals(Set.of("filename", "file_data")), i + ": a file of other members");
        default -> breaches.add(i + ": a part of type " + type);
      }
      lastType = type;
    }
    require(!types.isEmpty() && !types.equals(Set.of("text")), i + ": a list of parts that should be a string");
  }

  private void assistant(int i, JsonObject message) {
    members(i, message, Set.of("role", "content", "tool_calls"));
    if (!(message.get("tool_calls") instanceof JsonArray calls)) {
      text(i, message.get("content"));
      return;
    }
    require(message.get("content") == JsonValue.NULL || message.get("content") instanceof JsonString text && !text.getString().isBlank(),
        i + ": content beside calls is neither null nor text");
    require(!calls.isEmpty(), i + ": empty calls");
    for (var call : calls.getValuesAs(JsonObject.class)) {
      require(call.keySet().equals(Set.of("id", "type", "function")), i + ": a call of members " + call.keySet());
      var function = call.getJsonObject("function");
      require(NAME.matcher(call.getString("id")).matches(), i + ": id of a call: " + call.getString("id"));
      require(callIds.add(call.getString("id")), i + ": two calls of one id: " + call.getString("id"));
      require(NAME.matcher(function.getString("name")).matches(), i + ": name of a call: " + function.getString("name"));
      arguments(i, function.getString("arguments"));
      unanswered.add(call.getString("id"));
    }
  }

  private void arguments(int i, String arguments) {
    try {
      Json.value(arguments);
    } catch (Json.Malformed e) {
      breaches.add(i + ": arguments are not JSON: " + arguments);
    }
  }
}
