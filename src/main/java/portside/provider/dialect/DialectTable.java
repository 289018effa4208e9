package portside.provider.dialect;

import java.util.List;
import java.util.Optional;
import portside.catalog.Catalog;

/// What is known of one provider: its class in `rows` makes one.
///
/// @param defaults its models of today for the three Claude families, big, middle and small; empty where only the user knows them
/// @param rules which row each of its models speaks, first hit first; the last covers every model
/// @param obstacle why it cannot be used yet, and what to do instead; a whole sentence without a full stop
public record DialectTable(List<String> defaults, List<DialectRule> rules, Optional<String> obstacle) {
  public DialectTable {
    defaults = List.copyOf(defaults);
    rules = List.copyOf(rules);
  }

  /// A provider with models of its own.
  public static DialectTable of(Catalog models, DialectRule... rules) {
    return new DialectTable(models.defaults(), List.of(rules), Optional.empty());
  }

  /// A provider that serves what its user puts there.
  public static DialectTable of(DialectRule... rules) {
    return new DialectTable(List.of(), List.of(rules), Optional.empty());
  }

  /// The same, not to be used for now.
  public DialectTable unavailable(String obstacle) {
    return new DialectTable(defaults, rules, Optional.of(obstacle));
  }
}
