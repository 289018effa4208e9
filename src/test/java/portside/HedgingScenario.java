package portside;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import portside.RunningChain.Member;

/// Chains in which a second candidate is asked beside one that is silent for two seconds (`HEDGE_AFTER`): `a`, `b` and `c`, which answer when a test lets
/// them, and the line that the log has of a request.
abstract class HedgingScenario extends ChainScenario {
  static final Duration SILENCE = Duration.ofMillis(2100);

  final ScriptedProvider c = closing(ScriptedProvider.listening());
  final Semaphore aGoes = new Semaphore(0);
  final Semaphore bGoes = new Semaphore(0);
  final CompletableFuture<Boolean> aClosed = new CompletableFuture<>();
  final CompletableFuture<Boolean> bClosed = new CompletableFuture<>();
  private final Logged entries = closing(new Logged("portside.requests"));

  @AfterEach
  void letGo() {
    aGoes.release(1000);
    bGoes.release(1000);
  }

  /// A chain of the first members, `a` and `b` or all three.
  RunningChain chain(int members, String... lines) throws Exception {
    var all = new ArrayList<>(List.of("HEDGE_AFTER=2s", "LOG_LEVEL=INFO"));
    all.addAll(List.of(lines));
    return chain(List.of(a(), b(), new Member("c", c.url())).subList(0, members), all.toArray(String[]::new));
  }

  /// The line of the next entry.
  String entry() throws InterruptedException {
    await(() -> !entries.from(Level.INFO).isEmpty());
    return entries.from(Level.INFO).getFirst();
  }

  static ScriptedProvider.Script after(Semaphore go, ScriptedProvider.Script then) {
    return line -> {
      go.acquire();
      then.play(line);
    };
  }

  static ScriptedProvider.Script silent(CompletableFuture<Boolean> closed) {
    return line -> {
      try {
        role(line);
      } catch (IOException closedAlready) {
        closed.complete(true);
      }
      closed.complete(line.closedByPeer());
    };
  }

  /// How many requests of each provider no test has taken yet.
  String asked() {
    return a.waiting() + " " + b.waiting() + " " + c.waiting();
  }
}
