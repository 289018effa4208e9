package portside.translate.fault;

import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EFFORT_WITH_TOOLS;
import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.translate.fault.Rejection.FLAGS;
import static portside.translate.fault.Rejection.NEAR;
import static portside.translate.fault.Rejection.REFUSED;
import static portside.translate.fault.Rejection.holds;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.StructuredOutput;
import portside.provider.dialect.Lesson;
import portside.wire.Json;
import portside.wire.common.ProviderError;

/// A refusal that names one thing the provider does not take → the cell of its row that leaves out exactly that. Nothing is guessed: the words
/// must name it and the request must have held it; a row that says so already gives no lesson, so nothing is tried twice.
///
/// The rules stand in one list, the special before the general; the first that has something to say counts.
final class RejectionRules {
  /// @param words that must be there
  /// @param lesson null when the request did not hold what they speak of
  private record Rule(Pattern words, Function<Rejection, Lesson> lesson) {}

  private static final String FILE = "(?:[\"'`](?:input_)?file[\"'`]|file_data|\\bpdf\\b|document_url)";
  private static final String SEARCH =
      "(?:web_search|web search|browser_search|builtin_function|enable_search|search_options|\\btool types?\\b|tools?\\[\\d+\\]\\.type)";
  private static final String SCHEMA = "(?:schema|tools?\\b|function|parameters|declaration)";

  private static final String CALLING = "(?:\\btools?\\b|\\bfunctions?[ _](?:call|tool|declaration)|tool_(?:use|choice)|\\bfunctions\\b)";

  /// What else a format of the answer is called: Gemini and Groq have names of their own.
  private static final String FORMAT =
      "(?:response[ _]?format|json[ _](?:schema|object|mode|output)|structured[ _]output|response[ _]?(?:mime[ _]?type|schema)|text\\.format)";

  /// At its end a number of its own, not one in a model's name.
  private static final Pattern LIMIT =
      Pattern.compile(
          "(?:max_(?:completion_|output_)?tokens|max_?output_?tokens|completion tokens|output tokens)"
              + ".{0,160}?(?:<=|less than or equal to|at most|up to|not exceed|exceeds?|maximum|limit|cannot be greater than|range.{0,60}?\\[\\d+,"
              + "|between \\d+ and)"
              + "(?:[^.\\n]|\\.\\w){0,60}?(?<![\\w./-])(\\d[\\d,_]{1,10})(?![\\w%]|[.-]\\w)",
          FLAGS);

  /// No model writes less; smaller numbers count requests or are parts of something.
  private static final long LEAST_OUTPUT = 256;

