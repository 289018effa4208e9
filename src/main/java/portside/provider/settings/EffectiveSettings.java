package portside.provider.settings;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import portside.provider.dialect.Column;
import portside.provider.settings.Setting.Subject;

/// The settings of one file as they are in force, and where each comes from. No value of a secret is in it.
///
/// @param name of the instance, or of a member of its chain
/// @param source the file as it was found, or `the environment`
/// @param settings those that have a name of their own in the order of the README, then `CUSTOM_HEADER_*`, `DIALECT_*` and `ROUTE_*` as far as they are
///     set, then keys that mean nothing
public record EffectiveSettings(String name, String source, List<Effective> settings) {
  /// A setting in force.
  ///
  /// @param key the setting
  /// @param value as it would be typed; of a secret what [KeyId] makes of it; empty when there is none
  /// @param origin `env/.env-glm:3`, `environment`, `--port`, or [#DEFAULT]
  public record Effective(String key, Optional<String> value, String origin) {
    /// Whether somebody has set it.
    public boolean set() {
      return !origin.equals(DEFAULT);
    }
  }

  /// The origin of what nobody has set.
  public static final String DEFAULT = "default";

  private static final String PORT_FLAG = "--port";

  public EffectiveSettings {
    settings = List.copyOf(settings);
  }

  /// Those of the instance's own file, then those of its members'.
  public static List<EffectiveSettings> of(Settings.Loaded loaded) {
    var all = new ArrayList<EffectiveSettings>();
    for (var place = 0; place < loaded.typed().size(); place++) {
      var subjects = !loaded.namesMembers() ? EnumSet.allOf(Subject.class)
          : place == 0 ? EnumSet.of(Subject.INSTANCE, Subject.CHAIN) : EnumSet.of(Subject.PROVIDER);
      var settings = of(loaded.typed().get(place), loaded.usual().get(place), subjects);
      var name = loaded.typed().get(place).name();
      all.add(new EffectiveSettings(name, loaded.typed().get(place).source(), place == 0 ? listening(settings, loaded.instance().listen()) : settings));
    }
    return List.copyOf(all);
  }

  private static List<Effective> of(RawSettings raw, Map<String, String> noted, Set<Subject> subjects) {
    var typed = new SettingsReader(raw);
    var usual = new HashMap<>(usual(raw));
    usual.putAll(noted);
    var settings = new ArrayList<Effective>();
    for (var setting : Setting.values()) {
      if (subjects.contains(Setting.subject(setting.name()).orElseThrow())) {
        settings.add(typed.line(setting).map(line -> effective(setting.name(), line, raw))
            .orElseGet(() -> new Effective(setting.name(), Optional.ofNullable(usual.get(setting.name())).filter(value -> !value.isEmpty()), DEFAULT)));
      }
    }
    for (var prefix : List.of(Setting.HEADER_PREFIX, Column.PREFIX, Setting.ROUTE_PREFIX)) {
      typed.beginningWith(prefix).stream().filter(line -> subjects.contains(Setting.subject(line.key()).orElseThrow()) && !line.value().reveal().isBlank())
          .map(line -> effective(line.key(), line, raw)).forEach(settings::add);
    }
    raw.entries().stream().filter(line -> !Setting.known(line.key()) && EnvName.canBeShown(line.key()))
        .map(line -> new Effective(line.key(), Optional.of("(no setting, no effect)"), origin(line, raw))).distinct().forEach(settings::add);
    return settings;
  }

  private static Effective effective(String key, RawSettings.Entry line, RawSettings raw) {
    return new Effective(key, Optional.of(KeyId.shown(key, line.value().reveal().strip())), origin(line, raw));
  }

  private static String origin(RawSettings.Entry line, RawSettings raw) {
    return line.line() > 0 ? raw.source() + ":" + line.line() : "environment";
  }

  /// What is not asked about where nothing of its kind is set.
  private static Map<String, String> usual(RawSettings raw) {
    var nothing = new SettingsReader(new RawSettings(raw.name(), raw.source(), List.of(), List.of(), List.of()));
    ChainSettings.read(nothing, List.of(), List.of());
    QuotaSettings.read(nothing);
    return nothing.usual();
  }

  /// The port that a flag chose stands in no file.
  private static List<Effective> listening(List<Effective> settings, InstanceSettings.Listen listen) {
    var port = Optional.of(Integer.toString(listen.port()));
    return settings.stream().map(it -> it.key().equals(Setting.PORT.name()) && !it.value().equals(port) ? new Effective(it.key(), port, PORT_FLAG) : it).toList();
  }
}
