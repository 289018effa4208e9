package portside.demo;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Finds tool calls in plain sentences: `run echo hello with bash`, `read a.txt and read b.txt, then list files`, `use the Grep tool on "TODO"`,
/// `call add with {"a": 1, "b": 2}`. An order is divided into steps at `then`, a step into calls made together at `and`; each call begins with
/// a verb.
final class Instructions {
  /// Longer texts are documents, or a client's own prompts; not orders to the demo.
  private static final int LONGEST = 2_000;

  private static final String VERB =
      "(?:runs?|execute|read|open|show|cat|view|list|find|glob|search|grep|look|write|save|create|replace|fetch|use|call|invoke|start"
      + "|launch|ask|load|tell|say|report|explain|answer|summari[sz]e|think)\\b";
  private static final String POLITENESS = "(?:(?:please|kindly|now|first|just|can you|could you|in parallel|both)[\\s,:]+)*";
  private static final Pattern SAY = Pattern.compile("(?is)^(?:say|(?:answer|reply|respond)\\s+with)\\s+(?:(?:just|only|exactly)\\s+)?"
      + "(?<words>.+?)(?:\\s+in\\s+(?:one|a\\s+single)\\s+word)?[.!?]*$");
  private static final Pattern STEP =
      Pattern.compile("(?i)[\\s,.;]*\\b(?:and\\s+then|then|after that|afterwards)\\b[\\s,:]*(?=" + POLITENESS + VERB + ")");
  private static final Pattern CLAUSE = Pattern.compile("(?i)[,.;:!?]*\\s+(?:(?:and|also)\\s+)+(?=" + POLITENESS + VERB + ")"
      + "|(?:[,.;:!?]\\s+|\\n\\s*)(?=" + POLITENESS + VERB + ")");
  private static final Pattern AGENT =
      Pattern.compile("(?is)^(?:start|launch|ask|use|run)\\s+(?:an?\\s+|the\\s+)?(?:sub-?agent|agent|task)"
          + "(?:\\s+(?:to|that|which)\\s+|\\s*:\\s*)(?<prompt>.+)$");
  private static final Pattern WITH_TOOL =
      Pattern.compile("(?i)[\\s,]+(?:with|using|via|in|through)\\s+(?:the\\s+|a\\s+)?(?<tool>[\\w.-]+?)(?:\\s+tool)?[.!?]*$");
  private static final Pattern USE_TOOL =
      Pattern.compile("(?is)^(?:use|call|invoke|run)\\s+(?:the\\s+)?(?<tool>[\\w.-]+)(?<named>\\s+tool)?\\b[\\s:,]*"
          + "(?:(?:on|for|with|to|of)\\s+)?(?<subject>.*)$");

  private final Map<String, JsonObject> tools;
  private final @Nullable String workingFolder;

  /// @param tools on offer, name to parameter schema
  /// @param workingFolder for relative paths, or null
  Instructions(Map<String, JsonObject> tools, @Nullable String workingFolder) {
    this.tools = tools;
    this.workingFolder = workingFolder;
  }

  /// The steps of an order that call something; each the calls made together.
  List<List<DemoReply.ToolCall>> steps(String order) {
    if (order.length() > LONGEST) {
      return List.of();
    }
    var quotes = Quotes.aside(order);
    return STEP.splitAsStream(quotes.bare()).map(step -> calls(step, quotes)).filter(calls -> !calls.isEmpty()).toList();
  }

  /// The words that the last clause of an order wants to be said; empty when it wants something else.
  static Optional<String> words(String order) {
    if (order.length() > LONGEST) {
      return Optional.empty();
    }
    var quotes = Quotes.aside(order);
    var last = STEP.splitAsStream(quotes.bare()).flatMap(CLAUSE::splitAsStream).reduce("", (_, clause) -> clause);
    var say = SAY.matcher(polished(last));
    return say.find() ? Optional.of(quotes.meant(say.group("words"))).filter(words -> !words.isBlank()) : Optional.empty();
  }

  /// A call of that tool, its arguments filled as well as the order allows.
  DemoReply.ToolCall of(String tool, String order) {
    return call(tool, order, Map.of("subject", order));
  }

