package portside.provider.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import portside.provider.Endpoint;
import portside.provider.HostPort;
import portside.provider.HttpProxy;
import portside.provider.KnownProvider;
import portside.provider.Loopback;
import portside.provider.NoProxy;
import portside.provider.Secret;

/// Checks the settings that say where something is: the provider, the proxy on the way to it, and the address to listen on.
final class Addresses {
  /// What people paste behind the address.
  private static final List<String> ENDPOINTS = List.of("/chat/completions", "/v1/messages");

  private final SettingsReader settings;
  private final InstanceSettings.Listen listen;

  /// @param port to listen on in place of `PORT`
  Addresses(SettingsReader settings, OptionalInt port) {
    this(settings, listen(settings, port));
  }

  /// @param listen where the process serves by another file's settings
  Addresses(SettingsReader settings, InstanceSettings.Listen listen) {
    this.settings = settings;
    this.listen = listen;
  }

  /// `OPENAI_BASE_URL`, without a slash at its end; empty when it is faulty.
  Optional<URI> baseUrl() {
    var typed = settings.text(Setting.OPENAI_BASE_URL).orElse("");
    if (typed.isEmpty()) {
      settings.fault(
          Setting.OPENAI_BASE_URL,
          "is missing",
          "the address of the provider's chat completions, such as https://api.z.ai/api/paas/v4, or demo:"
              + (settings.fromEnvironment() ? "; --env FILE takes the settings from a file" : ""));
      return Optional.empty();
    }
    if (typed.equals("demo:")) {
      return Optional.of(Endpoint.DEMO.base());
    }
    var url = withoutSlash(typed);
    for (var endpoint : ENDPOINTS) {
      if (url.endsWith(endpoint)) {
        settings.warning(Setting.OPENAI_BASE_URL.name(), "ends in " + endpoint + ", which is left out", "the part before it is enough");
        url = withoutSlash(url.substring(0, url.length() - endpoint.length()));
      }
    }
    var checked = httpUrl(url);
    checked.ifPresent(this::compareWithKnown);
    return checked;
  }

