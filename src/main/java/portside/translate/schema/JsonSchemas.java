package portside.translate.schema;

import jakarta.json.JsonObject;
import portside.provider.Dialect.Schemas;

/// The JSON Schemas of a request → those the provider takes. Pure, and the same each time, so prompt caches hold.
public final class JsonSchemas {
  private JsonSchemas() {}

  /// The schema of a tool's arguments; null when the provider wants none for a tool without arguments.
  public static JsonObject ofTool(JsonObject schema, Schemas profile) {
    var fit = fit(ToolSchema.tidy(resolved(schema, profile)), profile);
    return profile != Schemas.GEMINI || fit.containsKey("properties") ? fit : null;
  }

  /// The schema an answer must follow.
  public static JsonObject ofAnswer(JsonObject schema, Schemas profile) {
    return fit(resolved(schema, profile), profile);
  }

  private static JsonObject resolved(JsonObject schema, Schemas profile) {
    return profile == Schemas.NONE ? schema : InlinedRefs.in(schema);
  }

  private static JsonObject fit(JsonObject schema, Schemas profile) {
    return switch (profile) {
      case NONE, INLINE_REFS, LLAMACPP, OPEN_OBJECTS -> schema;
      case MOONSHOT -> MoonshotSchema.of(schema);
      case GEMINI -> GeminiSchema.of(schema);
    };
  }
}
