package portside.translate.messages;

import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.reasoning.ModelIdentity;
import portside.wire.Json;
import portside.wire.anthropic.MessagesRequest;

/// What a host of Anthropic's format must get, whatever its client sent: the rules that vLLM, the strictest of them, checks, and those of the API.
public final class MessagesRules {
  private static final Set<String> MEMBERS = Set.of("model", "max_tokens", "system", "messages", "tools", "tool_choice", "temperature", "top_p", "top_k",
      "stop_sequences", "thinking", "output_config", "stream", "anthropic_version");
  private static final Set<String> BLOCKS = Set.of("text", "image", "document", "tool_use", "tool_result", "thinking", "redacted_thinking");

  private final List<String> found = new ArrayList<>();
  private final Dialect row;
  private int marks;

  private MessagesRules(Dialect row) {
    this.row = row;
  }

  /// The rules that the body built of a request breaks.
  public static List<String> breaches(MessagesRequest request, Dialect row) {
    var body = RequestToMessages.translate(request, row, new ModelIdentity("acme", "model-x"), new Provider.Limits(0, 0)).body();
    var rules = new MessagesRules(row);
    rules.body(body);
    return rules.found;
  }

  private void body(JsonObject body) {
    require(MEMBERS.containsAll(body.keySet()), "members " + body.keySet());
    require(body.getInt("max_tokens") > 0, "max_tokens");
    if (body.get("system") instanceof JsonArray system) {
      system.forEach(this::block);
    }
    messages(body.getJsonArray("messages").getValuesAs(JsonObject.class));
    var tools = body.get("tools") instanceof JsonArray list ? list : JsonValue.EMPTY_JSON_ARRAY;
    var names = new HashSet<String>();
    for (var tool : tools.getValuesAs(JsonObject.class)) {
      require(names.add(tool.getString("name")), "two tools of one name");
      boolean searches = String.valueOf(Json.string(tool, "type")).startsWith("web_search") && row.get(SEARCH) == Dialect.Search.ANTHROPIC_TOOL;
      require(searches || "object".equals(Json.string(tool.getJsonObject("input_schema"), "type")), "input_schema of " + tool);
      mark(tool);
    }
    require(!body.containsKey("tool_choice") || !tools.isEmpty(), "a choice without tools");
    require(marks <= (row.get(PROMPT_CACHE) == Dialect.PromptCache.NONE ? 0 : 4), marks + " cache marks");
  }

  private void messages(List<JsonObject> messages) {
    require(!messages.isEmpty(), "no messages");
    var calls = new HashSet<String>();
    var before = "";
    for (var message : messages) {
      var role = message.getString("role");
      require(!role.equals(before) || role.equals("system"), "two turns of " + role);
      require(!role.equals("system") || row.get(SYSTEM_IN_PLACE), "a system message");
      var blocks = blocks(message.get("content"));
      blocks.forEach(this::block);
      require(!blocks.isEmpty(), "an empty turn");
      var answered = new HashSet<String>();
      blocks.stream().filter(block -> block.getString("type").equals("tool_result")).forEach(block -> answered.add(block.getString("tool_use_id")));
      require(answered.equals(calls) || role.equals("system"), "calls " + calls + " are answered by " + answered);
      var results = blocks.stream().map(block -> block.getString("type").equals("tool_result")).toList();
      require(results.stream().takeWhile(Boolean::booleanValue).count() == answered.size(), "results come first");
      calls.clear();
      blocks.stream().filter(block -> block.getString("type").equals("tool_use")).forEach(block -> {
        require(role.equals("assistant") && calls.add(block.getString("id")), "two calls of one id");
        require(block.getString("id").matches("[A-Za-z0-9_-]+"), "id " + block.getString("id"));
      });
      require(role.equals("assistant") || blocks.stream().noneMatch(block -> block.getString("type").endsWith("thinking")), "thinking of the user");
      before = role;
    }
    require(calls.isEmpty(), "calls without results");
  }

  private void block(JsonValue value) {
    var block = value.asJsonObject();
    require(BLOCKS.contains(block.getString("type")), "a block " + block.getString("type"));
    require(!block.getString("type").equals("text") || !block.getString("text").isBlank(), "an empty text");
    mark(block);
    if (block.get("content") instanceof JsonArray content) {
      content.forEach(inner -> {
        block(inner);
        require(!inner.asJsonObject().containsKey("cache_control"), "a mark inside a result");
      });
    }
  }

  private void mark(JsonObject object) {
    marks += object.containsKey("cache_control") ? 1 : 0;
  }

  private static List<JsonObject> blocks(JsonValue content) {
    return content instanceof JsonString text
        ? List.of(Json.BUILD.createObjectBuilder().add("type", "text").add("text", text).build())
        : content.asJsonArray().getValuesAs(JsonObject.class);
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      found.add(rule);
    }
  }
}
