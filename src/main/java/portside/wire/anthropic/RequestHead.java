package portside.wire.anthropic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What of a request to the Messages API stands around its body and may mean something to a provider of the same language.
///
/// @param query as the client wrote it, without the question mark, such as `beta=true`; empty for none
/// @param headers by lower-case name, in order; only those that may pass
public record RequestHead(String query, Map<String, String> headers) {
  /// Names the features of a request that are not part of the API yet, separated by commas.
  public static final String BETA = "anthropic-beta";

  /// The version of the API.
  public static final String VERSION = "anthropic-version";

  /// Nothing but a body.
  public static final RequestHead NONE = new RequestHead("", Map.of());

  public RequestHead {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /// A header by its lower-case name; empty for none.
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
