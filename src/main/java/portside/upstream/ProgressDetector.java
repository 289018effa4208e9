package portside.upstream;

import java.util.List;

/// Tells what an answer says from what only keeps its connection open: blanks, and of an event stream the comments, the empty data lines and the
/// fields that carry no data (WHATWG HTML, "Interpreting an event stream"). Reads the bytes as they come, in any pieces.
///
/// ```
///   BEGINNING ──`:`, `event:`, `id:`, `retry:`──► FILLING      each ──end of the line──► BEGINNING
///       └──`data:`, or anything else──► TEXT
/// ```
final class ProgressDetector {
  private enum Line {
    BEGINNING,
    FILLING,
    TEXT
  }

  private static final List<String> WITHOUT_DATA = List.of(":", "event:", "id:", "retry:");
  private static final String DATA = "data:";

  private final StringBuilder beginning = new StringBuilder();
  private Line line = Line.BEGINNING;

  /// Whether there is more than filling in the next bytes.
  boolean isMoreThanThat(byte[] bytes, int count) {
    var says = false;
    for (var i = 0; i < count; i++) {
      says |= says(bytes[i]);
    }
    return says;
  }

  private boolean says(byte symbol) {
    if (symbol == '\n' || symbol == '\r') {
      line = Line.BEGINNING;
      beginning.setLength(0);
      return false;
    }
    if (line == Line.BEGINNING) {
      return saysInBeginning((char) (symbol & 0xff));
    }
    return line == Line.TEXT && symbol != ' ' && symbol != '\t';
  }

  private boolean saysInBeginning(char letter) {
    if (beginning.isEmpty() && (letter == ' ' || letter == '\t')) {
      return false;
    }
    var begun = beginning.append(letter).toString();
    if (WITHOUT_DATA.contains(begun)) {
      line = Line.FILLING;
    } else if (begun.equals(DATA)) {
      line = Line.TEXT;
    } else if (!DATA.startsWith(begun) && WITHOUT_DATA.stream().noneMatch(field -> field.startsWith(begun))) {
      line = Line.TEXT;
      return true;
    }
    return false;
  }
}
