package portside;

import java.util.logging.LogManager;

/// The JDK's log manager, with a log that stays open until the process is gone. The JDK resets its manager in a shutdown hook of its own,
/// beside the hook that stops the proxy, so the last requests and the word "stopped" would find a log without a handler.
public final class LastingLogManager extends LogManager {
  @Override
  public void reset() {}
}
