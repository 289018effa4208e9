package portside.translate.chat;

import static portside.provider.dialect.Column.CALLS_WITHOUT_TOOLS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.MAX_DESCRIPTION;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REQUIRED_WORD;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.NamedToolChoice;
import portside.provider.dialect.Dialect.ParallelToolCalls;
import portside.provider.dialect.Dialect.Sampling;
import portside.provider.dialect.Dialect.StructuredOutput;
import portside.provider.dialect.Dialect.SystemRole;
import portside.translate.schema.Descriptions;
import portside.translate.schema.JsonSchemas;
import portside.translate.text.Capped;
import portside.wire.Json;
import portside.wire.common.RequestMember;

/// A chat-completions request of an OpenAI client → the same request in a provider's dialect: members the provider does not take go, limits are
/// clamped, schemas cleaned. What no column speaks of passes as it is, in its place; the conversation is the client's own affair but for
/// roles and pictures.
public final class ChatToChat {
  private final Dialect dialect;
  private final Provider.Limits limits;
  /// Whether the client offers any.
  private final boolean tools;
  private final JsonObjectBuilder out = Json.BUILD.createObjectBuilder();

  private ChatToChat(JsonObject body, Dialect dialect, Provider.Limits limits) {
    this.dialect = dialect;
    this.limits = limits;
    this.tools = body.get("tools") instanceof JsonArray offered && !offered.isEmpty();
  }

  /// @param body of the client
  /// @param model the provider's name of the model
  /// @param limits bounds of the answer's limit
  public static JsonObject translate(JsonObject body, String model, Dialect dialect, Provider.Limits limits) {
    var translation = new ChatToChat(body, dialect, limits);
    body.forEach((name, value) -> translation.member(name, value, model));
    dialect.get(EXTRA_BODY).stream().filter(extra -> !body.containsKey(extra.name())).forEach(translation::extra);
    var translated = translation.out.build();
    return translated.containsKey("tools") ? translated : withoutToolSettings(translated);
  }

  private void member(String name, JsonValue value, String model) {
    if (dialect.get(WITHOUT).contains(name)) {
      return;
    }
    switch (name) {
      case "model" -> out.add(name, model);
      case "messages" -> out.add(name, value instanceof JsonArray messages ? mapped(messages, this::message) : value);
      case "tools" -> out.add(name, value instanceof JsonArray tools ? mapped(few(tools), this::tool) : value);
      case "max_tokens", "max_completion_tokens" -> limit(value);
      case "temperature", "top_p" -> sampling(name, value);
      case "top_k" -> keep(name, value, dialect.get(TOP_K));
      case "stop" -> stop(value);
      case "stream_options" -> keep(name, value, dialect.get(STREAM_USAGE));
      case "parallel_tool_calls" -> keep(name, value, dialect.get(PARALLEL_TOOL_CALLS) != ParallelToolCalls.UNSAID);
      case "tool_choice" -> choice(value).ifPresent(choice -> out.add(name, choice));
      case "reasoning_effort" -> effort(value);
      case "response_format" -> format(value);
      default -> out.add(name, value);
    }
  }

  private void extra(Dialect.ExtraMember extra) {
    out.add(extra.name(), RequestMember.of(extra.name(), extra.json()).value());
  }

  private void keep(String name, JsonValue value, boolean taken) {
    if (taken) {
      out.add(name, value);
    }
  }

  private void limit(JsonValue value) {
    var field = dialect.get(MAX_TOKENS_FIELD) == Dialect.MaxTokensField.MAX_TOKENS ? "max_tokens" : "max_completion_tokens";
    if (!(value instanceof JsonNumber number)) {
      out.add(field, value);
      return;
    }
    var tokens = Math.max(number.longValue(), limits.minTokens());
    tokens = limits.maxTokens() > 0 ? Math.min(tokens, limits.maxTokens()) : tokens;
    out.add(field, dialect.get(MAX_OUTPUT) > 0 ? Math.min(tokens, dialect.get(MAX_OUTPUT)) : tokens);
  }

  private void sampling(String name, JsonValue value) {
    if (dialect.get(SAMPLING) == Sampling.DROP) {
      return;
    }
    var low = value instanceof JsonNumber number && number.doubleValue() < dialect.get(SAMPLING_FLOOR);
    out.add(name, low ? Json.BUILD.createArrayBuilder().add(dialect.get(SAMPLING_FLOOR)).build().getFirst() : value);
  }

  private void stop(JsonValue value) {
    if (dialect.get(MAX_STOPS) == 0) {
      return;
    }
    out.add("stop", value instanceof JsonArray all ? Json.BUILD.createArrayBuilder(first(all, dialect.get(MAX_STOPS))).build() : value);
  }

  private Optional<JsonValue> choice(JsonValue value) {
    var word = value instanceof JsonString text ? text.getString() : "";
    if (word.equals("auto")) {
      return Optional.of(value);
    }
    if (word.equals("none")) {
      return dialect.get(NONE_TOOL_CHOICE) ? Optional.of(value) : Optional.empty();
    }
    if (dialect.get(FORCED_TOOL_CHOICE) != ForcedToolChoice.YES) {
      return Optional.empty();
    }
    var asIs = value instanceof JsonObject && dialect.get(NAMED_TOOL_CHOICE) == NamedToolChoice.OBJECT;
    return Optional.of(asIs ? value : string(dialect.get(REQUIRED_WORD)));
  }

