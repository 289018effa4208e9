package portside.exchange;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The client's side of one request, as the front door lends it to the exchange. The front door implements it; nothing here knows HTTP classes.
public interface Client {
  /// The id of this request, `req_…`; in the `request-id` header of whatever is answered, unless a provider's stands there.
  String requestId();

  /// A request header by name, or null.
  @Nullable String header(String name);

  /// All request headers by name in lower case; of those that came more than once the values stand behind each other, with commas.
  default Map<String, String> headers() {
    return Map.of();
  }

  /// The method, as on the wire.
  default String method() {
    return "POST";
  }

  /// The path of the request as it was written, with its percent signs.
  default String path() {
    return "/";
  }

  /// The query of the request as it was written, without the question mark; empty for none.
  default String query() {
    return "";
  }

  /// The request body, read to its end. It is given away: a second call gets nothing.
  byte[] body();

  /// What was made of the body has been sent and the provider answers, so less of it is held from now on, and other large ones may come in.
  default void bodySent() {}

  /// Answers at once and whole.
  ///
  /// @throws Gone when the client has left
  void answer(int status, Map<String, String> headers, byte[] body) throws Gone;

  /// Commits status 200 and starts an answer of unknown length.
  ///
  /// @param contentType such as `text/event-stream`
  /// @param headers beside it, in lower case
  /// @throws Gone when the client has left
  default void open(String contentType, Map<String, String> headers) throws Gone {
    var all = new LinkedHashMap<String, String>();
    all.put("content-type", contentType);
    all.putAll(headers);
    open(200, all);
  }

  /// Commits a status and starts an answer of unknown length.
  ///
  /// @param headers in lower case
  /// @throws Gone when the client has left
  void open(int status, Map<String, String> headers) throws Gone;

  /// Sends a piece of the opened answer now, in one network write.
  ///
  /// @throws Gone when the client has left
  void send(byte[] bytes, int offset, int length) throws Gone;

  /// From now on calls `left` from another thread when the client closes its connection. Later calls do nothing.
  void whenLeft(Runnable left);

  /// For how many nanoseconds the send that is going on has been waiting for the client to take it; 0 when none is. Asked from any thread.
  long sendingFor(long nanoTime);

  /// Closes the connection from any thread; a send that is going on ends with [Gone].
  void hangUp();

  /// The client has closed its connection; nobody reads the answer any more.
  final class Gone extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param cause what the write said
    public Gone(@Nullable Throwable cause) {
      super("the client left", cause, false, false);
    }
  }
}
