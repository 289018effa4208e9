package portside.translate.fault;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import portside.provider.dialect.Dialect;

/// What a provider objects to, as a rule of [RejectionRules] looks at it.
///
/// The words are the provider's, so a pattern that searches them must not cost more than their length: what stands between two words of a pattern
/// is bounded, as in [#NEAR].
///
/// @param words the error's message, code, type and the name of the parameter it speaks of; types that all refusals have are left out
/// @param sent the request as the provider got it
/// @param row the dialect it was written in
record Rejection(CharSequence words, JsonObject sent, Dialect row) {
  static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

  /// As far apart may two words of one statement stand.
  static final String NEAR = ".{0,160}";

  /// By these words a provider says that it does not take something.
  static final String REFUSED =
      "(?:not (?:yet )?(?:support|permit|allow|recogni[sz]|available|enabled)|n.t support|unsupported|unavailable|unknown|unrecogni[sz]ed|unexpected"
          + "|extra inputs|extra_forbidden|only supports?|no endpoints found|invalid|deprecated|must be|incompatible|cannot|does not exist)";

  private static final Pattern MOST =
      Pattern.compile(
          "(?:max(?:imum|length|items)?|at most|up to|only|limit|exceeds?|longer than|more than|less than or equal to|<=|≤)"
              + "\\D{0,40}?(\\d{1,3}(?:,\\d{3})+|\\d{1,9})",
          FLAGS);
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(?:,\\d{3})+|\\d{1,9}");

  boolean has(String member) {
    return sent.containsKey(member);
  }

  boolean says(String regex) {
    return Pattern.compile(regex, FLAGS).matcher(words).find();
  }

  /// How much the provider takes at most: the first number that is said to be a limit, else the largest of all, among those that can be one.
  ///
  /// @param least smaller numbers are something else
  /// @param sent how much was sent, so that the limit is smaller
  OptionalLong most(long least, long sent) {
    var limit = numbers(MOST, 1).filter(number -> number >= least && number < sent).limit(1).mapToLong(Long::longValue).findFirst();
    return limit.isPresent() ? limit : numbers(NUMBER, 0).filter(number -> number >= least && number < sent).mapToLong(Long::longValue).max();
  }

  private Stream<Long> numbers(Pattern pattern, int group) {
    return pattern.matcher(words).results().map(match -> Long.valueOf(match.group(group).replace(",", "")));
  }

  /// The tools that were sent; none when there is no such member.
  JsonArray tools() {
    return sent.get("tools") instanceof JsonArray tools ? tools : JsonValue.EMPTY_JSON_ARRAY;
  }

  /// Whether one of these keys, or a part of one of these types, stands anywhere inside.
  static boolean holds(JsonValue value, String... names) {
    return switch (value) {
      case JsonObject object -> Stream.of(names).anyMatch(object::containsKey) || object.values().stream().anyMatch(inner -> holds(inner, names));
      case JsonArray array -> array.stream().anyMatch(inner -> holds(inner, names));
      case JsonString text -> List.of(names).contains(text.getString());
      default -> false;
    };
  }
}
