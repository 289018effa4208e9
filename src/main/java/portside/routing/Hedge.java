package portside.routing;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.provider.Chain;

/// Leave to ask a second candidate beside one that is silent (`HEDGE_AFTER`). It is claimed from any thread, once; all the rest, what came of it
/// included, is the affair of its [Plan].
public final class Hedge {
  /// Somebody else who could be asked.
  ///
  /// @param place among the plan's candidates
  /// @param firstWord how long the first word of its answer may take; empty for no limit
  record Other(Candidate candidate, int place, Optional<Duration> firstWord) {}

  /// Who was claimed.
  ///
  /// @param asked when, by the clock
  record Claimed(Other other, Ticket ticket, long asked) {}

  private final Routing routing;
  private final Chain chain;
  private final List<Other> others;
  private final Duration lease;
  private final long latest;
  private volatile @Nullable Claimed claimed;

  /// @param others in the order in which they are preferred
  /// @param lease of a ticket
  /// @param latest when an attempt may begin, by the clock
  Hedge(Routing routing, Chain chain, List<Other> others, Duration lease, long latest) {
    this.routing = routing;
    this.chain = chain;
    this.others = others;
    this.lease = lease;
    this.latest = latest;
  }

  /// The silence after which it is time.
  public Duration after() {
    return chain.hedgeAfter();
  }

  /// Claims the first of which nothing bad is known.
  ///
  /// @return who is to be asked; empty when there is nobody, or too much was hedged lately
  public Optional<Candidate> claim() {
    var now = routing.nanoTime().getAsLong();
    if (now - latest > 0) {
      return Optional.empty();
    }
    for (var other : others) {
      var ticket = routing.standings().claimIn(other.candidate(), chain.breaker(), lease);
      if (ticket.isPresent()) {
        if (!routing.hedges().take()) {
          ticket.get().close();
          return Optional.empty();
        }
        claimed = new Claimed(other, ticket.get(), now);
        return Optional.of(other.candidate());
      }
    }
    return Optional.empty();
  }

  /// How long the first word of its answer may take; empty for no limit.
  public Optional<Duration> firstWord() {
    return claimed().other().firstWord();
  }

  /// Whether a second candidate is, or was, asked.
  public boolean asked() {
    return claimed != null;
  }

  Claimed claimed() {
    return Objects.requireNonNull(claimed);
  }
}
