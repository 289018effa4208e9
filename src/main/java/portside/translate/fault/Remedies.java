package portside.translate.fault;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.Dialect;
import portside.provider.Dialect.ForcedToolChoice;
import portside.provider.Dialect.StructuredOutput;
import portside.provider.Lesson;
import portside.wire.Json;
import portside.wire.openai.ProviderError;

/// A refusal that names one thing the provider does not take → the cell of its row that leaves out exactly that. Nothing is guessed: the words
/// must name it and the request must have held it; a row that says so already gives no lesson, so nothing is tried twice.
///
/// The rules stand in one list, the special before the general; the first that has something to say counts.
final class Remedies {
  /// What a rule looks at.
  ///
  /// @param words the error's message, code, type and the name of the parameter it speaks of; types that all refusals have are left out
  /// @param sent the request as the provider got it
  /// @param row the dialect it was written in
  private record Case(String words, JsonObject sent, Dialect row) {
    boolean has(String member) {
      return sent.containsKey(member);
    }

    boolean says(String regex) {
      return Pattern.compile(regex, FLAGS).matcher(words).find();
    }
  }

  /// @param words that must be there
  /// @param lesson null when the request did not hold what they speak of
  private record Rule(Pattern words, Function<Case, Lesson> lesson) {}

  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;

  private static final String REFUSED =
      "(?:not (?:yet )?(?:support|permit|allow|recogni[sz]|available)|n.t support|unsupported|unavailable|unknown|unrecogni[sz]ed|unexpected"
          + "|extra inputs|extra_forbidden|only supports?|no endpoints found|invalid|deprecated|must be|incompatible|cannot|does not exist)";

  private static final String FILE = "(?:[\"'`](?:input_)?file[\"'`]|file_data|\\bpdf\\b|document_url)";
  private static final String SEARCH =
      "(?:web_search|web search|browser_search|builtin_function|enable_search|search_options|\\btool types?\\b|tools?\\[\\d+\\]\\.type)";
  private static final String SCHEMA = "(?:schema|tools?\\b|function|parameters|declaration)";

  /// At its end a number of its own, not one in a model's name.
  private static final Pattern LIMIT =
      Pattern.compile(
          "(?:max_(?:completion_|output_)?tokens|max_?output_?tokens|completion tokens|output tokens)"
              + ".*?(?:<=|less than or equal to|at most|up to|not exceed|exceeds?|maximum|limit|range.*?\\[\\d+,|between \\d+ and)"
              + "(?:[^.\\n]|\\.\\w){0,60}?(?<![\\w./-])(\\d[\\d,_]{1,10})(?![\\w%]|[.-]\\w)",
          FLAGS);

  /// No model writes less; smaller numbers count requests or are parts of something.
  private static final long LEAST_OUTPUT = 256;

