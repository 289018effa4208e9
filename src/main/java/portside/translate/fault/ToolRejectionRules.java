package portside.translate.fault;

import static portside.provider.dialect.Column.CALLS_WITHOUT_TOOLS;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.MAX_DESCRIPTION;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;
import static portside.translate.fault.Rejection.FLAGS;
import static portside.translate.fault.Rejection.REFUSED;
import static portside.translate.fault.Rejection.holds;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Lesson;

/// The rules of [RejectionRules] about tools: which are offered, how they are described, how one is chosen.
final class ToolRejectionRules {
  /// Words by which a description is too long.
  static final String LONG_DESCRIPTION =
      "description.{0,80}(?:too long|max(?:imum)?[ _]?length|at most|exceed|(?:longer|shorter|more) than|less than or equal|length"
          + "|above|up to \\d|characters|<=)"
          + "|(?:too long|max(?:imum)?[ _]?length|at most|exceed|longer than).{0,80}description";

  /// Words by which there are too many tools. A tool's name or a list in its schema that is too long is another thing.
  static final String MANY_TOOLS =
      "too many (?:tools|functions|function declarations|tool definitions)"
          + "|\\btools[\"'`]?:? (?:the )?(?:array|list) (?:is )?too long"
          + "|(?:number|count|length|limit) of (?:the |your )?(?:tools|functions|function declarations|tool definitions)\\b(?! calls)"
          + "|(?:max(?:imum)?(?: of)?|at most|up to|more than|only|exceeds?(?: the)?(?: max(?:imum)?(?: of)?)?) \\d{1,4}"
          + " (?:tools|functions|function declarations)\\b(?! calls)"
          + "|\\d{1,4} (?:tools|functions|function declarations)\\b.{0,40}(?:max|at most|limit|allow|exceed)"
          + "|max(?:imum)? (?:tools|functions|function declarations)\\b(?! calls)"
          + "|\\btools[\"'`]?:? .{0,40}at most \\d{1,4} items"
          + "|at most \\d{1,4} items.{0,60}\\btools$"
          + "|\\btools?[\"'`]?:? (?:(?:array|list|length|size|count|may|must|can|should|contain|have|be|not|\\d{1,4}) ){0,5}"
          + "(?:too many items|(?:at most|no more than|max(?:imum)?(?: of)?|<=|exceeds?(?: max(?:imum)?(?: of)?)?) \\d{1,4}\\b)"
          + "|(?:too long|maximum of \\d{1,4})[^\\w]{0,4}\\btools\\b[\"'`]?(?![\\[.])";

  /// Words by which calls in the conversation ask for tools that are declared: Bedrock's, LiteLLM's and Anthropic's.
  static final String UNDECLARED =
      "toolconfig|\\bno tools\\b|(?:without|missing|defin|specif|provid|requir|expect|declar|includ)[^.\\n]{0,40}\\btools\\b"
          + "|\\btools\\b[^.\\n]{0,60}(?:defined|specified|provided|required|missing|declared|empty)";

  /// What OpenAI takes, which others copy without saying so.
  private static final int USUAL_DESCRIPTION = 1_024;
  private static final int USUAL_TOOLS = 128;

  /// Smaller numbers are places in a list.
  private static final int LEAST_DESCRIPTION = 50;

  private static final Pattern QUOTED = Pattern.compile("[\"'`]([$\\w]+)[\"'`]");

  /// Gemini names them all at once, a sentence for each place.
  private static final Pattern UNKNOWN_NAMES = Pattern.compile("unknown (?:name|keyword|field|property):? [\"'`]([$\\w]+)[\"'`]", FLAGS);

  /// Keywords a schema can do without.
  private static final List<String> KEYWORDS =
      List.of("additionalProperties", "allOf", "anyOf", "const", "contentEncoding", "contentMediaType", "default", "dependentRequired",
          "deprecated", "else", "enum", "examples", "exclusiveMaximum", "exclusiveMinimum", "format", "if", "maxItems", "maxLength",
          "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "not", "nullable", "oneOf", "pattern",
          "patternProperties", "prefixItems", "propertyNames", "readOnly", "then", "title", "unevaluatedProperties", "uniqueItems", "writeOnly");

  private ToolRejectionRules() {}

