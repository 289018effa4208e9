package portside.console.top;

/// A key that was pressed.
sealed interface Key {
  /// A character.
  record Typed(int character) implements Key {}

  /// A key without a character.
  enum Named implements Key {
    UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END, ENTER, ESCAPE, TAB, BACKSPACE,
    /// Ctrl-C, or the end of the input.
    INTERRUPT,
    /// Ctrl-L.
    REDRAW,
    /// One without a meaning here.
    OTHER
  }
}
