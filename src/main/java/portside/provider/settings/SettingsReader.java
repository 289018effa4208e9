package portside.provider.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Takes raw settings apart, one typed question at a time, and keeps what is wrong with the answers. A question about a faulty value is
/// answered with the default, so that one fault never hides the next.
final class SettingsReader {
  private static final int LONGEST_SHOWN = 40;
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern LIKE_A_KEY = Pattern.compile("(?=.*[0-9])(?=.*[A-Za-z])(?:sk-|[A-Za-z0-9_-]{12})[A-Za-z0-9_.=/+-]{8,}");

  private final RawSettings raw;
  private final Map<String, RawSettings.Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> usual = new LinkedHashMap<>();
  private final List<Finding> faults;
  private final List<Finding> warnings;

  SettingsReader(RawSettings raw) {
    this.raw = raw;
    faults = new ArrayList<>(raw.faults());
    warnings = new ArrayList<>(raw.warnings());
    raw.entries().forEach(this::take);
  }

  /// What was typed.
  RawSettings raw() {
    return raw;
  }

  /// What settings are where nothing is typed, by name; of those that were asked about and have such a value.
  Map<String, String> usual() {
    return usual;
  }

  /// Notes what a setting is where nothing is typed.
  void usual(Setting setting, String value) {
    usual.put(setting.name(), value);
  }

  /// The last line of a setting counts; one under its other name must not say something else.
  private void take(RawSettings.Entry entry) {
    var earlier = entries.put(Setting.withoutAlias(entry.key()), entry);
    if (earlier == null || earlier.key().equals(entry.key())) {
      return;
    }
    if (entry.value().isEmpty()) {
      entries.put(Setting.withoutAlias(entry.key()), earlier);
    } else if (!earlier.value().isEmpty() && !earlier.value().equals(entry.value())) {
      faults.add(new Finding(raw.source(), entry.line(), entry.key(), "is another name of " + earlier.key() + " in line " + earlier.line()
          + " and says something else", "remove one of the two"));
    }
  }

  /// The text of a setting; empty when it is absent or blank.
  Optional<String> text(Setting setting) {
    return line(setting).map(entry -> entry.value().reveal());
  }

  /// The line of a setting; empty when it is absent or blank.
  Optional<RawSettings.Entry> line(Setting setting) {
    return Optional.ofNullable(entries.get(setting.name())).filter(entry -> !entry.value().reveal().isBlank());
  }

  /// Whether any of these is set.
  boolean has(List<Setting> any) {
    return any.stream().anyMatch(setting -> text(setting).isPresent());
  }

  /// The settings whose keys begin so, in order.
  List<RawSettings.Entry> beginningWith(String prefix) {
    return entries.values().stream().filter(entry -> entry.key().startsWith(prefix)).toList();
  }

  /// Every line whose key begins so, also of a key that occurs again.
  List<RawSettings.Entry> linesBeginningWith(String prefix) {
    return raw.entries().stream().filter(entry -> entry.key().startsWith(prefix)).toList();
  }

  /// What is typed between commas, in order; none when the setting is absent or blank.
  List<String> list(Setting setting) {
    return text(setting).map(SettingsReader::parts).orElse(List.of());
  }

  /// What stands between commas, without blanks around it.
  static List<String> parts(String text) {
    return Stream.of(text.split(",")).map(String::strip).filter(part -> !part.isEmpty()).toList();
  }

  /// All keys, each once.
  Collection<String> keys() {
    return entries.keySet();
  }

