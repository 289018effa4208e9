package portside.ledger.requests;

import java.util.Map;

/// Takes down one request and what became of it, from the threads that serve it. Nothing here waits, and nothing fails: what finds no room is left out.
public interface Recording {
  /// Takes down nothing.
  Recording OFF = new Recording() {};

  /// Whether anything is taken down.
  default boolean on() {
    return this != OFF;
  }

  /// What the client sent.
  ///
  /// @param headers by names in lower case
  /// @param body is kept, not copied; nobody may change it
  default void clientRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {}

  /// A request is about to be sent to a provider.
  ///
  /// @param sent where and what
  /// @return takes its answer
  default Call upstreamRequest(UpstreamRequestRecord sent) {
    return Call.OFF;
  }

  /// The head of the answer to the client goes out.
  default void clientAnswer(int status, Map<String, String> headers) {}

  /// A piece of that answer goes out.
  default void clientPiece(byte[] bytes, int offset, int length) {}

  /// The request is over.
  ///
  /// @param result as the ledger has it
  default void ended(String result) {}

  /// Takes down the answer of a provider to one request.
  interface Call {
    /// Takes down nothing.
    Call OFF = new Call() {};

    /// Its head has come.
    default void answered(int status, Map<String, String> headers) {}

    /// A piece of its body has come.
    default void piece(byte[] bytes, int offset, int length) {}

    /// It ended before its end, or there was none.
    default void failed(String why) {}

    /// It is over; said once or more often.
    default void ended() {}
  }
}
