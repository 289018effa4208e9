package portside.translate.messages;

import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Column.WITHOUT;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.PromptCache;
import portside.provider.dialect.Dialect.Reasoning;
import portside.translate.messages.MessagesToTurns.Turn;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.request.Conversation;
import portside.translate.request.GenerationSettings;
import portside.translate.request.OutputFormat;
import portside.translate.request.OutputTokenLimit;
import portside.translate.request.SystemPrompt;
import portside.translate.request.ThinkingLevel;
import portside.translate.request.ToolChoices;
import portside.translate.request.ToolsToFunctions;
import portside.translate.search.ProviderSearch;
import portside.translate.tools.ToolCallsAsText;
import portside.translate.tools.ToolNames;
import portside.wire.CacheLife;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.anthropic.MessagesRequest.ToolChoice;
import portside.wire.common.ContentPart;
import portside.wire.common.FunctionChoice;
import portside.wire.common.FunctionTool;
import portside.wire.common.RequestMember;
import portside.wire.common.ResponseFormat;

/// A request → one to a host of Anthropic's format, built from known fields only: many of them refuse what Claude takes. Pure.
///
/// Server tools (but for the search of Claude's own hosts), references to tools, betas, context management, metadata and the billing line stay behind; a schema for the answer goes into
/// `output_config.format` where the row says so, else into words.
final class RequestToMessages {
  /// @param limit of the answer, 0 for none
  record Sent(JsonObject body, long limit, boolean stream) {}

  /// The least budget the API knows, and what is left for the answer beside it.
  private static final long LEAST_BUDGET = 1_024;

  /// The API demands a limit; clients of OpenAI's languages need not name one.
  private static final long USUAL_LIMIT = 32_000;

  private static final int MOST_MARKS = 4;

  private final MessagesRequest request;
  private final Dialect dialect;
  private final ToolNames names;
  private int marks;
  private @Nullable CacheLife longest;

  private RequestToMessages(MessagesRequest request, Dialect dialect) {
    this.request = ToolCallsAsText.of(request, dialect);
    this.dialect = dialect;
    this.names = new ToolNames(request);
    marks = switch (dialect.get(PROMPT_CACHE)) {
      case NONE, KEY -> 0;
      case MARKS, TIMED_MARKS -> MOST_MARKS;
    };
  }

  /// @param model who is asked, whose own thinking goes back to it
  /// @param limits bounds of `max_tokens`
  /// @throws Refusal when the request says nothing at all
  static Sent translate(MessagesRequest request, Dialect dialect, ModelIdentity model, Provider.Limits limits) {
    return new RequestToMessages(request, dialect).translate(model, limits);
  }

  private Sent translate(ModelIdentity model, Provider.Limits limits) {
    var choices = new ToolChoices(request, dialect, names);
    var tools = choices.offered(ToolsToFunctions.of(request, dialect, names));
    var format = new OutputFormat(request.outputSchema(), dialect, !tools.isEmpty());
    var conversation = Conversation.of(request);
    var system = SystemPrompt.of(request, conversation, format);
    var toTurns = new MessagesToTurns(dialect, names, model);
    var turns = toTurns.of(conversation.messages());
    if (turns.isEmpty()) {
      throw Refusal.invalid("messages", "at least one message must have non-empty content");
    }
    var asked = OutputTokenLimit.of(request, dialect, limits, () -> Stream.concat(Stream.of(new ContentPart.Text(system.text())), toTurns.read().stream()), tools);
    long limit = asked.orElse(limits.maxTokens() > 0 ? Math.min(USUAL_LIMIT, limits.maxTokens()) : USUAL_LIMIT);
    boolean stream = request.stream() || dialect.get(ALWAYS_STREAM);

    var messages = messages(turns); // the end of the prompt first: of too many marks the last ones stay
    var prompt = system(system);
    var offered = tools(tools);
    var body = Json.BUILD.createObjectBuilder().add("model", model.model()).add("max_tokens", limit);
    if (prompt != null) {
      body.addAll(prompt);
    }
    body.add("messages", messages);
    var searches = searches();
    if (!tools.isEmpty() || !searches.isEmpty()) {
      searches.forEach(offered::add);
      body.add("tools", offered);
      choice(choices, tools, body);
    }
    generation(body);
    thinking(body, format.format(), asked.isEmpty() ? OptionalLong.of(limit) : asked);
    body.add("stream", stream);
    dialect.get(EXTRA_BODY).forEach(extra -> body.add(extra.name(), RequestMember.of(extra.name(), extra.json()).value()));
    dialect.get(WITHOUT).forEach(body::remove);
    return new Sent(body.build(), limit, stream);
  }

  private JsonArrayBuilder messages(List<Turn> turns) {
    var written = new ArrayList<JsonObject>();
    var whole = request.cacheMark();
    for (var turn : turns.reversed()) {
      var blocks = new ArrayList<JsonObject>();
      for (var block : turn.blocks().reversed()) {
        var asked = whole != null && turn.role().equals("user") ? whole : null;
        whole = asked == null ? whole : null;
        blocks.add(marked(block.json(), CacheLife.longer(block.mark(), asked)));
      }
      written.add(Json.BUILD.createObjectBuilder().add("role", turn.role()).add("content", content(blocks.reversed())).build());
    }
    return array(written.reversed());
  }

  /// A text alone is said as one, as every host takes it.
  private static JsonValue content(List<JsonObject> blocks) {
    var only = blocks.getFirst();
    boolean bare = blocks.size() == 1 && "text".equals(Json.string(only, "type")) && !only.containsKey("cache_control");
    return bare && only.get("text") instanceof JsonString text ? text : array(blocks).build();
  }

