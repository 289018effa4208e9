package portside.exchange;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keys in a query, where clients of Google's APIs may show them (Google Cloud, "System parameters"). To the proxy they are client keys; they never go up.
public final class QueryKey {
  private static final String KEY = "key";
  private static final Set<String> CREDENTIALS = Set.of(KEY, "access_token", "oauth_token");

  private QueryKey() {}

  /// The first key shown; empty for none.
  ///
  /// @param query as the client wrote it, without the question mark
  public static Optional<String> of(String query) {
    return parts(query).filter(part -> name(part).equals(KEY)).findFirst().map(part -> decoded(part.substring(part.indexOf('=') + 1)));
  }

  /// The query without them; all else stays as it was written.
  static String without(String query) {
    return parts(query).filter(part -> !CREDENTIALS.contains(name(part))).collect(Collectors.joining("&"));
  }

  private static Stream<String> parts(String query) {
    return query.isEmpty() ? Stream.empty() : Stream.of(query.split("&", -1));
  }

  private static String name(String part) {
    return decoded(part.indexOf('=') < 0 ? part : part.substring(0, part.indexOf('=')));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text; // NativePath refuses it
    }
  }
}
