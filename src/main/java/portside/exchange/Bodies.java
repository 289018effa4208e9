package portside.exchange;

import java.io.ByteArrayOutputStream;
import portside.upstream.Answer;

/// Reads short answers whole.
final class Bodies {
  /// An error body beyond this says nothing more.
  private static final int ENOUGH = 1 << 20;

  private Bodies() {}

  /// The body, or its first megabyte.
  static byte[] readAll(Answer answer) throws Answer.Broken {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[4096];
    for (int read; all.size() < ENOUGH && (read = answer.read(buffer)) != -1; ) {
      all.write(buffer, 0, read);
    }
    return all.toByteArray();
  }
}
