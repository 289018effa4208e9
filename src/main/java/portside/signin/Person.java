package portside.signin;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The person that signs in, as a sign-in sees it.
public interface Person {
  /// Shows where to go.
  ///
  /// @param page to open in a browser; holds nothing secret
  /// @param code to type there; empty for none. It is for the person's eyes alone
  /// @param within the time there is
  void goTo(URI page, Optional<String> code, Duration within);
}
