package portside.signin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import portside.provider.NoToken;
import portside.provider.Secret;

/// An account of GitHub Copilot: what is left to it. GitHub is asked at most every five minutes, by all processes of a person together; in between what it
/// said stands in the store.
public final class CopilotAccount {
  private static final Duration LIFE = Duration.ofMinutes(5);

  /// Gives the token of GitHub that tells of the account.
  interface GitHubToken {
    /// @throws NoToken when there is none
    Secret get() throws NoToken;
  }

  private final String name;
  private final GitHubToken token;
  private final GitHubTokens gitHub;
  private final TokenStore store;
  private final InstantSource clock;
  private final AtomicBoolean asking = new AtomicBoolean();
  /// What could not be kept in the store.
  private volatile @Nullable CopilotQuota unkept;
  /// When GitHub was asked in vain.
  private volatile Instant tried = Instant.EPOCH;

  /// @param name of the entry in the store
  CopilotAccount(String name, GitHubToken token, GitHubTokens gitHub, TokenStore store, InstantSource clock) {
    this.name = name;
    this.token = token;
    this.gitHub = gitHub;
    this.store = store;
    this.clock = clock;
  }

  /// What was said last; empty for nothing. Where that is old, it is asked anew meanwhile.
  public Optional<CopilotQuota> known() {
    var last = fresh();
    if (last.isEmpty() && isTime() && asking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("copilot-quota").start(() -> {
        try {
          ask();
        } finally {
          asking.set(false);
        }
      });
    }
    return last.or(this::last);
  }

  /// What is left now; empty when GitHub does not say, or nobody has signed in. May take as long as GitHub does.
  public Optional<CopilotQuota> quota() {
    return fresh().or(() -> isTime() ? ask() : Optional.empty());
  }

  /// A call that failed is not repeated at once.
  private boolean isTime() {
    return Duration.between(tried, clock.instant()).abs().compareTo(LIFE) >= 0;
  }

  private Optional<CopilotQuota> fresh() {
    return last().filter(this::isFresh);
  }

  private Optional<CopilotQuota> last() {
    return store.note(name).flatMap(CopilotQuota::read).or(() -> Optional.ofNullable(unkept));
  }

  private boolean isFresh(CopilotQuota quota) {
    var age = Duration.between(quota.asked(), clock.instant());
    return !age.isNegative() && age.compareTo(LIFE) < 0;
  }

  private Optional<CopilotQuota> ask() {
    tried = clock.instant();
    try {
      var said = gitHub.account(token.get()).map(json -> CopilotQuota.of(json, clock.instant())).orElseGet(() -> CopilotQuota.untold(clock.instant()));
      unkept = said;
      store.note(name, said.bytes());
      unkept = null;
      tried = Instant.EPOCH; // what is noted tells when it is to be asked again
      return Optional.of(said);
    } catch (NoToken | AuthServer.Unanswered none) {
      return Optional.empty();
    } catch (StoreFault unwritable) {
      return Optional.ofNullable(unkept);
    }
  }
}
