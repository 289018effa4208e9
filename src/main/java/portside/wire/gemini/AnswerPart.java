package portside.wire.gemini;

import static portside.wire.gemini.GenerateContentChunk.object;
import static portside.wire.gemini.GenerateContentChunk.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// A piece of what the model says.
public sealed interface AnswerPart {
  /// @param signature `thoughtSignature`; null for none
  record Text(String text, @Nullable String signature) implements AnswerPart {}

  record Thought(String text) implements AnswerPart {}

  /// @param id null where the model gives none (before Gemini 3 Flash)
  /// @param name empty when it is missing
  /// @param args JSON text
  /// @param signature `thoughtSignature`; null for none
  record Call(@Nullable String id, String name, String args, @Nullable String signature) implements AnswerPart {}

  /// Code that the provider runs, or what came of it.
  ///
  /// @param language empty for output
  record Code(String language, String text) implements AnswerPart {}

  /// What cannot be shown as text.
  ///
  /// @param kind such as `image`
  record Media(String kind, String mimeType) implements AnswerPart {}

  /// No object, so that a call of which the arguments are not read is never run.
  String PIECES = "[0]";

  /// Reads a part; empty for one that says nothing to the client, such as work of a tool of the provider's.
  static Optional<AnswerPart> read(JsonObject part) {
    var signature = Json.string(part, "thoughtSignature");
    if (part.get("functionCall") instanceof JsonObject call) {
      var id = text(call, "id");
      return Optional.of(new Call(id.isEmpty() ? null : id, text(call, "name"), inPieces(call) ? PIECES : args(call.get("args")), signature));
    }
    if (part.get("text") instanceof JsonString text) {
      return Optional.of(part.get("thought") == JsonValue.TRUE ? new Thought(text.getString()) : new Text(text.getString(), signature));
    }
    if (part.get("executableCode") instanceof JsonObject code) {
      return Optional.of(new Code(language(text(code, "language")), text(code, "code")));
    }
    if (part.get("codeExecutionResult") instanceof JsonObject result) {
      return Optional.of(new Code("", text(result, "output")));
    }
    for (var name : new String[] {"inlineData", "fileData"}) {
      var type = text(object(part, name), "mimeType");
      if (part.get(name) instanceof JsonObject) {
        return Optional.of(new Media(type.contains("/") ? type.substring(0, type.indexOf('/')) : "file", type));
      }
    }
    return signature == null ? Optional.empty() : Optional.of(new Text("", signature));
  }

  private static String language(String name) {
    return name.isEmpty() || name.endsWith("UNSPECIFIED") ? "text" : name.toLowerCase(Locale.ROOT);
  }

  /// Arguments come in pieces to those who ask for it (`streamFunctionCallArguments`), and nobody does.
  private static boolean inPieces(JsonObject call) {
    return call.get("willContinue") == JsonValue.TRUE || call.get("partialArgs") instanceof JsonArray pieces && !pieces.isEmpty();
  }

  private static String args(@Nullable JsonValue args) {
    return switch (args) {
      case null -> "{}";
      case JsonString text -> text.getString();
      default -> args == JsonValue.NULL ? "{}" : Json.text(args);
    };
  }
}
