package portside.wire.gemini;

import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.JsonBuffer;

/// A piece of a turn, as it is sent (Gemini API, `Part`).
public sealed interface Part {
  /// @param text empty only beside a signature
  /// @param signature `thoughtSignature`; null for none
  record Text(String text, @Nullable String signature) implements Part {}

  /// @param mimeType such as `image/png`
  /// @param data in base64
  record InlineData(String mimeType, String data) implements Part {}

  /// @param uri that the provider fetches
  record FileData(String mimeType, String uri) implements Part {}

  /// @param id null for none
  /// @param signature `thoughtSignature`; null for none
  record FunctionCall(@Nullable String id, String name, JsonObject args, @Nullable String signature) implements Part {}

  /// @param id that of the call; null for none
  /// @param outcome the member of `response` that holds the text: `output` or `error`
  /// @param media pictures and files inside the result
  record FunctionResponse(@Nullable String id, String name, String outcome, String text, List<InlineData> media) implements Part {}

  /// Writes the part.
  default void write(JsonBuffer json) {
    json.beginObject();
    switch (this) {
      case Text(var text, var signature) -> {
        json.name("text").value(text);
        sign(signature, json);
      }
      case InlineData(var mimeType, var data) ->
          json.name("inlineData").beginObject().name("mimeType").value(mimeType).name("data").value(data).endObject();
      case FileData(var mimeType, var uri) -> json.name("fileData").beginObject().name("mimeType").value(mimeType).name("fileUri").value(uri).endObject();
      case FunctionCall(var id, var name, var args, var signature) -> {
        named("functionCall", id, name, json).name("args").value(args).endObject();
        sign(signature, json);
      }
      case FunctionResponse(var id, var name, var outcome, var text, var media) -> {
        named("functionResponse", id, name, json).name("response").beginObject().name(outcome).value(text).endObject();
        if (!media.isEmpty()) {
          json.name("parts").beginArray();
          media.forEach(part -> part.write(json));
          json.endArray();
        }
        json.endObject();
      }
    }
    json.endObject();
  }

  private static JsonBuffer named(String member, @Nullable String id, String name, JsonBuffer json) {
    json.name(member).beginObject();
    if (id != null) {
      json.name("id").value(id);
    }
    return json.name("name").value(name);
  }

  private static void sign(@Nullable String signature, JsonBuffer json) {
    if (signature != null) {
      json.name("thoughtSignature").value(signature);
    }
  }
}
