package portside.wire;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.nio.charset.StandardCharsets;

/// JSON text that belongs to somebody else: changed in one place, or written again so that nothing is lost.
///
/// Parsson itself writes a half of a surrogate pair as `?`; here it is escaped, as it came. Numbers keep their value and not always their spelling
/// (`1e2` becomes `1E+2`), and of two members of one name the later stays.
public final class JsonSource {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private JsonSource() {}

  /// The text with another string at this place; every other character stays. Text that has no string there, or is no JSON, comes back unchanged.
  ///
  /// @param path names of members from the top; where a name stands twice, both values are replaced
  public static String withString(String text, String value, String... path) {
    var out = new StringBuilder(text.length() + value.length());
    int copied = 0;
    try (var parser = Json.parser(text)) {
      int matched = 0; // so many names of the path lead to where the parser is
      int depth = 0;
      boolean named = false;
      int from = 0;
      while (parser.hasNext()) {
        var event = parser.next();
        switch (event) {
          case START_OBJECT, START_ARRAY -> {
            matched = named && event == JsonParser.Event.START_OBJECT && matched + 1 < path.length ? matched + 1 : matched;
            depth++;
          }
          case END_OBJECT, END_ARRAY -> {
            depth--;
            matched = Math.min(matched, Math.max(0, depth - 1));
          }
          case VALUE_STRING -> {
            if (named && matched + 1 == path.length) {
              int start = text.indexOf('"', from);
              out.append(text, copied, start);
              string(value, out);
              copied = (int) parser.getLocation().getStreamOffset();
            }
          }
          case KEY_NAME, VALUE_NUMBER, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {}
        }
        named = event == JsonParser.Event.KEY_NAME && depth == matched + 1 && parser.getString().equals(path[matched]);
        from = (int) parser.getLocation().getStreamOffset();
      }
    } catch (RuntimeException noJson) {
      return text;
    }
    return out.append(text, copied, text.length()).toString();
  }

  /// The compact text of a value.
  public static String text(JsonValue value) {
    var out = new StringBuilder(256);
    write(value, out);
    return out.toString();
  }

  /// The same as UTF-8.
  public static byte[] bytes(JsonValue value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonValue value, StringBuilder out) {
    switch (value) {
      case JsonObject object -> {
        var separator = '{';
        for (var member : object.entrySet()) {
          string(member.getKey(), out.append(separator));
          write(member.getValue(), out.append(':'));
          separator = ',';
        }
        out.append(separator == '{' ? "{}" : "}");
      }
      case JsonArray array -> {
        var separator = '[';
        for (var element : array) {
          write(element, out.append(separator));
          separator = ',';
        }
        out.append(separator == '[' ? "[]" : "]");
      }
      case JsonString string -> string(string.getString(), out);
      default -> out.append(value); // numbers and the three literals
    }
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        out.append(c).append(text.charAt(++i));
      } else if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < ' ' || Character.isSurrogate(c)) {
        out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]).append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
