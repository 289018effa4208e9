package portside.console.top;

/// What the person looks at.
///
/// @param pane below the table of instances
/// @param sort of its rows
/// @param focus where the arrows move
/// @param filter that rows have to contain; with `!` before it, must not; empty for all
/// @param instance the selected one; empty for the first
/// @param row the selected row's key; empty for the first, whichever that is
/// @param mode what keys mean
/// @param paused whether the picture stands still
/// @param words what came of the last thing that was asked for; empty for nothing
record View(Pane pane, Pane.Sort sort, Focus focus, String filter, String instance, String row, Mode mode, boolean paused, String words) {
  /// At the start.
  static final View FIRST = new View(Pane.REQUESTS, Pane.Sort.TIME, Focus.PANE, "", "", "", new Mode.Browsing(), false, "");

  /// Where the arrows move.
  enum Focus { INSTANCES, PANE }

  /// What keys mean.
  sealed interface Mode {
    /// Each is a command.
    record Browsing() implements Mode {}

    /// A filter is being typed.
    record Filtering(String typed) implements Mode {}

    /// A command is being typed behind a colon.
    record Commanding(String typed) implements Mode {}

    /// The keys are explained.
    record Explaining() implements Mode {}

    /// One request fills the pane.
    ///
    /// @param from the first line that is shown
    record Detailing(String id, int from) implements Mode {}

    /// It is asked whether an instance shall forget its breakers.
    record Confirming(String instance) implements Mode {}
  }

  View in(Mode other) {
    return new View(pane, sort, focus, filter, instance, row, other, paused, "");
  }

  View show(Pane other) {
    return new View(other, other == pane ? sort : other.sort(), Focus.PANE, filter, instance, other == pane ? row : "", new Mode.Browsing(), paused, "");
  }

  View sorted(Pane.Sort other) {
    return new View(pane, other, focus, filter, instance, "", mode, paused, "");
  }

  View focus(Focus other) {
    return new View(pane, sort, other, filter, instance, row, mode, paused, "");
  }

  View filtered(String text) {
    return new View(pane, sort, focus, text, instance, "", mode, paused, "");
  }

  /// With another selection where the focus is.
  View select(String key) {
    return focus == Focus.INSTANCES ? new View(pane, sort, focus, filter, key, row, mode, paused, "")
        : new View(pane, sort, focus, filter, instance, key, mode, paused, "");
  }

  View pause(boolean still) {
    return new View(pane, sort, focus, filter, instance, row, mode, still, "");
  }

  View say(String text) {
    return new View(pane, sort, focus, filter, instance, row, mode, paused, text);
  }
}