  /// "Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024".
  static @Nullable Lesson description(Rejection it) {
    var longest = longestDescription(it.tools());
    var most = it.most(LEAST_DESCRIPTION, longest).orElse(USUAL_DESCRIPTION);
    return most < longest ? Lesson.of(MAX_DESCRIPTION, Long.toString(most)) : null;
  }

  private static int longestDescription(JsonValue value) {
    return switch (value) {
      case JsonObject object -> object.entrySet().stream()
          .mapToInt(member -> member.getKey().equals("description") && member.getValue() instanceof JsonString text ? text.getString().length()
              : longestDescription(member.getValue()))
          .max().orElse(0);
      case JsonArray array -> array.stream().mapToInt(ToolRejectionRules::longestDescription).max().orElse(0);
      default -> 0;
    };
  }

  /// "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 130 instead."
  static @Nullable Lesson number(Rejection it) {
    var sent = it.tools().size();
    var most = it.most(1, sent).orElse(USUAL_TOOLS);
    return most < sent ? Lesson.of(MAX_TOOLS, Long.toString(most)) : null;
  }

  /// "The toolConfig field must be defined when using toolUse and toolResult content blocks." The calls are told in words and no tool is made
  /// up for them: the model could call it, and the client has offered none.
  static @Nullable Lesson undeclared(Rejection it) {
    var called = Stream.of("messages", "input").map(it.sent()::get)
        .anyMatch(said -> said != null && holds(said, "tool_calls", "function_call", "tool"));
    return it.tools().isEmpty() && called ? Lesson.of(CALLS_WITHOUT_TOOLS, "false") : null;
  }

  /// The provider's own search, in one of its spellings; what is left is a backend's.
  static @Nullable Lesson search(Rejection it) {
    var own = holds(it.tools(), "web_search", "openrouter:web_search", "browser_search", "builtin_function");
    return it.row().get(SEARCH) != Dialect.Search.NONE && (own || it.has("enable_search")) ? Lesson.of(SEARCH, "none") : null;
  }

  /// "Thinking mode does not support this tool_choice", "tool_choice must be a string".
  static @Nullable Lesson choice(Rejection it) {
    var choice = it.sent().get("tool_choice");
    if (choice == null || !it.says(REFUSED)) {
      return null;
    }
    if (choice instanceof JsonString word && word.getString().equals("none")) {
      return Lesson.of(NONE_TOOL_CHOICE, "false");
    }
    if (choice instanceof JsonObject && it.says("string|str\\b")) {
      return Lesson.of(NAMED_TOOL_CHOICE, "required");
    }
    var forced = it.row().get(FORCED_TOOL_CHOICE);
    var switchable = it.row().get(OFF) == Dialect.Off.DISABLED && forced == ForcedToolChoice.YES;
    boolean thisTool = it.says("not (?:found|present|defined|one of|in (?:the )?[\"'`]?tools)|no such|does not exist");
    return new Lesson(FORCED_TOOL_CHOICE, it.says("thinking|reasoning") && switchable ? "unless_thinking" : "no", !thisTool);
  }

  static @Nullable Lesson keyword(Rejection it) {
    var tools = it.tools();
    var quoted = QUOTED.matcher(it.words()).results().map(match -> match.group(1)).distinct().toList();
    if (it.row().get(SCHEMAS) == Dialect.Schemas.NONE && it.says("\\$ref|\\$defs") && holds(tools, "$ref")) {
      return Lesson.of(SCHEMAS, "inline_refs");
    }
    if (quoted.contains("strict") && holds(tools, "strict")) {
      return Lesson.of(STRICT, "omit");
    }
    var unknown = keywordsOf(tools, UNKNOWN_NAMES.matcher(it.words()).results().map(match -> match.group(1)));
    var refused = unknown.isEmpty() ? keywordsOf(tools, quoted.stream()).stream().limit(1).toList() : unknown;
    return refused.isEmpty() ? null : Lesson.of(WITHOUT_KEYWORDS, RejectionRules.added(it.row().get(WITHOUT_KEYWORDS), refused));
  }

  private static List<String> keywordsOf(JsonArray tools, Stream<String> words) {
    return words.distinct().filter(KEYWORDS::contains).filter(word -> holds(tools, word)).toList();
  }
}