  private void effort(JsonValue value) {
    var nested = dialect.get(REASONING) == Dialect.Reasoning.REASONING_OBJECT;
    var level = value instanceof JsonString text ? dialect.effort(text.getString()) : Optional.<String>empty();
    if (level.isEmpty() || dialect.get(REASONING) == Dialect.Reasoning.NONE) {
      return;
    }
    if (nested) {
      out.add("reasoning", Json.BUILD.createObjectBuilder().add("effort", level.get()));
    } else {
      out.add("reasoning_effort", level.get());
    }
  }

  private void format(JsonValue value) {
    if (tools && !dialect.get(FORMAT_WITH_TOOLS)) {
      return;
    }
    var schema = value instanceof JsonObject format && "json_schema".equals(Json.string(format, "type"));
    if (!schema || dialect.get(STRUCTURED_OUTPUT) == StructuredOutput.JSON_SCHEMA) {
      keep("response_format", value, dialect.get(STRUCTURED_OUTPUT) != StructuredOutput.NONE);
    } else if (dialect.get(STRUCTURED_OUTPUT) == StructuredOutput.JSON_OBJECT) {
      out.add("response_format", Json.BUILD.createObjectBuilder().add("type", "json_object"));
    }
  }

  private List<JsonValue> few(JsonArray tools) {
    return dialect.get(MAX_TOOLS) == 0 ? tools : first(tools, dialect.get(MAX_TOOLS));
  }

  private static List<JsonValue> first(JsonArray values, int most) {
    return values.subList(0, Math.min(values.size(), most));
  }

  private JsonValue tool(JsonObject tool) {
    if (!(tool.get("function") instanceof JsonObject function)) {
      return tool;
    }
    var cleaned = Json.BUILD.createObjectBuilder(function);
    if (dialect.get(STRICT) == Dialect.Strict.OMIT) {
      cleaned.remove("strict");
    }
    if (dialect.get(MAX_DESCRIPTION) > 0 && Json.string(function, "description") instanceof String description) {
      cleaned.add("description", Capped.within(description, dialect.get(MAX_DESCRIPTION)));
    }
    if (function.get("parameters") instanceof JsonObject parameters) {
      var lawful = JsonSchemas.ofTool(parameters, dialect.get(SCHEMAS), dialect.get(WITHOUT_KEYWORDS));
      var fit = Descriptions.shortened(lawful, dialect.get(MAX_DESCRIPTION));
      cleaned = fit == null ? cleaned.remove("parameters") : cleaned.add("parameters", fit);
    }
    return Json.BUILD.createObjectBuilder(tool).add("function", cleaned).build();
  }

  private JsonValue message(JsonObject message) {
    var role = Json.string(message, "role");
    var changed = Json.BUILD.createObjectBuilder(message);
    if ("developer".equals(role) && dialect.get(SYSTEM_ROLE) == SystemRole.SYSTEM) {
      changed.add("role", "system");
    }
    if (!dialect.get(IMAGES) && message.get("content") instanceof JsonArray parts) {
      changed.add("content", mapped(parts, ChatToChat::unseen));
    }
    return dialect.get(CALLS_WITHOUT_TOOLS) || tools ? changed.build() : told(changed.build());
  }

  /// Tells calls and results in words.
  private static JsonObject told(JsonObject message) {
    var words = Json.string(message, "content") instanceof String content ? content : "";
    if ("tool".equals(Json.string(message, "role"))) {
      return Json.BUILD.createObjectBuilder().add("role", "user").add("content", "[a tool returned:]\n" + words).build();
    }
    if (!(message.get("tool_calls") instanceof JsonArray calls)) {
      return message;
    }
    var called = calls.stream().filter(JsonObject.class::isInstance).map(call -> call.asJsonObject().get("function"))
        .filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject)
        .map(call -> "[called the tool " + Json.string(call, "name") + " with " + Json.string(call, "arguments") + "]");
    var told = Stream.concat(Stream.of(words), called).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n\n"));
    return Json.BUILD.createObjectBuilder(message).remove("tool_calls").add("content", told).build();
  }

  private static JsonValue unseen(JsonObject part) {
    return "image_url".equals(Json.string(part, "type"))
        ? Json.BUILD.createObjectBuilder().add("type", "text").add("text", "[image left out: this model cannot see pictures]").build()
        : part;
  }

  private static JsonObject withoutToolSettings(JsonObject body) {
    var left = Json.BUILD.createObjectBuilder(body);
    left.remove("tool_choice").remove("parallel_tool_calls");
    return left.build();
  }

  private static JsonArray mapped(List<JsonValue> values, java.util.function.Function<JsonObject, JsonValue> change) {
    var mapped = Json.BUILD.createArrayBuilder();
    values.forEach(value -> mapped.add(value instanceof JsonObject object ? change.apply(object) : value));
    return mapped.build();
  }

  private static JsonValue string(String text) {
    return Json.BUILD.createArrayBuilder().add(text).build().getFirst();
  }
}
