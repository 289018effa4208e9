package portside.fuzz;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import portside.wire.Json;

/// Writes a JSON document with a few of its values left out, doubled, renamed, moved, nested or replaced. Text comes out and no value, because
/// half of what is odd about JSON (a key twice, numbers beyond all bounds, half a character) does not survive in values.
final class OddJson {
  private static final List<String> ODDITIES =
      List.of("null", "true", "false", "0", "-1", "7", "-0.5", "-0", "1e400", "-1e400", "1e-400", "1E+99999999", "99999999999999999999", "9223372036854775807",
          "\"\"", "\" \"", "\"\\n\"", "\"text\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"a\\ud83d\"", "\"\\u2028\\u202e\\ufeff\\uffff\"", "\"a.b:c\"",
          "\"[DONE]\"", "\"<think>\"", "\"a</think>b\"", "\"{\"", "\"data: x\\n\\nevent: error\\r\\ndata: {}\\n\\n\"", "\"auto\"", "\"stop\"", "\"error\"",
          "[]", "{}", "[[]]", "[{}]", "[null]", "[\"x\",1]", "{\"type\":\"x\"}", "{\"type\":null}", "{\"type\":\"text\",\"text\":\"\"}", "{\"type\":\"text\"}",
          "{\"type\":\"tool_result\"}", "{\"type\":\"tool_use\"}", "{\"type\":\"image\",\"source\":{}}", "{\"type\":\"thinking\"}", "{\"\":{\"\":[]}}",
          "{\"role\":\"system\",\"content\":\"note\"}", "{\"role\":\"assistant\",\"content\":[]}", "{\"role\":\"tool\"}", "{\"message\":\"no\"}",
          "{\"$ref\":\"#\"}", "{\"anyOf\":[{\"$ref\":\"#/properties\"}]}");
  private static final int[] DEPTHS = {1, 2, 3, 30, 200, 255, 256, 300, 10_000};

  private final RandomGenerator random;
  private final List<JsonValue> values = new ArrayList<>();
  private final Set<Integer> changed = new HashSet<>();
  private int next;

  private OddJson(RandomGenerator random) {
    this.random = random;
  }

  /// The document with one to five changes.
  static String of(JsonValue document, RandomGenerator random) {
    var odd = new OddJson(random);
    odd.collect(document);
    var changes = 1 + random.nextInt(random.nextBoolean() ? 1 : 5);
    for (var i = 0; i < changes && !odd.values.isEmpty(); i++) {
      odd.changed.add(random.nextInt(odd.values.size()));
    }
    return odd.text(document);
  }

  private void collect(JsonValue value) {
    children(value).forEach(child -> {
      values.add(child);
      collect(child);
    });
  }

  private static Iterable<JsonValue> children(JsonValue value) {
    return switch (value) {
      case JsonObject object -> object.values();
      case JsonArray array -> array;
      default -> List.of();
    };
  }

  private String text(JsonValue value) {
    return switch (value) {
      case JsonObject object -> {
        var members = new ArrayList<String>();
        object.forEach((name, member) -> add(members, quote(name) + ":", member));
        yield "{" + String.join(",", members) + "}";
      }
      case JsonArray array -> {
        var items = new ArrayList<String>();
        array.forEach(item -> add(items, "", item));
        yield "[" + String.join(",", items) + "]";
      }
      default -> value.toString();
    };
  }

  private void add(List<String> siblings, String name, JsonValue value) {
    var odd = changed.contains(next++);
    var same = name + text(value);
    if (!odd) {
      siblings.add(same);
      return;
    }
    switch (random.nextInt(12)) {
      case 0 -> {} // left out
      case 1 -> siblings.addAll(List.of(same, same));
      case 2 -> siblings.addAll(List.of(same, name + oddity()));
      case 3 -> siblings.add((name.isEmpty() ? "" : "\"other\":") + plain(value));
      case 4 -> siblings.addAll(List.of(same, (name.isEmpty() ? "" : "\"new\":") + oddity()));
      case 5 -> siblings.add(name + nested(plain(value)));
      case 6 -> siblings.add(name + plain(values.get(random.nextInt(values.size())))); // from elsewhere in the document
      case 7 -> {
        siblings.add(same);
        Collections.shuffle(siblings, Random.from(random));
      }
      case 8 -> siblings.add(name + (value instanceof JsonString text ? inside(text.getString()) : oddity()));
      default -> siblings.add(name + oddity());
    }
  }

  private static String plain(JsonValue value) {
    return Json.text(value);
  }

  private String oddity() {
    return switch (random.nextInt(40)) {
      case 0 -> "\"" + "x".repeat(100_000) + "\"";
      case 1 -> "9".repeat(2_000);
      case 2, 3 -> nested("1");
      case 4 -> "\"" + "[{\\\"a\\\":".repeat(10_000) + "\"";
      default -> ODDITIES.get(random.nextInt(ODDITIES.size()));
    };
  }

  private String nested(String inner) {
    var depth = DEPTHS[random.nextInt(DEPTHS.length)];
    return random.nextBoolean() ? "[".repeat(depth) + inner + "]".repeat(depth) : "{\"a\":".repeat(depth) + inner + "}".repeat(depth);
  }

  /// A string with something put in at any place, also between the halves of a character.
  private String inside(String text) {
    var at = random.nextInt(text.length() + 1);
    var odd = List.of("\u0000", "\ud800", "\udfff", "\n\n", "<think>", "\"", "\\", "\u2029").get(random.nextInt(8));
    return quote(text.substring(0, at) + odd + text.substring(at));
  }

  private static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (var c : text.toCharArray()) {
      if (c < ' ' || Character.isSurrogate(c) || c == '"' || c == '\\') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
