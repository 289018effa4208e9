package portside.signin;

import java.net.URI;
import java.util.Locale;
import java.util.function.Predicate;
import portside.provider.HostPort;
import portside.provider.Loopback;
import portside.provider.TokenOrigin;

/// Which hosts are shown a token of Copilot: GitHub's, those of the company whose site it is, and, in place of both, this machine.
final class CopilotHosts {
  private CopilotHosts() {}

  static Predicate<URI> of(TokenOrigin.GitHubSignIn origin) {
    var site = HostPort.of(origin.site()).orElseThrow().host();
    return url -> {
      var host = HostPort.of(url).map(place -> place.host().toLowerCase(Locale.ROOT)).orElse("");
      return Loopback.names(host) ? Loopback.names(site)
          : "https".equalsIgnoreCase(url.getScheme()) && (host.endsWith(".githubcopilot.com") || host.endsWith("." + site));
    };
  }
}