  private @Nullable JsonObjectBuilder system(SystemPrompt system) {
    if (system.text().isEmpty()) {
      return null;
    }
    var blocks = new ArrayList<JsonObject>();
    for (int i = system.texts().size(); i > 0; i--) {
      int end = i;
      var mark = system.marks().stream().filter(each -> each.texts() == end).map(MessagesRequest.SystemMark::life).findFirst().orElse(null);
      blocks.add(marked(ForeignBlocks.text(system.texts().get(i - 1)), mark));
    }
    boolean marked = blocks.stream().anyMatch(block -> block.containsKey("cache_control"));
    var said = Json.BUILD.createObjectBuilder();
    return marked ? said.add("system", array(blocks.reversed())) : said.add("system", system.text());
  }

  private JsonArrayBuilder tools(List<FunctionTool> tools) {
    var written = new ArrayList<JsonObject>();
    for (var tool : tools.reversed()) {
      var json = Json.BUILD.createObjectBuilder().add("name", tool.name());
      if (!tool.description().isEmpty()) {
        json.add("description", tool.description());
      }
      json.add("input_schema", tool.parameters() == null ? Json.BUILD.createObjectBuilder().add("type", "object").build() : tool.parameters());
      if (tool.strict() != null) {
        json.add("strict", tool.strict());
      }
      written.add(marked(json.build(), tool.mark()));
    }
    return array(written.reversed());
  }

  /// The searches of the web that Claude runs itself, as their client offers them.
  private List<JsonObject> searches() {
    boolean passes = ProviderSearch.of(dialect) == ProviderSearch.PASSES && !(request.toolChoice() instanceof ToolChoice.None);
    return request.tools().stream()
        .filter(tool -> passes && tool instanceof Tool.Typed typed && typed.type().startsWith("web_search"))
        .map(tool -> ((Tool.Typed) tool).settings()).toList();
  }

  private JsonObject marked(JsonObject block, @Nullable CacheLife mark) {
    var type = Json.string(block, "type");
    if (mark == null || marks == 0 || type != null && type.endsWith("thinking")) {
      return block;
    }
    marks--;
    longest = CacheLife.longer(longest, mark); // none may outlive one before it
    var control = Json.BUILD.createObjectBuilder().add("type", "ephemeral");
    if (dialect.get(PROMPT_CACHE) == PromptCache.TIMED_MARKS && longest == CacheLife.HOUR) {
      control.add("ttl", "1h");
    }
    return Json.BUILD.createObjectBuilder(block).add("cache_control", control).build();
  }

  private void choice(ToolChoices choices, List<FunctionTool> tools, JsonObjectBuilder body) {
    var said = choices.among(tools);
    var alone = Boolean.FALSE.equals(choices.parallelCalls());
    if (said == null && !alone) {
      return;
    }
    var choice = Json.BUILD.createObjectBuilder();
    switch (said) {
      case null -> choice.add("type", "auto");
      case FunctionChoice.None() -> choice.add("type", "none");
      case FunctionChoice.Required _ -> choice.add("type", "any");
      case FunctionChoice.Named(var name) -> choice.add("type", "tool").add("name", name);
    }
    if (alone && !(said instanceof FunctionChoice.None)) {
      choice.add("disable_parallel_tool_use", true);
    }
    body.add("tool_choice", choice);
  }

  private void generation(JsonObjectBuilder body) {
    var generation = GenerationSettings.of(request, dialect);
    generation.temperature().ifPresent(value -> body.add("temperature", value));
    generation.topP().ifPresent(value -> body.add("top_p", value));
    generation.topK().ifPresent(value -> body.add("top_k", value));
    if (!generation.stops().isEmpty()) {
      body.add("stop_sequences", Json.BUILD.createArrayBuilder(generation.stops()));
    }
  }

  /// `thinking` and `output_config`.
  private void thinking(JsonObjectBuilder body, @Nullable ResponseFormat format, OptionalLong limit) {
    var level = ThinkingLevel.of(request, dialect);
    var form = dialect.get(REASONING);
    if (level.off() && dialect.get(OFF) == Off.DISABLED) {
      body.add("thinking", Json.BUILD.createObjectBuilder().add("type", "disabled"));
    } else if (form == Reasoning.THINKING && (!level.off() || dialect.get(OFF) == Off.WEAKEST)) {
      body.add("thinking", on(level, limit));
    }
    var output = Json.BUILD.createObjectBuilder();
    boolean leveled = form != Reasoning.NONE && level.effort() != null && !(level.off() && dialect.get(OFF) == Off.DISABLED);
    if (leveled) {
      output.add("effort", level.effort());
    }
    if (format instanceof ResponseFormat.Schema(_, _, var schema)) {
      output.add("format", Json.BUILD.createObjectBuilder().add("type", "json_schema").add("schema", schema));
    }
    var said = output.build();
    if (!said.isEmpty()) {
      body.add("output_config", said);
    }
  }

  private JsonObject on(ThinkingLevel level, OptionalLong limit) {
    var on = RequestMember.of("thinking", dialect.get(THINKING_ON)).value().asJsonObject();
    long budget = Math.min(level.budget(), limit.orElse(Long.MAX_VALUE) - LEAST_BUDGET);
    return dialect.get(THINKING_BUDGET) && budget >= LEAST_BUDGET ? Json.BUILD.createObjectBuilder(on).add("budget_tokens", budget).build() : on;
  }

  private static JsonArrayBuilder array(List<JsonObject> objects) {
    var array = Json.BUILD.createArrayBuilder();
    objects.forEach(array::add);
    return array;
  }
}
