package portside.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import portside.wire.Json;

/// Other spellings of the same event stream, as the grammar of server-sent events allows them.
final class Framing {
  private static final Pattern LINE_START = Pattern.compile("(?m)^");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Framing() {}

  /// The same events, written in another way.
  static byte[] of(byte[] stream, RandomGenerator random) {
    var text = new String(stream, StandardCharsets.UTF_8);
    if (!text.contains("\r")) { // else who knows what its author meant by a lone line feed
      text = random.nextBoolean() ? between(text, random) : text;
      text = random.nextBoolean() ? splitData(text, random) : text;
      text = random.nextInt(3) == 0 ? text.replaceAll("(?m)^data: (?! )", "data:") : text;
      text = random.nextInt(3) == 0 ? text.replaceAll("\n\n", "\n\n\n\n") : text;
      text = random.nextInt(4) == 0 ? text.stripTrailing() : text;
      text = text.replace("\n", switch (random.nextInt(4)) {
        case 0 -> "\r\n";
        case 1 -> "\r";
        default -> "\n";
      });
    }
    return ((random.nextInt(4) == 0 ? BYTE_ORDER_MARK : "") + text).getBytes(StandardCharsets.UTF_8);
  }

  /// With lines that say nothing.
  private static String between(String text, RandomGenerator random) {
    var every = 1 + random.nextInt(5);
    return LINE_START.matcher(text).replaceAll(_ -> random.nextInt(every) > 0 ? "" : switch (random.nextInt(6)) {
      case 0 -> ":\n";
      case 1 -> ": keep-alive\n";
      case 2 -> "id: 7\n";
      case 3 -> "retry: 100\n";
      case 4 -> "other: {\"choices\":7}\n";
      default -> ": data: {\"error\":{}}\n";
    });
  }

  /// With one payload over two or more `data` lines.
  private static String splitData(String text, RandomGenerator random) {
    var lines = text.split("\n", -1);
    for (var i = 0; i < lines.length; i++) {
      var alone = (i == 0 || !lines[i - 1].startsWith("data:")) && (i + 1 == lines.length || !lines[i + 1].startsWith("data:"));
      if (alone && lines[i].startsWith("data: {") && isObject(lines[i].substring(6)) && random.nextInt(3) == 0) {
        lines[i] = "data: " + atCommas(lines[i].substring(6), random);
      }
    }
    return String.join("\n", lines);
  }

  private static boolean isObject(String payload) {
    try {
      return payload.equals(payload.strip()) && Json.object(payload) != null;
    } catch (Json.Malformed noJson) {
      return false;
    }
  }

  private static String atCommas(String json, RandomGenerator random) {
    var out = new StringBuilder();
    var quoted = false;
    for (var i = 0; i < json.length(); i++) {
      var c = json.charAt(i);
      out.append(c);
      if (c == '\\') {
        out.append(json.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted && random.nextInt(3) == 0) {
        out.append("\ndata: ");
      }
    }
    return out.toString();
  }
}
