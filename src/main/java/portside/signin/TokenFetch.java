package portside.signin;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.MissingToken;
import portside.provider.NoToken;
import portside.provider.Secret;

/// Gets a token from where it comes from. Called by one thread at a time.
interface TokenFetch {
  /// A token and how long it is good for, counted from now.
  ///
  /// @param fresh after which another one is fetched
  /// @param usable after which it is refused; until then it stands in for one that cannot be fetched
  /// @param base where its account is asked; empty when that is not said
  record Fetched(Secret token, Duration fresh, Duration usable, Optional<URI> base) {
    private static final Duration LONGEST = Duration.ofDays(30);

    /// One that says nothing of an address.
    public Fetched(Secret token, Duration fresh, Duration usable) {
      this(token, fresh, usable, Optional.empty());
    }

    public Fetched {
      fresh = fresh.compareTo(LONGEST) < 0 ? fresh : LONGEST;
      usable = usable.compareTo(LONGEST) < 0 ? usable : LONGEST;
    }
  }

  /// Gets one, in half a minute at most.
  ///
  /// @param refused by the provider, which must not be given again; null for none
  Fetched fetch(@Nullable Secret refused) throws NoToken;

  /// Why it is in vain to fetch; empty when it is worth a try. Asks nobody but files.
  default Optional<MissingToken> missing() {
    return Optional.empty();
  }

  /// Equal as long as what tokens are made of is the same. A look at files and no more, since each request asks for it.
  default Object stamp() {
    return "";
  }

  /// Other addresses where an account may be asked, when the one it was told of does not serve it.
  default List<URI> otherBases() {
    return List.of();
  }

  /// Whether a provider's answer of this status, 401 or 403, speaks of the token.
  default boolean isRefusal(int status) {
    return status == 401;
  }
}
