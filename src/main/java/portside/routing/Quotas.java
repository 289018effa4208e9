package portside.routing;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import portside.provider.KeyRules;
import portside.provider.KeyRules.Quota;
import portside.provider.KeyRules.Unit;
import portside.provider.KeyRules.Window;
import portside.provider.Provider;

/// How much of the quotas a person set for a key is used up. Members that share address and key share the use. The last five hours are kept in pieces
/// of five minutes, and a piece counts until all of it is five hours old; days, weeks from Monday and months are those of the calendar in
/// [KeyRules#zone()]. What lies in the future, since the clock was set back, counts as of now, and what is more than 35 days away is not believed. Safe
/// for any number of threads.
public final class Quotas {
  /// What is used is added up over so long.
  public static final Duration PIECE = Duration.ofMinutes(5);

  static final long PIECES = Duration.ofHours(5).dividedBy(PIECE);
  private static final long FARTHEST_PIECE = Duration.ofDays(35).dividedBy(PIECE);
  private static final long FARTHEST_DAY = 35;
  private static final List<Window> CALENDAR = List.of(Window.DAY, Window.WEEK, Window.MONTH);

  private final InstantSource wall;
  private final Map<Account, Use> byAccount = new HashMap<>();
  private final UntoldUse untold = new UntoldUse();

  /// @param wall tells pieces and days
  public Quotas(InstantSource wall) {
    this.wall = wall;
  }

  /// What was used.
  ///
  /// @param tokens input, cache reads, cache writes and output, as reported
  /// @param requests to the provider
  public record Amount(long tokens, long requests) {
    static final Amount NOTHING = new Amount(0, 0);

    public Amount {
      tokens = Math.max(tokens, 0);
      requests = Math.max(requests, 0);
    }

    Amount plus(Amount more) {
      return new Amount(sum(tokens, more.tokens), sum(requests, more.requests));
    }

    Amount minus(Amount less) {
      return new Amount(tokens - less.tokens, requests - less.requests);
    }

    long of(Unit unit) {
      return switch (unit) {
        case TOKENS -> tokens;
        case REQUESTS -> requests;
      };
    }

    private static long sum(long one, long other) {
      return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
  }

  /// A quota and what is used of it.
  ///
  /// @param stopAt from so much on the key is left alone
  public record Usage(Quota quota, long used, long stopAt) {
    /// Whether the key is left alone.
    public boolean exhausted() {
      return used >= stopAt;
    }
  }

  /// Why a key is left alone.
  ///
  /// @param back when it may be asked again
  public record Exhausted(Window window, Unit unit, long used, long amount, Instant back) {}

  /// What a key has used since a day on which its window began.
  public record Period(LocalDate start, Amount amount) {}

  /// The use of a key as it is kept over a restart.
  ///
  /// @param pieces by their numbers; they are five minutes long, and number 0 began with 1970 UTC
  /// @param periods of the windows that go by the calendar
  /// @param untold by pieces, what other instances do not know of yet; empty where nothing was ever shared
  public record Kept(Account account, Map<Long, Amount> pieces, Map<Window, Period> periods, Optional<Map<Long, Amount>> untold) {}

  private record Use(NavigableMap<Long, Amount> pieces, Map<Window, Period> periods) {
    static Use none() {
      return new Use(new TreeMap<>(), new EnumMap<>(Window.class));
    }
  }

  /// Adds what a try used, also one that failed.
  public void used(Candidate candidate, long tokens, long requests) {
    var more = new Amount(tokens, requests);
    var rules = candidate.provider().keys();
    var now = wall.instant();
    synchronized (byAccount) {
      var use = current(byAccount.computeIfAbsent(Account.of(candidate), _ -> Use.none()), rules, now);
      use.pieces().merge(piece(now), more, Amount::plus);
      use.periods().replaceAll((_, period) -> new Period(period.start(), period.amount().plus(more)));
      untold.used(Account.of(candidate), piece(now), more);
    }
  }

  /// Why the candidate's key is left alone; of several quotas that are used up the one that is back last. Empty when none is.
  public Optional<Exhausted> exhausted(Candidate candidate) {
    var rules = candidate.provider().keys();
    if (rules.quotas().isEmpty()) {
      return Optional.empty();
    }
    var now = wall.instant();
    synchronized (byAccount) {
      var use = use(Account.of(candidate), rules, now);
      return usage(use, rules).stream().filter(Usage::exhausted)
          .map(usage -> new Exhausted(usage.quota().window(), usage.quota().unit(), usage.used(), usage.quota().amount(), back(use, usage, rules, now)))
          .max(Comparator.comparing(Exhausted::back));
    }
  }

