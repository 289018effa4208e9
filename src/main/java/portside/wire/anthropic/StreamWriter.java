package portside.wire.anthropic;

import java.util.function.Consumer;
import portside.wire.JsonText;

/// Writes events as the client's language has them, into one buffer that is used again and again: collect the events of one upstream chunk, send
/// the first [#length] bytes of [#buffer], [#clear].
public abstract class StreamWriter implements Consumer<StreamEvent> {
  /// What waits to be sent.
  protected final JsonText out = new JsonText(512);

  /// How many bytes wait to be sent.
  public final int length() {
    return out.length();
  }

  /// The buffer; its first [#length()] bytes are what waits, until the next event is added.
  public final byte[] buffer() {
    return out.array();
  }

  /// Forgets what waits.
  public final void clear() {
    out.clear();
  }
}
