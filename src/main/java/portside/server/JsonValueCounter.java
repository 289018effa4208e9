package portside.server;

/// Counts the values of a JSON text without making any.
final class JsonValueCounter {
  private JsonValueCounter() {}

  /// Counts what separates or encloses values, outside of strings. That is as many as there are values, for a text that is JSON.
  static long values(byte[] text) {
    var values = 0L;
    var inString = false;
    for (var at = 0; at < text.length; at++) {
      switch (text[at]) {
        case '"' -> inString = !inString;
        case '\\' -> at += inString ? 1 : 0; // what is escaped ends no string
        case ',', '[', '{' -> values += inString ? 0 : 1;
        default -> {}
      }
    }
    return values;
  }
}