  private static final Pattern LEVEL = Pattern.compile("\\b(none|minimal|low|medium|high|xhigh|max)\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern LEVELS_LISTED = Pattern.compile("(?:supported values|one of|must be|allowed|expected|valid values)(.*)", FLAGS);
  private static final Pattern LINK = Pattern.compile("\"(?:image_)?url\":\"http");
  private static final Pattern QUOTED = Pattern.compile("[\"'`]([$\\w]+)[\"'`]");

  /// Gemini names them all at once, a sentence for each place.
  private static final Pattern UNKNOWN_NAMES = Pattern.compile("unknown (?:name|keyword|field|property):? [\"'`]([$\\w]+)[\"'`]", FLAGS);

  /// Keywords a schema can do without.
  private static final List<String> KEYWORDS =
      List.of("additionalProperties", "allOf", "anyOf", "const", "contentEncoding", "contentMediaType", "default", "dependentRequired",
          "deprecated", "else", "enum", "examples", "exclusiveMaximum", "exclusiveMinimum", "format", "if", "maxItems", "maxLength",
          "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "nullable", "oneOf", "pattern",
          "patternProperties", "prefixItems", "propertyNames", "readOnly", "then", "title", "unevaluatedProperties", "uniqueItems", "writeOnly");

  private static final List<Pattern> NAMED =
      List.of(
          Pattern.compile(
              "(?:unsupported|unrecogni[sz]ed|unknown|unexpected)(?: request)?(?: (?:parameter|argument|field|name|property|key|keyword)s?)?"
                  + "(?: supplied)?:? ?[\"'`]?([a-z_]\\w*)",
              FLAGS),
          Pattern.compile(
              "[\"'`]?\\b([a-z_]\\w*)[\"'`]?:? (?:is|are) (?:not (?:supported|permitted|allowed|recogni[sz]ed)|unsupported|unknown)", FLAGS),
          Pattern.compile("([a-z_]\\w*)[\"'`]?:? extra inputs are not permitted", FLAGS));

  /// Without these there is no request.
  private static final List<String> ESSENTIAL = List.of("model", "messages", "input", "instructions", "tools", "stream");

  private static final List<Rule> RULES =
      List.of(
          // OpenAI's reasoning models: "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
          rule("use [\"'`]?max_completion_tokens", when("max_tokens", "MAX_TOKENS_FIELD", "max_completion_tokens")),
          // Chutes, older servers
          rule("max_completion_tokens.*" + REFUSED + "|" + REFUSED + ".{0,40}max_completion_tokens",
              when("max_completion_tokens", "MAX_TOKENS_FIELD", "max_tokens")),
          rule("tokens", Remedies::limit),
          // llama.cpp and what is built on it: "Failed to initialize samplers: failed to parse grammar"
          rule("failed to parse grammar|initialize samplers|grammar.*(?:invalid|error|fail)", when("tools", "SCHEMAS", "llamacpp")),
          rule(FILE + ".*" + REFUSED + "|" + REFUSED + ".{0,60}" + FILE,
              it -> holds(it.sent(), "file", "file_data", "document_url") ? Lesson.of("PDF", "text") : null),
          rule(SEARCH + ".*" + REFUSED + "|" + REFUSED + ".{0,60}" + SEARCH, Remedies::search),
          rule("image|vision|modalit", Remedies::images),
          rule("response_format|response format|json_schema|structured[ _]output", Remedies::format),
          rule("stream_options|include_usage", when("stream_options", "STREAM_USAGE", "false")),
          // gpt-5.4 and later: "Function tools with reasoning_effort are not supported … use /v1/responses or set reasoning_effort to 'none'"
          rule("tools with reasoning_effort|tools.{0,60}reasoning_effort.{0,40}not supported", when("tools", "EFFORT_WITH_TOOLS", "false")),
          // OpenAI: "The encrypted content … could not be verified", "Item 'rs_1' of type 'reasoning' was provided without its required
          // following item"
          rule("encrypted[_ ]content|of type [\"'`]?reasoning|items are not persisted|\\]\\.phase", Remedies::thoughts),
          rule("reasoning[_.]?effort|[\"'`]effort[\"'`]|effort (?:level|parameter|value)", Remedies::effort),
          rule("tool_choice|tool choice", Remedies::choice),
          rule(SCHEMA + ".*" + REFUSED + "|" + REFUSED + ".*" + SCHEMA, Remedies::keyword),
          rule("parallel_tool_calls", when("parallel_tool_calls", "PARALLEL_TOOL_CALLS", "unsaid")),
          rule("(?:temperature|top_p).*" + REFUSED + "|" + REFUSED + ".{0,60}(?:temperature|top_p)|(?:temperature|top_p).{0,40}(?:only|fixed)",
              Remedies::sampling),
          rule("top_k.*" + REFUSED + "|" + REFUSED + ".{0,60}top_k", when("top_k", "TOP_K", "false")),
          rule("\\bstop\\b", Remedies::stops),
          rule("developer.{0,40}(?:role|message)|role.{0,40}developer",
              it -> it.row().systemRole() == Dialect.SystemRole.DEVELOPER ? Lesson.of("SYSTEM_ROLE", "system") : null),
          // Gemini, mistral-common: "Expected string or list of content parts, got null"
          rule("content.{0,80}(?:got null|be null|not be none|must be a string|expected (?:a )?string|field required)",
              it -> it.row().contentWithCalls() == Dialect.ContentWithCalls.EMPTY ? null : Lesson.of("CONTENT_WITH_CALLS", "empty")),
          rule("cache_control.*" + REFUSED + "|" + REFUSED + ".{0,60}cache_control", Remedies::marks),
          rule("(?:reasoning_content|reasoning_details|thinking).{0,60}(?:extra|unknown|unrecogni[sz]ed|not (?:permitted|allowed|supported))",
              it -> it.has("thinking") && it.says("\\bthinking\\b") ? without(it, "thinking") : Lesson.of("REPLAY", "none")),
          rule(REFUSED, Remedies::member));

  private Remedies() {}

  /// What can be learned from an error.
  ///
  /// @param error of an answer whose status says that the request was wrong
  /// @param row the dialect the request was written in
  /// @param sent the request as the provider got it
  static Optional<Lesson> of(ProviderError error, Dialect row, JsonObject sent) {
    var words = Stream.of(error.message(), error.code(), error.type(), parameter(error.details()))
        .filter(part -> !ErrorKinds.isVague(part)).collect(Collectors.joining("\n"));
    var refusal = new Case(words, sent, row);
    return RULES.stream()
        .filter(rule -> rule.words().matcher(words).find())
        .map(rule -> rule.lesson().apply(refusal))
        .filter(lesson -> lesson != null && !lesson.applied(row).equals(row))
        .findFirst();
  }

  private static Rule rule(String words, Function<Case, Lesson> lesson) {
    return new Rule(Pattern.compile(words, FLAGS), lesson);
  }

  private static Function<Case, Lesson> when(String member, String column, String value) {
    return it -> it.has(member) ? Lesson.of(column, value) : null;
  }

  /// A name beside the message: OpenAI's `param`, FastAPI's `loc`.
  private static String parameter(JsonObject details) {
    var param = Json.string(details, "param");
    if (param != null) {
      return param;
    }
    return details.get("detail") instanceof JsonArray list && !list.isEmpty() && list.getFirst() instanceof JsonObject first
            && first.get("loc") instanceof JsonArray path && !path.isEmpty() && path.getLast() instanceof JsonString name
        ? name.getString() + " extra inputs are not permitted"
        : "";
  }

  /// "max_tokens is too large: 100000. This model supports at most 16384 completion tokens", "the valid range of max_tokens is [1, 8192]".
  private static Lesson limit(Case it) {
    var asked = Stream.of("max_tokens", "max_completion_tokens", "max_output_tokens").map(it.sent()::get)
        .filter(JsonNumber.class::isInstance).mapToLong(value -> ((JsonNumber) value).longValue()).findFirst();
    var said = LIMIT.matcher(it.words());
    if (asked.isEmpty() || !said.find()) {
      return null;
    }
    var most = Long.parseLong(said.group(1).replaceAll("\\D", ""));
    return most >= LEAST_OUTPUT && most < asked.getAsLong() ? Lesson.of("MAX_OUTPUT", Long.toString(most)) : null;
  }

  /// Links and pictures apart: a model may see and yet fetch nothing. A picture that cannot be read, or one too many, says nothing of others.
  private static Lesson images(Case it) {
    if (!holds(it.sent(), "image_url", "input_image")) {
      return null;
    }
    var linked = it.row().imageUrls() && it.says("(?:fetch|download|url|base64|data:)") && LINK.matcher(it.sent().toString()).find();
    if (linked && it.says(REFUSED + "|fail|unable")) {
      return new Lesson("IMAGE_URLS", "false", it.says("support|allow|base64|data:")); // else that one link is dead
    }
    var unread =
        it.says("image (?:format|type|media|data|size|dimension)|invalid image|(?:process|decode|parse|read)(?:ing)? (?:the |this |your )?image"
            + "|images?.{0,60}(?:too (?:large|big|small)|larger than|exceed|corrupt|decode|at most|maximum)"
            + "|(?:too many|at most [1-9]\\d*|maximum of \\d+) images?");
    var blind =
        it.says("at most 0 image|support|modalit|text[- ]only|unknown variant|no endpoints found|invalid content type|type must be"
            + "|expected.{0,20}text");
    return unread || blind ? new Lesson("IMAGES", "false", !unread) : null;
  }

  /// The provider's own search, in one of its spellings; what is left is a backend's.
  private static Lesson search(Case it) {
    var own = holds(it.sent().getOrDefault("tools", JsonValue.NULL), "web_search", "openrouter:web_search", "browser_search", "builtin_function");
    return it.row().search() != Dialect.Search.NONE && (own || it.has("enable_search")) ? Lesson.of("SEARCH", "none") : null;
  }

  private static Lesson format(Case it) {
    if (!it.has("response_format") && !it.has("text")) {
      return null;
    }
    boolean thisSchema = it.says("invalid schema|schema (?:is|was) (?:invalid|not valid)");
    return new Lesson("STRUCTURED_OUTPUT", it.row().structuredOutput() == StructuredOutput.JSON_SCHEMA ? "json_object" : "none", !thisSchema);
  }

  /// "Unsupported value: 'xhigh' … Supported values are: 'low', 'medium', and 'high'."
  private static Lesson effort(Case it) {
    var sent = effortSent(it.sent());
    if (sent == null || !it.says(REFUSED)) {
      return null;
    }
    var listed = LEVELS_LISTED.matcher(it.words());
    var taken = listed.find() ? levels(LEVEL.matcher(listed.group(1))) : List.<String>of();
    if (!taken.isEmpty() && !taken.contains(sent)) {
      return sent.equals("none") ? Lesson.of("OFF", "weakest") : Lesson.of("EFFORTS", String.join(",", taken));
    }
    return it.has("reasoning_effort") ? without(it, "reasoning_effort") : it.has("reasoning") ? without(it, "reasoning") : null;
  }

  /// Thoughts of another account, or in a form that is not taken, spoil one conversation; a model that keeps none will never give any.
  private static Lesson thoughts(Case it) {
    if (it.sent().get("input") instanceof JsonArray input && holds(input, "encrypted_content", "phase")) {
      return new Lesson("REPLAY", "none", false);
    }
    return it.has("include") ? Lesson.of("REPLAY", "none") : null;
  }

  private static String effortSent(JsonObject sent) {
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

  /// "Thinking mode does not support this tool_choice", "tool_choice must be a string".
  private static Lesson choice(Case it) {
    var choice = it.sent().get("tool_choice");
    if (choice == null || !it.says(REFUSED)) {
      return null;
    }
    if (choice instanceof JsonString word && word.getString().equals("none")) {
      return Lesson.of("NONE_TOOL_CHOICE", "false");
    }
    if (choice instanceof JsonObject && it.says("string|str\\b")) {
      return Lesson.of("NAMED_TOOL_CHOICE", "required");
    }
    var forced = it.row().forcedToolChoice();
    var switchable = it.row().off() == Dialect.Off.DISABLED && forced == ForcedToolChoice.YES;
    boolean thisTool = it.says("not (?:found|present|defined|one of|in (?:the )?[\"'`]?tools)|no such|does not exist");
    return new Lesson("FORCED_TOOL_CHOICE", it.says("thinking|reasoning") && switchable ? "unless_thinking" : "no", !thisTool);
  }

  /// A value out of bounds is one client's; "only 1 is allowed" is the model's.
  private static Lesson sampling(Case it) {
    boolean bounds = it.says("between|range|maximum|minimum|(?:less|greater) than|at (?:most|least)|[<>]=");
    return it.has("temperature") || it.has("top_p") ? new Lesson("SAMPLING", "drop", !bounds) : null;
  }

  private static Lesson keyword(Case it) {
    if (!(it.sent().get("tools") instanceof JsonArray tools)) {
      return null;
    }
    var quoted = QUOTED.matcher(it.words()).results().map(match -> match.group(1)).toList();
    if (it.row().schemas() == Dialect.Schemas.NONE && it.says("\\$ref|\\$defs") && holds(tools, "$ref")) {
      return Lesson.of("SCHEMAS", "inline_refs");
    }
    if (quoted.contains("strict") && holds(tools, "strict")) {
      return Lesson.of("STRICT", "omit");
    }
    var unknown = keywordsOf(tools, UNKNOWN_NAMES.matcher(it.words()).results().map(match -> match.group(1)));
    var refused = unknown.isEmpty() ? keywordsOf(tools, quoted.stream()).stream().limit(1).toList() : unknown;
    return refused.isEmpty() ? null : Lesson.of("WITHOUT_KEYWORDS", added(it.row().withoutKeywords(), refused));
  }

  private static List<String> keywordsOf(JsonArray tools, Stream<String> words) {
    return words.filter(KEYWORDS::contains).filter(word -> holds(tools, word)).distinct().toList();
  }

  /// Too many marks are this request's own.
  private static Lesson marks(Case it) {
    return holds(it.sent(), "cache_control") ? new Lesson("PROMPT_CACHE", "none", !it.says("maximum|at most|too many|up to")) : null;
  }

  /// "Invalid 'stop': array too long. Expected an array with maximum length 4", "stop is not supported with this model".
  private static Lesson stops(Case it) {
    if (!(it.sent().get("stop") instanceof JsonArray sent) || !it.says(REFUSED + "|too (?:long|many)|maximum")) {
      return null;
    }
    var most = Pattern.compile("(?:maximum(?: length)?|at most|up to)\\D{0,20}(\\d{1,2})\\b", FLAGS).matcher(it.words());
    var few = most.find() && Integer.parseInt(most.group(1)) < sent.size();
    return Lesson.of("MAX_STOPS", few ? most.group(1) : "0");
  }

  /// A member no column knows.
  private static Lesson member(Case it) {
    return NAMED.stream().flatMap(pattern -> pattern.matcher(it.words()).results()).map(match -> match.group(1))
        .filter(it::has).filter(name -> !ESSENTIAL.contains(name) && !name.contains("max_"))
        .findFirst().map(name -> without(it, name)).orElse(null);
  }

  private static Lesson without(Case it, String member) {
    return Lesson.of("WITHOUT", added(it.row().without(), List.of(member)));
  }

  private static String added(List<String> names, List<String> more) {
    return String.join(",", Stream.concat(names.stream(), more.stream()).distinct().toList());
  }

  /// Whether one of these keys, or a part of one of these types, stands anywhere inside.
  private static boolean holds(JsonValue value, String... names) {
    return switch (value) {
      case JsonObject object -> Stream.of(names).anyMatch(object::containsKey) || object.values().stream().anyMatch(inner -> holds(inner, names));
      case JsonArray array -> array.stream().anyMatch(inner -> holds(inner, names));
      case JsonString text -> List.of(names).contains(text.getString());
      default -> false;
    };
  }
}