  /// Forgets what the candidate's key used, since the provider said when its plan begins anew: it knows better what is left, both ways.
  public void toldReset(Candidate candidate) {
    synchronized (byAccount) {
      byAccount.remove(Account.of(candidate));
      untold.forgotten(Account.of(candidate), wall.instant());
    }
  }

  /// All quotas of a key, in the order of the file.
  ///
  /// @param key its place, from 1
  public List<Usage> usage(Provider member, int key) {
    var now = wall.instant();
    synchronized (byAccount) {
      return usage(use(Account.of(member, key), member.keys(), now), member.keys());
    }
  }

  /// Nothing is used.
  public void reset() {
    synchronized (byAccount) {
      byAccount.clear();
      untold.allForgotten(wall.instant());
    }
  }

  /// What is used of all keys.
  public List<Kept> kept() {
    synchronized (byAccount) {
      return byAccount.entrySet().stream().map(entry -> new Kept(entry.getKey(), Map.copyOf(entry.getValue().pieces()), Map.copyOf(entry.getValue().periods()),
          untold.of(entry.getKey()))).toList();
    }
  }

  /// Takes back what was kept of keys that were used in the last 35 days.
  public void restore(List<Kept> kept) {
    var oldest = LocalDate.ofInstant(wall.instant(), ZoneOffset.UTC).minusDays(FARTHEST_DAY);
    var young = kept.stream().filter(one -> one.periods().values().stream().anyMatch(period -> period.start().isAfter(oldest))).toList();
    synchronized (byAccount) {
      for (var one : young) {
        var use = Use.none();
        use.pieces().putAll(one.pieces());
        use.periods().putAll(one.periods());
        byAccount.put(one.account(), use);
        one.untold().ifPresent(pieces -> untold.restore(one.account(), pieces));
      }
    }
  }

  /// Has the use of these keys noted for other instances. What was used before anything was shared is for them, too.
  void share(Map<Account, KeyRules> keys) {
    synchronized (byAccount) {
      untold.share(keys.keySet());
      keys.forEach((account, rules) -> {
        if (untold.of(account).isEmpty()) {
          untold.restore(account, Optional.ofNullable(byAccount.get(account)).map(use -> placed(use, rules)).orElse(Map.of()));
        }
      });
    }
  }

  /// What other instances do not know of yet, by the numbers of pieces.
  Map<Account, Map<Long, Amount>> untold() {
    synchronized (byAccount) {
      return untold.all();
    }
  }

  /// They know that now.
  void told(Map<Account, Map<Long, Amount>> known) {
    synchronized (byAccount) {
      untold.told(known);
    }
  }

  /// Whose use was forgotten here while others count it still, and when.
  Map<Account, Instant> forgotten() {
    synchronized (byAccount) {
      return untold.forgotten();
    }
  }

  /// They do not count it any more.
  void toldForgotten(Map<Account, Instant> known) {
    synchronized (byAccount) {
      untold.toldForgotten(known);
    }
  }

  /// What all instances used of a key takes the place of what was known here; what was used here since they were told is added.
  ///
  /// @param ago sums by pieces, counted back from the current one, whatever the clock here says
  /// @param sums since windows of the calendar began
  /// @return whether that is new
  boolean heard(Account account, KeyRules rules, Map<Long, Amount> ago, Map<Window, Amount> sums) {
    var now = wall.instant();
    var begins = begins(rules.zone(), now);
    synchronized (byAccount) {
      if (untold.forgotten().containsKey(account)) {
        return false;
      }
      var mine = untold.of(account).orElse(Map.of());
      var use = Use.none();
      ago.forEach((back, amount) -> use.pieces().put(piece(now) - back, amount));
      mine.forEach((piece, amount) -> use.pieces().merge(piece, amount, Amount::plus));
      begins.forEach((window, first) -> use.periods().put(window, new Period(start(window, rules.zone(), now), mine.entrySet().stream()
          .filter(entry -> entry.getKey() >= first).map(Map.Entry::getValue).reduce(sums.getOrDefault(window, Amount.NOTHING), Amount::plus))));
      var before = byAccount.put(account, current(use, rules, now));
      return before == null || !use.equals(current(before, rules, now));
    }
  }

