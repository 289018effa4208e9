package portside.status;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;

/// Remembers how the last request that reached a provider ended, so that `/health` tells the truth without paying for a call. One whose client left says
/// nothing of the provider and does not count.
public final class LastOutcome implements Ledger {
  private volatile @Nullable LedgerEntry last;

  @Override
  public void append(LedgerEntry entry) {
    if (entry.tries() > 0 && entry.result() != LedgerEntry.Result.LEFT) {
      last = entry;
    }
  }

  /// The last request that reached the provider.
  public Optional<LastRequest> last() {
    return Optional.ofNullable(last).map(LastRequest::of);
  }
}