  private static final Pattern LEVEL = Pattern.compile("\\b(none|minimal|low|medium|high|xhigh|max)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern LEVELS_LISTED = Pattern.compile("(?:supported values|one of|must be|allowed|expected|valid values)(.*)", FLAGS);
  private static final Pattern LINK = Pattern.compile("\"(?:image_)?url\":\"http");

  private static final List<Pattern> NAMED =
      List.of(
          Pattern.compile(
              "(?:unsupported|unrecogni[sz]ed|unknown|unexpected)(?: request)?(?: (?:parameter|argument|field|name|property|key|keyword)s?)?"
                  + "(?: supplied)?:? ?[\"'`]?([a-z_]\\w*)",
              FLAGS),
          Pattern.compile(
              "[\"'`]?\\b([a-z_]\\w*)[\"'`]?:? (?:is|are) (?:not (?:supported|permitted|allowed|recogni[sz]ed)|unsupported|unknown)", FLAGS),
          Pattern.compile("\\b([a-z_]\\w*)[\"'`]?:? extra inputs are not permitted", FLAGS));

  /// Without these there is no request.
  private static final List<String> ESSENTIAL = List.of("model", "messages", "input", "instructions", "tools", "stream");

  private static final List<Rule> RULES =
      List.of(
          rule(GeminiRejectionRules.ANY, GeminiRejectionRules::of),
          rule(MessagesRejectionRules.SIGNATURE, MessagesRejectionRules::signature),
          rule(MessagesRejectionRules.SYSTEM_ROLE, MessagesRejectionRules::systemRole),
          rule(MessagesRejectionRules.BETA_HEADER, MessagesRejectionRules::betaHeader),
          rule(MessagesRejectionRules.EXTRA, MessagesRejectionRules::betaField),
          // OpenAI's reasoning models: "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
          rule("use [\"'`]?max_completion_tokens", when("max_tokens", MAX_TOKENS_FIELD, "max_completion_tokens")),
          // Chutes, older servers
          rule("max_completion_tokens" + NEAR + REFUSED + "|" + REFUSED + ".{0,40}max_completion_tokens",
              when("max_completion_tokens", MAX_TOKENS_FIELD, "max_tokens")),
          rule("tokens", RejectionRules::limit),
          // llama.cpp and what is built on it: "Failed to initialize samplers: failed to parse grammar"
          rule("failed to parse grammar|initialize samplers|grammar" + NEAR + "(?:invalid|error|fail)", when("tools", SCHEMAS, "llamacpp")),
          rule(FILE + NEAR + REFUSED + "|" + REFUSED + ".{0,60}" + FILE,
              it -> holds(it.sent(), "file", "file_data", "document_url") ? Lesson.of(PDF, "text") : null),
          rule(SEARCH + NEAR + REFUSED + "|" + REFUSED + ".{0,60}" + SEARCH, ToolRejectionRules::search),
          rule("image|vision|modalit", RejectionRules::images),
          // Groq: "json mode cannot be combined with tool/function calling"; Gemini 2.5: "Function calling with a response mime type:
          // 'application/json' is unsupported"
          rule(FORMAT + NEAR + CALLING + "|" + CALLING + NEAR + FORMAT, RejectionRules::formatWithTools),
          rule(FORMAT, RejectionRules::format),
          rule(ToolRejectionRules.LONG_DESCRIPTION, ToolRejectionRules::description),
          rule(ToolRejectionRules.MANY_TOOLS, ToolRejectionRules::number),
          rule(ToolRejectionRules.UNDECLARED, ToolRejectionRules::undeclared),
          rule("stream_options|include_usage", when("stream_options", STREAM_USAGE, "false")),
          // gpt-5.4 and later: "Function tools with reasoning_effort are not supported … use /v1/responses or set reasoning_effort to 'none'"
          rule("tools with reasoning_effort|tools.{0,60}reasoning_effort.{0,40}not supported", when("tools", EFFORT_WITH_TOOLS, "false")),
          // OpenAI: "The encrypted content … could not be verified", "Item 'rs_1' of type 'reasoning' was provided without its required
          // following item"
          rule("encrypted[_ ]content|of type [\"'`]?reasoning|items are not persisted|\\]\\.phase", RejectionRules::encryptedReasoning),
          rule("reasoning[_.]?effort|[\"'`]effort[\"'`]|effort (?:level|parameter|value)", RejectionRules::effort),
          rule("tool_choice|tool choice", ToolRejectionRules::choice),
          rule(SCHEMA + NEAR + REFUSED + "|" + REFUSED + NEAR + SCHEMA, ToolRejectionRules::keyword),
          rule("parallel_tool_calls", when("parallel_tool_calls", PARALLEL_TOOL_CALLS, "unsaid")),
          rule("(?:temperature|top_p)" + NEAR + REFUSED + "|" + REFUSED + ".{0,60}(?:temperature|top_p)|(?:temperature|top_p).{0,40}(?:only|fixed)",
              RejectionRules::sampling),
          rule("top_k" + NEAR + REFUSED + "|" + REFUSED + ".{0,60}top_k", when("top_k", TOP_K, "false")),
          rule("\\bstop\\b", RejectionRules::stops),
          rule("developer.{0,40}(?:role|message)|role.{0,40}developer",
              it -> it.row().get(SYSTEM_ROLE) == Dialect.SystemRole.DEVELOPER ? Lesson.of(SYSTEM_ROLE, "system") : null),
          // Gemini, mistral-common: "Expected string or list of content parts, got null"
          rule("content.{0,80}(?:got null|be null|not be none|must be a string|expected (?:a )?string|field required)",
              it -> it.row().get(CONTENT_WITH_CALLS) == Dialect.ContentWithCalls.EMPTY ? null : Lesson.of(CONTENT_WITH_CALLS, "empty")),
          rule("\\bttl\\b" + NEAR + REFUSED + "|" + REFUSED + ".{0,60}\\bttl\\b", RejectionRules::markTimes),
          rule("cache_control" + NEAR + REFUSED + "|" + REFUSED + ".{0,60}cache_control", RejectionRules::marks),
          rule("(?:reasoning_content|reasoning_details|thinking).{0,60}(?:extra|unknown|unrecogni[sz]ed|not (?:permitted|allowed|supported))",
              it -> it.has("thinking") && it.says("\\bthinking\\b") ? without(it, "thinking") : Lesson.of(REPLAY, "none")),
          rule(REFUSED, RejectionRules::member));

  private RejectionRules() {}

  /// What can be learned from an error.
  ///
  /// @param error of an answer whose status says that the request was wrong
  /// @param row the dialect the request was written in
  /// @param sent the request as the provider got it
  static Optional<Lesson> of(ProviderError error, Dialect row, JsonObject sent) {
    var words = Stream.of(error.message(), error.code(), error.type(), parameter(error.details()))
        .filter(part -> !ErrorClassifier.isVague(part)).collect(Collectors.joining("\n"));
    return of(new Rejection(words, sent, row));
  }

  /// The same for what a rule looks at.
  static Optional<Lesson> of(Rejection objection) {
    return RULES.stream()
        .filter(rule -> rule.words().matcher(objection.words()).find())
        .map(rule -> rule.lesson().apply(objection))
        .filter(lesson -> lesson != null && !lesson.applied(objection.row()).equals(objection.row()))
        .filter(lesson -> MessagesRejectionRules.changes(objection.row(), lesson))
        .findFirst();
  }

  private static Rule rule(String words, Function<Rejection, Lesson> lesson) {
    return new Rule(Pattern.compile(words, FLAGS), lesson);
  }

  private static Function<Rejection, Lesson> when(String member, Column<?> column, String value) {
    return it -> it.has(member) ? Lesson.of(column, value) : null;
  }

  /// A name beside the message: OpenAI's `param`; FastAPI's `loc`, which stands with every kind of fault.
  private static String parameter(JsonObject details) {
    var param = Json.string(details, "param");
    if (param != null) {
      return param;
    }
    if (!(details.get("detail") instanceof JsonArray list) || list.isEmpty() || !(list.getFirst() instanceof JsonObject first)
        || !(first.get("loc") instanceof JsonArray path)) {
      return "";
    }
    var names = path.stream().filter(JsonString.class::isInstance).map(name -> ((JsonString) name).getString()).toList();
    boolean forbidden = Objects.toString(Json.string(first, "type"), "").contains("forbidden") || !first.containsKey("type");
    return names.isEmpty() ? "" : forbidden ? names.getLast() + " extra inputs are not permitted" : String.join(".", names);
  }

  /// "max_tokens is too large: 100000. This model supports at most 16384 completion tokens", "the valid range of max_tokens is [1, 8192]".
  private static @Nullable Lesson limit(Rejection it) {
    var asked = Stream.of("max_tokens", "max_completion_tokens", "max_output_tokens").map(it.sent()::get)
        .filter(JsonNumber.class::isInstance).mapToLong(value -> ((JsonNumber) value).longValue()).findFirst();
    var said = LIMIT.matcher(it.words());
    if (asked.isEmpty() || !said.find()) {
      return null;
    }
    var most = Long.parseLong(said.group(1).replaceAll("\\D", ""));
    return most >= LEAST_OUTPUT && most < asked.getAsLong() ? Lesson.of(MAX_OUTPUT, Long.toString(most)) : null;
  }

  /// Links and pictures apart: a model may see and yet fetch nothing. A picture that cannot be read, or one too many, says nothing of others.
  private static @Nullable Lesson images(Rejection it) {
    if (!holds(it.sent(), "image_url", "input_image")) {
      return null;
    }
    var linked = it.row().get(IMAGE_URLS) && it.says("(?:fetch|download|url|base64|data:)") && LINK.matcher(it.sent().toString()).find();
    if (linked && it.says(REFUSED + "|fail|unable")) {
      return new Lesson(IMAGE_URLS, "false", it.says("support|allow|base64|data:")); // else that one link is dead
    }
    var unread =
        it.says("image (?:format|type|media|data|size|dimension)|invalid image|(?:process|decode|parse|read)(?:ing)? (?:the |this |your )?image"
            + "|images?.{0,60}(?:too (?:large|big|small)|larger than|exceed|corrupt|decode|at most|maximum)"
            + "|(?:too many|at most [1-9]\\d*|maximum of \\d+) images?");
    var blind =
        it.says("at most 0 image|support|modalit|text[- ]only|unknown variant|no endpoints found|invalid content type|type must be"
            + "|expected.{0,20}text");
    return unread || blind ? new Lesson(IMAGES, "false", !unread) : null;
  }

  /// Each of the two may be taken alone.
  private static @Nullable Lesson formatWithTools(Rejection it) {
    boolean together = !it.tools().isEmpty() && hasFormat(it);
    boolean refused = it.says(REFUSED + "|combin|together|simultaneous|same time|conflict|mutually|can.?t\\b|don.?t\\b|do(?:es)? not|both");
    return together && refused ? Lesson.of(FORMAT_WITH_TOOLS, "false") : null;
  }

  private static boolean hasFormat(Rejection it) {
    return it.has("response_format") || it.sent().get("text") instanceof JsonObject text && text.containsKey("format");
  }

  private static @Nullable Lesson format(Rejection it) {
    if (!hasFormat(it)) {
      return null;
    }
    boolean thisSchema = it.says("invalid schema|schema (?:is|was) (?:invalid|not valid)");
    return new Lesson(STRUCTURED_OUTPUT, it.row().get(STRUCTURED_OUTPUT) == StructuredOutput.JSON_SCHEMA ? "json_object" : "none", !thisSchema);
  }

  /// "Unsupported value: 'xhigh' … Supported values are: 'low', 'medium', and 'high'."
  private static @Nullable Lesson effort(Rejection it) {
    var sent = effortSent(it.sent());
    if (sent == null || !it.says(REFUSED)) {
      return null;
    }
    var listed = LEVELS_LISTED.matcher(it.words());
    var taken = listed.find() ? levels(LEVEL.matcher(listed.group(1))) : List.<String>of();
    if (!taken.isEmpty() && !taken.contains(sent)) {
      return sent.equals("none") ? Lesson.of(OFF, "weakest") : Lesson.of(EFFORTS, String.join(",", taken));
    }
    return it.has("reasoning_effort") ? without(it, "reasoning_effort") : it.has("reasoning") ? without(it, "reasoning") : null;
  }

  /// Reasoning of another account, or in a form that is not taken, spoils one conversation; a model that keeps none will never give any.
  private static @Nullable Lesson encryptedReasoning(Rejection it) {
    if (it.sent().get("input") instanceof JsonArray input && holds(input, "encrypted_content", "phase")) {
      return new Lesson(REPLAY, "none", false);
    }
    return it.has("include") ? Lesson.of(REPLAY, "none") : null;
  }

  private static @Nullable String effortSent(JsonObject sent) {
    var flat = Json.string(sent, "reasoning_effort");
    return flat == null && sent.get("reasoning") instanceof JsonObject nested ? Json.string(nested, "effort") : flat;
  }

  private static List<String> levels(Matcher words) {
    var found = new ArrayList<String>();
    while (words.find()) {
      found.add(words.group(1).toLowerCase(java.util.Locale.ROOT));
    }
    return Dialect.LEVELS.stream().filter(found::contains).toList();
  }

  /// A value out of bounds is one client's; "only 1 is allowed" is the model's.
  private static @Nullable Lesson sampling(Rejection it) {
    boolean bounds = it.says("between|range|maximum|minimum|(?:less|greater) than|at (?:most|least)|[<>]=");
    return it.has("temperature") || it.has("top_p") ? new Lesson(SAMPLING, "drop", !bounds) : null;
  }

  /// Too many marks are this request's own.
  private static @Nullable Lesson marks(Rejection it) {
    return holds(it.sent(), "cache_control") ? new Lesson(PROMPT_CACHE, "none", !it.says("maximum|at most|too many|up to")) : null;
  }

  private static @Nullable Lesson markTimes(Rejection it) {
    return it.row().get(PROMPT_CACHE) == Dialect.PromptCache.TIMED_MARKS && holds(it.sent(), "ttl") ? Lesson.of(PROMPT_CACHE, "marks") : null;
  }

  /// "Invalid 'stop': array too long. Expected an array with maximum length 4", "stop is not supported with this model".
  private static @Nullable Lesson stops(Rejection it) {
    if (!(it.sent().get("stop") instanceof JsonArray sent) || !it.says(REFUSED + "|too (?:long|many)|maximum")) {
      return null;
    }
    var most = Pattern.compile("(?:maximum(?: length)?|at most|up to)\\D{0,20}(\\d{1,2})\\b", FLAGS).matcher(it.words());
    var few = most.find() && Integer.parseInt(most.group(1)) < sent.size();
    return Lesson.of(MAX_STOPS, few ? most.group(1) : "0");
  }

  /// A member no column knows.
  private static @Nullable Lesson member(Rejection it) {
    return NAMED.stream().flatMap(pattern -> pattern.matcher(it.words()).results()).map(match -> match.group(1))
        .filter(it::has).filter(name -> !ESSENTIAL.contains(name) && !name.contains("max_"))
        .findFirst().map(name -> without(it, name)).orElse(null);
  }

  private static Lesson without(Rejection it, String member) {
    return Lesson.of(WITHOUT, added(it.row().get(WITHOUT), List.of(member)));
  }

  static String added(List<String> names, List<String> more) {
    return String.join(",", Stream.concat(names.stream(), more.stream()).distinct().toList());
  }
}