  /// The numbers of the pieces in which the windows of the calendar began.
  static Map<Window, Long> begins(ZoneId zone, Instant now) {
    var begins = new EnumMap<Window, Long>(Window.class);
    CALENDAR.forEach(window -> begins.put(window, piece(start(window, zone, now).atStartOfDay(zone).toInstant())));
    return begins;
  }

  /// The use in pieces: what is known of a window alone stands where it began.
  private static Map<Long, Amount> placed(Use use, KeyRules rules) {
    var pieces = new TreeMap<>(use.pieces());
    use.periods().values().stream().sorted(Comparator.comparing(Period::start).reversed()).forEach(period -> {
      var first = piece(period.start().atStartOfDay(rules.zone()).toInstant());
      var there = pieces.tailMap(first, true).values().stream().reduce(Amount.NOTHING, Amount::plus);
      pieces.merge(first, period.amount().minus(there), Amount::plus);
    });
    pieces.values().removeIf(Amount.NOTHING::equals);
    return pieces;
  }

  private Use use(Account account, KeyRules rules, Instant now) {
    return current(byAccount.getOrDefault(account, Use.none()), rules, now);
  }

  private static List<Usage> usage(Use use, KeyRules rules) {
    return rules.quotas().stream().map(quota -> new Usage(quota, used(use, quota.window()).of(quota.unit()), stopAt(quota, rules))).toList();
  }

  private static Amount used(Use use, Window window) {
    return window == Window.FIVE_HOURS ? use.pieces().values().stream().reduce(Amount.NOTHING, Amount::plus) : requireNonNull(use.periods().get(window)).amount();
  }

  private static long stopAt(Quota quota, KeyRules rules) {
    return quota.amount() > Long.MAX_VALUE / 100 ? quota.amount() / 100 * rules.stopAtPercent() : Math.ceilDiv(quota.amount() * rules.stopAtPercent(), 100L);
  }

  private static Instant back(Use use, Usage usage, KeyRules rules, Instant now) {
    var window = usage.quota().window();
    if (window != Window.FIVE_HOURS) {
      return end(window, start(window, rules.zone(), now), rules);
    }
    var left = usage.used();
    for (var piece : use.pieces().entrySet()) {
      left -= piece.getValue().of(usage.quota().unit());
      if (left < usage.stopAt()) {
        return Instant.EPOCH.plus(PIECE.multipliedBy(piece.getKey() + 1 + PIECES));
      }
    }
    return now;
  }

  /// Without what is over; what lies in the future is of now.
  private static Use current(Use use, KeyRules rules, Instant now) {
    var piece = piece(now);
    use.pieces().headMap(piece - PIECES).clear();
    use.pieces().tailMap(piece + FARTHEST_PIECE, false).clear();
    var ahead = use.pieces().tailMap(piece, false);
    var early = ahead.values().stream().reduce(Amount.NOTHING, Amount::plus);
    ahead.clear();
    if (!early.equals(Amount.NOTHING)) {
      use.pieces().merge(piece, early, Amount::plus);
    }
    for (var window : CALENDAR) {
      var start = start(window, rules.zone(), now);
      use.periods().compute(window, (_, period) -> period == null || period.start().isBefore(start) || period.start().isAfter(start.plusDays(FARTHEST_DAY))
          ? new Period(start, Amount.NOTHING) : new Period(start, period.amount()));
    }
    return use;
  }

  static long piece(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), PIECE.toSeconds());
  }

  private static LocalDate start(Window window, ZoneId zone, Instant now) {
    var today = LocalDate.ofInstant(now, zone);
    return switch (window) {
      case FIVE_HOURS, DAY -> today;
      case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> today.withDayOfMonth(1);
    };
  }

  private static Instant end(Window window, LocalDate start, KeyRules rules) {
    var next = switch (window) {
      case FIVE_HOURS, DAY -> start.plusDays(1);
      case WEEK -> start.plusWeeks(1);
      case MONTH -> start.plusMonths(1);
    };
    return next.atStartOfDay(rules.zone()).toInstant();
  }
}
