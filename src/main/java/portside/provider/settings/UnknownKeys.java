package portside.provider.settings;

/// Warns of keys that mean nothing, with the setting that may have been meant.
final class UnknownKeys {
  private UnknownKeys() {}

  static void warn(SettingsReader settings) {
    for (var key : settings.keys()) {
      if (!Setting.known(key)) {
        settings.warning(key, "is no setting and has no effect", hint(key));
      }
    }
  }

  private static String hint(String key) {
    var nearest = NearestName.nearest(key, Setting.names().toList());
    return Setting.elsewhere(key).map(setting -> "did you mean " + setting + "?")
        .orElseGet(() -> EnvName.near(key, nearest) ? "did you mean " + nearest + "?"
            : EnvName.canBeShown(key) ? "remove it; the nearest setting is " + nearest
            : "remove the line; its text is not shown, because it may be part of a key. A value ends with its line");
  }
}
