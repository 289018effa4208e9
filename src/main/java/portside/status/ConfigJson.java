package portside.status;

import jakarta.json.JsonObjectBuilder;
import portside.provider.settings.EffectiveSettings;
import portside.provider.settings.Settings;
import portside.wire.Json;

/// `GET /config`: the settings in force, each with its origin, as [EffectiveSettings] has them.
///
/// ```
/// {"instance": "glm", "source": "env/.env-glm",
///  "settings": [{"key": "PORT", "value": "8082", "from": "env/.env-glm:4"}, {"key": "HTTPS_PROXY", "value": null, "from": "default"}],
///  "members": [{"name": "kimi-k2", "source": "env/.env-kimi-k2", "settings": [...]}]}
/// ```
public final class ConfigJson {
  private ConfigJson() {}

  /// The page.
  ///
  /// @param loaded the settings in force
  public static byte[] of(Settings.Loaded loaded) {
    var files = EffectiveSettings.of(loaded);
    var members = Json.BUILD.createArrayBuilder();
    files.subList(1, files.size()).forEach(member -> members.add(file("name", member)));
    return Json.bytes(file("instance", files.getFirst()).add("members", members).build());
  }

  private static JsonObjectBuilder file(String nameIs, EffectiveSettings file) {
    var settings = Json.BUILD.createArrayBuilder();
    for (var setting : file.settings()) {
      var one = Json.BUILD.createObjectBuilder().add("key", setting.key());
      setting.value().ifPresentOrElse(value -> one.add("value", value), () -> one.addNull("value"));
      settings.add(one.add("from", setting.origin()));
    }
    return Json.BUILD.createObjectBuilder().add(nameIs, file.name()).add("source", file.source()).add("settings", settings);
  }
}