  /// The keys of one subject that have a value.
  List<String> about(Setting.Subject subject) {
    return entries.entrySet().stream().filter(entry -> !entry.getValue().value().reveal().isBlank()).map(Map.Entry::getKey)
        .filter(key -> Setting.subject(key).filter(subject::equals).isPresent()).toList();
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
    usual(setting, Long.toString(otherwise));
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

  /// A length of time: `90` and `90s` are seconds, `500ms` milliseconds, `2m` minutes, `3h` hours, `1d` a day. From one millisecond to a day.
  Duration duration(Setting setting, Duration otherwise) {
    return duration(setting, otherwise, false);
  }

  /// The same, where `0` means that there is none.
  Duration durationOrNone(Setting setting, Duration otherwise) {
    return duration(setting, otherwise, true);
  }

  private Duration duration(Setting setting, Duration otherwise, boolean none) {
    usual(setting, otherwise.toMillisPart() == 0 ? Long.toString(otherwise.toSeconds()) : otherwise.toMillis() + "ms");
    var text = text(setting);
    if (text.isEmpty()) {
      return otherwise;
    }
    var value = length(text.get().toLowerCase(Locale.ROOT))
        .filter(length -> (none && length.isZero() || length.isPositive()) && length.compareTo(LONGEST) <= 0);
    if (value.isEmpty()) {
      fault(
          setting,
          shown(text.get()) + " is not a length of time",
          "seconds, or a number with ms, s, m, h or d, from 1ms to 1d; such as 90, 500ms, 2m" + (none ? "; 0 for none" : ""));
    }
    return value.orElse(otherwise);
  }

  /// `true` or `false`.
  boolean flag(Setting setting, boolean otherwise) {
    return chosen(setting, Boolean.toString(otherwise), List.of("true", "false")).equals("true");
  }

  /// A constant by its name.
  <E extends Enum<E>> E constant(Setting setting, E otherwise) {
    var constants = List.of(otherwise.getDeclaringClass().getEnumConstants());
    var names = constants.stream().map(constant -> constant.name().toLowerCase(Locale.ROOT)).toList();
    return constants.get(names.indexOf(chosen(setting, otherwise.name().toLowerCase(Locale.ROOT), names)));
  }

  /// One of some words; case does not count.
  String chosen(Setting setting, String otherwise, List<String> words) {
    usual(setting, otherwise);
    var text = text(setting);
    var word = text.flatMap(typed -> words.stream().filter(typed::equalsIgnoreCase).findFirst());
    if (text.isPresent() && word.isEmpty()) {
      fault(setting, shown(text.get()) + " is not known", "one of " + String.join(", ", words));
    }
    return word.orElse(otherwise);
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

  /// Something about one line that stops the start.
  void fault(RawSettings.Entry entry, String problem, String hint) {
    faults.add(finding(entry, problem, hint));
  }

  /// Something in another file that stops the start.
  void fault(Finding finding) {
    faults.add(finding);
  }

  /// Something worth saying.
  void warning(String key, String problem, String hint) {
    warnings.add(finding(key, problem, hint));
  }

  /// What was found worth saying about files that belong together, when nothing was found wrong with any.
  ///
  /// @throws EnvFaults with everything found wrong, file by file, in the order of their lines
  static List<Finding> warningsUnlessFaulty(List<SettingsReader> readers) throws EnvFaults {
    var faults = new ArrayList<Finding>();
    var warnings = new ArrayList<Finding>();
    for (var reader : readers) {
      reader.faults.stream().sorted(Comparator.comparingInt(Finding::line)).forEach(faults::add);
      reader.warnings.stream().sorted(Comparator.comparingInt(Finding::line)).forEach(warnings::add);
    }
    if (!faults.isEmpty()) {
      throw new EnvFaults(faults.stream().distinct().toList(), warnings); // members in one folder share a models.json
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
    return entry == null ? new Finding(raw.source(), 0, EnvName.shown(key), problem, hint) : finding(entry, problem, hint);
  }

  private Finding finding(RawSettings.Entry entry, String problem, String hint) {
    return new Finding(raw.source(), entry.line(), EnvName.shown(entry.key()), problem, hint);
  }

  private static Optional<Duration> length(String text) {
    var last = text.substring(text.length() - 1);
    var unit = text.endsWith("ms") ? "ms" : "smhd".contains(last) ? last : "";
    var digits = text.substring(0, text.length() - unit.length()).strip();
    if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      return Optional.empty();
    }
    var number = Long.parseLong(digits);
    return Optional.of(
        switch (unit) {
          case "ms" -> Duration.ofMillis(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          default -> Duration.ofSeconds(number);
        });
  }
}
