package portside.console.edit;

import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Changes members of a JSON text and leaves everything else as it is typed: order, blanks, spellings of numbers.
///
/// Members are named by their path from the root; what a path leads through must be objects. Where a name stands twice, the last one counts.
public final class JsonEdit {
  private static final String STEP = "  ";

  /// Some editors of Windows begin a file with it.
  private static final String MARK = "\uFEFF";

  private final String text;

  /// @param text of one object
  /// @throws Json.Malformed when it is none, or something stands behind it; the message has line and column
  public JsonEdit(String text) throws Json.Malformed {
    this.text = text;
    Json.object(text.startsWith(MARK) ? text.substring(MARK.length()) : text);
    var end = skipBlanks(end(begin()));
    if (end < text.length()) {
      throw new Json.Malformed("something stands behind the object: line " + text.substring(0, end).lines().count());
    }
  }

  /// The text as it is now.
  public String text() {
    return text;
  }

  /// The text of a member's value as it is typed; empty without that member.
  ///
  /// @throws Json.Malformed when the path leads through something else than objects
  public Optional<String> value(List<String> path) throws Json.Malformed {
    var found = find(path);
    return found.member == null ? Optional.empty() : Optional.of(text.substring(found.member.value, found.member.end));
  }

  /// With that value, in the place of the old one or as the last member of its object; objects on the way to it are made.
  ///
  /// @param value JSON
  /// @throws Json.Malformed when the path leads through something else than objects
  public JsonEdit set(List<String> path, String value) throws Json.Malformed {
    var found = find(path);
    if (found.member != null) {
      return new JsonEdit(text.substring(0, found.member.value) + value + text.substring(found.member.end));
    }
    var names = path.subList(found.depth, path.size());
    var object = found.object;
    if (object.last >= 0 && text.substring(object.open, object.close).indexOf('\n') < 0) {
      var added = ", " + String.join(": {", names.stream().map(JsonEdit::quoted).toList()) + ": " + value + "}".repeat(names.size() - 1);
      return new JsonEdit(text.substring(0, object.last) + added + text.substring(object.last));
    }
    var added = onLines(names, value, indent(object) + step());
    return new JsonEdit(object.last >= 0 ? text.substring(0, object.last) + "," + added + text.substring(object.last)
        : text.substring(0, object.open + 1) + added + newLine() + indent(object) + text.substring(object.close));
  }

  private String onLines(List<String> names, String value, String indent) {
    var lines = new StringBuilder();
    for (var at = 0; at < names.size(); at++) {
      lines.append(at == 0 ? "" : "{").append(newLine()).append(indent).append(step().repeat(at)).append(quoted(names.get(at))).append(": ");
    }
    lines.append(value);
    for (var at = names.size() - 1; at > 0; at--) {
      lines.append(newLine()).append(indent).append(step().repeat(at - 1)).append('}');
    }
    return lines.toString();
  }

  /// Without that member, and the comma that parts it from its neighbour.
  ///
  /// @throws Json.Malformed when the path leads through something else than objects
  public JsonEdit remove(List<String> path) throws Json.Malformed {
    var found = find(path);
    if (found.member == null) {
      return this;
    }
    var from = found.member.before;
    var to = found.member.end;
    if (text.charAt(from) == '{') { // the first one: what follows its comma stands in its place
      from++;
      var next = skipBlanks(to);
      if (text.charAt(next) == ',') {
        to = next + 1;
      }
    }
    return new JsonEdit(text.substring(0, from) + text.substring(to)).remove(path);
  }

  /// @param before where the comma or bracket before it is
  /// @param value where its value begins
  /// @param end where its value ends
  private record Member(int before, int value, int end) {}

  /// @param last where the value of its last member ends; -1 when it has none
  private record Container(int open, int close, int last) {}

  /// @param depth how much of the path is there
  /// @param object the innermost object that is there
  private record Found(int depth, Container object, @Nullable Member member) {}

  private Found find(List<String> path) throws Json.Malformed {
    var from = begin();
    for (var depth = 0; ; depth++) {
      var scan = scan(from, path.get(depth));
      if (scan.member == null || depth == path.size() - 1) {
        return new Found(depth, scan.object, scan.member);
      }
      if (text.charAt(scan.member.value) != '{') {
        throw new Json.Malformed(String.join(".", path.subList(0, depth + 1)) + " is no object");
      }
      from = scan.member.value;
    }
  }

  private record Scan(Container object, @Nullable Member member) {}

  /// Goes through the members of one object.
  private Scan scan(int open, String name) throws Json.Malformed {
    Member found = null;
    var last = -1;
    var before = open;
    var at = skipBlanks(open + 1);
    while (text.charAt(at) != '}') {
      var key = end(at);
      var value = skipBlanks(skipBlanks(key) + 1);
      var end = end(value);
      if (Json.value(text.substring(at, key)) instanceof JsonString typed && typed.getString().equals(name)) {
        found = new Member(before, value, end);
      }
      last = end;
      before = skipBlanks(end);
      at = text.charAt(before) == ',' ? skipBlanks(before + 1) : before;
    }
    return new Scan(new Container(open, at, last), found);
  }

  private int begin() {
    return skipBlanks(text.startsWith(MARK) ? MARK.length() : 0);
  }

  /// Where the value that begins here ends. The text is known to be JSON.
  private int end(int from) {
    var depth = 0;
    for (var at = from; at < text.length(); at++) {
      switch (text.charAt(at)) {
        case '"' -> at = quote(at + 1);
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {
          if (depth > 0 || at + 1 < text.length() && ",}] \t\r\n".indexOf(text.charAt(at + 1)) < 0) {
            continue;
          }
        }
      }
      if (depth == 0) {
        return at + 1;
      }
    }
    return text.length();
  }

  /// Where the quotation mark is that closes a string.
  private int quote(int from) {
    var at = from;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  private int skipBlanks(int from) {
    var at = from;
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /// The blanks before the line in which an object begins.
  private String indent(Container object) {
    var line = text.lastIndexOf('\n', object.open) + 1;
    return text.substring(line, Math.min(skipBlanks(line), object.open));
  }

  /// The blanks before the first member that has a line of its own.
  private String step() {
    var line = text.indexOf('\n') + 1;
    var end = skipBlanks(line);
    return line > 0 && end > line && text.charAt(end) == '"' ? text.substring(line, end) : STEP;
  }

  private String newLine() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  private static String quoted(String name) {
    return Json.text(Json.quoted(name));
  }
}
