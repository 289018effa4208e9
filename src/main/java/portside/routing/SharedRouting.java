package portside.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import portside.provider.KeyRules.Window;
import portside.wire.FaultKind;

/// Where several instances keep what providers told and what was used. It has a clock of its own, and every time goes in and comes out as a length, so
/// the clocks of the instances may differ. Nothing in it names a key or an address: both are digests. For one thread.
public interface SharedRouting extends AutoCloseable {
  /// It cannot be reached, or does not answer.
  final class Lost extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param why for people
    public Lost(String why, Throwable cause) {
      super(why, cause);
    }
  }

  /// An outage until a time that a provider told.
  ///
  /// @param scope see [SharedNames#scope]
  /// @param address digest of the provider's, as it stands in the scope
  /// @param reason empty for one that a person had forgotten
  /// @param level how often in a row it was out
  /// @param left until it may be asked
  /// @param ago since it was told, or forgotten
  record Out(String scope, String address, Optional<FaultKind> reason, int level, Duration left, Duration ago) {}

  /// A person had the outages at these addresses forgotten, so long ago. Only those that were told since are kept.
  record Lift(List<String> addresses, Duration ago) {}

  /// The members that a session was given.
  ///
  /// @param members empty when they were taken from it
  /// @param ago since then; empty when nobody knows, and then it counts only where nothing else is known of the session
  record Pin(String session, List<String> members, Optional<Duration> ago) {}

  /// What a key used.
  ///
  /// @param piecesAgo which piece of five minutes, counted back from the current one
  record Use(Account account, long piecesAgo, Quotas.Amount amount) {}

  /// The use of a key was forgotten, so long ago.
  record Forgotten(Account account, Duration ago) {}

  /// What an instance tells the others. All of it is taken, or nothing.
  ///
  /// @param batch of use, larger than that of any earlier news with other use: one that was taken already is not taken again
  record News(long batch, List<Lift> lifts, List<Out> outs, List<Pin> pins, List<Forgotten> forgotten, List<Use> use) {
    boolean nothing() {
      return lifts.isEmpty() && outs.isEmpty() && pins.isEmpty() && forgotten.isEmpty() && use.isEmpty();
    }
  }

  /// A key whose use is of interest.
  ///
  /// @param zone in which its days begin
  record Asked(Account account, ZoneId zone) {}

  /// What all instances used of a key.
  ///
  /// @param pieces of the last five hours, counted back from the current one
  /// @param periods sums since the windows of the calendar began
  record Total(Account account, Map<Long, Quotas.Amount> pieces, Map<Window, Quotas.Amount> periods) {}

  /// What was told by all.
  ///
  /// @param outs since the last time, or all when what was told before may have been missed
  /// @param pins the same
  /// @param totals of all keys that were asked about
  record Told(List<Out> outs, List<Pin> pins, List<Total> totals) {}

  /// Tells the others.
  ///
  /// @throws Lost when it may not have been taken; the same may be told again
  void tell(News news) throws Lost;

  /// Listens to the others, and to oneself.
  Told listen(List<Asked> asked) throws Lost;

  @Override
  void close();

  /// The numbers of the pieces in which the windows of the calendar began.
  ///
  /// @param now by the clock they share
  static Map<Window, Long> begins(ZoneId zone, Instant now) {
    return Quotas.begins(zone, now);
  }

  /// The number of the oldest piece that counts for the last five hours.
  static long firstPiece(Instant now) {
    return Quotas.piece(now) - Quotas.PIECES;
  }
}
