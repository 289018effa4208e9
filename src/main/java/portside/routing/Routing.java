package portside.routing;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import portside.wire.anthropic.Usage;

/// What an instance remembers between requests about who can be asked. It outlives a reload of the files.
///
/// @param standings who is left alone for now
/// @param bindings where conversations are at home
/// @param keys which key is next
/// @param quotas what each key has used up
/// @param speeds how fast each model answers
/// @param preferences whom persons chose
/// @param lessons what refusals taught
/// @param retries keeps repetitions from becoming a storm
/// @param hedges keeps hedging rare
/// @param changes says when there is something new to keep over a restart
/// @param wall tells the time of day
/// @param nanoTime measures, as `System::nanoTime`
/// @param random from 0 to 1
public record Routing(Standings standings, Bindings bindings, KeyOrder keys, Quotas quotas, Speeds speeds, Preferences preferences, Lessons lessons, RetryBudget retries,
    HedgeBudget hedges, Changes changes, InstantSource wall, LongSupplier nanoTime, DoubleSupplier random) {
  /// What a process knows when it starts.
  ///
  /// @param lessons what refusals taught
  /// @param wall tells the time of day
  /// @param nanoTime measures, as `System::nanoTime`
  public static Routing begun(Lessons lessons, InstantSource wall, LongSupplier nanoTime) {
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    return new Routing(new Standings(wall, nanoTime, random), new Bindings(wall, nanoTime), new KeyOrder(), new Quotas(wall), new Speeds(nanoTime),
        new Preferences(), lessons, new RetryBudget(), new HedgeBudget(), new Changes(), wall, nanoTime, random);
  }

  /// A call to a provider has used so much, whether the client has a whole answer or not. Counted where the person set a quota: the file that keeps it
  /// need not be written for others.
  public void used(Candidate by, Usage usage) {
    if (!by.provider().keys().quotas().isEmpty()) {
      quotas.used(by, usage.input() + usage.output() + usage.cacheRead().orElse(0) + usage.cacheCreation().orElse(0), 1);
      changes.happened();
    }
  }
}
