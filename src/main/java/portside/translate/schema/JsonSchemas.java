package portside.translate.schema;

import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect.Schemas;

/// The JSON Schemas of a request → those the provider takes. Pure, and the same each time, so prompt caches hold.
public final class JsonSchemas {
  private JsonSchemas() {}

  /// The schema of a tool's arguments; null when the provider wants none for a tool without arguments.
  public static @Nullable JsonObject ofTool(JsonObject schema, Schemas profile) {
    return ofTool(schema, profile, List.of());
  }

  /// The same, without some keywords.
  ///
  /// @param without keywords that go, beyond what the profile does
  public static @Nullable JsonObject ofTool(JsonObject schema, Schemas profile, List<String> without) {
    var fit = fit(ToolSchema.tidy(resolved(schema, profile)), profile, without);
    return profile != Schemas.GEMINI || fit.containsKey("properties") ? fit : null;
  }

  /// The schema an answer must follow.
  public static JsonObject ofAnswer(JsonObject schema, Schemas profile) {
    return ofAnswer(schema, profile, List.of());
  }

  /// The same, without some keywords.
  ///
  /// @param without keywords that go, beyond what the profile does
  public static JsonObject ofAnswer(JsonObject schema, Schemas profile, List<String> without) {
    return fit(resolved(schema, profile), profile, without);
  }

  private static JsonObject resolved(JsonObject schema, Schemas profile) {
    return switch (profile) {
      case NONE, OPEN_OBJECTS -> schema;
      case INLINE_REFS, MOONSHOT, GEMINI, LLAMACPP -> InlinedRefs.in(schema);
    };
  }

  private static JsonObject fit(JsonObject schema, Schemas profile, List<String> without) {
    var fit = switch (profile) {
      case NONE, INLINE_REFS -> schema;
      case MOONSHOT -> MoonshotSchema.of(schema);
      case GEMINI -> GeminiSchema.of(schema);
      case LLAMACPP -> LeanSchema.forGrammars(schema);
      case OPEN_OBJECTS -> LeanSchema.open(schema);
    };
    return without.isEmpty() ? fit : LeanSchema.without(fit, without);
  }
}
