package portside.translate.answer;

import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import portside.wire.Json;
import portside.wire.JsonText;

/// Takes JSON apart without changing how its values are written: numbers keep their digits, strings their escapes.
public final class RawJson {
  private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  private static final Set<String> WORDS = Set.of("true", "false", "null");

  private RawJson() {}

  /// @param name decoded
  /// @param value as written
  public record Member(String name, String value) {}

  /// Whether the whole text is one JSON value with nothing but blanks around it.
  public static boolean isValue(String text) {
    var value = text.strip();
    if (value.isEmpty() || end(value, 0) != value.length()) {
      return false;
    }
    if (!isBracketed(value.charAt(0))) {
      return isNumber(value) || WORDS.contains(value);
    }
    try {
      Json.value(value);
      return true;
    } catch (Json.Malformed malformed) {
      return false;
    }
  }

  /// Whether the whole text is one JSON object.
  public static boolean isObject(String text) {
    return text.stripLeading().startsWith("{") && isValue(text);
  }

  /// Whether the whole text is a number.
  public static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /// The members in order.
  ///
  /// @param object for which [#isObject] holds
  public static List<Member> members(String object) {
    var members = new ArrayList<Member>();
    for (int at = skip(object, object.indexOf('{') + 1); object.charAt(at) == '"'; ) {
      int nameEnd = end(object, at);
      int value = skip(object, object.indexOf(':', nameEnd) + 1);
      int end = end(object, value);
      members.add(new Member(string(object.substring(at, nameEnd)), object.substring(value, end)));
      at = next(object, end);
    }
    return members;
  }

  /// The elements in order, as written.
  ///
  /// @param array a whole JSON array
  public static List<String> elements(String array) {
    var elements = new ArrayList<String>();
    for (int at = skip(array, array.indexOf('[') + 1); array.charAt(at) != ']'; ) {
      int end = end(array, at);
      elements.add(array.substring(at, end));
      at = next(array, end);
    }
    return elements;
  }

  /// What a string says.
  ///
  /// @param quoted a JSON string with its quotation marks
  public static String string(String quoted) {
    try {
      return Json.value(quoted) instanceof JsonString string ? string.getString() : quoted;
    } catch (Json.Malformed malformed) {
      return quoted;
    }
  }

  /// The text as a JSON string.
  public static String quoted(String text) {
    return new String(new JsonText(text.length() + 16).string(text).copy(), StandardCharsets.UTF_8);
  }

  /// The index behind the value that begins here.
  private static int end(String text, int start) {
    char first = text.charAt(start);
    if (isBracketed(first)) {
      return new JsonProgress().follow(text, start);
    }
    int end = start;
    while (end < text.length() && ",]} \t\r\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static boolean isBracketed(char first) {
    return first == '"' || first == '{' || first == '[';
  }

  private static int next(String text, int end) {
    int at = skip(text, end);
    return text.charAt(at) == ',' ? skip(text, at + 1) : at;
  }

  private static int skip(String text, int from) {
    int at = from;
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
