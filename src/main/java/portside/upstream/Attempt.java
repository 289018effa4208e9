package portside.upstream;

import java.util.Map;

/// One try at one provider.
public interface Attempt extends Cancellable {
  /// Sends the request and waits for the head of the answer. May be called once.
  ///
  /// @param method as on the wire
  /// @param path appended to the base URL
  /// @param headers of this request alone; those of the credential and of the settings win over them
  /// @param body as it is sent; may be empty
  /// @param stream whether an event stream is expected; sets `accept`
  SendResult send(String method, String path, Map<String, String> headers, byte[] body, boolean stream);

  /// Sends UTF-8 JSON by `POST`, or nothing by `GET`.
  default SendResult send(String path, Map<String, String> headers, byte[] body, boolean stream) {
    return send(body.length == 0 ? "GET" : "POST", path, headers, body, stream);
  }

  /// Sends a request that has no headers of its own.
  default SendResult send(String path, byte[] body, boolean stream) {
    return send(path, Map.of(), body, stream);
  }

  /// Has something done once, by the thread that sends, when the call first waits for what is outside: a token, a connection or the answer. So it holds up
  /// no request that goes out over a connection that is open. To be said before the request is sent.
  void whenWaiting(Runnable task);

  /// Ends the call in whatever phase it is, within milliseconds.
  @Override
  void cancel();
}
