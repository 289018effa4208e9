package portside.translate.chat;

import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EFFORT_WITH_TOOLS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_STOP_BYTES;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REQUIRED_WORD;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.WITHOUT;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.NamedToolChoice;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.ParallelToolCalls;
import portside.provider.dialect.Dialect.PromptCache;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.Sampling;
import portside.provider.dialect.Dialect.StructuredOutput;
import portside.wire.Json;

/// The rules a chat-completions request must keep with a strict provider of some dialect; finds every breach in the bytes we would send. It
/// goes by what the columns say they mean, and shares no code with the translation. Messages are the matter of [MessageRules], schemas that of
/// [SchemaRules].
public final class ChatRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

  private final List<String> breaches = new ArrayList<>();
  private final Set<String> toolNames = new HashSet<>();
  private final Dialect row;
  private final JsonObject request;

  private ChatRules(JsonObject request, Dialect row) {
    this.request = request;
    this.row = row;
  }

  /// The breaches of the standard; none when the request is good.
  public static List<String> breaches(byte[] body) {
    return breaches(body, Dialect.STANDARD);
  }

  /// The breaches of a row's rules; none when the request is good.
  public static List<String> breaches(byte[] body, Dialect row) {
    try {
      var rules = new ChatRules(Json.object(body), row);
      rules.require(!new String(body, StandardCharsets.UTF_8).contains("\\u0000"), "NUL");
      rules.request();
      return rules.breaches;
    } catch (Json.Malformed e) {
      return List.of("not JSON: " + e.getMessage());
    }
  }

  private void require(boolean kept, String rule) {
    if (!kept) {
      breaches.add(rule);
    }
  }

  private void request() {
    require(known().containsAll(request.keySet()), "unknown members: " + request.keySet());
    require(request.keySet().stream().noneMatch(row.get(WITHOUT)::contains), "members the row is without: " + request.keySet());
    require(request.get("model") instanceof JsonString, "no model");
    for (var extra : row.get(EXTRA_BODY)) {
      require(row.get(WITHOUT).contains(extra.name()) || value(extra.json()).equals(request.get(extra.name())), "extra member " + extra);
    }
    limits();
    stream();
    thinking();
    tools();
    choice();
    responseFormat();
    breaches.addAll(MessageRules.breaches(request.get("messages"), row));
  }

  private Set<String> known() {
    var known = new HashSet<>(Set.of("model", "messages", "tools", "tool_choice", "stream", row.get(MAX_TOKENS_FIELD).name().toLowerCase(Locale.ROOT)));
    row.get(EXTRA_BODY).forEach(extra -> known.add(extra.name()));
    add(known, row.get(PARALLEL_TOOL_CALLS) != ParallelToolCalls.UNSAID, "parallel_tool_calls");
    add(known, row.get(SAMPLING) == Sampling.PASS, "temperature", "top_p");
    add(known, row.get(TOP_K), "top_k");
    add(known, row.get(SEARCH) == Dialect.Search.ENABLE_SEARCH, "enable_search", "search_options");
    add(known, row.get(MAX_STOPS) > 0, "stop");
    add(known, row.get(STRUCTURED_OUTPUT) != StructuredOutput.NONE, "response_format");
    add(known, row.get(STREAM_USAGE), "stream_options");
    add(known, row.get(PROMPT_CACHE) == PromptCache.KEY, "prompt_cache_key");
    var effort = !row.get(EFFORTS).isEmpty() || row.get(OFF) == Off.EFFORT_NONE;
    add(known, effort && row.get(REASONING) != Reasoning.NONE && row.get(REASONING) != Reasoning.REASONING_OBJECT, "reasoning_effort");
    add(known, row.get(REASONING) == Reasoning.THINKING || row.get(OFF) == Off.DISABLED, "thinking");
    add(known, row.get(REASONING) == Reasoning.REASONING_OBJECT, "reasoning");
    add(known, row.get(REASONING) == Reasoning.ENABLE_THINKING, "enable_thinking");
    add(known, row.get(REASONING) == Reasoning.ENABLE_THINKING && row.get(THINKING_BUDGET), "thinking_budget");
    add(known, row.get(REASONING) == Reasoning.TEMPLATE_KWARGS, "chat_template_kwargs");
    return known;
  }

  private static void add(Set<String> known, boolean allowed, String... names) {
    if (allowed) {
      known.addAll(List.of(names));
    }
  }

  private void limits() {
    for (var name : List.of("max_tokens", "max_completion_tokens")) {
      if (request.get(name) instanceof JsonNumber limit) {
        require(limit.longValue() >= 1 && (row.get(MAX_OUTPUT) == 0 || limit.longValue() <= row.get(MAX_OUTPUT)), name + " " + limit);
      }
    }
    for (var name : List.of("temperature", "top_p")) {
      require(!(request.get(name) instanceof JsonNumber number) || number.doubleValue() >= row.get(SAMPLING_FLOOR), name + " below the floor");
    }
    if (request.get("stop") instanceof JsonArray stops) {
      require(!stops.isEmpty() && stops.size() <= row.get(MAX_STOPS), stops.size() + " stop sequences");
      for (var stop : stops.getValuesAs(JsonString.class)) {
        var bytes = stop.getString().getBytes(StandardCharsets.UTF_8).length;
        require(bytes > 0 && (row.get(MAX_STOP_BYTES) == 0 || bytes <= row.get(MAX_STOP_BYTES)), "a stop sequence of " + bytes + " bytes");
      }
    }
  }

  private void stream() {
    require(!row.get(ALWAYS_STREAM) || request.get("stream") == JsonValue.TRUE, "no stream");
    var options = request.get("stream_options");
    require(options == null || request.get("stream") == JsonValue.TRUE && options.toString().equals("{\"include_usage\":true}"), "stream options " + options);
  }

  private void thinking() {
    var nested = request.get("reasoning") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    require(!request.containsKey("reasoning") || nested.size() == 1, "reasoning " + nested);
    require(!nested.containsKey("max_tokens") || row.get(THINKING_BUDGET), "a budget in reasoning");
    var effort = nested.containsKey("effort") ? Json.string(nested, "effort") : Json.string(request, "reasoning_effort");
    if (effort != null) {
      require(row.get(EFFORTS).contains(effort) || effort.equals("none") && row.get(OFF) == Off.EFFORT_NONE, "effort " + effort);
      require(row.get(EFFORT_WITH_TOOLS) || !request.containsKey("tools") || effort.equals("none"), "effort " + effort + " beside tools");
    }
    if (request.containsKey("thinking") && row.get(EXTRA_BODY).stream().noneMatch(extra -> extra.name().equals("thinking"))) {
      var thinking = request.get("thinking");
      require(isOff() || row.get(REASONING) == Reasoning.THINKING && thinking.equals(value(row.get(THINKING_ON))), "thinking " + thinking);
    }
    require(!isOff() || effort == null || effort.equals("none"), "an effort beside thinking that is off");
  }

  private boolean isOff() {
    return row.get(OFF) == Off.DISABLED
        && ("{\"type\":\"disabled\"}".equals(text("thinking")) || "{\"enabled\":false}".equals(text("reasoning")) || "false".equals(text("enable_thinking"))
            || "{\"enable_thinking\":false}".equals(text("chat_template_kwargs")));
  }

  private String text(String name) {
    return request.containsKey(name) ? request.get(name).toString() : "";
  }

  private void tools() {
    if (!(request.get("tools") instanceof JsonArray tools)) {
      require(!request.containsKey("tool_choice") && !request.containsKey("parallel_tool_calls"), "a tool choice without tools");
      return;
    }
    require(!tools.isEmpty() && (row.get(MAX_TOOLS) == 0 || tools.size() <= row.get(MAX_TOOLS)), tools.size() + " tools");
    tools.getValuesAs(JsonObject.class).forEach(this::tool);
    switch (row.get(PARALLEL_TOOL_CALLS)) {
      case UNSAID -> {} // is among the unknown members
      case OFF -> require(!request.containsKey("parallel_tool_calls") || request.get("parallel_tool_calls") == JsonValue.FALSE, "parallel_tool_calls");
      case SAID -> require(request.containsKey("parallel_tool_calls") || row.get(WITHOUT).contains("parallel_tool_calls"), "no word on parallel calls");
    }
  }

  private void tool(JsonObject tool) {
    if (isSearch(tool)) {
      return;
    }
    var function = tool.getJsonObject("function");
    var name = function.getString("name");
    require(Set.of("type", "function", "cache_control").containsAll(tool.keySet()) && "function".equals(Json.string(tool, "type")),
        "a tool that is no function: " + tool);
    require(!tool.containsKey("cache_control") || row.get(PROMPT_CACHE) == Dialect.PromptCache.TIMED_MARKS && MessageRules.isMark(tool.get("cache_control"), row),
        "a cache mark at a tool: " + tool.get("cache_control"));
    require(Set.of("name", "description", "parameters", "strict").containsAll(function.keySet()), "unknown members of a function: " + function.keySet());
    require(NAME.matcher(name).matches(), "name of a function: " + name);
    require(toolNames.add(name), "two functions of one name: " + name);
    var strict = function.get("strict");
    require(switch (row.get(STRICT)) {
      case OMIT -> strict == null;
      case FALSE -> strict == JsonValue.FALSE;
      case WHEN_ASKED -> strict == null || strict == JsonValue.TRUE;
    }, name + ": strict " + strict);
    if (function.get("parameters") instanceof JsonObject parameters) {
      require("object".equals(Json.string(parameters, "type")) && parameters.get("properties") instanceof JsonObject, name + ": parameters are no object");
      SchemaRules.breaches(parameters, row).forEach(breach -> breaches.add(name + ": " + breach));
    } else {
      require(row.get(SCHEMAS) == Dialect.Schemas.GEMINI, name + ": no parameters");
    }
  }

  /// The provider's own search, in the form its row names.
  private boolean isSearch(JsonObject tool) {
    var type = Json.string(tool, "type");
    return switch (row.get(SEARCH)) {
      case BUILTIN_FUNCTION -> tool.toString().equals("{\"type\":\"builtin_function\",\"function\":{\"name\":\"$web_search\"}}");
      case WEB_SEARCH_TOOL -> "web_search".equals(type) && tool.keySet().equals(Set.of("type", "web_search"));
      case OPENROUTER_TOOL -> "openrouter:web_search".equals(type) && Set.of("type", "parameters").containsAll(tool.keySet());
      case BROWSER_SEARCH -> tool.toString().equals("{\"type\":\"browser_search\"}");
      case ENABLE_SEARCH, NONE, RESPONSES_TOOL, ANTHROPIC_TOOL, GOOGLE_SEARCH -> false;
    };
  }

  private void choice() {
    switch (request.get("tool_choice")) {
      case null -> {}
      case JsonObject named -> {
        require(row.get(NAMED_TOOL_CHOICE) == NamedToolChoice.OBJECT, "a tool chosen by name");
        require(toolNames.contains(named.getJsonObject("function").getString("name")), "the chosen tool is not there");
        require(mayForce(), "a forced tool");
      }
      case JsonString word when word.getString().equals("none") -> require(row.get(NONE_TOOL_CHOICE), "tool_choice none");
      case JsonString word -> {
        require(word.getString().equals(row.get(REQUIRED_WORD)), "tool_choice " + word);
        require(mayForce(), "a forced tool");
      }
      default -> breaches.add("tool_choice " + request.get("tool_choice"));
    }
  }

  private boolean mayForce() {
    return row.get(FORCED_TOOL_CHOICE) == ForcedToolChoice.YES || row.get(FORCED_TOOL_CHOICE) == ForcedToolChoice.UNLESS_THINKING
        && (isOff() || "none".equals(Json.string(request, "reasoning_effort")) || "{\"effort\":\"none\"}".equals(text("reasoning")));
  }

  private void responseFormat() {
    if (!(request.get("response_format") instanceof JsonObject format)) {
      return;
    }
    require(format.getString("type").equals(row.get(STRUCTURED_OUTPUT) == StructuredOutput.JSON_SCHEMA ? "json_schema" : "json_object"), "format " + format);
    if (format.get("json_schema") instanceof JsonObject schema) {
      require(schema.keySet().equals(Set.of("name", "strict", "schema")), "a format of members " + schema.keySet());
      breaches.addAll(SchemaRules.breaches(schema.getJsonObject("schema"), row));
    }
  }

  private static JsonValue value(String json) {
    try {
      return Json.value(json);
    } catch (Json.Malformed e) {
      throw new AssertionError(json, e);
    }
  }
}
