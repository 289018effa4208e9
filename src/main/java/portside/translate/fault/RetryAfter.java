package portside.translate.fault;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.wire.common.ProviderError;

/// How long a provider wants to be left alone. Never invented: a made-up waiting time stops every session. Believed when it ends within 35 days,
/// and of a failure that is none of capacity within a minute; else it is as if nothing was told.
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(35);
  private static final Duration LONGEST_OF_A_FAILURE = Duration.ofSeconds(60);

  private static final String UNIT = "(?:s|secs?|seconds?|ms|millis)?";

  /// Members of an error that hold a time, in lower case and without punctuation, the most telling first.
  private static final List<Pattern> MEMBERS =
      Stream.of(
          "retrydelay", // Gemini, `RetryInfo`
          "quotareset(?:delay|timestamp)", // Code Assist
          "retryafter" + UNIT,
          "(?:next)?resets?(?:at|on|time|timestamp|date)" + UNIT,
          "resets?(?:in|after)" + UNIT,
          "xratelimitreset") // OpenRouter repeats the headers of the provider behind it
          .map(Pattern::compile).toList();
  private static final int DEEPEST = 6;
  private static final double MILLISECOND = 0.001;
  private static final Pattern PUNCTUATION = Pattern.compile("[^A-Za-z0-9]");

  private record Member(int rank, Duration time) {}


  private static final List<String> LIMITS = List.of("requests", "tokens", "input-tokens", "output-tokens");

  private final int status;
  private final Function<String, String> headers;
  private final ProviderError error;
  private final TimeReader reader;

  /// @param status of the answer, or that an error inside a good one names
  /// @param headers looks up a header by lower-case name, null when absent
  /// @param reader of what they say
  RetryAfter(int status, Function<String, String> headers, ProviderError error, TimeReader reader) {
    this.status = status;
    this.headers = headers;
    this.error = error;
    this.reader = reader;
  }

  /// Whole seconds, rounded up.
  static OptionalLong seconds(Optional<Duration> wait) {
    return wait.isEmpty() ? OptionalLong.empty() : OptionalLong.of(wait.get().plusNanos(999_999_999).toSeconds());
  }

  /// What a refusal for now tells. The header for it comes first; other headers are the state of limits, which some send with every answer.
  Optional<Duration> told(UnifiedLimits plan) {
    var reset = plan.reset(this::read);
    if (reset.isPresent()) {
      return reset;
    }
    return headers.apply("retry-after-ms") != null || headers.apply("retry-after") != null ? asked()
        : inside().or(() -> limits("anthropic-ratelimit-%s-reset", "anthropic-ratelimit-%s-remaining"))
            .or(() -> limits("x-ratelimit-reset-%s", "x-ratelimit-remaining-%s"))
            .or(() -> read(headers.apply("x-ratelimit-reset")));
  }

  /// What the header for it asks for, with whatever status.
  Optional<Duration> asked() {
    return read(headers.apply("retry-after-ms"), MILLISECOND).or(() -> read(headers.apply("retry-after")));
  }

  /// What the error names itself, in a member or in words.
  private Optional<Duration> inside() {
    var members = Stream.of(error.details(), error.body()).flatMap(place -> members(place, DEEPEST))
        .sorted(Comparator.comparingInt(Member::rank)).map(Member::time);
    return Stream.concat(members, reader.inWords(error.message())).filter(this::isBelieved).findFirst();
  }

  private Stream<Member> members(JsonValue place, int depth) {
    return switch (place) {
      case JsonObject object when depth > 0 -> object.entrySet().stream().flatMap(member -> {
        var time = member(member.getKey(), member.getValue());
        return time.isPresent() ? time.stream() : members(member.getValue(), depth - 1);
      });
      case JsonArray array when depth > 0 -> array.stream().flatMap(element -> members(element, depth - 1));
      default -> Stream.empty();
    };
  }

  private Optional<Member> member(String key, JsonValue value) {
    var name = PUNCTUATION.matcher(key).replaceAll("").toLowerCase(Locale.ROOT);
    return IntStream.range(0, MEMBERS.size()).filter(rank -> MEMBERS.get(rank).matcher(name).matches()).boxed().findFirst()
        .flatMap(rank -> time(value, name.endsWith("ms") || name.endsWith("millis") ? MILLISECOND : 1).map(time -> new Member(rank, time)));
  }

  private Optional<Duration> time(JsonValue value, double unit) {
    return switch (value) {
      case JsonNumber number -> reader.read(unit * number.doubleValue());
      case JsonString text -> reader.read(text.getString(), unit);
      default -> Optional.empty();
    };
  }

  /// The limit that is used up counts, of several the last; when none says so, the one that comes back first.
  private Optional<Duration> limits(String reset, String remaining) {
    var usedUp = LIMITS.stream().filter(limit -> isNone(headers.apply(remaining.formatted(limit))))
        .flatMap(limit -> read(headers.apply(reset.formatted(limit))).stream()).max(Comparator.naturalOrder());
    return usedUp.or(() -> LIMITS.stream().flatMap(limit -> read(headers.apply(reset.formatted(limit))).stream()).min(Comparator.naturalOrder()));
  }

  private static boolean isNone(@Nullable String remaining) {
    return remaining != null && remaining.strip().matches("0+(?:\\.0+)?");
  }

  private Optional<Duration> read(@Nullable String header) {
    return read(header, 1);
  }

  private Optional<Duration> read(@Nullable String header, double unit) {
    return header == null ? Optional.empty() : reader.read(header, unit).filter(this::isBelieved);
  }

  private boolean isBelieved(Duration wait) {
    boolean failure = status >= 500 && status != 503 && status != 529;
    return wait.compareTo(failure ? LONGEST_OF_A_FAILURE : LONGEST) <= 0;
  }
}