  /// `HTTPS_PROXY` and `NO_PROXY`.
  Optional<HttpProxy> proxy() {
    var typed = settings.text(Setting.HTTPS_PROXY);
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    var hint = "http://host:port or http://user:password@host:port, with % codes for special characters";
    try {
      var url = new URI(typed.get().contains("://") ? typed.get() : "http://" + typed.get());
      var path = url.getRawPath() == null ? "" : url.getRawPath();
      var place = HostPort.of(url);
      if ("http".equalsIgnoreCase(url.getScheme()) && place.isPresent() && path.length() <= 1) {
        var port = place.get().portOr(80);
        refuseOwn(Setting.HTTPS_PROXY, new HostPort(place.get().host(), port));
        return Optional.of(new HttpProxy(place.get().host(), port, new Secret(userInfo(url)), direct()));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      // Told below; the value may hold a password and is not shown.
    }
    settings.fault(Setting.HTTPS_PROXY, "is not the address of an HTTP proxy", hint);
    return Optional.empty();
  }

  /// Where this process serves.
  InstanceSettings.Listen listen() {
    return listen;
  }

  /// Other machines may reach this one only with a client key.
  void askForKeys(boolean clientKeys) {
    if (!Loopback.names(listen.host()) && !clientKeys && !settings.faulty(Setting.ANTHROPIC_API_KEY)) {
      settings.fault(
          Setting.HOST,
          SettingsReader.shown(settings.text(Setting.HOST).orElse("")) + " opens the proxy to other machines, and there is no client key",
          "set ANTHROPIC_API_KEY to a key of your own making, or leave HOST at 127.0.0.1");
    }
  }

  /// What is asked at the port that this process itself opens would be asked for ever.
  void refuseOwn(Setting setting, HostPort target) {
    if (SelfAddressCheck.is(target, listen)) {
      settings.fault(
          setting, "is the address of this proxy itself, port " + listen.port(), "the address of the other server, or another PORT for this one");
    }
  }

  /// An `http:` or `https:` URL as it can be sent: what is not ASCII in it is encoded. Empty when it has no such host or port.
  static Optional<URI> sendable(URI url) {
    return HostPort.of(url).map(place -> {
      var port = place.port() < 0 ? "" : ":" + place.port();
      var path = URI.create("http://path" + url.getRawPath()).toASCIIString().substring("http://path".length());
      return URI.create(url.getScheme() + "://" + place.bracketed() + port + path);
    });
  }

  /// Host and port of an `http:` or `https:` URL.
  static HostPort target(URI url) {
    var place = HostPort.of(url).orElseThrow();
    return new HostPort(place.host(), place.portOr("https".equalsIgnoreCase(url.getScheme()) ? 443 : 80));
  }

  /// `HOST` and `PORT`.
  private static InstanceSettings.Listen listen(SettingsReader settings, OptionalInt port) {
    settings.usual(Setting.HOST, "127.0.0.1");
    var typed = settings.text(Setting.HOST).orElse("127.0.0.1");
    var number = (int) settings.number(Setting.PORT, 8082, 0, 65_535);
    var host = HostPort.host(typed);
    if (host.isEmpty()) {
      var withPort = HostPort.read(typed).filter(place -> place.port() >= 0);
      settings.fault(
          Setting.HOST,
          SettingsReader.shown(typed) + (withPort.isPresent() ? " has a port, which belongs elsewhere" : " is not a host"),
          withPort.map(place -> "set HOST=" + place.host() + " and PORT=" + place.port())
              .orElse("an address or name of this machine, such as 127.0.0.1 or 0.0.0.0"));
    }
    return new InstanceSettings.Listen(host.orElse("127.0.0.1"), port.orElse(number));
  }

  private Optional<URI> httpUrl(String url) {
    try {
      var uri = new URI(url);
      var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      var authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
      if (authority.contains("@")) {
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
      } else if (HostPort.of(uri).isEmpty()) {
        settings.fault(
            Setting.OPENAI_BASE_URL, "has no valid host or port", "such as https://api.z.ai/api/paas/v4 or http://127.0.0.1:11434/v1");
      } else {
        refuseOwn(Setting.OPENAI_BASE_URL, target(uri));
        return sendable(uri);
      }
    } catch (URISyntaxException e) {
      settings.fault(Setting.OPENAI_BASE_URL, "is not an address", "such as https://api.z.ai/api/paas/v4, or demo:");
    }
    return Optional.empty();
  }

  /// People paste the address of another interface of the same provider, or one without its version.
  private void compareWithKnown(URI url) {
    KnownProvider.at(url)
        .filter(known -> !known.answersAt(url))
        .ifPresent(known -> settings.warning(
            Setting.OPENAI_BASE_URL.name(),
            "is no known address of " + known.name(),
            "known: " + String.join(", ", known.baseUrls())));
  }

  private List<String> direct() {
    var hosts = NoProxy.entries(settings.text(Setting.NO_PROXY).orElse("")).stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    var unusable = hosts.stream().filter(host -> !NoProxy.isUsable(host)).map(SettingsReader::shown).toList();
    if (!unusable.isEmpty()) {
      settings.warning(
          Setting.NO_PROXY.name(),
          String.join(", ", unusable) + " is no host and no network; nothing goes past the proxy for it",
          "hosts, host:port, *.example, networks such as 10.0.0.0/8, or * for everything, with commas between them");
    }
    return hosts;
  }

  private static String userInfo(URI url) {
    var authority = url.getRawAuthority();
    var at = authority.lastIndexOf('@');
    return at < 0 ? "" : URLDecoder.decode(authority.substring(0, at).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String withoutSlash(String url) {
    var end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }
}
