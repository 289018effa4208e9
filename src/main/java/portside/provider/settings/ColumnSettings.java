package portside.provider.settings;

import java.util.List;
import java.util.function.UnaryOperator;
import portside.provider.Dialects;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;

/// The columns of a dialect as an env file sets them: `DIALECT_MAX_STOPS=1`.
final class ColumnSettings {
  private ColumnSettings() {}

  /// Applies every `DIALECT_<COLUMN>` of the settings; faults name the columns or values there are.
  static Dialects apply(SettingsReader settings, Dialects dialects) {
    UnaryOperator<Dialect> cells = row -> row;
    var changed = settings.beginningWith(Column.PREFIX);
    for (var entry : changed) {
      var column = Column.named(entry.key().substring(Column.PREFIX.length()));
      var value = entry.value().reveal();
      if (column.isEmpty()) {
        settings.fault(entry.key(), "is no column of a dialect", nearest(entry.key()) + "There are " + String.join(", ", names()));
      } else if (column.get().set(Dialect.STANDARD, value).isEmpty()) {
        settings.fault(entry.key(), SettingsReader.shown(value) + " is not allowed", column.get().allowed());
      } else {
        var earlier = cells;
        cells = row -> column.get().set(earlier.apply(row), value).orElseThrow();
      }
    }
    return dialects.with(cells, changed.stream().map(RawSettings.Entry::key).toList());
  }

  private static String nearest(String key) {
    var name = key.substring(Column.PREFIX.length());
    var nearest = NearestName.nearest(name, names());
    return NearestName.likely(name, nearest) ? "did you mean " + Column.PREFIX + nearest + "? " : "";
  }

  private static List<String> names() {
    return Column.ALL.stream().map(Column::name).toList();
  }
}
