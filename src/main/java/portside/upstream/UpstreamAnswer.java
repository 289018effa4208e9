package portside.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;

/// A provider's answer: head read, body still coming. Used by one thread.
public interface UpstreamAnswer extends AutoCloseable {
  /// The HTTP status.
  int status();

  /// A header by lower-case name.
  @Nullable String header(String name);

  /// All headers by name in lower case; of those that came more than once the values stand behind each other, with commas.
  Map<String, String> headers();

  /// Reads what has arrived, at least one byte, decompressed; -1 at the clean end.
  ///
  /// @throws Broken when the connection was cut, stalled beyond the idle limit, or was cancelled
  int read(byte[] buffer) throws Broken;

  /// Reads all that is left of the body, or its beginning where it is longer.
  ///
  /// @param most no more is read once there are more bytes than these
  default byte[] readUpTo(int most) throws Broken {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[4096];
    for (int count; all.size() <= most && (count = read(buffer)) != -1; ) {
      all.write(buffer, 0, count);
    }
    return all.toByteArray();
  }

  /// True when the next [#read] will return at once because a whole piece is already here; lets the caller write several pieces together.
  boolean ready();

  /// Ends the call. The connection is kept for the next one only when the body was read to its end.
  @Override
  void close();

  /// The body ended before its end.
  final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;
    private final boolean cancelled;

    /// @param fault what the client is told
    /// @param cancelled whether we ended it ourselves
    public Broken(Fault fault, boolean cancelled) {
      super(fault.message());
      this.fault = fault;
      this.cancelled = cancelled;
    }

    /// What the client is told.
    public Fault fault() {
      return fault;
    }

    /// Whether we ended it ourselves, through [Attempt#cancel()].
    public boolean cancelled() {
      return cancelled;
    }
  }
}
