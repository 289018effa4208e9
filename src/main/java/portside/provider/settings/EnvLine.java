package portside.provider.settings;

import io.github.cdimascio.dotenv.internal.DotenvParser;
import io.github.cdimascio.dotenv.internal.DotenvReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// One line of an env file that is neither blank nor a comment.
///
/// dotenv-java parses it, one line at a time. Asked for a whole file, that library forgets line numbers, stops at the first bad line (or
/// hides all of them), lets an unclosed quote swallow the lines below, and puts the process environment above the file: none of it will do
/// for a file whose faults are reported at once and which alone counts. What it reads differently from a shell is caught here: it knows no
/// `export`, cuts a bare value at any `#`, and leaves single quotes on.
///
/// What looks as if a shell were to replace it, and is not replaced here, is a fault where it is the whole value: `$NAME` or `$(command)` as a key
/// would be sent to the provider as it stands.
///
/// @param key as typed
/// @param value without quotes and comment
/// @param literal whether it stood in single quotes, so that `${…}` is just text
record EnvLine(String key, String value, boolean literal) {
  private static final Pattern UNBRACED = Pattern.compile("\\$(?:env:)?([A-Za-z_][A-Za-z0-9_]*)|%([A-Za-z_][A-Za-z0-9_]*)%");
  private static final Pattern COMMAND = Pattern.compile("\\$\\(.*\\)|`.*`");
  private static final Pattern UNBRACED_WITHIN = Pattern.compile("(?<![A-Za-z0-9$\\\\])\\$[A-Za-z_][A-Za-z0-9_]+");

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

  /// Whether there is a `$NAME` within the value that a shell would replace.
  boolean holdsUnbraced() {
    return !literal && UNBRACED_WITHIN.matcher(value).find();
  }

  /// The value with variables of the environment in place of every `${VAR}`.
  String expanded(Map<String, String> environment) throws Malformed {
    if (!literal) {
      refuseWhatAShellWouldReplace();
    }
    var text = new StringBuilder();
    var done = 0;
    for (var start = value.indexOf("${"); start >= 0 && !literal; start = value.indexOf("${", done)) {
      var end = value.indexOf('}', start);
      if (end < 0) {
        throw new Malformed(key, "has ${ without }", "write ${VAR}; single quotes keep the text as it is");
      }
      var name = value.substring(start + 2, end);
      if (!EnvName.isVariable(name)) {
        throw new Malformed(key, "has ${…} with something else than a name in it", "only ${NAME} is replaced, by a variable of the environment");
      }
      if (!environment.containsKey(name)) {
        throw new Malformed(
            key,
            "names " + braced(name) + ", which is not set in the environment",
            EnvName.canBeShown(name) ? "export " + name + "=… before the start" : "export that variable before the start");
      }
      text.append(value, done, start).append(environment.get(name));
      done = end + 1;
    }
    return text.append(value.substring(done)).toString();
  }

  private void refuseWhatAShellWouldReplace() throws Malformed {
    var unbraced = UNBRACED.matcher(value);
    if (unbraced.matches()) {
      var name = unbraced.group(1) == null ? unbraced.group(2) : unbraced.group(1);
      throw new Malformed(key, "is the name of a variable, which is not replaced in this form",
          "write " + braced(name) + " for its value; in single quotes the text stays as it is");
    }
    if (COMMAND.matcher(value).matches()) {
      throw new Malformed(key, "is a command, and none is run here",
          "export its output as a variable and write ${NAME}; in single quotes the text stays as it is");
    }
  }

  private static String braced(String name) {
    return "${" + (EnvName.canBeShown(name) ? name : "…") + "}";
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

    /// What stood before the `=`, which may be anything; empty when there was none.
    String key() {
      return key;
    }

    /// What to do.
    String hint() {
      return hint;
    }
  }
}
