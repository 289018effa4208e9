package portside.translate.gemini;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import portside.wire.Json;

/// What the Gemini API must get, whatever its client sent.
public final class GeminiRules {
  private static final Set<String> MEMBERS = Set.of("systemInstruction", "contents", "tools", "toolConfig", "generationConfig");
  private static final Set<String> OF_PARTS = Set.of("text", "inlineData", "fileData", "functionCall", "functionResponse");

  private final List<String> found = new ArrayList<>();

  private GeminiRules() {}

  /// The rules that a body breaks.
  public static List<String> breaches(byte[] body) {
    var rules = new GeminiRules();
    try {
      rules.body(opened(Json.object(body)));
    } catch (Json.Malformed malformed) {
      rules.found.add("no JSON: " + malformed.getMessage());
    }
    return rules.found;
  }

  /// The request, taken out of Code Assist's envelope if it stands in one.
  public static JsonObject opened(JsonObject body) {
    return body.get("request") instanceof JsonObject inside ? inside : body;
  }

  private void body(JsonObject body) {
    require(MEMBERS.containsAll(body.keySet()), "members " + body.keySet());
    var names = new HashSet<String>();
    boolean searches = false;
    for (var tool : objects(body, "tools")) {
      searches |= tool.containsKey("googleSearch");
      require(tool.size() == 1 && !objects(tool, "functionDeclarations").isEmpty() || tool.containsKey("googleSearch"), "a tool " + tool.keySet());
      for (var function : objects(tool, "functionDeclarations")) {
        require(names.add(function.getString("name")), "two functions of one name");
        require(function.getString("name").matches("[A-Za-z_][A-Za-z0-9_.:-]{0,63}"), "name " + function.getString("name"));
        require(!(function.containsKey("parameters") && function.containsKey("parametersJsonSchema")), "two schemas");
      }
    }
    require(!searches || names.isEmpty(), "a search beside functions");
    require(!body.containsKey("toolConfig") || !names.isEmpty(), "a choice without functions");
    contents(objects(body, "contents"));
    var config = body.getJsonObject("generationConfig");
    require(config.getInt("maxOutputTokens", 1) > 0, "maxOutputTokens");
    require(!config.containsKey("stopSequences") || config.getJsonArray("stopSequences").size() <= 5, "stopSequences");
    if (config.get("thinkingConfig") instanceof JsonObject thinking) {
      require(!(thinking.containsKey("thinkingLevel") && thinking.containsKey("thinkingBudget")), "level and budget");
    }
  }

  private void contents(List<JsonObject> contents) {
    require(!contents.isEmpty() && contents.getFirst().getString("role").equals("user"), "the user begins");
    var before = "";
    var open = List.<JsonObject>of();
    for (var content : contents) {
      var role = content.getString("role");
      require(!role.equals(before) && Set.of("user", "model").contains(role), "roles alternate");
      var parts = objects(content, "parts");
      require(!parts.isEmpty(), "an empty turn");
      parts.forEach(this::part);
      var answers = all(parts, "functionResponse");
      require(named(open).equals(named(answers)), "calls " + named(open) + " are answered by " + named(answers));
      require(parts.stream().takeWhile(part -> part.containsKey("functionResponse")).count() == answers.size(), "results come first");
      open = all(parts, "functionCall");
      require(open.isEmpty() || role.equals("model"), "a call of the user");
      before = role;
    }
    require(open.isEmpty(), "calls without results");
  }

  private void part(JsonObject part) {
    require(part.keySet().stream().filter(OF_PARTS::contains).count() == 1, "a part of " + part.keySet());
    require(!part.containsKey("text") || !part.getString("text").isEmpty() || part.containsKey("thoughtSignature"), "an empty text");
    require(!(part.get("functionCall") instanceof JsonObject call) || call.get("args") instanceof JsonObject, "args");
  }

  private static List<String> named(List<JsonObject> calls) {
    return calls.stream().map(call -> call.getString("name") + " " + Objects.toString(Json.string(call, "id"), "")).toList();
  }

  private static List<JsonObject> all(List<JsonObject> parts, String name) {
    return parts.stream().filter(part -> part.containsKey(name)).map(part -> part.getJsonObject(name)).toList();
  }

  private static List<JsonObject> objects(JsonObject holder, String name) {
    return holder.get(name) instanceof JsonArray array ? array.getValuesAs(JsonObject.class) : List.of();
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      found.add(rule);
    }
  }
}
