package portside.signin;

import java.time.Duration;

/// Lets time pass.
interface Pause {
  /// Comes back after that time.
  void pass(Duration time) throws InterruptedException;
}
