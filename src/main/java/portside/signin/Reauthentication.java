package portside.signin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import portside.provider.Chain;
import portside.provider.Provider;

/// Sign-ins that a running instance makes anew when its operator asks for it, one at a time for each account.
///
/// ```
///   idle ──asked──► pending ──► completed | failed ──asked──► pending …
/// ```
public final class Reauthentication {
  /// How a sign-in stands.
  public sealed interface State {
    /// Nobody has asked.
    record Idle() implements State {}

    /// The person is waited for.
    ///
    /// @param page to open; empty until it is known
    /// @param code to type there; empty for none
    record Pending(Optional<URI> page, Optional<String> code) implements State {}

    record Completed(Instant at) implements State {}

    record Failed(String why) implements State {}
  }

  private final Tokens tokens;
  private final InstantSource clock;
  /// By the name of the entry.
  private final Map<String, State> states = new HashMap<>();

  /// @param tokens whose sign-ins they are
  /// @param clock tells the time of day
  public Reauthentication(Tokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /// The sign-ins that members of the chain use, by their names: `google`, `github`, with the account behind it unless that is the usual one.
  public synchronized SequencedMap<String, State> states(Chain chain) {
    var all = new LinkedHashMap<String, State>();
    for (var member : chain.members()) {
      tokens.signIn(member.destination()).ifPresent(signIn -> all.put(shortName(signIn), states.getOrDefault(signIn.name(), new State.Idle())));
    }
    return all;
  }

  /// Begins a sign-in, and does not wait for it; one that is pending goes on.
  ///
  /// @param name of a sign-in, or of a member
  /// @return false when there is no such sign-in
  public boolean begin(Chain chain, String name) {
    var member = chain.members().stream().filter(one -> is(one, name)).findFirst();
    var signIn = member.flatMap(one -> tokens.signIn(one.destination()));
    if (signIn.isEmpty()) {
      return false;
    }
    if (becomesPending(signIn.get().name())) {
      Thread.ofVirtual().name("sign-in").start(() -> run(member.get(), signIn.get()));
    }
    return true;
  }

  private boolean is(Provider member, String name) {
    return tokens.signIn(member.destination()).filter(signIn -> member.name().equals(name) || shortName(signIn).equals(name)).isPresent();
  }

  private synchronized boolean becomesPending(String name) {
    if (states.get(name) instanceof State.Pending) {
      return false;
    }
    states.put(name, new State.Pending(Optional.empty(), Optional.empty()));
    return true;
  }

  private void run(Provider member, SignIn signIn) {
    State end = new State.Failed("the sign-in failed for a reason of the proxy's own");
    try {
      signIn.login((page, code, _) -> becomes(signIn, new State.Pending(Optional.of(page), code)));
      tokens.forget(member.destination());
      end = new State.Completed(clock.instant());
    } catch (LoginFailed failed) {
      end = new State.Failed(failed.why());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      becomes(signIn, end);
    }
  }

  private synchronized void becomes(SignIn signIn, State state) {
    states.put(signIn.name(), state);
  }

  private static String shortName(SignIn signIn) {
    return signIn.name().replaceFirst("-default$", "");
  }

  /// How long ago that was.
  public Duration since(State.Completed completed) {
    return Duration.between(completed.at(), clock.instant());
  }
}
