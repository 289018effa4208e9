package portside.upstream;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Secret;

/// The headers of every request to a destination. The only place where a key is taken out of its [Secret].
///
/// The person's own headers (`CUSTOM_HEADER_*`) replace ours of the same name, `authorization` included.
final class RequestHeaders {
  private final List<Header> streamed;
  private final List<Header> whole;
  private final List<Header> own = new ArrayList<>();

  RequestHeaders(Destination destination, String userAgent) {
    var host = destination.endpoint().hostHeader();
    // Compressed events would sit in somebody's compressor; a whole answer may come compressed.
    this.streamed = ours(host, userAgent, "text/event-stream, application/json", "identity");
    this.whole = ours(host, userAgent, "application/json", "gzip");
    addAll(own, destination.headers());
  }

  /// The headers of one request; the credential is asked for its own.
  ///
  /// @param credential that authorises it
  /// @param stream whether an event stream is expected
  /// @param ofRequest headers of this one alone; they replace ours of the same name, such as `user-agent`
  List<Header> of(Credential credential, boolean stream, Map<String, String> ofRequest) {
    var headers = new ArrayList<>(stream ? streamed : whole);
    ofRequest.forEach((name, value) -> add(headers, header(name, value)));
    addAll(headers, credential.headers());
    own.forEach(header -> add(headers, header));
    return headers;
  }

  private static List<Header> ours(String host, String userAgent, String accept, String encoding) {
    return List.of(
        header("Host", host), header("User-Agent", userAgent), header("Content-Type", "application/json"), header("Accept", accept),
        header("Accept-Encoding", encoding));
  }

  private static void addAll(List<Header> headers, Map<String, Secret> added) {
    added.forEach((name, value) -> add(headers, header(name, value.reveal())));
  }

  private static void add(List<Header> headers, Header added) {
    headers.removeIf(header -> header.headerName().equals(added.headerName()));
    headers.add(added);
  }

  private static Header header(String name, String value) {
    return HeaderValues.create(HeaderNames.create(name.toLowerCase(Locale.ROOT), name), value);
  }
}
