package portside.signin;

import java.net.URI;
import java.util.List;
import portside.provider.NoToken;

/// What the sites that sign persons in do each in their own way.
interface SignInSite {
  /// Signs a person in, and makes a first token as proof.
  SignInEntry login(Person person) throws LoginFailed, InterruptedException;

  /// Makes another token. One that is [SignInEntry#ended()] tells that only another sign-in helps.
  ///
  /// @throws NoToken when there is none now
  SignInEntry renewed(SignInEntry entry) throws NoToken;

  /// Tells the site that the sign-in is over, as far as it lets itself be told.
  ///
  /// @return what is left to the person, in a line; empty for nothing
  String revoked(SignInEntry entry);

  /// As [TokenFetch#otherBases()].
  default List<URI> otherBases() {
    return List.of();
  }

  /// Whether a provider's answer of this status, 401 or 403, speaks of the token.
  boolean isRefusal(int status);
}
