package portside.wire.common;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads counts, and amounts of money, as providers write them: usually integers, sometimes `12.0`, now and then text.
public final class CountReader {
  private static final double MOST = 1e15;
  private static final double MOST_MONEY = 1e6;
  private static final int MOST_DECIMALS = 30;
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

  /// The amount of money of that name; null when it is absent, negative, absurd or no number.
  public static @Nullable BigDecimal amount(JsonObject object, String name) {
    if (!(object.get(name) instanceof JsonNumber number) || !(number.doubleValue() >= 0 && number.doubleValue() < MOST_MONEY)) {
      return null;
    }
    var amount = number.bigDecimalValue();
    return Math.abs(amount.scale()) <= MOST_DECIMALS ? amount : null;
  }
}
