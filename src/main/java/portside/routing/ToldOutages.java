package portside.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import portside.routing.Standing.Out;
import portside.routing.Standing.Told;
import portside.wire.FaultKind;

/// The outages of [Standings] until times that providers told, as they are kept over a restart and as instances tell each other of
/// them. Safe for any number of threads.
final class ToldOutages {
  /// A time that is later by less is the same one, which came another way.
  private static final Duration SAME = Duration.ofSeconds(1);

  private final Standings standings;

  ToldOutages(Standings standings) {
    this.standings = standings;
  }

  /// One that is kept over a restart.
  record Kept(OutageScope scope, FaultKind reason, Instant until, int level) {}

  /// One that lasts still.
  ///
  /// @param level how often in a row it was out before
  /// @param number another one for each outage
  record One(OutageScope scope, FaultKind reason, int level, Duration left, long number) {}

  /// All that last still.
  List<One> all() {
    return standings.open(book -> {
      var all = new ArrayList<One>();
      book.standings().forEach((scope, standing) -> {
        if (standing instanceof Out(long number, var reason, _, int level, Told told) && told.left(book.now()) > 0) {
          all.add(new One(scope, reason, level, Duration.ofNanos(told.left(book.now())), number));
        }
      });
      return all;
    });
  }

  /// What is to be kept over a restart: those of more than 60 s.
  List<Kept> kept() {
    return standings.open(book -> {
      var kept = new ArrayList<Kept>();
      book.standings().forEach((scope, standing) -> {
        if (standing instanceof Out(_, var reason, _, int level, Told told) && told.lasting() && told.left(book.now()) > 0) {
          kept.add(new Kept(scope, reason, told.at(), level));
        }
      });
      return kept;
    });
  }

  /// Takes up what was kept. What is over, or further away than any time that is believed, is left, and so is what is known already.
  void restore(List<Kept> kept) {
    standings.open(book -> {
      for (var one : kept) {
        var left = Duration.between(book.now().wall(), one.until());
        if (left.isPositive() && left.compareTo(Standings.LONGEST_BELIEVED) <= 0) {
          book.standings().putIfAbsent(one.scope(), new Out(book.next().getAsLong(), one.reason(), false, one.level(), book.told().apply(left)));
        }
      }
      return kept;
    });
  }

  /// The provider told another instance. It was not asked here, so the level of the other counts. Of two told times the later one holds.
  ///
  /// @return the number of the outage; empty when it is known already, over, or further away than any time that is believed
  OptionalLong heard(OutageScope scope, FaultKind reason, int level, Duration left) {
    return standings.open(book -> {
      if (!left.isPositive() || left.compareTo(Standings.LONGEST_BELIEVED) > 0
          || book.standings().get(scope) instanceof Out(_, _, _, _, Told told) && told.left(book.now()) + SAME.toNanos() >= left.toNanos()) {
        return OptionalLong.empty();
      }
      var number = book.next().getAsLong();
      book.standings().put(scope, new Out(number, reason, false, level, book.told().apply(left)));
      return OptionalLong.of(number);
    });
  }

  /// A person had it forgotten, at another instance.
  ///
  /// @param number of the outage; another one stays
  /// @return whether it was there
  boolean lift(OutageScope scope, long number) {
    return standings.open(book ->
        book.standings().get(scope) instanceof Out out && out.since() == number && book.standings().remove(scope) != null);
  }
}
