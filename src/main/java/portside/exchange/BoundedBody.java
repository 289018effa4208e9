package portside.exchange;

import java.io.ByteArrayOutputStream;
import portside.upstream.UpstreamAnswer;

/// Reads short answers whole.
public final class BoundedBody {
  /// An error body beyond this says nothing more.
  private static final int ENOUGH = 1 << 20;

  private BoundedBody() {}

  /// The body, or its first megabyte.
  public static byte[] readAll(UpstreamAnswer answer) throws UpstreamAnswer.Broken {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[4096];
    for (int read; all.size() < ENOUGH && (read = answer.read(buffer)) != -1; ) {
      all.write(buffer, 0, read);
    }
    return all.toByteArray();
  }
}
