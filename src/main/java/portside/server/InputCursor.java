package portside.server;

import portside.exchange.Client;

/// A place in the bytes of one connection, for the connection's own thread.
final class InputCursor {
  /// Takes a run of bytes.
  @FunctionalInterface
  interface Sink {
    void accept(byte[] bytes, int offset, int length) throws UnreadableRequest;
  }

  private static final byte[] NONE = {};

  private final ConnectionInput source;
  private final ReadTimer wait;
  private byte[] piece = NONE;
  private int position;

  InputCursor(ConnectionInput source, ReadTimer wait) {
    this.source = source;
    this.wait = wait;
  }

  /// Whether bytes have arrived that were not taken.
  boolean ready() {
    return position < piece.length;
  }

  /// Waits until there is a byte.
  ///
  /// @return false when the client sends no more
  boolean await() {
    while (!ready()) {
      piece = NONE;
      position = 0;
      var next = source.take();
      if (next == null) {
        return false;
      }
      piece = next;
      wait.arrived(next.length);
    }
    return true;
  }

  /// Takes the next byte.
  ///
  /// @throws Client.Gone when the client sends no more
  byte next() throws Client.Gone {
    need();
    return piece[position++];
  }

  /// Returns the next byte without taking it.
  ///
  /// @throws Client.Gone when the client sends no more
  byte peek() throws Client.Gone {
    need();
    return piece[position];
  }

  /// Passes on the bytes that have arrived, at most that many, and waits for one when there is none.
  ///
  /// @return how many
  /// @throws Client.Gone when the client sends no more
  int pass(long most, Sink sink) throws Client.Gone, UnreadableRequest {
    need();
    var length = (int) Math.min(most, piece.length - position);
    sink.accept(piece, position, length);
    position += length;
    return length;
  }

  /// Takes a line and returns it without its CRLF. A CR or LF alone is refused: some take it for the end of a line and some do not.
  ///
  /// @throws Client.Gone when the client sends no more
  String line(int longest) throws Client.Gone, UnreadableRequest {
    var line = new StringBuilder();
    for (var sign = next(); sign != '\r'; sign = next()) {
      if (sign == '\n' || line.length() == longest) {
        throw UnreadableRequest.malformed(sign == '\n' ? "a line must end with CR and LF" : "a line of the chunked body is too long");
      }
      line.append((char) (sign & 0xff));
    }
    if (next() != '\n') {
      throw UnreadableRequest.malformed("a line must end with CR and LF");
    }
    return line.toString();
  }

  private void need() throws Client.Gone {
    if (!await()) {
      throw new Client.Gone(null);
    }
  }
}
