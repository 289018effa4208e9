package portside.provider.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import portside.provider.Secret;

/// Settings as they were typed, before anything is known to be right about them. Every value is a secret until it is checked.
///
/// @param name of the instance
/// @param source the file as it was found, or [#ENVIRONMENT]
/// @param entries in the order of the file; a key may occur again
/// @param faults what reading already found wrong
/// @param warnings what reading found worth saying
record RawSettings(String name, String source, List<Entry> entries, List<Finding> faults, List<Finding> warnings) {
  /// The source of an instance that was started without a file.
  static final String ENVIRONMENT = "the environment";

  RawSettings {
    entries = List.copyOf(entries);
    faults = List.copyOf(faults);
    warnings = List.copyOf(warnings);
  }

  /// @param line from 1; 0 in the environment
  record Entry(String key, Secret value, int line) {}

  /// What the process environment says; its other variables are nobody's business here.
  static RawSettings ofEnvironment(Map<String, String> environment) {
    var entries = new ArrayList<Entry>();
    environment.forEach(
        (key, value) -> {
          if (Setting.ofEnvironment(key)) {
            entries.add(new Entry(key, new Secret(value.strip()), 0));
          }
        });
    entries.sort((one, other) -> one.key().compareTo(other.key()));
    return new RawSettings("environment", ENVIRONMENT, entries, List.of(), List.of());
  }
}
