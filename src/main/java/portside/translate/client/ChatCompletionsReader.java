package portside.translate.client;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.translate.request.OutputFormat;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.ContentBlock.CacheMark;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Original;
import portside.wire.anthropic.MessagesRequest.ThinkingConfig;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// Reads the body of a request to `POST /v1/chat/completions` (OpenAI API, "Create chat completion").
///
/// A body without a model is refused. Anything else that is wrong, or that a [MessagesRequest] cannot say, is noted as the obstacle of its
/// original: it matters only to a provider that the request must be translated for. Another one judges it itself.
public final class ChatCompletionsReader {
  private static final Set<String> KNOWN = Set.of("model", "messages", "tools", "tool_choice", "parallel_tool_calls", "response_format", "stop",
      "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k", "reasoning_effort", "stream", "stream_options", "user",
      "prompt_cache_key", "safety_identifier");

  /// Members that are often sent with a value that changes nothing.
  private static final Map<String, Set<JsonValue>> IDLE = Map.of(
      "n", values("[1]"), "logprobs", values("[false]"), "store", values("[false]"), "frequency_penalty", values("[0,0.0]"),
      "presence_penalty", values("[0,0.0]"), "logit_bias", values("[{}]"), "metadata", values("[{}]"), "modalities", values("[[\"text\"]]"),
      "service_tier", values("[\"auto\",\"default\"]"), "verbosity", values("[\"medium\"]"));

  private static final JsonObject NO_PARAMETERS = object("{\"type\":\"object\",\"properties\":{}}");

  private final ChatFields fields;

  private ChatCompletionsReader(ChatFields fields) {
    this.fields = fields;
  }

  /// Reads a request; throws [Refusal] when it is not JSON or names no model.
  public static MessagesRequest read(byte[] body) {
    var fields = document(body);
    var model = model(fields);
    var stream = fields.object().get("stream") == JsonValue.TRUE;
    var usage = fields.object().get("stream_options") instanceof JsonObject options && options.get("include_usage") == JsonValue.TRUE;
    var provider = provider(fields);
    try {
      return new ChatCompletionsReader(fields).request(model, stream, new Original.ChatCompletions(body, usage, null, provider));
    } catch (Refusal refusal) {
      return unread(model, stream, new Original.ChatCompletions(body, usage, refusal.fault(), provider));
    }
  }

  /// A request of which only this is known.
  static MessagesRequest unread(String model, boolean stream, Original original) {
    return new MessagesRequest(model, OptionalLong.empty(), List.of(), List.of(), List.of(), List.of(), null, false, null, null, null, List.of(),
        OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.empty(), stream, null, null, original);
  }

  /// The member of a chain that the request names; OpenRouter's `provider` is an object.
  static @Nullable String provider(ChatFields fields) {
    return fields.object().get("provider") instanceof JsonString named ? named.getString() : null;
  }

  static ChatFields document(byte[] body) {
    try {
      return ChatFields.top(Json.object(body));
    } catch (Json.Malformed malformed) {
      throw new Refusal(Fault.of(FaultKind.INVALID_REQUEST, "body: must be a JSON object"));
    }
  }

  static String model(ChatFields fields) {
    var model = Json.string(fields.object(), "model");
    if (model == null || model.isBlank()) {
      throw fields.refusal("model", "Field required");
    }
    if (model.length() > MessagesReader.LONGEST_MODEL) {
      throw fields.refusal("model", "String should have at most " + MessagesReader.LONGEST_MODEL + " characters");
    }
    return model;
  }

  private MessagesRequest request(String model, boolean stream, Original original) {
    fields.only(KNOWN, IDLE);
    fields.flag("stream", false);
    fields.string("user");
    var messages = ChatMessagesReader.read(fields);
    var effort = effort();
    return new MessagesRequest(
        model,
        limit(),
        messages.system(),
        messages.marks(),
        messages.conversation(),
        tools(),
        choice(),
        !fields.flag("parallel_tool_calls", true),
        "none".equals(effort) ? new ThinkingConfig.Disabled() : null,
        "none".equals(effort) ? null : effort,
        schema(),
        stops(),
        fields.number("temperature"),
        fields.number("top_p"),
        fields.positive("top_k"),
        stream,
        null,
        fields.string("prompt_cache_key"),
        original);
  }

  private OptionalLong limit() {
    var limit = fields.positive("max_completion_tokens");
    return limit.isPresent() ? limit : fields.positive("max_tokens");
  }

  private @Nullable String effort() {
    var effort = fields.string("reasoning_effort");
    if (effort != null && !Dialect.LEVELS.contains(effort)) {
      throw fields.refusal("reasoning_effort", "must be one of " + String.join(", ", Dialect.LEVELS));
    }
    return effort;
  }

  private List<Tool> tools() {
    var tools = new ArrayList<Tool>();
    for (var tool : fields.list("tools")) {
      if (!"function".equals(tool.requiredString("type"))) {
        throw tool.uncarried("type");
      }
      tool.only(Set.of("type", "function", "cache_control"), Map.of());
      var function = tool.requiredFields("function");
      function.only(Set.of("name", "description", "parameters", "strict"), Map.of());
      var description = function.string("description");
      var parameters = function.fields("parameters");
      tools.add(new Tool.Client(function.requiredString("name"), description == null ? "" : description,
          parameters == null ? NO_PARAMETERS : parameters.object(), List.of(), false, function.flag("strict", false), CacheMark.life(tool.object())));
    }
    return tools;
  }

  private @Nullable ToolChoice choice() {
    return switch (fields.value("tool_choice")) {
      case null -> null;
      case JsonString word -> switch (word.getString()) {
        case "auto" -> new ToolChoice.Auto();
        case "none" -> new ToolChoice.None();
        case "required" -> new ToolChoice.Any();
        default -> throw fields.refusal("tool_choice", "must be \"auto\", \"none\", \"required\" or an object that names a function");
      };
      default -> {
        var choice = fields.requiredFields("tool_choice");
        if (!"function".equals(choice.requiredString("type"))) {
          throw choice.uncarried("type");
        }
        yield new ToolChoice.Named(choice.requiredFields("function").requiredString("name"));
      }
    };
  }

  private @Nullable JsonObject schema() {
    var format = fields.fields("response_format");
    if (format == null) {
      return null;
    }
    return switch (format.requiredString("type")) {
      case "text" -> null;
      case "json_object" -> OutputFormat.ANY_OBJECT;
      case "json_schema" -> format.requiredFields("json_schema").requiredFields("schema").object();
      default -> throw format.uncarried("type");
    };
  }

  private List<String> stops() {
    return switch (fields.value("stop")) {
      case null -> List.of();
      case JsonString stop -> List.of(stop.getString());
      case JsonArray stops when stops.stream().allMatch(JsonString.class::isInstance) ->
          stops.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList();
      default -> throw fields.refusal("stop", "must be a string or an array of strings");
    };
  }

  private static Set<JsonValue> values(String array) {
    try {
      return Set.copyOf((JsonArray) Json.value(array));
    } catch (Json.Malformed ours) {
      throw new IllegalStateException(ours);
    }
  }

  private static JsonObject object(String json) {
    try {
      return Json.object(json);
    } catch (Json.Malformed ours) {
      throw new IllegalStateException(ours);
    }
  }
}