  private List<DemoReply.ToolCall> calls(String step, Quotes quotes) {
    var agent = AGENT.matcher(polished(step));
    var helper = offered("Task").or(() -> offered("Agent"));
    if (agent.find() && helper.isPresent()) {
      var prompt = quotes.written(agent.group("prompt"));
      return List.of(call(helper.get(), prompt, Map.of("prompt", prompt)));
    }
    return CLAUSE.splitAsStream(step).map(clause -> call(polished(clause), quotes)).flatMap(Optional::stream).toList();
  }

  private Optional<DemoReply.ToolCall> call(String clause, Quotes quotes) {
    return withTool(clause, quotes).or(() -> useTool(clause, quotes)).or(() -> inOtherWords(clause, quotes));
  }

  /// `… with bash`
  private Optional<DemoReply.ToolCall> withTool(String clause, Quotes quotes) {
    var with = WITH_TOOL.matcher(clause);
    return with.find() ? offered(with.group("tool")).map(tool -> {
      var order = clause.substring(0, with.start());
      var roles = Phrase.said(order, quotes)
          .map(Phrase.Said::roles)
          .orElseGet(() -> Map.of("subject", quotes.meant(order.replaceFirst("(?i)^" + VERB, ""))));
      return call(tool, quotes.written(order), roles);
    }) : Optional.empty();
  }

  /// `use the Grep tool on …`; a tool not on offer is looked for with the client's ToolSearch, if it has one.
  private Optional<DemoReply.ToolCall> useTool(String clause, Quotes quotes) {
    var use = USE_TOOL.matcher(clause);
    if (!use.find()) {
      return Optional.empty();
    }
    var known = offered(use.group("tool")).map(tool -> call(tool, quotes.written(clause), Map.of("subject", quotes.meant(use.group("subject")))));
    var search = use.group("named") == null ? Optional.<String>empty() : offered("ToolSearch");
    return known.or(() -> search.map(tool -> call(tool, clause, Map.of("query", "select:" + use.group("tool")))));
  }

  private Optional<DemoReply.ToolCall> inOtherWords(String clause, Quotes quotes) {
    return Phrase.said(clause, quotes).flatMap(said ->
        said.tools().stream().flatMap(name -> offered(name).stream()).findFirst().map(tool -> call(tool, quotes.written(clause), said.roles())));
  }

  private DemoReply.ToolCall call(String tool, String order, Map<String, String> roles) {
    var subject = roles.getOrDefault("subject", "");
    if (subject.startsWith("{")) {
      try {
        return new DemoReply.ToolCall(tool, Json.object(subject));
      } catch (Json.Malformed e) { // then it is no more than words
        return new DemoReply.ToolCall(tool, arguments(tool, order, roles));
      }
    }
    return new DemoReply.ToolCall(tool, arguments(tool, order, roles));
  }

  private JsonObject arguments(String tool, String order, Map<String, String> roles) {
    var schema = tools.getOrDefault(tool, JsonValue.EMPTY_JSON_OBJECT);
    var main = mainParameter(schema);
    return new SchemaSample(schema, false, order, (parameter, _) -> {
      var role = Phrase.role(parameter);
      var said = roles.getOrDefault(role, parameter.equals(main) ? roles.get("subject") : null);
      return said != null && role.equals("path") ? absolute(said) : said;
    }).object();
  }

  private String absolute(String path) {
    return workingFolder == null || path.matches("(?s)[/~].*") ? path : workingFolder.replaceFirst("/$", "") + "/" + path;
  }

  /// The first required parameter, which gets what was said without a role.
  private static @Nullable String mainParameter(JsonObject schema) {
    return schema.get("required") instanceof JsonArray names
        ? names.getValuesAs(JsonString::getString).stream().filter(name -> !name.equals("description")).findFirst().orElse(null)
        : null;
  }

  /// The name on offer that a person means: whatever the case, with or without the `mcp__server__` before it.
  private Optional<String> offered(String said) {
    var suffix = "__" + said.toLowerCase(Locale.ROOT);
    return tools.keySet().stream().filter(name -> name.equalsIgnoreCase(said) || name.toLowerCase(Locale.ROOT).endsWith(suffix)).findFirst();
  }

  private static String polished(String clause) {
    return clause.strip()
        .replaceFirst("(?i)^" + POLITENESS, "")
        .replaceFirst("(?i)[\\s,]+(?:in parallel|at once|at the same time|together)[.!?]*$", "");
  }
}
