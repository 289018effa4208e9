package portside.wire.common;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Reads counts as providers write them: usually integers, sometimes `12.0`, now and then text.
public final class CountReader {
  private static final double MOST = 1e15;
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");

  private CountReader() {}

  /// The count of that name; empty when it is absent, null, negative, absurd or no number.
  public static OptionalLong count(JsonObject object, String name) {
    var value = object.get(name);
    if (value instanceof JsonNumber number) {
      double size = number.doubleValue();
      return size >= 0 && size < MOST ? OptionalLong.of((long) size) : OptionalLong.empty();
    }
    return value instanceof JsonString text && DIGITS.matcher(text.getString()).matches()
        ? OptionalLong.of(Long.parseLong(text.getString()))
        : OptionalLong.empty();
  }
}
