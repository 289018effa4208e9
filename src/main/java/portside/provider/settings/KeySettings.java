package portside.provider.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import portside.provider.Credential;
import portside.provider.Secret;

/// Checks the keys: those for the provider, and those that clients must show. Each setting holds one, or several separated by commas.
final class KeySettings {
  /// Guessing is not slowed down.
  private static final int SHORT_FOR_OPERATORS = 16;

  private KeySettings() {}

  /// `OPENAI_API_KEY`: one credential for each key, in order; without a key the one that sends none.
  ///
  /// @param azure whether the address is of Azure's old style, which knows the key by another name
  static List<Credential> credentials(SettingsReader settings, boolean azure) {
    var keys = real(settings, Setting.OPENAI_API_KEY, "one key, or several separated by commas; nothing at all for none");
    if (!keys.stream().allMatch(KeySettings::isKey)) {
      settings.fault(
          Setting.OPENAI_API_KEY,
          "holds a space or a character that no key has",
          "the key alone, without \"Bearer\" and without quotes inside; several are separated by commas");
    }
    for (var place = 0; place < keys.size(); place++) {
      var first = keys.indexOf(keys.get(place));
      if (first < place) {
        settings.fault(
            Setting.OPENAI_API_KEY, "holds one key twice: key " + (place + 1) + " is key " + (first + 1), "each key once; their order is that of use");
      }
    }
    return keys.isEmpty() ? List.of(new Credential.None()) : keys.stream().map(Secret::new).map(secret -> credential(secret, azure)).toList();
  }

  /// `ANTHROPIC_API_KEY`.
  static List<Secret> ofClients(SettingsReader settings) {
    // To ask for no key where only commas stand would leave a door open that somebody meant to lock.
    var keys = real(settings, Setting.ANTHROPIC_API_KEY, "one key, or several separated by commas; nothing at all for no check");
    if (!keys.stream().allMatch(KeySettings::isKey)) {
      settings.fault(Setting.ANTHROPIC_API_KEY, "holds a character that no header can carry", "one key, or several separated by commas");
    }
    return keys.stream().map(Secret::new).toList();
  }

  /// `OPERATOR_KEY`, which is none of the clients' keys: these must not see each other.
  ///
  /// @param clientKeys those of the clients
  static Optional<Secret> ofOperator(SettingsReader settings, List<Secret> clientKeys) {
    var key = settings.text(Setting.OPERATOR_KEY);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    if (Placeholder.looksLike(key.get())) {
      settings.fault(Setting.OPERATOR_KEY, "looks like a placeholder", "a long random word of your own making, such as openssl rand -hex 16 prints");
    } else if (!isKey(key.get())) {
      settings.fault(Setting.OPERATOR_KEY, "holds a space or a character that no header can carry", "one key of your own making, without spaces");
    } else if (clientKeys.contains(new Secret(key.get()))) {
      settings.fault(Setting.OPERATOR_KEY, "is also a client key of ANTHROPIC_API_KEY, whose clients would see each other", "a key of its own");
    } else if (key.get().length() < SHORT_FOR_OPERATORS) {
      settings.warning(Setting.OPERATOR_KEY.name(), "has fewer than " + SHORT_FOR_OPERATORS + " characters and could be guessed",
          "a long random word, such as openssl rand -hex 16 prints");
    }
    return key.map(Secret::new);
  }

  private static Credential credential(Secret secret, boolean azure) {
    return azure ? new Credential.HeaderKey("api-key", secret) : new Credential.Bearer(secret);
  }

  /// The keys that are no placeholders.
  private static List<String> real(SettingsReader settings, Setting setting, String hint) {
    var typed = settings.list(setting);
    if (typed.isEmpty() && settings.text(setting).isPresent()) {
      settings.fault(setting, "holds no key between its commas", hint);
    }
    var keys = new ArrayList<String>();
    for (var key : typed) {
      if (!Placeholder.looksLike(key)) {
        keys.add(key);
      } else {
        var which = typed.size() == 1 ? "" : "key " + (typed.indexOf(key) + 1) + " ";
        settings.warning(setting.name(), which + "looks like a placeholder and counts as missing", "put the key itself there");
      }
    }
    return keys;
  }

  private static boolean isKey(String text) {
    return text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f);
  }
}
