package portside.ledger;

import java.math.BigDecimal;
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
/// @param details where it came from, which provider answered, and what it cost
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
    Tokens tokens,
    Details details) {
  /// An entry of which no more is known.
  public LedgerEntry(Instant at, String requestId, String provider, String requestedModel, String servedModel, boolean stream,
      List<AttemptRecord> attempts, Result result, String detail, @Nullable Duration firstByte, Duration duration, Tokens tokens) {
    this(at, requestId, provider, requestedModel, servedModel, stream, attempts, result, detail, firstByte, duration, tokens, Details.NONE);
  }

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

  /// What is known of a request beside its result.
  ///
  /// @param origin where the request came from
  /// @param answerer which provider was asked last
  /// @param stop why the model stopped, such as `tool_use`; empty when it did not
  /// @param reported what the provider says it cost, in its currency; null when it does not say
  /// @param cost null until it is computed
  /// @param preparation from the arrival until a request was first sent to a provider; null when none was
  public record Details(
      Origin origin, Answerer answerer, String stop, @Nullable BigDecimal reported, @Nullable Cost cost, @Nullable Duration preparation) {
    /// Nothing more is known.
    public static final Details NONE = new Details(Origin.UNKNOWN, Answerer.NOBODY, "", null, null);

    /// Of a request of which it is not known when it was sent.
    public Details(Origin origin, Answerer answerer, String stop, @Nullable BigDecimal reported, @Nullable Cost cost) {
      this(origin, answerer, stop, reported, cost, null);
    }
  }

  /// The same with its cost.
  public LedgerEntry priced(Cost cost) {
    var priced = new Details(details.origin, details.answerer, details.stop, details.reported, cost, details.preparation);
    return new LedgerEntry(at, requestId, provider, requestedModel, servedModel, stream, attempts, result, detail, firstByte, duration, tokens, priced);
  }

  /// When the request came.
  public Instant began() {
    return at.minus(duration);
  }

  /// From the arrival until a request was sent to a provider; zero when none was.
  public Duration preparation() {
    return details.preparation != null ? details.preparation : attempts.stream().filter(AttemptRecord::asked).map(AttemptRecord::began).findFirst().orElse(Duration.ZERO);
  }

  /// Tokens as the provider counted them, or as estimated. `input`, `cacheRead` and `cacheCreation` are disjoint.
  ///
  /// @param input tokens neither read from nor written to a cache
  /// @param output generated tokens, thinking included
  /// @param cacheRead tokens read from a cache; empty when unknown
  /// @param cacheCreation tokens written to a cache; empty when unknown
  /// @param cacheCreationHour the part of them that is kept for an hour; empty when unknown
  /// @param thinking the part of the output spent on reasoning; empty when unknown
  /// @param searches how often the web was searched
  /// @param estimated whether the counts are ours, since the answer ended before the provider told its own
  public record Tokens(
      long input,
      long output,
      OptionalLong cacheRead,
      OptionalLong cacheCreation,
      OptionalLong cacheCreationHour,
      OptionalLong thinking,
      long searches,
      boolean estimated) {
    /// Nothing was counted.
    public static final Tokens NONE = new Tokens(0, 0, OptionalLong.empty(), OptionalLong.empty());

    /// Counts of which no more is known.
    public Tokens(long input, long output, OptionalLong cacheRead, OptionalLong cacheCreation) {
      this(input, output, cacheRead, cacheCreation, OptionalLong.empty(), OptionalLong.empty(), 0, false);
    }

    /// Our own counts.
    public static Tokens estimated(long input, Begun.PassedOn passedOn) {
      var thinking = passedOn.thinking() == 0 ? OptionalLong.empty() : OptionalLong.of(passedOn.thinking());
      return new Tokens(input, passedOn.output(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), thinking, 0, true);
    }

    /// Those written to a cache for an hour.
    public long writtenHour() {
      return Math.min(cacheCreationHour.orElse(0), cacheCreation.orElse(0));
    }

    /// Those written to a cache for a shorter time.
    public long written() {
      return cacheCreation.orElse(0) - writtenHour();
    }
  }
}
