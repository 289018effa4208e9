package portside.signin;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import portside.provider.HostPort;
import portside.provider.Loopback;

/// Which hosts are shown a token of Copilot: GitHub's, those of the company whose site it is, and, in place of both, this machine.
final class CopilotHosts {
  private static final String GITHUB = "github.com";

  private CopilotHosts() {}

  /// @param site where persons sign in
  static Predicate<URI> of(URI site) {
    var own = host(site);
    return url -> {
      var host = host(url);
      return Loopback.names(host) ? Loopback.names(own)
          : "https".equalsIgnoreCase(url.getScheme()) && (host.endsWith(".githubcopilot.com") || host.endsWith("." + own));
    };
  }

  /// Where accounts of the several plans are asked: one that is asked at the address of another plan is told so with 421.
  static List<URI> others(URI site) {
    return GITHUB.equals(host(site))
        ? Stream.of("individual", "business", "enterprise").map(plan -> URI.create("https://api." + plan + ".githubcopilot.com")).toList() : List.of();
  }

  private static String host(URI url) {
    return HostPort.of(url).map(place -> place.host().toLowerCase(Locale.ROOT)).orElse("");
  }
}
