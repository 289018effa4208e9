package portside.translate.client;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import portside.wire.Json;

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
  private final Predicate<JsonObject> answers;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private Form form = Form.UNKNOWN;

  /// @param mask takes the secrets out of a text
  /// @param answers tells what is a piece of an answer, and no error
  StreamErrorRedactor(UnaryOperator<String> mask, Predicate<JsonObject> answers) {
    this.mask = mask;
    this.answers = answers;
  }

  /// Takes the next bytes.
  ///
  /// @return what can be sent now; may be nothing
  byte[] push(byte[] bytes) {
    form = form == Form.UNKNOWN ? recognise(bytes) : form;
    var whole = form == Form.LINES ? afterLastLine(bytes) : 0;
    if (whole == 0) {
      held.writeBytes(bytes);
      return NOTHING;
    }
    held.write(bytes, 0, whole);
    var lines = masked();
    held.write(bytes, whole, bytes.length - whole);
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

  private boolean isAnswer(String json) {
    try {
      return answers.test(Json.object(json));
    } catch (Json.Malformed noAnswer) {
      return false;
    }
  }

  private static Form recognise(byte[] bytes) {
    for (byte b : bytes) {
      if (!Character.isWhitespace(b)) {
        return b == '{' ? Form.DOCUMENT : Form.LINES;
      }
    }
    return Form.UNKNOWN;
  }

  private static int afterLastLine(byte[] bytes) {
    var end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}
