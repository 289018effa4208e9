package portside.translate.reasoning;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import portside.wire.Json;
import portside.wire.JsonBuffer;

/// What a provider wants back beside the words of its reasoning, exactly as it came.
///
/// @param details entries of `reasoning_details`, in order
/// @param calls from the client's id of a tool call to the signature of that call
/// @param text the signature of the answer's text, empty for none
record OpaqueReasoning(List<JsonObject> details, Map<String, String> calls, String text) {
  static final OpaqueReasoning NOTHING = new OpaqueReasoning(List.of(), Map.of(), "");

  /// Larger ones are not read. An honest one holds the reasoning of one answer.
  private static final int LIMIT = 8 << 20;

  boolean isEmpty() {
    return details.isEmpty() && calls.isEmpty() && text.isEmpty();
  }

  /// The compressed JSON in letters that need no escaping.
  String packed() {
    var json = new JsonBuffer(256).beginObject();
    if (!details.isEmpty()) {
      json.name("details").beginArray();
      details.forEach(json::value);
      json.endArray();
    }
    if (!calls.isEmpty()) {
      json.name("calls").beginObject();
      calls.forEach((id, signature) -> json.name(id).value(signature));
      json.endObject();
    }
    if (!text.isEmpty()) {
      json.name("text").value(text);
    }
    json.endObject();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(deflated(json.toBytes()));
  }

  /// Reads what [#packed()] wrote; empty for anything else.
  static Optional<OpaqueReasoning> unpacked(String packed) {
    try {
      var json = Json.object(inflated(Base64.getUrlDecoder().decode(packed)));
      var details = json.get("details") instanceof JsonArray array ? objects(array) : List.<JsonObject>of();
      var calls = json.get("calls") instanceof JsonObject object ? strings(object) : Map.<String, String>of();
      var text = json.get("text") instanceof JsonString string ? string.getString() : "";
      return Optional.of(new OpaqueReasoning(details, calls, text));
    } catch (IllegalArgumentException | DataFormatException | Json.Malformed notOurs) {
      return Optional.empty();
    }
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList();
  }

  private static Map<String, String> strings(JsonObject object) {
    var strings = new LinkedHashMap<String, String>();
    object.forEach((name, value) -> {
      if (value instanceof JsonString string) {
        strings.put(name, string.getString());
      }
    });
    return strings;
  }

  private static byte[] deflated(byte[] bytes) {
    try (var deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      var out = new ByteArrayOutputStream(bytes.length / 2 + 64);
      var buffer = new byte[Math.min(4096, bytes.length + 64)];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    }
  }

  private static String inflated(byte[] bytes) throws DataFormatException {
    try (var inflater = new Inflater()) {
      inflater.setInput(bytes);
      var out = new ByteArrayOutputStream(bytes.length * 2 + 64);
      var buffer = new byte[4096];
      while (!inflater.finished()) {
        int read = inflater.inflate(buffer);
        if (read == 0 || out.size() + read > LIMIT) {
          throw new DataFormatException("cut short or too large");
        }
        out.write(buffer, 0, read);
      }
      return out.toString(StandardCharsets.UTF_8);
    }
  }
}
