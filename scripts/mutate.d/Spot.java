import java.nio.file.Path;

/// One small breakage: what to write in place of a piece of a source file.
///
/// @param method the method it is in, as [MethodHits] names it
/// @param constant the name of the constant it changes, which the compiler copies into other classes too; null for all others
record Spot(Path file, String source, int from, int to, String with, String kind, String method, String constant) {

  String broken() {
    return source.substring(0, from) + with + source.substring(to);
  }

  int line() {
    return 1 + (int) source.substring(0, from).chars().filter(c -> c == '\n').count();
  }

  /// The lines that change, before and after.
  String diff() {
    var begin = source.lastIndexOf('\n', from - 1) + 1;
    var end = source.indexOf('\n', to);
    var rest = source.substring(to, end < 0 ? source.length() : end);
    return marked("- ", source.substring(begin, to) + rest) + marked("+ ", source.substring(begin, from) + with + rest);
  }

  private static String marked(String mark, String lines) {
    var marked = new StringBuilder();
    lines.lines().forEach(line -> marked.append("    ").append(mark).append(line.strip()).append('\n'));
    return marked.toString();
  }

  @Override
  public String toString() {
    return file + ":" + line() + "  " + kind;
  }
}
