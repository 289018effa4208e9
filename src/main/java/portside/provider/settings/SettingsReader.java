package portside.provider.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Takes raw settings apart, one typed question at a time, and keeps what is wrong with the answers. A question about a faulty value is
/// answered with the default, so that one fault never hides the next.
final class SettingsReader {
  private static final int LONGEST_SHOWN = 40;
  private static final Pattern LIKE_A_KEY = Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])(?:sk-|[A-Za-z0-9_-]{12})[A-Za-z0-9_.=/+-]{8,}");

  private final RawSettings raw;
  private final Map<String, RawSettings.Entry> entries = new LinkedHashMap<>();
  private final List<Finding> faults;
  private final List<Finding> warnings;

  SettingsReader(RawSettings raw) {
    this.raw = raw;
    faults = new ArrayList<>(raw.faults());
    warnings = new ArrayList<>(raw.warnings());
    raw.entries().forEach(entry -> entries.put(entry.key(), entry));
  }

  /// The text of a setting; empty when it is absent or blank.
  Optional<String> text(Setting setting) {
    return Optional.ofNullable(entries.get(setting.name())).map(entry -> entry.value().reveal()).filter(value -> !value.isBlank());
  }

  /// The settings whose keys begin so, in order.
  List<RawSettings.Entry> beginningWith(String prefix) {
    return entries.values().stream().filter(entry -> entry.key().startsWith(prefix)).toList();
  }

  /// All keys, each once.
  Collection<String> keys() {
    return entries.keySet();
  }

  /// Whether something was found wrong with a setting, be it that its line cannot be read.
  boolean faulty(Setting setting) {
    return faults.stream().anyMatch(fault -> fault.key().equals(setting.name()));
  }

  /// Whether the settings come from the environment and not from a file.
  boolean fromEnvironment() {
    return raw.source().equals(RawSettings.ENVIRONMENT);
  }

  /// The file the settings come from; empty when they come from the environment.
  Optional<Path> file() {
    return fromEnvironment() ? Optional.empty() : Optional.of(Path.of(raw.source()));
  }

  /// A whole number in a range.
  long number(Setting setting, long otherwise, long least, long most) {
    var text = text(setting);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      var value = Long.parseLong(text.get());
      if (value >= least && value <= most) {
        return value;
      }
      fault(
          setting,
          shown(text.get()) + " is out of range",
          "a whole number from " + least + " to " + most + "; " + otherwise + " is the default");
    } catch (NumberFormatException e) {
      fault(
          setting,
          shown(text.get()) + " is not a number",
          "a whole number from " + least + " to " + most + "; " + otherwise + " is the default");
    }
    return otherwise;
  }

  /// A length of time: `90` and `90s` are seconds, `500ms` milliseconds, `2m` minutes. From one millisecond to a day.
  Duration duration(Setting setting, Duration otherwise) {
    var text = text(setting);
    if (text.isEmpty()) {
      return otherwise;
    }
    var value = milliseconds(text.get().toLowerCase(Locale.ROOT));
    if (value.isEmpty()) {
      fault(
          setting,
          shown(text.get()) + " is not a length of time",
          "seconds, or a number with ms, s or m, from 1ms to 1440m; such as 90, 500ms, 2m");
    }
    return value.orElse(otherwise);
  }

  /// One of some words; case does not count, the answer is upper-case.
  String word(Setting setting, String otherwise, List<String> words) {
    var text = text(setting);
    if (text.isEmpty()) {
      return otherwise;
    }
    var word = text.get().toUpperCase(Locale.ROOT);
    if (words.contains(word)) {
      return word;
    }
    fault(setting, shown(text.get()) + " is not known", "one of " + String.join(", ", words));
    return otherwise;
  }

  /// Something that stops the start.
  void fault(Setting setting, String problem, String hint) {
    fault(setting.name(), problem, hint);
  }

  /// Something that stops the start. What follows from a line that cannot be read, such as that its setting is missing, is not worth a second fault.
  void fault(String key, String problem, String hint) {
    if (entries.containsKey(key) || raw.faults().stream().noneMatch(fault -> fault.key().equals(key))) {
      faults.add(finding(key, problem, hint));
    }
  }

  /// Something worth saying.
  void warning(String key, String problem, String hint) {
    warnings.add(finding(key, problem, hint));
  }

  /// What was found worth saying, when nothing was found wrong.
  ///
  /// @throws EnvFaults with everything found wrong, in the order of the file
  List<Finding> warningsUnlessFaulty() throws EnvFaults {
    faults.sort((one, other) -> Integer.compare(one.line(), other.line()));
    warnings.sort((one, other) -> Integer.compare(one.line(), other.line()));
    if (!faults.isEmpty()) {
      throw new EnvFaults(faults, warnings);
    }
    return List.copyOf(warnings);
  }

  /// A value for people, in quotes, cut when it is long. What looks like a key in the wrong place is not shown.
  static String shown(String value) {
    if (LIKE_A_KEY.matcher(value).matches()) {
      return "what stands there (hidden, since it looks like a key)";
    }
    return '"' + (value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value) + '"';
  }

  private Finding finding(String key, String problem, String hint) {
    var entry = entries.get(key);
    return new Finding(raw.source(), entry == null ? 0 : entry.line(), EnvName.shown(key), problem, hint);
  }

  private static Optional<Duration> milliseconds(String text) {
    var unit = text.endsWith("ms") ? "ms" : text.endsWith("s") ? "s" : text.endsWith("m") ? "m" : "";
    var digits = text.substring(0, text.length() - unit.length()).strip();
    if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      return Optional.empty();
    }
    var number = Long.parseLong(digits);
    var value =
        switch (unit) {
          case "ms" -> Duration.ofMillis(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofSeconds(number);
        };
    return value.isPositive() && value.compareTo(Duration.ofDays(1)) <= 0 ? Optional.of(value) : Optional.empty();
  }
}
