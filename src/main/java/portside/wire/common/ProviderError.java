package portside.wire.common;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// What a provider says went wrong, read from any of the shapes seen: `{"error":{…}}`, `{"error":"…"}`, `{"object":"error",…}`,
/// `{"detail":…}` (FastAPI), `{"code","message"}`, `{"error_type","error_message"}` (Venice), `{"base_resp":{…}}` (MiniMax),
/// `{"errors":[…]}` (Cloudflare), `{"type":"error","error":{…}}`, `{"success":false,"msg"}`.
///
/// @param message the most telling text, never null; empty when there is none; its beginning when it is long, since some quote the whole request
/// @param type as written, empty when absent
/// @param code as written, numbers as text, empty when absent
/// @param status the HTTP status the body names, 0 when it names none
/// @param details the object that held the message, for numbers that stand beside it
/// @param body all that was read, for what stands around it
public record ProviderError(String message, String type, String code, int status, JsonObject details, JsonObject body) {
  private static final String[] STATUS_NAMES = {"status", "status_code", "statusCode", "raw_status_code", "http_code", "code", "error_code"};
  private static final String[] TYPE_NAMES = {"error_type", "errorType", "type", "status", "__type"};
  private static final String[] CODE_NAMES = {"code", "error_code", "errorCode", "err_code"};
  /// Members that hold words of an error and nothing else.
  private static final String[] ERROR_WORDS = {"error_message", "error_msg", "errorMessage", "errorMsg", "err_msg", "err"};
  /// Members that hold words of an error or of anything else.
  private static final String[] WORDS = {"message", "Message", "msg"};
  /// What stands beside such words when they are those of an error.
  private static final Set<String> SIGNS =
      Set.of("code", "type", "error_type", "errorType", "error_code", "errorCode", "err_code", "__type", "param");
  /// What may stand beside them without saying anything.
  private static final Set<String> NAMES_OF_REQUEST = Set.of("request_id", "requestId", "request", "trace_id", "traceId", "id", "timestamp", "path");
  private static final Set<String> GOOD = Set.of("0", "200", "ok", "success");

  /// The most characters of a message that are kept: Gemini's sentences about a hundred schemas fit; searching more for what it means takes seconds.
  private static final int LONGEST_MESSAGE = 16_000;
  private static final int LONGEST_NAME = 200;

  public ProviderError {
    message = beginning(message, LONGEST_MESSAGE);
    type = beginning(type, LONGEST_NAME);
    code = beginning(code, LONGEST_NAME);
  }

