package portside.wire.openai;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.OptionalLong;

/// Counts as providers write them: usually integers, sometimes `12.0`, now and then text.
final class Numbers {
  private static final double MOST = 1e15;

  private Numbers() {}

  /// The count of that name; empty when it is absent, null, negative, absurd or no number.
  static OptionalLong count(JsonObject object, String name) {
    var value = object.get(name);
    if (value instanceof JsonNumber number) {
      double size = number.doubleValue();
      return size >= 0 && size < MOST ? OptionalLong.of((long) size) : OptionalLong.empty();
    }
    if (value instanceof JsonString text && !text.getString().isEmpty() && text.getString().length() < 16
        && text.getString().chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.of(Long.parseLong(text.getString()));
    }
    return OptionalLong.empty();
  }
}
