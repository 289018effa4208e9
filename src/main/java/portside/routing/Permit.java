package portside.routing;

import org.jspecify.annotations.Nullable;

/// Leave to ask a candidate once. Takes one outcome; closed without one, the attempt says nothing of the candidate.
public final class Permit implements AutoCloseable {
  /// Hears what comes of an attempt.
  interface Listener {
    /// The first word of an answer is there.
    void content();

    void came(Outcome outcome);
  }

  private @Nullable Listener listener;
  private boolean begun;

  Permit(Listener listener) {
    this.listener = listener;
  }

  /// Says that the first word of the answer is there; later calls say nothing.
  public void content() {
    if (listener != null && !begun) {
      begun = true;
      listener.content();
    }
  }

  /// Says what came of the attempt.
  ///
  /// @throws IllegalStateException when that was said before
  public void report(Outcome outcome) {
    if (listener == null) {
      throw new IllegalStateException("an attempt has one outcome");
    }
    var told = listener;
    listener = null;
    told.came(outcome);
  }

  @Override
  public void close() {
    listener = null;
  }
}