  private static String beginning(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  /// The error inside an answer that should have been good, or null. Text that merely looks odd is no error.
  ///
  /// @param root of a `data` payload or a whole body
  public static @Nullable ProviderError inside(JsonObject root) {
    if (saysSomething(root.get("error"))) {
      return anywhere(root);
    }
    if (root.get("base_resp") instanceof JsonObject base && !"0".equals(scalar(base.get("status_code"))) && base.containsKey("status_code")) {
      return new ProviderError(text(base, "status_msg"), "", scalar(base.get("status_code")), 0, base, root);
    }
    if (root.get("choices") instanceof JsonArray choices && !choices.isEmpty()) {
      return inChoice(choices);
    }
    boolean named = "error".equals(Json.string(root, "object")) || "error".equals(Json.string(root, "type"));
    boolean told = named || !firstText(root, ERROR_WORDS).isBlank() || saysSomething(root.get("detail")) || saysSomething(root.get("errors"));
    return told || !firstText(root, WORDS).isBlank() && isOfError(root) ? anywhere(root) : null;
  }

  /// Whether words stand beside what only an error has, or alone.
  private static boolean isOfError(JsonObject root) {
    var status = Json.string(root, "status");
    if (root.get("success") == JsonValue.FALSE || "error".equals(status) || "failed".equals(status) || status(root) != 0) {
      return true;
    }
    var beside = new HashSet<>(root.keySet());
    beside.removeAll(NAMES_OF_REQUEST);
    beside.removeAll(List.of(WORDS));
    boolean good = root.containsKey("code") && GOOD.contains(scalar(root.get("code")).toLowerCase(Locale.ROOT));
    return beside.isEmpty() || !good && beside.stream().anyMatch(SIGNS::contains);
  }

  /// Whether an `error` is one: gateways written in Go send one with empty members beside every good answer (BerriAI/litellm#18407). A number says
  /// something from 400 on, where codes begin to mean failures.
  public static boolean saysSomething(@Nullable JsonValue error) {
    return switch (error) {
      case null -> false;
      case JsonString text -> !text.getString().isBlank() && !GOOD.contains(text.getString().strip().toLowerCase(Locale.ROOT));
      case JsonNumber number -> number.doubleValue() >= 400;
      case JsonObject object -> object.values().stream().anyMatch(ProviderError::saysSomething);
      case JsonArray array -> array.stream().anyMatch(ProviderError::saysSomething);
      default -> error == JsonValue.TRUE;
    };
  }

  /// Reads a body that is known to be an error; a message is found wherever one is known to stand.
  public static ProviderError anywhere(JsonObject root) {
    var holder = holder(root);
    var message = message(root, holder);
    var raw = holder.get("metadata") instanceof JsonObject metadata ? raw(metadata)
        : first(holder.get("details")) instanceof JsonObject detail ? text(detail, "msg") : "";
    if (!message.contains(raw)) {
      message = message.isEmpty() ? raw : message + ": " + raw;
    }
    var code = firstScalar(holder, CODE_NAMES);
    if (code.isEmpty() && root.get("base_resp") instanceof JsonObject base) {
      code = scalar(base.get("status_code"));
    }
    return new ProviderError(message, firstText(holder, TYPE_NAMES), code.isEmpty() ? firstScalar(root, CODE_NAMES) : code, status(holder), holder, root);
  }

  private static JsonObject holder(JsonObject root) {
    for (var place : new @Nullable JsonValue[] {root.get("error"), first(root.get("error")), first(root.get("errors"))}) {
      if (place instanceof JsonObject object) {
        return object.get("error") instanceof JsonObject inner && text(object, "message").isBlank() ? inner : object; // of a gateway before a gateway
      }
    }
    return root;
  }

  /// The words of an error, looked for in the order other proxies agree on: `error.message`, `error` as text, `message`, `detail` in its three
  /// shapes, `Message`, then rarer names.
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
      firstText(holder, ERROR_WORDS),
      firstText(root, ERROR_WORDS),
      root.get("base_resp") instanceof JsonObject base ? text(base, "status_msg") : "",
      text(holder, "msg"),
      text(holder, "error"),
      scalar(first(root.get("error"))),
      scalar(first(root.get("errors")))
    };
    for (var candidate : candidates) {
      if (!candidate.isBlank()) {
        return candidate.strip();
      }
    }
    return "";
  }

  private static @Nullable ProviderError inChoice(JsonArray choices) {
    return first(choices) instanceof JsonObject choice && saysSomething(choice.get("error")) ? anywhere(choice) : null;
  }

  /// The words in `metadata.raw`: OpenRouter puts what the provider behind it said into `metadata.raw`, as text or as JSON text.
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
      long status = CountReader.count(holder, name).orElse(0);
      if (status >= 400 && status < 600) {
        return (int) status;
      }
    }
    return 0;
  }

  private static @Nullable JsonValue first(@Nullable JsonValue value) {
    return value instanceof JsonArray array && !array.isEmpty() ? array.getFirst() : null;
  }

  private static String firstText(JsonObject object, String[] names) {
    for (var name : names) {
      var text = text(object, name);
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  private static String firstScalar(JsonObject object, String[] names) {
    for (var name : names) {
      var scalar = scalar(object.get(name));
      if (!scalar.isEmpty()) {
        return scalar;
      }
    }
    return "";
  }

  private static String text(JsonObject object, String name) {
    var text = Json.string(object, name);
    return text == null ? "" : text;
  }

  private static String scalar(@Nullable JsonValue value) {
    return value instanceof JsonString string ? string.getString() : value instanceof JsonNumber number ? number.toString() : "";
  }
}
