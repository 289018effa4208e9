package portside.provider;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A provider whose differences are known. To add one: a class such as [GlmRows] that holds it, and its line in [#ALL].
///
/// @param name for people
/// @param baseUrls the addresses of its chat completions, without a trailing slash; their hosts tell that a base URL is this provider's
/// @param defaults its models of today for the three Claude families
/// @param rules which row each of its models speaks, first hit first; the last covers every model
record KnownProvider(String name, List<String> baseUrls, Provider.Models defaults, List<DialectRule> rules) {
  static final List<KnownProvider> ALL =
      List.of(KimiRows.PROVIDER, GlmRows.PROVIDER, MiniMaxRows.PROVIDER, GeminiRows.PROVIDER, DemoRows.PROVIDER);

  /// The provider that lives on the host of this URL.
  static Optional<KnownProvider> at(URI baseUrl) {
    return ALL.stream().filter(known -> known.baseUrls.stream().anyMatch(own -> sameHost(URI.create(own), baseUrl))).findFirst();
  }

  /// The rows by which `DIALECT=` may be set, the standard first.
  static List<Dialect> rows() {
    var known = ALL.stream().flatMap(provider -> provider.rules.stream()).map(DialectRule::row);
    return Stream.concat(Stream.of(Dialects.STANDARD), known).distinct().toList();
  }

  private static boolean sameHost(URI one, URI other) {
    return one.getHost() == null ? one.equals(other) : one.getHost().equalsIgnoreCase(other.getHost());
  }
}
