package portside.provider;

import java.time.ZoneId;
import java.util.List;

/// How the keys of one provider are used, the same for each of them.
///
/// @param strategy which of several keys a new conversation gets
/// @param quotas what a key may use up, as the person set it; empty for no limit of our own
/// @param stopAtPercent of a quota, from which the key is left alone
/// @param zone in which days, weeks and months begin
public record KeyRules(Strategy strategy, List<Quota> quotas, int stopAtPercent, ZoneId zone) {
  /// Several keys, no quotas.
  public static final KeyRules USUAL = new KeyRules(Strategy.SPREAD, List.of(), 99, ZoneId.of("UTC"));

  /// Which key a new conversation gets.
  public enum Strategy {
    /// The one that was used least recently.
    SPREAD,
    /// The first that works; the windows of the plans then end one after the other.
    FILL
  }

  /// The time over which use is added up.
  public enum Window {
    /// The last five hours.
    FIVE_HOURS,
    /// Since midnight.
    DAY,
    /// Since Monday.
    WEEK,
    /// Since the first of the month.
    MONTH
  }

  /// What is counted.
  public enum Unit {
    /// Input, cache reads, cache writes and output, as the provider reports them.
    TOKENS,
    REQUESTS
  }

  /// @param amount a key may use in the window
  public record Quota(Window window, long amount, Unit unit) {}
}
