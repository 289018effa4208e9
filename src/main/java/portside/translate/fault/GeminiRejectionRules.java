package portside.translate.fault;

import static portside.provider.dialect.Column.CALL_ID_MEMBER;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.LEAST_THINKING;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MEDIA_IN_RESULTS;
import static portside.provider.dialect.Column.MOST_THINKING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.VALIDATED_CALLS;
import static portside.provider.dialect.Column.WIRE;
import static portside.translate.fault.Rejection.FLAGS;
import static portside.translate.fault.Rejection.NEAR;
import static portside.translate.fault.Rejection.REFUSED;
import static portside.translate.fault.Rejection.holds;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Lesson;
import portside.wire.Json;

/// Refusals of the wire `gemini` → lessons; one rule of [RejectionRules] that is a list of its own. The API names members as its protocol buffers do
/// (`function_call`) or as its JSON does (`functionCall`).
final class GeminiRejectionRules {
  /// Any words: the wire tells whether the list is for them.
  static final String ANY = "";

  /// @param lesson null when the request did not hold what the words speak of
  private record Rule(Pattern words, Function<Rejection, @Nullable Lesson> lesson) {}

  private static final Pattern RANGE = Pattern.compile("between (\\d{1,6}) and (\\d{1,6})", FLAGS);
  private static final Pattern MOST_TOKENS = Pattern.compile("to (\\d{2,7}) \\(exclusive\\)", FLAGS);

  private static final List<Rule> RULES =
      List.of(
          // "Thinking level MINIMAL is not supported for this model."
          rule("thinking_?\\s?level", GeminiRejectionRules::level),
          // "The thinking budget 0 is invalid. Please choose a value between 128 and 32768."
          rule("thinking_?\\s?budget", GeminiRejectionRules::budget),
          // "Function call is missing a thought_signature in functionCall parts."
          rule("missing a thought_?signature", it -> Lesson.of(CALL_SIGNATURES, "google")),
          // "Invalid JSON payload received. Unknown name \"id\" at 'contents[1].parts[0].function_call': Cannot find field."
          rule("unknown name \\W{0,2}id\\b.{0,80}function_?(?:call|response)", when(CALL_ID_MEMBER, "false", "functionCall")),
          rule("unknown name \\W{0,2}parts\\b.{0,80}function_?response", when(MEDIA_IN_RESULTS, "false", "functionResponse")),
          rule("\\bvalidated\\b", when(VALIDATED_CALLS, "false", "VALIDATED")),
          // "Function calling with a response mime type: 'application/json' is unsupported"
          rule("function calling with a? ?response_?\\s?mime_?\\s?type|response_?mime_?type" + NEAR + "function", when(FORMAT_WITH_TOOLS, "false", "responseMimeType")),
          rule("(?:file_?uri|file_?data|url|link)" + NEAR + "(?:fetch|retriev|access|support|invalid)|(?:fetch|retriev|access)" + NEAR + "(?:url|file_?uri)",
              when(IMAGE_URLS, "false", "fileUri")),
          // "Unable to submit request because it has a maxOutputTokens value of 100000 but the supported range is from 1 (inclusive) to 65537 (exclusive)."
          rule("max_?output_?tokens", GeminiRejectionRules::limit),
          rule("(?:parameters_?json_?schema|response_?json_?schema|json schema|schema|parameters)" + NEAR + REFUSED + "|" + REFUSED + NEAR
              + "(?:schema|parameters|function_?declarations)", it -> holds(it.sent(), "parametersJsonSchema", "responseJsonSchema")
                  ? Lesson.of(SCHEMAS, "gemini") : null));

  private GeminiRejectionRules() {}

  /// What the first of the rules that fits says.
  static @Nullable Lesson of(Rejection it) {
    if (it.row().get(WIRE) != Dialect.Wire.GEMINI) {
      return null;
    }
    return RULES.stream().filter(rule -> rule.words().matcher(it.words()).find()).map(rule -> rule.lesson().apply(it))
        .filter(lesson -> lesson != null && !lesson.applied(it.row()).equals(it.row())).findFirst().orElse(null);
  }

  private static Rule rule(String words, Function<Rejection, @Nullable Lesson> lesson) {
    return new Rule(Pattern.compile(words, FLAGS), lesson);
  }

  private static Function<Rejection, @Nullable Lesson> when(Column<?> column, String value, String held) {
    return it -> holds(it.sent(), held) ? Lesson.of(column, value) : null;
  }

  /// The level that was refused goes, so that the next lower one stands for it, or the next higher one for thinking that is switched off.
  private static @Nullable Lesson level(Rejection it) {
    var sent = Json.string(thinking(it), "thinkingLevel");
    var left = it.row().get(EFFORTS).stream().filter(level -> sent != null && !level.equals(sent.toLowerCase(Locale.ROOT))).toList();
    return left.isEmpty() ? null : Lesson.of(EFFORTS, String.join(",", left));
  }

  private static @Nullable Lesson budget(Rejection it) {
    var range = RANGE.matcher(it.words());
    if (!(thinking(it).get("thinkingBudget") instanceof JsonNumber sent) || !range.find()) {
      return null;
    }
    return sent.longValue() < Long.parseLong(range.group(1)) ? Lesson.of(LEAST_THINKING, range.group(1)) : Lesson.of(MOST_THINKING, range.group(2));
  }

  private static @Nullable Lesson limit(Rejection it) {
    var said = MOST_TOKENS.matcher(it.words());
    boolean asked = generation(it).get("maxOutputTokens") instanceof JsonNumber;
    return asked && said.find() ? Lesson.of(MAX_OUTPUT, Long.toString(Long.parseLong(said.group(1)) - 1)) : null;
  }

  private static JsonObject thinking(Rejection it) {
    return generation(it).get("thinkingConfig") instanceof JsonObject thinking ? thinking : JsonValue.EMPTY_JSON_OBJECT;
  }

  private static JsonObject generation(Rejection it) {
    return it.sent().get("generationConfig") instanceof JsonObject generation ? generation : JsonValue.EMPTY_JSON_OBJECT;
  }
}
