package portside.upstream;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import portside.provider.Provider;

/// The headers of every request to a provider. The only place where the key is taken out of its [portside.provider.Secret].
///
/// The person's own headers (`CUSTOM_HEADER_*`) replace ours of the same name, `authorization` included.
final class RequestHeaders {
  private final List<Header> streamed;
  private final List<Header> whole;

  RequestHeaders(Provider provider, Endpoint endpoint, String userAgent) {
    // Compressed events would sit in somebody's compressor; a whole answer may come compressed.
    this.streamed = headers(provider, endpoint, userAgent, "text/event-stream, application/json", "identity");
    this.whole = headers(provider, endpoint, userAgent, "application/json", "gzip");
  }

  /// @param stream whether an event stream is expected
  List<Header> of(boolean stream) {
    return stream ? streamed : whole;
  }

  private static List<Header> headers(Provider provider, Endpoint endpoint, String userAgent, String accept, String encoding) {
    var headers = new ArrayList<Header>();
    add(headers, "Host", endpoint.hostHeader());
    add(headers, "User-Agent", userAgent);
    add(headers, "Content-Type", "application/json");
    add(headers, "Accept", accept);
    add(headers, "Accept-Encoding", encoding);
    if (!provider.apiKey().isEmpty()) {
      // Azure's old style knows the key by another name.
      var azure = provider.azureApiVersion().isPresent();
      add(headers, azure ? "api-key" : "Authorization", (azure ? "" : "Bearer ") + provider.apiKey().reveal());
    }
    provider.headers().forEach((name, value) -> add(headers, name, value.reveal()));
    return List.copyOf(headers);
  }

  private static void add(List<Header> headers, String name, String value) {
    var key = HeaderNames.create(name.toLowerCase(Locale.ROOT), name);
    headers.removeIf(header -> header.headerName().equals(key));
    headers.add(HeaderValues.create(key, value));
  }
}
