package portside.console.top;

import java.util.List;
import java.util.Optional;
import portside.console.top.View.Focus;
import portside.console.top.View.Mode;

/// What each key does: a view and a key make the next view, and sometimes something to do.
final class Keys {
  /// Something to do beyond the picture.
  sealed interface Action {
    /// Nothing.
    record None() implements Action {}

    /// End.
    record Quit() implements Action {}

    /// Draw everything anew.
    record Redraw() implements Action {}

    /// Ask for a request with its attempts.
    record Fetch(String instance, String id) implements Action {}

    /// Ask an instance to forget its breakers.
    record Reset(String instance) implements Action {}
  }

  /// What a key led to.
  record Step(View view, Action action) {}

  private static final int PAGE = 10;
  private static final int LONGEST = 100;

  private Keys() {}

  /// @param now what the picture shows
  static Step press(View view, Key key, Snapshot now) {
    if (key == Key.Named.INTERRUPT) {
      return new Step(view, new Action.Quit());
    }
    if (key == Key.Named.REDRAW) {
      return new Step(view, new Action.Redraw());
    }
    return switch (view.mode()) {
      case Mode.Browsing _ -> browse(view, key, now);
      case Mode.Filtering(var typed) -> filter(view, typed, key);
      case Mode.Commanding(var typed) -> command(view, typed, key);
      case Mode.Explaining _ -> key instanceof Key.Typed(var q) && q == 'q' ? new Step(view, new Action.Quit()) : only(view.in(new Mode.Browsing()));
      case Mode.Detailing details -> detail(view, details, key);
      case Mode.Confirming(var instance) -> key instanceof Key.Typed(var y) && (y == 'y' || y == 'Y')
          ? new Step(view.in(new Mode.Browsing()), new Action.Reset(instance)) : only(view.in(new Mode.Browsing()).say("nothing was reset"));
    };
  }

  private static Step browse(View view, Key key, Snapshot now) {
    return switch (key) {
      case Key.Named named -> switch (named) {
        case UP -> only(move(view, now, -1));
        case DOWN -> only(move(view, now, 1));
        case PAGE_UP -> only(move(view, now, -PAGE));
        case PAGE_DOWN -> only(move(view, now, PAGE));
        case HOME -> only(view.select(""));
        case END -> only(move(view, now, Integer.MAX_VALUE));
        case ENTER -> open(view, now);
        case ESCAPE -> only(view.filter().isEmpty() ? view.select("") : view.filtered(""));
        case TAB -> only(view.focus(view.focus() == Focus.PANE ? Focus.INSTANCES : Focus.PANE));
        case BACKSPACE, INTERRUPT, REDRAW, OTHER -> only(view);
      };
      case Key.Typed(var character) -> switch (character) {
        case 'q' -> new Step(view, new Action.Quit());
        case '?', 'h' -> only(view.in(new Mode.Explaining()));
        case ':' -> only(view.in(new Mode.Commanding("")));
        case '/' -> only(view.in(new Mode.Filtering("")));
        case 'k' -> only(move(view, now, -1));
        case 'j' -> only(move(view, now, 1));
        case 'g' -> only(view.select(""));
        case 'G' -> only(move(view, now, Integer.MAX_VALUE));
        case 's' -> only(view.sorted(view.pane().next(view.sort())));
        case 'p' -> only(view.pause(!view.paused()));
        case '1' -> only(view.show(Pane.REQUESTS));
        case '2' -> only(view.show(Pane.MODELS));
        case '3' -> only(view.show(Pane.PROJECTS));
        case '4' -> only(view.show(Pane.LOG));
        case 'r' -> only(selectedInstance(view, now).map(name -> view.in(new Mode.Confirming(name))).orElse(view.say("no instance runs")));
        default -> only(view);
      };
    };
  }

  private static Step open(View view, Snapshot now) {
    if (view.focus() == Focus.INSTANCES) { // its requests
      return only(selectedInstance(view, now).map(name -> view.show(Pane.REQUESTS).filtered(name)).orElse(view));
    }
    var rows = PaneRows.of(now, view);
    var selected = rows.selected(view);
    if (selected < 0) {
      return only(view);
    }
    var key = rows.keys().get(selected);
    return switch (view.pane()) {
      case REQUESTS -> new Step(view.select(key).in(new Mode.Detailing(key, 0)), fetch(key, now));
      case MODELS, PROJECTS -> only(view.show(Pane.REQUESTS).filtered(key));
      case LOG -> only(view);
    };
  }

