package portside.signin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.MissingToken;
import portside.provider.MissingToken.Mend;
import portside.provider.NoToken;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// The sign-in of one account: a person signs in, tokens are made of it, a person signs out. What is kept is in the file of the store, for all processes.
public final class SignIn implements TokenFetch {
  /// How long a token is shown that could not be replaced, until it is tried again.
  private static final Duration STAND_IN = Duration.ofSeconds(30);

  private final TokenOrigin.SignIn origin;
  private final SignInSite site;
  private final TokenStore store;
  private final InstantSource clock;

  SignIn(TokenOrigin.SignIn origin, SignInSite site, TokenStore store, InstantSource clock) {
    this.origin = origin;
    this.site = site;
    this.store = store;
    this.clock = clock;
  }

  /// The name of the entry: `google-default`.
  public String name() {
    return name(origin);
  }

  static String name(TokenOrigin.SignIn origin) {
    return origin.kind() + "-" + origin.account();
  }

  /// Where it is kept.
  public Path path() {
    return store.path(name());
  }

  /// What is kept.
  ///
  /// @throws NoToken when nobody has signed in, or nothing but another sign-in helps
  public SignInEntry entry() throws NoToken {
    try {
      var entry = store.read(name()).orElseThrow(() -> needed("nobody has signed in yet"));
      if (!entry.site().equals(origin.site()) || !entry.clientId().equals(origin.clientId())) {
        throw needed(store.path(name()) + " is of another application or site");
      }
      if (entry.ended().isPresent()) {
        throw needed(entry.ended().get());
      }
      return entry;
    } catch (StoreFault fault) {
      throw fault.asMissing();
    }
  }

  private static NoToken needed(String why) {
    return new NoToken(new MissingToken(Mend.SIGN_IN, why));
  }

  /// Signs a person in; what was kept before is replaced when that has come about.
  ///
  /// @return what is kept now
  public SignInEntry login(Person person) throws LoginFailed, InterruptedException {
    var entry = site.login(person);
    try {
      store.locked(name(), () -> {
        store.write(name(), entry);
        store.deleteNote(name()); // it may be of another account
        return entry;
      });
    } catch (StoreFault fault) {
      throw new LoginFailed(fault.why());
    }
    return entry;
  }

  /// Signs out: the site is told where it lets itself be told, and nothing is kept.
  ///
  /// @return whether anything was kept, and what is left to the person
  public Left logout() throws LoginFailed {
    try {
      return store.locked(name(), () -> {
        Optional<SignInEntry> entry;
        try {
          entry = store.read(name());
        } catch (StoreFault unreadable) {
          entry = Optional.empty(); // it is deleted all the same
        }
        var left = entry.map(site::revoked).orElse("");
        return new Left(store.delete(name()), left);
      });
    } catch (StoreFault fault) {
      throw new LoginFailed(fault.why());
    }
  }

  /// What came of a sign-out.
  ///
  /// @param was whether anything was kept
  /// @param toDo what is left to the person; empty for nothing
  public record Left(boolean was, String toDo) {}

  @Override
  public Object stamp() {
    return store.stamp(name());
  }

  @Override
  public Fetched fetch(@Nullable Secret refused) throws NoToken {
    var entry = entry();
    if (!isGood(entry, refused)) {
      try {
        entry = renewed(refused);
      } catch (NoToken none) {
        if (none.missing().mend() == Mend.SIGN_IN || isSame(entry.current(), refused) || entry.usableFor(clock.instant()).isZero()) {
          throw none;
        }
        return new Fetched(entry.current(), STAND_IN, entry.usableFor(clock.instant()), entry.base());
      }
    }
    var now = clock.instant();
    return new Fetched(entry.current(), entry.freshFor(now), entry.usableFor(now), entry.base());
  }

  /// Another process may have done it while this one waited for the lock.
  private SignInEntry renewed(@Nullable Secret refused) throws NoToken {
    try {
      return store.locked(name(), () -> {
        var now = entry();
        if (isGood(now, refused)) {
          return now;
        }
        var renewed = site.renewed(now);
        store.write(name(), renewed);
        if (renewed.ended().isPresent()) {
          throw needed(renewed.ended().get());
        }
        return renewed;
      });
    } catch (StoreFault fault) {
      throw fault.asMissing();
    }
  }

  private boolean isGood(SignInEntry entry, @Nullable Secret refused) {
    return !entry.freshFor(clock.instant()).isZero() && !isSame(entry.current(), refused);
  }

  private static boolean isSame(Secret token, @Nullable Secret refused) {
    return refused != null && token.equals(refused);
  }

  @Override
  public Optional<MissingToken> missing() {
    try {
      var _ = entry();
      return Optional.empty();
    } catch (NoToken none) {
      return Optional.of(none.missing());
    }
  }

  @Override
  public boolean isRefusal(int status) {
    return site.isRefusal(status);
  }

  @Override
  public List<URI> otherBases() {
    return site.otherBases();
  }
}
