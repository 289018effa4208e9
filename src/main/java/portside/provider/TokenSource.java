package portside.provider;

import java.io.Closeable;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Gives the current token of one account. All requests that want one at the same time share one fetch.
public interface TokenSource {
  /// Begins to ask for the token of a request that is sent now; the fetch goes on when the asker leaves.
  Asked ask();

  /// A provider refused a token. The current one is dropped only if it is this one, and not again and again.
  ///
  /// @param token that was shown
  /// @param status of the answer
  /// @return whether another token is worth one more try
  boolean refused(Secret token, int status);

  /// Why no token is to be had; empty when there is one, or it is not known yet. Asks nobody but files.
  Optional<MissingToken> missing();

  /// The tokens that were given last, so that texts which quote one can be cleaned.
  List<Secret> given();

  /// Where the account of the tokens is asked, as whoever gives them says it; empty where the address of the settings holds, or nothing is known yet.
  default Optional<URI> base() {
    return Optional.empty();
  }

  /// A host answered 421: it does not serve this account.
  ///
  /// @param asked the address that was asked
  /// @return another one that may, which is the [#base()] from now on; empty when none is left
  default Optional<URI> misdirected(URI asked) {
    return Optional.empty();
  }

  /// A token that is waited for.
  interface Asked extends Closeable {
    /// Waits for it.
    ///
    /// @return empty when this was closed before there was one
    /// @throws NoToken when there is none
    Optional<Secret> await() throws NoToken;

    /// Ends the waiting, from any thread.
    @Override
    void close();
  }
}
