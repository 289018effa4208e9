package portside.routing;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Leave to ask a candidate once. Takes one outcome; closed without one, the attempt says nothing of the candidate.
public final class Permit implements AutoCloseable {
  private @Nullable Consumer<Outcome> taker;

  /// @param taker of the outcome
  Permit(Consumer<Outcome> taker) {
    this.taker = taker;
  }

  /// Says what came of the attempt.
  ///
  /// @throws IllegalStateException when that was said before
  public void report(Outcome outcome) {
    if (taker == null) {
      throw new IllegalStateException("an attempt has one outcome");
    }
    var told = taker;
    taker = null;
    told.accept(outcome);
  }

  @Override
  public void close() {
    taker = null;
  }
}
