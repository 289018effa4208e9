package portside.ledger;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What `GET /metrics` tells beside the sums of requests. Everything that changes is read when it is asked for.
///
/// @param instance the name of the instance
/// @param version of the program
/// @param running how many requests run now
/// @param journalFailures how many lines of the journal could not be written at once
/// @param droppedLines how many lines of the journal are missing, since too many waited to be written
/// @param droppedBodies how many bodies of requests and answers were to be recorded and were not, for want of room
/// @param breakers how each model of each member stands
/// @param budgets how much of each is used
public record Gauges(
    String instance,
    String version,
    IntSupplier running,
    LongSupplier journalFailures,
    LongSupplier droppedLines,
    LongSupplier droppedBodies,
    Supplier<List<Breaker>> breakers,
    Supplier<List<Budget>> budgets) {

  /// Whether a model of a member can be asked.
  ///
  /// @param provider a member of the chain
  /// @param model one of its models, by its own name
  /// @param open whether it is left alone for a while
  public record Breaker(String provider, String model, boolean open) {}

  /// How much of a budget is used.
  ///
  /// @param window `day`, `week` or `month`
  /// @param ratio what is used of it; 1 is all
  public record Budget(String window, double ratio) {}
}
