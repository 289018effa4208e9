package portside.wire.gemini;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.wire.JsonBuffer;
import portside.wire.common.FunctionTool;
import portside.wire.common.RequestMember;
import portside.wire.common.RequestMembersWriter;
import portside.wire.common.ResponseFormat;

/// A request to `generateContent` or `streamGenerateContent`; the model and whether events are wanted stand in its path.
///
/// @param system texts of the system prompt, in order
/// @param contents in order, the first of the user
/// @param functions that may be called
/// @param tools of the provider's own, as it spells them
/// @param calling how functions may be called; null to leave it out
/// @param schemas which kind of schemas the functions and the format have
/// @param generation settings of the answer
/// @param extra members the settings ask for
/// @param without members that are never sent
public record GenerateContentRequest(
    List<String> system,
    List<Content> contents,
    List<FunctionTool> functions,
    List<JsonObject> tools,
    @Nullable Calling calling,
    Schemas schemas,
    Generation generation,
    List<RequestMember> extra,
    Set<String> without) {

  /// @param mode `AUTO`, `ANY`, `NONE` or `VALIDATED`
  /// @param only the one function that may be called; null for all
  public record Calling(String mode, @Nullable String only) {}

  /// Under which names schemas are sent.
  public enum Schemas {
    /// JSON Schema as such.
    JSON("parametersJsonSchema", "responseJsonSchema"),
    /// The API's own `Schema`, a part of OpenAPI's.
    OPEN_API("parameters", "responseSchema");

    private final String parameters;
    private final String response;

    Schemas(String parameters, String response) {
      this.parameters = parameters;
      this.response = response;
    }
  }

  /// `generationConfig`.
  ///
  /// @param thinking null where the model does not think
  /// @param format null for a free answer
  public record Generation(OptionalLong maxOutputTokens, OptionalDouble temperature, OptionalDouble topP, OptionalLong topK, List<String> stops,
      @Nullable Thinking thinking, @Nullable ResponseFormat format) {}

  /// `thinkingConfig`; level and budget never stand together.
  ///
  /// @param shown whether what is thought is told
  /// @param level null to leave it out
  /// @param budget empty to leave it out; -1 leaves it to the model
  public record Thinking(boolean shown, @Nullable String level, OptionalLong budget) {}

  /// What stands in the schema of a tool without arguments.
  private static final Set<String> OF_NO_ARGUMENTS = Set.of("type", "properties", "required", "additionalProperties", "title", "description");

  /// The body.
  public byte[] bytes() {
    var json = new JsonBuffer(4096);
    var members = new RequestMembersWriter(json, extra, without);
    json.beginObject();
    if (!system.isEmpty()) {
      members.write("systemInstruction", () -> {
        json.beginObject().name("parts").beginArray();
        system.forEach(text -> new Part.Text(text, null).write(json));
        json.endArray().endObject();
      });
    }
    members.write("contents", () -> members.array(contents, content -> content.write(json)));
    if (!functions.isEmpty() || !tools.isEmpty()) {
      members.write("tools", () -> {
        json.beginArray();
        if (!functions.isEmpty()) {
          json.beginObject().name("functionDeclarations");
          members.array(functions, function -> declare(function, json));
          json.endObject();
        }
        tools.forEach(json::value);
        json.endArray();
      });
    }
    if (calling != null) {
      members.write("toolConfig", () -> calling(calling, json));
    }
    members.write("generationConfig", () -> generation(json));
    members.writeExtra();
    json.endObject();
    return json.toBytes();
  }

  private void declare(FunctionTool function, JsonBuffer json) {
    json.beginObject().name("name").value(function.name());
    if (!function.description().isEmpty()) {
      json.name("description").value(function.description());
    }
    var parameters = function.parameters();
    if (parameters != null && saysSomething(parameters)) {
      json.name(schemas.parameters).value(parameters);
    }
    json.endObject();
  }

  /// Whether a schema tells more than that there are no arguments. The API's own kind knows objects with properties alone.
  private boolean saysSomething(JsonObject parameters) {
    return parameters.get("properties") instanceof JsonObject properties && !properties.isEmpty()
        || schemas == Schemas.JSON && parameters.entrySet().stream().anyMatch(member -> !OF_NO_ARGUMENTS.contains(member.getKey())
            || member.getKey().equals("additionalProperties") && member.getValue() instanceof JsonObject);
  }

  private static void calling(Calling calling, JsonBuffer json) {
    json.beginObject().name("functionCallingConfig").beginObject().name("mode").value(calling.mode());
    if (calling.only() != null) {
      json.name("allowedFunctionNames").beginArray().value(calling.only()).endArray();
    }
    json.endObject().endObject();
  }

  private void generation(JsonBuffer json) {
    json.beginObject();
    generation.maxOutputTokens().ifPresent(limit -> json.name("maxOutputTokens").value(limit));
    generation.temperature().ifPresent(temperature -> json.name("temperature").value(temperature));
    generation.topP().ifPresent(topP -> json.name("topP").value(topP));
    generation.topK().ifPresent(topK -> json.name("topK").value(topK));
    if (!generation.stops().isEmpty()) {
      json.name("stopSequences").beginArray();
      generation.stops().forEach(json::value);
      json.endArray();
    }
    if (generation.thinking() instanceof Thinking(var shown, var level, var budget)) {
      json.name("thinkingConfig").beginObject().name("includeThoughts").value(shown);
      if (level != null) {
        json.name("thinkingLevel").value(level);
      }
      budget.ifPresent(tokens -> json.name("thinkingBudget").value(tokens));
      json.endObject();
    }
    if (generation.format() != null) {
      json.name("responseMimeType").value("application/json");
      if (generation.format() instanceof ResponseFormat.Schema(_, _, var schema)) {
        json.name(schemas.response).value(schema);
      }
    }
    json.endObject();
  }
}
