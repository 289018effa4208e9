package portside.demo;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// What a chat completion request asks of the demo.
///
/// @param model as asked for
/// @param stream whether chunks were asked for
/// @param usageChunk whether the stream should end with usage
/// @param maxTokens of the answer; `Long.MAX_VALUE` when the request sets none
/// @param reasons whether the request sets a reasoning effort
/// @param messages in order, system messages left out
/// @param workingFolder of the client as its system prompt tells it, or null
/// @param tools name to parameter schema, in order
/// @param toolChoice `auto`, `none`, `required` or the name of a tool
/// @param outputSchema of `response_format`; an empty one for any object; null for plain text
record Prompt(
    String model,
    boolean stream,
    boolean usageChunk,
    long maxTokens,
    boolean reasons,
    List<Message> messages,
    @Nullable String workingFolder,
    Map<String, JsonObject> tools,
    String toolChoice,
    @Nullable JsonObject outputSchema) {
  private static final Pattern REMINDER = Pattern.compile("(?s)<system-reminder>.*?(</system-reminder>|$)");

  /// Matches what else Claude Code writes into a person's messages: commands that were run in it, what they put out, what the editor shows.
  private static final Pattern CLIENTS_OWN = Pattern.compile("(?s)<((?:local-)?command-[a-z-]+|bash-(?:input|stdout|stderr)|user-[a-z-]+"
      + "|task-notification|ide_[a-z_]+|new-diagnostics|system_instruction)>.*?</\\1>");
  private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n");
  private static final Pattern FOLDER = Pattern.compile("(?i)working directory[^:\\n]*:\\s*`?(/[^\\s`]*)");

  /// @param role `user`, `assistant` or `tool`
  /// @param text without what the client put into it
  /// @param calls names of the tools an assistant message calls
  /// @param callId of a tool result
  record Message(String role, String text, Map<String, String> calls, String callId) {
    boolean is(String role) {
      return this.role.equals(role);
    }
  }

  static Prompt of(JsonObject request) {
    var written = request.get("messages") instanceof JsonArray array ? array.stream().map(JsonValue::asJsonObject).toList() : List.<JsonObject>of();
    var maxTokens = request.getJsonNumber(request.containsKey("max_completion_tokens") ? "max_completion_tokens" : "max_tokens");
    var effort = Json.string(request, "reasoning_effort");
    return new Prompt(
        request.getString("model", "demo"),
        request.getBoolean("stream", false),
        request.get("stream_options") instanceof JsonObject options && options.getBoolean("include_usage", false),
        maxTokens == null ? Long.MAX_VALUE : maxTokens.longValue(),
        effort != null && !List.of("none", "minimal").contains(effort),
        written.stream()
            .filter(message -> List.of("user", "assistant", "tool").contains(message.getString("role", "")))
            .map(Prompt::message)
            .toList(),
        written.stream()
            .map(message -> FOLDER.matcher(plain(message.get("content"))))
            .filter(Matcher::find)
            .map(found -> found.group(1))
            .findFirst()
            .orElse(null),
        tools(request),
        toolChoice(request.get("tool_choice")),
        outputSchema(request.get("response_format")));
  }

  /// Where the present turn begins: the last message a person wrote. Text that follows a tool result was written by the client.
  int turnStart() {
    var start = 0;
    for (var i = 0; i < messages.size(); i++) {
      var afterResult = i > 0 && messages.get(i - 1).is("tool");
      if (messages.get(i).is("user") && !messages.get(i).text().isBlank() && !afterResult) {
        start = i;
      }
    }
    return start;
  }

  /// What the person asks for in this turn, the client's reminders left out; empty when there are no messages.
  String instruction() {
    return messages.isEmpty() ? "" : messages.get(turnStart()).text().strip();
  }

  /// What the person wrote last: after a prompt that was not answered, the client sends that one and the next as two parts of one message.
  String newest() {
    var paragraphs = PARAGRAPH.split(instruction());
    return paragraphs[paragraphs.length - 1];
  }

  /// The rounds of tool calls made in this turn, each as the names of the tools called together.
  List<List<String>> rounds() {
    return messages.stream()
        .skip(turnStart() + 1L)
        .filter(message -> !message.calls().isEmpty())
        .map(message -> List.copyOf(message.calls().values()))
        .toList();
  }

  /// The results that wait for an answer, as tool name and text; empty when the last word is the person's.
  List<Map.Entry<String, String>> results() {
    var names = new LinkedHashMap<String, String>();
    messages.forEach(message -> names.putAll(message.calls()));
    var asked = turnStart();
    for (var i = asked; i < messages.size(); i++) {
      asked = messages.get(i).is("assistant") ? i : asked;
    }
    return messages.stream().skip(asked).filter(message -> message.is("tool"))
        .map(message -> Map.entry(names.getOrDefault(message.callId(), "tool"), message.text().strip())).toList();
  }

  private static Message message(JsonObject written) {
    var calls = new LinkedHashMap<String, String>();
    if (written.get("tool_calls") instanceof JsonArray array) {
      for (var call : array.getValuesAs(JsonObject.class)) {
        calls.put(call.getString("id", ""), call.getJsonObject("function").getString("name", ""));
      }
    }
    var role = written.getString("role");
    var text = REMINDER.matcher(plain(written.get("content"))).replaceAll("");
    return new Message(role, role.equals("user") ? CLIENTS_OWN.matcher(text).replaceAll("") : text, calls, written.getString("tool_call_id", ""));
  }

  /// The text of a content, whether it is a string or parts; media leave their kind in brackets.
  private static String plain(@Nullable JsonValue content) {
    return switch (content) {
      case JsonString string -> string.getString();
      case JsonArray parts -> parts.getValuesAs(JsonObject.class).stream()
          .map(part -> "text".equals(part.getString("type", "")) ? part.getString("text", "") : "[" + part.getString("type", "part") + "]")
          .collect(Collectors.joining("\n"));
      case null, default -> "";
    };
  }

  private static Map<String, JsonObject> tools(JsonObject request) {
    var tools = new LinkedHashMap<String, JsonObject>();
    if (request.get("tools") instanceof JsonArray array) {
      for (var tool : array.getValuesAs(JsonObject.class)) {
        if (tool.get("function") instanceof JsonObject function) {
          tools.put(function.getString("name", ""), function.get("parameters") instanceof JsonObject schema ? schema : JsonValue.EMPTY_JSON_OBJECT);
        }
      }
    }
    return tools;
  }

  private static String toolChoice(@Nullable JsonValue choice) {
    return switch (choice) {
      case JsonString string -> string.getString();
      case JsonObject object when object.get("function") instanceof JsonObject function -> function.getString("name", "auto");
      case null, default -> "auto";
    };
  }

  private static @Nullable JsonObject outputSchema(@Nullable JsonValue format) {
    if (!(format instanceof JsonObject object) || "text".equals(object.getString("type", "text"))) {
      return null;
    }
    return object.get("json_schema") instanceof JsonObject named && named.get("schema") instanceof JsonObject schema
        ? schema
        : JsonValue.EMPTY_JSON_OBJECT;
  }
}
