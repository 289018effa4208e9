package portside.wire.openai;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import portside.wire.Json;

/// What a provider says went wrong, read from any of the shapes seen: `{"error":{…}}`, `{"error":"…"}`, `{"object":"error",…}`,
/// `{"detail":…}` (FastAPI), `{"code","message"}`, `{"base_resp":{…}}` (MiniMax), `{"errors":[…]}` (Cloudflare), `{"type":"error","error":{…}}`.
///
/// @param message the most telling text, never null; empty when there is none; its beginning when it is long, since some quote the whole request
/// @param type as written, empty when absent
/// @param code as written, numbers as text, empty when absent
/// @param status the HTTP status the body names, 0 when it names none
/// @param details the object that held the message, for numbers that stand beside it
public record ProviderError(String message, String type, String code, int status, JsonObject details) {
  private static final String[] STATUS_NAMES = {"status", "status_code", "raw_status_code", "http_code", "code"};

  /// Gemini's sentences about a hundred schemas fit; searching more for what it means takes seconds.
  private static final int LONGEST_MESSAGE = 16_000;
  private static final int LONGEST_NAME = 200;

  public ProviderError {
    message = beginning(message, LONGEST_MESSAGE);
    type = beginning(type, LONGEST_NAME);
    code = beginning(code, LONGEST_NAME);
  }

  private static String beginning(String text, int length) {
    return text.length() > length ? text.substring(0, length) : text;
  }

  /// The error inside an answer that should have been good, or null. Text that merely looks odd is no error.
  ///
  /// @param root of a `data` payload or a whole body
  public static ProviderError inside(JsonObject root) {
    var error = root.get("error");
    if (error instanceof JsonObject object && !object.isEmpty() || error instanceof JsonString text && !text.getString().isBlank()) {
      return anywhere(root);
    }
    if (root.get("base_resp") instanceof JsonObject base && !"0".equals(scalar(base.get("status_code"))) && base.containsKey("status_code")) {
      return new ProviderError(text(base, "status_msg"), "", scalar(base.get("status_code")), 0, base);
    }
    if (root.get("choices") instanceof JsonArray choices) {
      return inChoice(choices);
    }
    boolean named = "error".equals(Json.string(root, "object")) || "error".equals(Json.string(root, "type"));
    boolean coded = !text(root, "message").isEmpty() && (root.containsKey("code") || root.containsKey("type"));
    return named || coded || present(root.get("detail")) || present(root.get("errors")) ? anywhere(root) : null;
  }

  /// What a body says that is known to be an error; a message is found wherever one is known to stand.
  public static ProviderError anywhere(JsonObject root) {
    var holder = root.get("error") instanceof JsonObject object ? object : first(root.get("errors")) instanceof JsonObject one ? one : root;
    var message = message(root, holder);
    var raw = holder.get("metadata") instanceof JsonObject metadata ? raw(metadata)
        : first(holder.get("details")) instanceof JsonObject detail ? text(detail, "msg") : "";
    if (!raw.isEmpty() && !message.contains(raw)) {
      message = message.isEmpty() ? raw : message + ": " + raw;
    }
    var type = text(holder, "type");
    var code = scalar(holder.get("code"));
    if (code.isEmpty() && root.get("base_resp") instanceof JsonObject base) {
      code = scalar(base.get("status_code"));
    }
    if (type.isEmpty()) {
      type = text(holder, "status");
    }
    return new ProviderError(message, type, code.isEmpty() ? scalar(root.get("code")) : code, status(holder), holder);
  }

  /// The order peers agree on: `error.message`, `error` as text, `message`, `detail` in its three shapes, `Message`, then rarer names.
  private static String message(JsonObject root, JsonObject holder) {
    var detail = root.get("detail");
    String[] candidates = {
      holder == root ? "" : text(holder, "message"),
      scalar(root.get("error")),
      text(root, "message"),
      scalar(detail),
      detail instanceof JsonObject object ? text(object, "message") : "",
      first(detail) instanceof JsonObject object ? text(object, "msg") : "",
      text(root, "Message"),
      text(root, "msg"),
      root.get("base_resp") instanceof JsonObject base ? text(base, "status_msg") : "",
      text(holder, "msg"),
      text(holder, "error"),
      first(root.get("errors")) instanceof JsonString string ? string.getString() : ""
    };
    for (var candidate : candidates) {
      if (!candidate.isBlank()) {
        return candidate.strip();
      }
    }
    return "";
  }

  private static ProviderError inChoice(JsonArray choices) {
    return first(choices) instanceof JsonObject choice && choice.get("error") instanceof JsonObject error && !error.isEmpty()
        ? anywhere(choice)
        : null;
  }

  /// OpenRouter puts what the provider behind it said into `metadata.raw`, as text or as JSON text.
  private static String raw(JsonObject metadata) {
    if (metadata.get("raw") instanceof JsonString string) {
      try {
        var inner = anywhere(Json.object(string.getString())).message();
        return inner.isEmpty() ? string.getString().strip() : inner;
      } catch (Json.Malformed plainText) {
        return string.getString().strip();
      }
    }
    return metadata.get("raw") instanceof JsonObject object ? anywhere(object).message() : "";
  }

  private static int status(JsonObject holder) {
    for (var name : STATUS_NAMES) {
      long status = Numbers.count(holder, name).orElse(0);
      if (status >= 400 && status < 600) {
        return (int) status;
      }
    }
    return 0;
  }

  private static JsonValue first(JsonValue value) {
    return value instanceof JsonArray array && !array.isEmpty() ? array.getFirst() : null;
  }

  private static boolean present(JsonValue value) {
    return value != null && value != JsonValue.NULL && !(value instanceof JsonArray array && array.isEmpty());
  }

  private static String text(JsonObject object, String name) {
    var text = Json.string(object, name);
    return text == null ? "" : text;
  }

  private static String scalar(JsonValue value) {
    return value instanceof JsonString string ? string.getString() : value instanceof JsonNumber number ? number.toString() : "";
  }
}
