package portside.exchange;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import portside.wire.Json;
import portside.wire.sse.SseReader;

/// Takes the secrets out of errors that stand in an answer with status 200, and leaves all other bytes as they came.
///
/// ```
///   UNKNOWN ──(`{`)───────────► DOCUMENT, looked at as a whole at its end
///      └─────(anything else)──► LINES, looked at one by one: the data of an event is one line
/// ```
/// What the model says is never changed, even where it holds the key: a model that edits an env file would write a mask into it.
final class StreamErrorRedactor {
  private enum Form {
    UNKNOWN,
    DOCUMENT,
    LINES
  }

  private static final byte[] NOTHING = {};

  private final UnaryOperator<String> mask;
  private final int limit;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private Form form = Form.UNKNOWN;

  /// @param mask takes the secrets out of a text
  StreamErrorRedactor(UnaryOperator<String> mask) {
    this(mask, SseReader.LIMIT);
  }

  /// @param limit of what is held back, in bytes
  StreamErrorRedactor(UnaryOperator<String> mask, int limit) {
    this.mask = mask;
    this.limit = limit;
  }

  /// A line or a document that is too large to be looked at.
  static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super(null, null, false, false);
    }
  }

  /// Takes the next bytes.
  ///
  /// @return what can be sent now; may be nothing
  byte[] push(byte[] bytes, int length) throws TooLarge {
    form = form == Form.UNKNOWN ? recognise(bytes, length) : form;
    if (held.size() + length > limit) {
      throw new TooLarge();
    }
    var whole = form == Form.DOCUMENT ? 0 : afterLastLine(bytes, length);
    if (whole == 0) {
      held.write(bytes, 0, length);
      return NOTHING;
    }
    held.write(bytes, 0, whole);
    var lines = masked();
    held.write(bytes, whole, length - whole);
    return lines;
  }

  /// What is left at the end.
  byte[] end() {
    return masked();
  }

  private byte[] masked() {
    var bytes = held.toByteArray();
    held.reset();
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (mask.apply(text).equals(text)) {
      return bytes;
    }
    if (form == Form.DOCUMENT) {
      return masked(text).getBytes(StandardCharsets.UTF_8);
    }
    var lines = new StringBuilder(text.length());
    for (int start = 0, end; start < text.length(); start = end) {
      var feed = text.indexOf('\n', start);
      end = feed < 0 ? text.length() : feed + 1;
      lines.append(masked(text.substring(start, end)));
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String masked(String text) {
    return isAnswer(text.startsWith("data:") ? text.substring(5) : text) ? text : mask.apply(text);
  }

  private static boolean isAnswer(String json) {
    try {
      var said = Json.object(json);
      return said.get("choices") instanceof JsonArray choices && !hasError(said)
          && choices.stream().noneMatch(choice -> choice instanceof JsonObject object && hasError(object));
    } catch (Json.Malformed noAnswer) {
      return false;
    }
  }

  private static boolean hasError(JsonObject object) {
    return object.getOrDefault("error", JsonValue.NULL) != JsonValue.NULL;
  }

  private static Form recognise(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (!Character.isWhitespace(bytes[i])) {
        return bytes[i] == '{' ? Form.DOCUMENT : Form.LINES;
      }
    }
    return Form.UNKNOWN;
  }

  private static int afterLastLine(byte[] bytes, int length) {
    var end = length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}
