package portside.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Checks the settings that say where something is: the provider, the proxy on the way to it, and the address to listen on.
final class Addresses {
  private static final String CHAT = "/chat/completions";

  private final SettingsReader settings;

  Addresses(SettingsReader settings) {
    this.settings = settings;
  }

  /// `OPENAI_BASE_URL`, without a slash at its end; empty when it is faulty.
  Optional<URI> baseUrl() {
    var typed = settings.text(Setting.OPENAI_BASE_URL).orElse("");
    if (typed.isEmpty()) {
      settings.fault(
          Setting.OPENAI_BASE_URL,
          "is missing",
          "the address of the provider's chat completions, such as https://api.z.ai/api/paas/v4, or demo:");
      return Optional.empty();
    }
    if (typed.equals("demo:")) {
      return Optional.of(Provider.DEMO);
    }
    var url = withoutSlash(typed);
    if (url.endsWith(CHAT)) {
      settings.warning(Setting.OPENAI_BASE_URL.name(), "ends in " + CHAT + ", which is left out", "the part before it is enough");
      url = withoutSlash(url.substring(0, url.length() - CHAT.length()));
    }
    var checked = httpUrl(url);
    checked.ifPresent(this::compareWithKnown);
    return checked;
  }

  /// `HTTPS_PROXY` and `NO_PROXY`.
  Optional<Provider.HttpProxy> proxy() {
    var typed = settings.text(Setting.HTTPS_PROXY);
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    var hint = "http://host:port or http://user:password@host:port, with % codes for special characters";
    try {
      var url = new URI(typed.get().contains("://") ? typed.get() : "http://" + typed.get());
      var path = url.getRawPath() == null ? "" : url.getRawPath();
      if ("http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && path.length() <= 1 && url.getPort() <= 65_535) {
        var user = url.getRawUserInfo() == null ? "" : URLDecoder.decode(url.getRawUserInfo().replace("+", "%2B"), StandardCharsets.UTF_8);
        return Optional.of(new Provider.HttpProxy(url.getHost(), url.getPort() < 0 ? 80 : url.getPort(), new Secret(user), direct()));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Told below; the value may hold a password and is not shown.
    }
    settings.fault(Setting.HTTPS_PROXY, "is not the address of an HTTP proxy", hint);
    return Optional.empty();
  }

  /// `HOST` and `PORT`. Other machines may reach this one only with a client key.
  Provider.Listen listen(boolean clientKeys) {
    var typed = settings.text(Setting.HOST).orElse("127.0.0.1");
    var host = typed.startsWith("[") && typed.endsWith("]") ? typed.substring(1, typed.length() - 1) : typed;
    if (!host.chars().allMatch(letter -> Character.isLetterOrDigit(letter) || ".:-_%".indexOf(letter) >= 0)) {
      settings.fault(
          Setting.HOST, SettingsReader.shown(typed) + " is not a host", "an address or name of this machine, such as 127.0.0.1 or 0.0.0.0");
    } else if (!Loopback.names(host) && !clientKeys) {
      settings.fault(
          Setting.HOST,
          SettingsReader.shown(typed) + " opens the proxy to other machines, and there is no client key",
          "set ANTHROPIC_API_KEY to a key of your own making, or leave HOST at 127.0.0.1");
    }
    return new Provider.Listen(host, (int) settings.number(Setting.PORT, 8082, 0, 65_535));
  }

  private Optional<URI> httpUrl(String url) {
    try {
      var uri = new URI(url);
      var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getRawUserInfo() != null) {
        settings.fault(
            Setting.OPENAI_BASE_URL, "holds a user name or password", "give the key as OPENAI_API_KEY, or as CUSTOM_HEADER_AUTHORIZATION");
      } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
        settings.fault(
            Setting.OPENAI_BASE_URL,
            "has a part that begins with ? or #",
            "only the address; a version of Azure goes into AZURE_API_VERSION");
      } else if (!scheme.equals("http") && !scheme.equals("https")) {
        settings.fault(
            Setting.OPENAI_BASE_URL, "is not an http or https address", "such as https://api.z.ai/api/paas/v4, or exactly demo:");
      } else if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
        settings.fault(
            Setting.OPENAI_BASE_URL, "has no valid host or port", "such as https://api.z.ai/api/paas/v4 or http://127.0.0.1:11434/v1");
      } else {
        return Optional.of(uri);
      }
    } catch (URISyntaxException e) {
      settings.fault(Setting.OPENAI_BASE_URL, "is not an address", "such as https://api.z.ai/api/paas/v4, or demo:");
    }
    return Optional.empty();
  }

  /// People paste the address of another interface of the same provider: `/anthropic`, or one without its version.
  private void compareWithKnown(URI url) {
    KnownProvider.at(url)
        .filter(known -> known.baseUrls().stream().noneMatch(own -> BaseUrl.covers(own, url)))
        .ifPresent(known -> settings.warning(
            Setting.OPENAI_BASE_URL.name(),
            "is no known chat-completions address of " + known.name(),
            "known: " + String.join(", ", known.baseUrls())));
  }

  private List<String> direct() {
    var hosts = settings.text(Setting.NO_PROXY).orElse("").split(",");
    return Stream.of(hosts).map(host -> host.strip().toLowerCase(Locale.ROOT)).filter(host -> !host.isEmpty()).toList();
  }

  private static String withoutSlash(String url) {
    var end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }
}
