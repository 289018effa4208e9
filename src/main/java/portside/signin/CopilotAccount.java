package portside.signin;

import java.net.URI;
import java.util.Optional;
import portside.provider.NoToken;
import portside.provider.Secret;

/// What a call to GitHub Copilot needs of the account that signed in.
public interface CopilotAccount {
  /// @param bearer the token
  /// @param base where the account is asked, as GitHub says it; empty when it does not, and the settings' address holds
  record Access(Secret bearer, Optional<URI> base) {}

  /// The token for a call that is made now, with the address that belongs to it. May take as long as GitHub does.
  ///
  /// @throws NoToken when there is none
  Access access() throws NoToken;
}
