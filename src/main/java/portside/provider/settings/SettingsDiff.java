package portside.provider.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.provider.Provider;

/// What changed between two readings of the same files, one line each, for people: `+ minimax`, `glm: BIG_MODEL: glm-5.2 → glm-5.3`,
/// `glm: OPENAI_API_KEY key 1 changed`. No value of a secret is in it, nor that of a setting that is not known.
public final class SettingsDiff {
  /// Read once, when the process starts.
  private static final Set<String> AT_START = Set.of(Setting.HOST.name(), Setting.PORT.name(), Setting.WEB_SEARCH.name(), Setting.RELOAD.name(), Setting.SHARED_STATE.name(),
      Setting.LEDGER.name(), Setting.LEDGER_DAYS.name(), Setting.LEDGER_SYNC.name(), Setting.LEDGER_PROJECT.name(), Setting.LEDGER_URL.name(),
      Setting.LOG_FORMAT.name(), Setting.LOG_REQUESTS.name(), Setting.LOG_REQUESTS_MB.name(), Setting.LOG_REQUESTS_DAYS.name());

  private static final Set<String> LISTS_OF_KEYS = Set.of(Setting.OPENAI_API_KEY.name(), Setting.ANTHROPIC_API_KEY.name());

  private final List<String> lines = new ArrayList<>();

  private SettingsDiff() {}

  /// The changes: members that came and went, then the settings of the instance's own file, then those of the members that stayed, then the names in
  /// `models.json`.
  public static List<String> between(Settings.Loaded before, Settings.Loaded after) {
    var diff = new SettingsDiff();
    diff.members(names(before), names(after));
    diff.file("", before.typed().getFirst(), after.typed().getFirst(), List.of());
    for (var member : after.typed().subList(1, after.typed().size())) {
      before.typed().stream().skip(1).filter(earlier -> earlier.name().equals(member.name())).findFirst()
          .ifPresent(earlier -> diff.file(member.name() + ": ", earlier, member, after.idle().getOrDefault(member.name(), List.of())));
    }
    diff.models(before, after);
    return List.copyOf(diff.lines);
  }

  /// Of providers that stayed; several may share a file.
  private void models(Settings.Loaded before, Settings.Loaded after) {
    var changed = new LinkedHashSet<String>();
    for (var provider : after.chain().members()) {
      before.chain().members().stream().filter(earlier -> earlier.name().equals(provider.name())).findFirst().ifPresent(earlier -> {
        var old = earlier.dialect().own().models();
        var now = provider.dialect().own().models();
        Stream.concat(now.keySet().stream(), old.keySet().stream()).filter(name -> !Objects.equals(old.get(name), now.get(name))).forEach(changed::add);
      });
    }
    if (!changed.isEmpty()) {
      lines.add(ModelsFile.NAME + ": " + String.join(", ", changed));
    }
  }

  private static List<String> names(Settings.Loaded loaded) {
    return loaded.namesMembers() ? loaded.chain().members().stream().map(Provider::name).toList() : List.of();
  }

  private void members(List<String> before, List<String> after) {
    after.stream().filter(name -> !before.contains(name)).forEach(name -> lines.add("+ " + name));
    before.stream().filter(name -> !after.contains(name)).forEach(name -> lines.add("- " + name));
  }

  private void file(String whose, RawSettings before, RawSettings after, List<String> idle) {
    var old = values(before);
    var now = values(after);
    var keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(old.keySet());
    for (var key : keys) {
      if (!idle.contains(key) && !Optional.ofNullable(old.get(key)).equals(Optional.ofNullable(now.get(key)))) {
        setting(whose + key, key, old.get(key), now.get(key));
      }
    }
  }

  private static Map<String, String> values(RawSettings raw) {
    var values = new LinkedHashMap<String, String>();
    for (var entry : raw.entries()) {
      var value = entry.value().reveal().strip();
      if (!value.isEmpty()) {
        values.put(Setting.withoutAlias(entry.key()), value);
      }
    }
    return values;
  }

  private void setting(String where, String key, @Nullable String before, @Nullable String after) {
    if (LISTS_OF_KEYS.contains(key)) {
      keys(where, list(before), list(after));
      return;
    }
    var shown = Setting.known(key) && Stream.of(before, after).allMatch(value -> value == null || !Setting.secret(key, value));
    var what = shown ? ": " + shown(before) + " → " + shown(after) : before == null ? " added" : after == null ? " removed" : " changed";
    lines.add(where + what + (AT_START.contains(key) ? " (takes effect after a restart)" : ""));
  }

  private void keys(String where, List<String> before, List<String> after) {
    for (int at = 0; at < Math.max(before.size(), after.size()); at++) {
      var what = at >= before.size() ? "added" : at >= after.size() ? "removed" : before.get(at).equals(after.get(at)) ? "" : "changed";
      if (!what.isEmpty()) {
        lines.add(where + " key " + (at + 1) + " " + what);
      }
    }
  }

  private static List<String> list(@Nullable String value) {
    return value == null ? List.of() : Stream.of(value.split(",")).map(String::strip).filter(key -> !key.isEmpty()).toList();
  }

  private static String shown(@Nullable String value) {
    return value == null ? "not set" : value;
  }
}