  private static Action fetch(String id, Snapshot now) {
    return now.row(id).<Action>map(row -> new Action.Fetch(row.instance(), id)).orElse(new Action.None()); // the ledger knows nothing of it yet
  }

  private static Step detail(View view, Mode.Detailing details, Key key) {
    if (key instanceof Key.Typed(var character)) {
      return switch (character) {
        case 'q' -> new Step(view, new Action.Quit());
        case 'j' -> only(view.in(new Mode.Detailing(details.id(), details.from() + 1)));
        case 'k' -> only(view.in(new Mode.Detailing(details.id(), Math.max(0, details.from() - 1))));
        case 'g' -> only(view.in(new Mode.Detailing(details.id(), 0)));
        default -> only(view);
      };
    }
    return only(switch (key) {
      case Key.Named.DOWN -> view.in(new Mode.Detailing(details.id(), details.from() + 1));
      case Key.Named.UP -> view.in(new Mode.Detailing(details.id(), Math.max(0, details.from() - 1)));
      case Key.Named.ESCAPE, Key.Named.ENTER, Key.Named.BACKSPACE -> view.in(new Mode.Browsing());
      default -> view;
    });
  }

  private static Step filter(View view, String typed, Key key) {
    return only(switch (key) {
      case Key.Named.ENTER -> view.in(new Mode.Browsing());
      case Key.Named.ESCAPE -> view.filtered("").in(new Mode.Browsing());
      case Key.Named.BACKSPACE -> typed.isEmpty() ? view.filtered("").in(new Mode.Browsing()) : filtering(view, shorter(typed));
      case Key.Typed(var character) -> filtering(view, longer(typed, character));
      default -> view;
    });
  }

  private static View filtering(View view, String typed) {
    return view.filtered(typed).in(new Mode.Filtering(typed));
  }

  private static Step command(View view, String typed, Key key) {
    return switch (key) {
      case Key.Named.ENTER -> switch (typed.strip()) {
        case "q", "q!", "quit", "exit" -> new Step(view, new Action.Quit());
        case "" -> only(view.in(new Mode.Browsing()));
        default -> only(view.in(new Mode.Browsing()).say("no command: " + typed + "; :q quits, ? explains the keys"));
      };
      case Key.Named.ESCAPE -> only(view.in(new Mode.Browsing()));
      case Key.Named.BACKSPACE -> only(view.in(typed.isEmpty() ? new Mode.Browsing() : new Mode.Commanding(shorter(typed))));
      case Key.Typed(var character) -> only(view.in(new Mode.Commanding(longer(typed, character))));
      default -> only(view);
    };
  }

  private static String longer(String typed, int character) {
    return typed.length() < LONGEST && !Character.isISOControl(character) ? typed + Character.toString(character) : typed;
  }

  private static String shorter(String typed) {
    return typed.substring(0, typed.offsetByCodePoints(typed.length(), -1));
  }

  /// Moves the selection; the first row stays the first, whichever that is by then.
  private static View move(View view, Snapshot now, int by) {
    var keys = view.focus() == Focus.INSTANCES ? now.instances().stream().map(Overview.InstanceState::name).toList() : PaneRows.of(now, view).keys();
    if (keys.isEmpty()) {
      return view;
    }
    var at = Math.max(0, keys.indexOf(view.focus() == Focus.INSTANCES ? view.instance() : view.row()));
    var there = Math.clamp((long) at + by, 0, keys.size() - 1);
    return view.select(there == 0 ? "" : keys.get(there));
  }

  /// The instance that stands out in the table.
  static Optional<String> selectedInstance(View view, Snapshot now) {
    List<String> names = now.instances().stream().map(Overview.InstanceState::name).toList();
    return names.contains(view.instance()) ? Optional.of(view.instance()) : names.stream().findFirst();
  }

  private static Step only(View view) {
    return new Step(view, new Action.None());
  }
}
