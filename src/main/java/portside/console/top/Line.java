package portside.console.top;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import portside.console.DisplayWidth;
import portside.console.Paint;

/// A line of the picture: texts with their roles.
///
/// @param spans from left to right
/// @param selected whether the keys act on it
record Line(List<Span> spans, boolean selected) {
  /// A text and what it is.
  record Span(Paint.Role role, String text) {}

  static final Line EMPTY = new Line(List.of(), false);

  Line {
    spans = List.copyOf(spans);
  }

  static Line of(Paint.Role role, String text) {
    return EMPTY.then(role, text);
  }

  static Line of(String text) {
    return of(Paint.Role.PLAIN, text);
  }

  /// This line with a text behind it.
  Line then(Paint.Role role, String text) {
    var longer = new ArrayList<>(spans);
    longer.add(new Span(role, text));
    return new Line(longer, selected);
  }

  /// This line as the selected one.
  Line select() {
    return new Line(spans, true);
  }

  int width() {
    return spans.stream().mapToInt(span -> DisplayWidth.of(span.text())).sum();
  }

  /// As much of it as fits; the end says that something is missing.
  Line cut(int columns) {
    if (width() <= columns) {
      return this;
    }
    var kept = new ArrayList<Span>();
    var free = columns;
    for (var span : spans) {
      var width = DisplayWidth.of(span.text());
      if (width >= free) { // what follows does not fit
        kept.add(new Span(span.role(), DisplayWidth.cut(span.text() + " ", free)));
        break;
      }
      kept.add(span);
      free -= width;
    }
    return new Line(kept, selected);
  }

  /// Without colours, and without blanks at the end.
  String plain() {
    return spans.stream().map(Span::text).collect(Collectors.joining()).stripTrailing();
  }

  /// With the colours of a paint.
  String painted(Paint paint) {
    return paint.on() ? spans.stream().map(span -> paint.text(span.role(), span.text())).collect(Collectors.joining()) : plain();
  }
}
