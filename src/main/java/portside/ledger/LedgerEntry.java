package portside.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What one request was and cost. Every request ends in exactly one, also when it failed or was cut off.
///
/// @param at when it ended
/// @param requestId `req_…`
/// @param provider who was asked last; of two that were asked at once the one that answered
/// @param requestedModel as the client wrote it; empty when the request was unreadable
/// @param servedModel as the provider calls it; empty when nobody was asked
/// @param stream whether events were asked for
/// @param attempts every attempt made to answer it
/// @param result how it ended
/// @param detail the fault's message, or empty
/// @param firstByte from the request's arrival to the first byte of the answer; null for none
/// @param duration from the request's arrival to the end
/// @param tokens what the answer reported
public record LedgerEntry(
    Instant at,
    String requestId,
    String provider,
    String requestedModel,
    String servedModel,
    boolean stream,
    List<AttemptRecord> attempts,
    Result result,
    String detail,
    @Nullable Duration firstByte,
    Duration duration,
    Tokens tokens) {
  /// Keeps a copy of the attempts.
  public LedgerEntry {
    attempts = List.copyOf(attempts);
  }

  /// How often a provider was asked to answer the request.
  public int tries() {
    return (int) attempts.stream().filter(AttemptRecord::asked).filter(AttemptRecord::fromBeginning).count();
  }

  /// Who was asked first, when another provider was asked last; empty when there was no other.
  public Optional<String> failoverFrom() {
    return attempts.stream().filter(AttemptRecord::asked).map(AttemptRecord::provider).findFirst().filter(first -> !first.equals(provider));
  }

  /// How a request ended.
  ///
  /// @param name `ok`, `left`, or the Anthropic error type
  /// @param status the HTTP status the client got; 499 when it left before one
  public record Result(String name, int status) {
    /// A full answer.
    public static final Result OK = new Result("ok", 200);

    /// The client went away first.
    public static final Result LEFT = new Result("left", 499);
  }

  /// @param input tokens neither read from nor written to a cache
  /// @param output generated tokens
  /// @param cacheRead tokens read from a cache; empty when unknown
  /// @param cacheCreation tokens written to a cache; empty when unknown
  public record Tokens(long input, long output, OptionalLong cacheRead, OptionalLong cacheCreation) {
    /// Nothing was counted.
    public static final Tokens NONE = new Tokens(0, 0, OptionalLong.empty(), OptionalLong.empty());
  }
}
