package portside.wire.gemini;

import static portside.wire.gemini.GenerateContentChunk.object;
import static portside.wire.gemini.GenerateContentChunk.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;

/// What Code Assist says of an account (`:loadCodeAssist`; gemini-cli, 2026-08-21).
///
/// @param project that requests of the account name; empty for none
/// @param tier the id of what the account has, such as `standard-tier`; empty for nothing
/// @param ineligible what it cannot have, and why
public record CodeAssistAccount(String project, String tier, List<Ineligible> ineligible) {
  /// A tier that the account cannot have.
  ///
  /// @param code such as `UNSUPPORTED_CLIENT`; may be empty, as the others
  /// @param message for people
  /// @param validationUrl a page where a person removes the reason
  public record Ineligible(String code, String message, String validationUrl) {}

  public CodeAssistAccount {
    ineligible = List.copyOf(ineligible);
  }

  /// Reads the answer. The project is a text, or an object with its `id`.
  public static CodeAssistAccount read(JsonObject json) {
    var reasons = json.get("ineligibleTiers") instanceof JsonArray all ? all : JsonArray.EMPTY_JSON_ARRAY;
    var project = text(json, "cloudaicompanionProject");
    return new CodeAssistAccount(project.isEmpty() ? text(object(json, "cloudaicompanionProject"), "id") : project, text(object(json, "currentTier"), "id"),
        reasons.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
            .map(tier -> new Ineligible(text(tier, "reasonCode"), text(tier, "reasonMessage"), text(tier, "validationUrl"))).toList());
  }
}
