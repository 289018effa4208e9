package portside.provider;

import io.github.cdimascio.dotenv.internal.DotenvParser;
import io.github.cdimascio.dotenv.internal.DotenvReader;
import java.util.List;
import java.util.Map;

/// One line of an env file that is neither blank nor a comment.
///
/// dotenv-java parses it, one line at a time. Asked for a whole file, that library forgets line numbers, stops at the first bad line (or
/// hides all of them), lets an unclosed quote swallow the lines below, and puts the process environment above the file: none of it will do
/// for a file whose faults are reported at once and which alone counts. What it reads differently from a shell is caught here: it knows no
/// `export`, cuts a bare value at any `#`, and leaves single quotes on.
///
/// @param key as typed
/// @param value without quotes and comment
/// @param literal whether it stood in single quotes, so that `${…}` is just text
record EnvLine(String key, String value, boolean literal) {
  /// @param line stripped
  /// @throws io.github.cdimascio.dotenv.DotenvException when it is no setting
  static EnvLine read(String line) throws Malformed {
    var setting = line.startsWith("export ") ? line.substring("export ".length()).strip() : line;
    var equals = setting.indexOf('=');
    if (equals < 0) {
      throw new Malformed("", "has no =", "write KEY=value; a comment begins with #");
    }
    var key = setting.substring(0, equals).strip();
    var typed = setting.substring(equals + 1).strip();
    var comment = typed.indexOf('#');
    if (comment > 0 && typed.charAt(0) != '"' && typed.charAt(0) != '\'' && !Character.isWhitespace(typed.charAt(comment - 1))) {
      throw new Malformed(key, "holds a # that would cut it", "put the value in double quotes, or a space before the # of a comment");
    }
    var entries = new DotenvParser(new OneLine(setting), true, true).parse();
    if (entries.isEmpty()) { // the parser waits for the line with the other quote
      throw new Malformed(key, "has a quote that is not closed on this line", "close it, or leave the quotes out");
    }
    var value = entries.getFirst().getValue();
    if (!value.startsWith("'") || typed.startsWith("\"")) {
      return new EnvLine(key, value, false);
    }
    if (value.length() < 2 || !value.endsWith("'")) {
      throw new Malformed(key, "has a quote that is not closed on this line", "close it, or leave the quotes out");
    }
    return new EnvLine(key, value.substring(1, value.length() - 1), true);
  }

  /// The value with variables of the environment in place of every `${VAR}`.
  String expanded(Map<String, String> environment) throws Malformed {
    var text = new StringBuilder();
    var done = 0;
    for (var start = value.indexOf("${"); start >= 0 && !literal; start = value.indexOf("${", done)) {
      var end = value.indexOf('}', start);
      if (end < 0) {
        throw new Malformed(key, "has ${ without }", "write ${VAR}; single quotes keep the text as it is");
      }
      var name = value.substring(start + 2, end);
      if (!environment.containsKey(name)) {
        throw new Malformed(key, "names ${" + name + "}, which is not set in the environment", "export " + name + "=… before the start");
      }
      text.append(value, done, start).append(environment.get(name));
      done = end + 1;
    }
    return text.append(value.substring(done)).toString();
  }

  /// Gives the parser one line in place of a file.
  private static final class OneLine extends DotenvReader {
    private final String line;

    OneLine(String line) {
      super("", "");
      this.line = line;
    }

    @Override
    public List<String> read() {
      return List.of(line);
    }
  }

  /// A line that cannot be read.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String hint;

    Malformed(String key, String problem, String hint) {
      super(problem, null, false, false);
      this.key = key;
      this.hint = hint;
    }

    /// The key, when it is known; it may be anything that stood before the `=`.
    String key() {
      return key;
    }

    /// What to do.
    String hint() {
      return hint;
    }
  }
}
