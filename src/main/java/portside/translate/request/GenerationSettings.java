package portside.translate.request;

import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_STOP_BYTES;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.TOP_K;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Sampling;
import portside.wire.anthropic.MessagesRequest;

/// Sampling settings and stop sequences → what of them the provider takes. A wire leaves out what it has no member for.
///
/// @param temperature empty to leave it out
/// @param topP empty to leave it out
/// @param topK empty to leave it out
/// @param stops those the provider takes, in order; the answer is ended at the others when they come
public record GenerationSettings(OptionalDouble temperature, OptionalDouble topP, OptionalLong topK, List<String> stops) {
  /// The settings of a request, as a row takes them.
  public static GenerationSettings of(MessagesRequest request, Dialect dialect) {
    return new GenerationSettings(
        sampled(request.temperature(), dialect),
        sampled(request.topP(), dialect),
        dialect.get(TOP_K) ? request.topK() : OptionalLong.empty(),
        request.stopSequences().stream().filter(stop -> isTaken(stop, dialect.get(MAX_STOP_BYTES))).limit(dialect.get(MAX_STOPS)).toList());
  }

  private static OptionalDouble sampled(OptionalDouble value, Dialect dialect) {
    return value.isEmpty() || dialect.get(SAMPLING) == Sampling.DROP
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(value.getAsDouble(), dialect.get(SAMPLING_FLOOR)));
  }

  /// @param longest in bytes, 0 for any
  private static boolean isTaken(String stop, int longest) {
    return !stop.isEmpty() && (longest == 0 || stop.getBytes(StandardCharsets.UTF_8).length <= longest);
  }
}
