package portside.wire;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;

/// Writes one compact JSON document as UTF-8: members in the order they are written, with commas where they belong. NUL is left out of strings, since
/// providers refuse it.
public final class JsonBuffer {
  private final JsonText out;
  private boolean comma;

  /// @param capacity the size expected; it grows when that is too small
  public JsonBuffer(int capacity) {
    out = new JsonText(capacity);
  }

  /// The compact text of a value, cleaned as described above.
  public static String text(JsonValue value) {
    var buffer = new JsonBuffer(256);
    buffer.value(value);
    return new String(buffer.out.array(), 0, buffer.out.length(), StandardCharsets.UTF_8);
  }

  /// Opens an object, as a value.
  public JsonBuffer beginObject() {
    return open('{');
  }

  /// Closes the object opened last.
  public JsonBuffer endObject() {
    return close('}');
  }

  /// Opens an array, as a value.
  public JsonBuffer beginArray() {
    return open('[');
  }

  /// Closes the array opened last.
  public JsonBuffer endArray() {
    return close(']');
  }

  /// The name of the next value.
  public JsonBuffer name(String name) {
    separate();
    out.string(name).raw(':');
    comma = false;
    return this;
  }

  /// A string.
  public JsonBuffer value(String text) {
    separate();
    out.string(text.replace("\0", ""));
    return this;
  }

  /// An integer.
  public JsonBuffer value(long number) {
    separate();
    out.number(number);
    return this;
  }

  /// A finite number, without a fraction when it has none.
  public JsonBuffer value(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15 ? value((long) number) : bare(Double.toString(number));
  }

  /// `true` or `false`.
  public JsonBuffer value(boolean flag) {
    return bare(flag ? "true" : "false");
  }

  /// `null`.
  public JsonBuffer nullValue() {
    return bare("null");
  }

  /// Any value, members in their order.
  public JsonBuffer value(JsonValue value) {
    switch (value) {
      case JsonObject object -> {
        beginObject();
        object.forEach((name, member) -> name(name).value(member));
        endObject();
      }
      case JsonArray array -> {
        beginArray();
        array.forEach(this::value);
        endArray();
      }
      case JsonString string -> value(string.getString());
      default -> bare(value.toString()); // numbers and the three literals
    }
    return this;
  }

  /// What was written so far, copied.
  public byte[] toBytes() {
    return out.copy();
  }

  private JsonBuffer open(char bracket) {
    separate();
    out.raw(bracket);
    comma = false;
    return this;
  }

  private JsonBuffer close(char bracket) {
    out.raw(bracket);
    comma = true;
    return this;
  }

  private JsonBuffer bare(String ascii) {
    separate();
    out.raw(ascii);
    return this;
  }

  private void separate() {
    if (comma) {
      out.raw(',');
    }
    comma = true;
  }
}
