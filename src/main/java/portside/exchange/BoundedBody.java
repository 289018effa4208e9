package portside.exchange;

import portside.upstream.UpstreamAnswer;

/// Reads short answers whole.
public final class BoundedBody {
  /// An error body beyond this says nothing more.
  private static final int ENOUGH = 1 << 20;

  private BoundedBody() {}

  /// The body, or its first megabyte.
  public static byte[] readAll(UpstreamAnswer answer) throws UpstreamAnswer.Broken {
    return answer.readUpTo(ENOUGH - 1);
  }
}
