package portside.console.edit;

import java.util.regex.Pattern;

/// Sets one setting in the text of an env file. All other lines stay as they are, with their comments and their ends; so does the comment behind the value.
public final class EnvFileEdit {
  private static final Pattern LINE = Pattern.compile("[^\\r\\n]*(?:\\r\\n|\\n|\\r|$)");

  private EnvFileEdit() {}

  /// The text with the setting. Of several lines with its key the last is changed, since that one counts; without any a line is added at the end.
  ///
  /// @param value without blanks and quotation marks
  /// @param remark stands behind a value that is added
  public static String set(String text, String key, String value, String remark) {
    var setting = Pattern.compile("([ \\t]*(?:export[ \\t]+)?" + Pattern.quote(key) + "[ \\t]*=[ \\t]*)(\"[^\"\\r\\n]*\"|'[^'\\r\\n]*'|[^\\s#]*)([^\\r\\n]*)(\\R?)");
    var lines = LINE.matcher(text);
    var from = -1;
    var replaced = "";
    var to = -1;
    while (lines.find() && !lines.group().isEmpty()) {
      var line = setting.matcher(lines.group());
      if (line.matches()) {
        from = lines.start();
        to = lines.end();
        replaced = line.group(1) + value + line.group(3) + line.group(4);
      }
    }
    if (from >= 0) {
      return text.substring(0, from) + replaced + text.substring(to);
    }
    var end = text.contains("\r\n") ? "\r\n" : "\n";
    return text + (text.isEmpty() || text.endsWith("\n") ? "" : end) + key + "=" + value + " # " + remark + end;
  }
}
