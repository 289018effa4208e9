package portside.console.top;

import java.util.List;

/// The part of a list that is shown.
final class Window {
  private Window() {}

  /// As many lines as there is room for, the selected one among them.
  static List<Line> around(int selected, List<Line> lines, int rows) {
    if (lines.size() <= rows || rows < 1) {
      return lines.subList(0, Math.min(lines.size(), Math.max(0, rows)));
    }
    var from = Math.clamp(selected - rows / 2, 0, lines.size() - rows);
    return lines.subList(from, from + rows);
  }

  /// As many lines as there is room for, beginning with one of them.
  static List<Line> from(int first, List<Line> lines, int rows) {
    var from = Math.clamp(first, 0, Math.max(0, lines.size() - rows));
    return lines.subList(from, Math.min(lines.size(), from + Math.max(0, rows)));
  }
}
