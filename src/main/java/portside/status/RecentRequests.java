package portside.status;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;

/// The last hundred requests of this process, for pages that are opened now.
final class RecentRequests implements Ledger {
  static final int MOST = 100;

  private final Deque<LedgerEntry> last = new ArrayDeque<>();

  @Override
  public synchronized void append(LedgerEntry entry) {
    if (last.size() == MOST) {
      last.removeFirst();
    }
    last.addLast(entry);
  }

  /// The oldest first.
  synchronized List<LedgerEntry> all() {
    return List.copyOf(last);
  }

  /// The one with that id, or with an id that begins so and no other does.
  Optional<LedgerEntry> of(String idOrPrefix) {
    var found = all().stream().filter(entry -> entry.requestId().startsWith(idOrPrefix)).toList();
    var exact = found.stream().filter(entry -> entry.requestId().equals(idOrPrefix)).findFirst();
    return exact.isPresent() || found.size() != 1 ? exact : Optional.of(found.getFirst());
  }
}
