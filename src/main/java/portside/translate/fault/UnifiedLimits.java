package portside.translate.fault;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What Anthropic says of a subscription's limits in the `anthropic-ratelimit-unified-…` headers of a refusal: a window for five hours, one for
/// seven days, and one for seven days of one model family, each with a status and a reset in seconds since 1970. The status without a window
/// decides, for a full window may be paid beyond.
///
/// @param rejected the windows that are used up, none when the refusal has another reason
record UnifiedLimits(List<String> rejected, Function<String, String> headers) {
  private static final String PREFIX = "anthropic-ratelimit-unified-";
  private static final String ONE_MODEL = "7d_oi";

  /// @param status of the answer; only 429 speaks of limits
  /// @param headers looks up a header by lower-case name, null when absent
  static UnifiedLimits of(int status, Function<String, String> headers) {
    var whole = headers.apply(PREFIX + "status");
    if (status != 429 || whole != null && !isRejected(whole)) {
      return new UnifiedLimits(List.of(), headers);
    }
    var windows = List.of("5h-", "7d-", ONE_MODEL + "-").stream().filter(window -> isRejected(headers.apply(PREFIX + window + "status"))).toList();
    return new UnifiedLimits(whole != null && windows.isEmpty() ? List.of("") : windows, headers);
  }

  /// Whether the plan is used up.
  boolean usedUp() {
    return !rejected.isEmpty();
  }

  /// Whether other models may still be asked.
  boolean ofOneModel() {
    return rejected.equals(List.of(ONE_MODEL + "-"));
  }

  /// How long until all rejected windows are open again.
  Optional<Duration> reset(Function<String, Optional<Duration>> reader) {
    var resets = rejected.stream().flatMap(window -> reader.apply(headers.apply(PREFIX + window + "reset")).stream());
    return resets.max(Comparator.naturalOrder()).or(() -> usedUp() ? reader.apply(headers.apply(PREFIX + "reset")) : Optional.empty());
  }

  private static boolean isRejected(@Nullable String status) {
    return status != null && status.strip().equalsIgnoreCase("rejected");
  }
}
