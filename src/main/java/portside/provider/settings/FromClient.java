package portside.provider.settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import portside.provider.Credential;
import portside.provider.HostPort;

/// `OPENAI_API_KEY=from-client`: there is no key of ours, each client's own token or key goes up. Whoever has the token of a plan can use that plan, so it
/// goes to Anthropic alone unless the person says in words that it may go elsewhere.
///
/// @param anyHost whether it may go to another host, or without TLS
record FromClient(boolean anyHost) {
  private static final String ALONE = "from-client";
  private static final String ANYWHERE = ALONE + ":any-host";
  private static final String ANTHROPIC = "api.anthropic.com";

  /// How it is written by a person who means it; as a key it would be sent to the provider.
  private static final Pattern MEANT = Pattern.compile("(?i)(?:^|.*[\\s,])from[-_ ]?client(?:[\\s,:].*|$)");

  /// What stands in place of a key; empty for a key.
  static Optional<FromClient> of(String typed) {
    return typed.equals(ALONE) || typed.equals(ANYWHERE) ? Optional.of(new FromClient(typed.equals(ANYWHERE))) : Optional.empty();
  }

  /// Whether the settings say it, be it in a way that is refused.
  static boolean said(SettingsReader settings) {
    return MEANT.matcher(typed(settings)).matches();
  }

  /// The credential when the settings say that it comes from the client; empty when they name keys or none.
  ///
  /// @param baseUrl where requests go; empty when that is faulty
  static Optional<List<Credential>> read(SettingsReader settings, Optional<URI> baseUrl) {
    if (!said(settings)) {
      return Optional.empty();
    }
    var read = of(typed(settings));
    if (read.isEmpty()) {
      settings.fault(Setting.OPENAI_API_KEY, "says " + ALONE + " in a way that is not understood",
          ALONE + " and nothing beside it; or " + ANYWHERE + ", when the token may go to any host");
    }
    baseUrl.filter(url -> read.isPresent() && !read.get().anyHost && !anthropic(url)).ifPresent(url -> settings.fault(Setting.OPENAI_API_KEY,
        "is " + ALONE + ", and OPENAI_BASE_URL is not https://" + ANTHROPIC + ": the client's own token would go to a stranger",
        "put a key of this provider there. Only where that host is your own, or known to take the token to Anthropic, write " + ANYWHERE));
    baseUrl.filter(url -> anthropic(url) && "/v1".equals(url.getPath()) && settings.text(Setting.DIALECT).isEmpty()).ifPresent(_ ->
        settings.warning(Setting.OPENAI_BASE_URL.name(), "is Anthropic's layer for clients of OpenAI's, which knows no plans", "leave out /v1"));
    return Optional.of(List.of(new Credential.Client()));
  }

  private static String typed(SettingsReader settings) {
    return settings.text(Setting.OPENAI_API_KEY).map(String::strip).orElse("");
  }

  private static boolean anthropic(URI url) {
    return "https".equalsIgnoreCase(url.getScheme()) && HostPort.of(url).filter(place -> place.host().equalsIgnoreCase(ANTHROPIC)).isPresent();
  }
}
