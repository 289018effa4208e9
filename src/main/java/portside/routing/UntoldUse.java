package portside.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import portside.routing.Quotas.Amount;

/// What was used of keys, and forgotten, that other instances do not know of yet. Where nothing is shared it stays empty. For one thread at a time.
final class UntoldUse {
  /// Other instances count nothing that is older.
  private static final long OLDEST = Duration.ofDays(35).dividedBy(Quotas.PIECE);

  private final Map<Account, NavigableMap<Long, Amount>> pieces = new HashMap<>();
  private final Map<Account, Instant> forgotten = new HashMap<>();
  private Set<Account> shared = Set.of();

  /// The keys whose use is noted from now on.
  void share(Set<Account> keys) {
    shared = Set.copyOf(keys);
  }

  void used(Account account, long piece, Amount more) {
    if (shared.contains(account)) {
      var noted = pieces.computeIfAbsent(account, _ -> new TreeMap<>());
      noted.headMap(piece - OLDEST).clear();
      noted.merge(piece, more, Amount::plus);
    }
  }

  void forgotten(Account account, Instant at) {
    if (shared.contains(account)) {
      forgotten.put(account, at);
      pieces.put(account, new TreeMap<>());
    }
  }

  void allForgotten(Instant at) {
    new HashSet<>(shared).forEach(account -> forgotten(account, at));
  }

  /// What is noted of a key; empty for one that was never shared.
  Optional<Map<Long, Amount>> of(Account account) {
    return Optional.ofNullable(pieces.get(account)).map(Map::copyOf);
  }

  void restore(Account account, Map<Long, Amount> noted) {
    pieces.put(account, new TreeMap<>(noted));
  }

  /// All that can be told: of the keys that are shared now.
  Map<Account, Map<Long, Amount>> all() {
    var all = new HashMap<Account, Map<Long, Amount>>();
    pieces.forEach((account, noted) -> {
      if (shared.contains(account) && !noted.isEmpty()) {
        all.put(account, Map.copyOf(noted));
      }
    });
    return all;
  }

  void told(Map<Account, Map<Long, Amount>> known) {
    known.forEach((account, amounts) -> amounts.forEach((piece, amount) -> pieces.getOrDefault(account, new TreeMap<>())
        .computeIfPresent(piece, (_, noted) -> noted.minus(amount).equals(Amount.NOTHING) ? null : noted.minus(amount))));
  }

  Map<Account, Instant> forgotten() {
    return Map.copyOf(forgotten);
  }

  void toldForgotten(Map<Account, Instant> known) {
    known.forEach(forgotten::remove);
  }
}
