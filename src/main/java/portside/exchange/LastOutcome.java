package portside.exchange;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;
import portside.wire.Json;
import portside.wire.OneLine;

/// Remembers how the last request that reached the provider ended, so that `/health` tells the truth without paying for a call.
public final class LastOutcome implements Ledger {
  /// The most characters of a message that are shown.
  private static final int LONGEST = 1_000;

  private volatile @Nullable LedgerEntry last;

  @Override
  public void append(LedgerEntry entry) {
    if (entry.tries() > 0 && entry.result() != LedgerEntry.Result.LEFT) {
      last = entry;
    }
  }

  /// The last request that reached the provider.
  Optional<Last> last() {
    return Optional.ofNullable(last).map(Last::new);
  }

  /// @param entry of the request
  record Last(LedgerEntry entry) {
    /// False when the provider is at fault, or our key; a request that was wrong in itself says nothing about the provider.
    boolean good() {
      return entry.result().status() < 500 && entry.result().status() != 401 && entry.result().status() != 402 && entry.result().status() != 403;
    }

    JsonObject json() {
      return Json.BUILD.createObjectBuilder()
          .add("at", entry.at().toString())
          .add("result", entry.result().name())
          .add("status", entry.result().status())
          .add("message", OneLine.of(entry.detail(), LONGEST))
          .build();
    }
  }
}
