package portside.ledger.index;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Which requests are meant; an empty list or text leaves all of them.
///
/// @param backends names of instances or providers
/// @param model the provider's name of it, with `*` for anything
/// @param project its name, with `*` for anything
public record UsageFilter(List<String> backends, String model, String project) {
  /// All requests.
  public static final UsageFilter ALL = new UsageFilter(List.of(), "", "");

  /// Keeps a copy of the names.
  public UsageFilter {
    backends = List.copyOf(backends);
  }

  /// The condition in SQL, for both tables, which begins with `and`; its values are set by [#set].
  String condition() {
    var names = String.join(", ", backends.stream().map(_ -> "?").toList());
    return (backends.isEmpty() ? "" : " and (instance in (" + names + ") or provider in (" + names + "))")
        + (model.isEmpty() ? "" : " and served like ? escape '\\'")
        + (project.isEmpty() ? "" : " and project like ? escape '\\'");
  }

  /// Sets the values of a statement that begins with two places for the time and has [#condition()] behind them.
  void set(PreparedStatement statement, UsageQuery query) throws SQLException {
    statement.setLong(1, UsageIndex.millis(query.since()));
    statement.setLong(2, UsageIndex.millis(query.until()));
    var place = 3;
    for (var value : values()) {
      statement.setString(place++, value);
    }
  }

  private List<String> values() {
    var values = new ArrayList<String>();
    values.addAll(backends);
    values.addAll(backends);
    for (var glob : List.of(model, project)) {
      if (!glob.isEmpty()) {
        values.add(like(glob).replace('*', '%'));
      }
    }
    return values;
  }

  /// A text as `like` finds it, with a backslash before its signs.
  static String like(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
