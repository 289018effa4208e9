package portside.console.top;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.console.top.Keys.Action;

/// What is known and what is looked at, and how happenings change both.
final class Session {
  private final Fleet fleet;
  private View view = View.FIRST;
  /// What stands on the screen while it is paused.
  private @Nullable Snapshot still;

  Session(ZoneId zone) {
    this.fleet = new Fleet(zone);
  }

  /// Takes news or a key.
  ///
  /// @return what is to be done for it
  Action take(Happening happening, Instant now) {
    return switch (happening) {
      case Happening.News news -> {
        fleet.take(news);
        yield follow(news);
      }
      case Happening.Pressed(var key) -> press(key, now);
      case Happening.Resized _ -> new Action.Redraw();
      case Happening.Closed _ -> new Action.Quit();
    };
  }

  /// The pane that is shown.
  Pane pane() {
    return view.pane();
  }

  /// The lines for a terminal.
  List<Line> picture(int columns, int rows, Instant now) {
    return Layout.lines(shown(now), view, columns, rows);
  }

  /// What is known now.
  Snapshot snapshot(Instant now) {
    return fleet.snapshot(now);
  }

  private Snapshot shown(Instant now) {
    var live = fleet.snapshot(now);
    return still == null ? live : still.with(live.details(), live.counted());
  }

  private Action press(Key key, Instant now) {
    var step = Keys.press(view, key, shown(now));
    view = step.view();
    if (view.paused() != (still != null)) {
      still = view.paused() ? fleet.snapshot(now) : null;
    }
    return step.action();
  }

  private Action follow(Happening.News news) {
    if (news instanceof Happening.News.Said(var words)) {
      view = view.say(words);
    }
    // A request that ends while it is looked at has its calls in the ledger now.
    return news instanceof Happening.News.Ended(var row) && view.mode() instanceof View.Mode.Detailing(var id, var _) && id.equals(row.id())
        ? new Action.Fetch(row.instance(), row.id()) : new Action.None();
  }
}
