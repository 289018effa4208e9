package portside.wire.anthropic;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;
import portside.wire.Refusal;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.anthropic.MessagesRequest.ThinkingConfig;

/// Reads the body of a request to the Messages API. What is missing or of the wrong type is refused in Anthropic's wording
/// (`messages.3.content.0.type: Field required`); what we do not know is passed over.
public final class MessagesReader {
  /// The most characters a model's name may have; names are kept and shown in logs and metrics.
  public static final int LONGEST_MODEL = 256;

  private MessagesReader() {}

  /// Reads a request to `POST /v1/messages` of which nothing but the body is known; throws [Refusal].
  public static MessagesRequest read(byte[] body) {
    return read(body, RequestHead.NONE);
  }

  /// Reads a request to `POST /v1/messages`; throws [Refusal].
  public static MessagesRequest read(byte[] body, RequestHead head) {
    var fields = document(body);
    var model = model(fields);
    if (fields.value("max_tokens") == null) {
      throw fields.refusal("max_tokens", "Field required");
    }
    return request(fields, model, new MessagesRequest.Original.Messages(body, member(fields), head));
  }

  /// Reads a request to `POST /v1/messages/count_tokens`, which has no `max_tokens`; throws [Refusal].
  public static MessagesRequest readForCount(byte[] body) {
    return readForCount(body, RequestHead.NONE);
  }

  /// The same with what stood around the body.
  public static MessagesRequest readForCount(byte[] body, RequestHead head) {
    var fields = document(body);
    return request(fields, model(fields), new MessagesRequest.Original.Messages(body, member(fields), head));
  }

  private static @Nullable String member(CheckedFields fields) {
    return fields.value("provider") instanceof JsonString named ? named.getString() : null;
  }

  private static CheckedFields document(byte[] body) {
    try {
      return new CheckedFields(Json.object(body), FieldPath.TOP);
    } catch (Json.Malformed e) {
      throw new Refusal(Fault.of(FaultKind.INVALID_REQUEST, "The request body is not valid JSON: " + e.getMessage()));
    }
  }

  private static String model(CheckedFields fields) {
    var model = fields.requiredString("model");
    if (model.isBlank()) {
      throw fields.refusal("model", "String should have at least 1 character");
    }
    if (model.length() > LONGEST_MODEL) {
      throw fields.refusal("model", "String should have at most " + LONGEST_MODEL + " characters");
    }
    return model;
  }

  private static MessagesRequest request(CheckedFields fields, String model, MessagesRequest.Original original) {
    var choice = fields.value("tool_choice");
    var system = SystemPrompt.read(fields);
    return new MessagesRequest(
        model,
        maxTokens(fields),
        system.texts(),
        system.marks(),
        messages(fields),
        ToolReader.tools(fields),
        ToolReader.choice(fields),
        choice instanceof JsonObject object && object.get("disable_parallel_tool_use") == JsonValue.TRUE,
        thinking(fields.fields("thinking")),
        Effort.of(fields),
        outputSchema(fields),
        stopSequences(fields),
        fields.number("temperature"),
        fields.number("top_p"),
        fields.integer("top_k"),
        fields.flag("stream"),
        ContentBlock.CacheMark.life(fields.object()),
        session(fields),
        original);
  }

  private static OptionalLong maxTokens(CheckedFields fields) {
    var maxTokens = fields.integer("max_tokens");
    if (maxTokens.isPresent() && maxTokens.getAsLong() < 0) {
      throw fields.refusal("max_tokens", "Input should be greater than or equal to 0");
    }
    return maxTokens;
  }

  private static List<InputMessage> messages(CheckedFields fields) {
    fields.required("messages");
    var values = fields.list("messages");
    if (values.isEmpty()) {
      throw fields.refusal("messages", "at least one message is required");
    }
    var place = fields.at("messages");
    var messages = new ArrayList<InputMessage>(values.size());
    for (var value : values) {
      messages.add(message(CheckedFields.of(value, place.at(messages.size()))));
    }
    return messages;
  }

  private static InputMessage message(CheckedFields message) {
    var role = switch (message.requiredString("role")) {
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "system" -> Role.SYSTEM;
      default -> throw message.refusal("role", "Input should be 'user', 'assistant' or 'system'");
    };
    var content = BlockReader.content(message.required("content"), message.at("content"));
    return new InputMessage(role, role == Role.SYSTEM ? unattributed(content) : content);
  }

  private static List<ContentBlock> unattributed(List<ContentBlock> content) {
    return content.stream()
        .map(block -> block instanceof ContentBlock.Text text ? new ContentBlock.Text(Attribution.without(text.text(), true)) : block)
        .toList();
  }

  /// A type we do not know asks for nothing.
  private static @Nullable ThinkingConfig thinking(@Nullable CheckedFields thinking) {
    if (thinking == null) {
      return null;
    }
    return switch (thinking.requiredString("type")) {
      case "adaptive" -> new ThinkingConfig.Adaptive();
      case "enabled" -> {
        thinking.required("budget_tokens");
        yield new ThinkingConfig.Enabled(thinking.integer("budget_tokens").getAsLong());
      }
      case "disabled", "between_tools" -> new ThinkingConfig.Disabled();
      default -> null;
    };
  }

  private static @Nullable JsonObject outputSchema(CheckedFields fields) {
    var output = fields.fields("output_config");
    var format = output == null || output.value("format") == null ? fields.fields("output_format") : output.fields("format");
    if (format == null || !"json_schema".equals(format.lenient("type", ""))) {
      return null;
    }
    return format.requiredFields("schema").object();
  }

  private static List<String> stopSequences(CheckedFields fields) {
    var sequences = new ArrayList<String>();
    for (var value : fields.list("stop_sequences")) {
      if (!(value instanceof JsonString sequence)) {
        throw Refusal.invalid(fields.at("stop_sequences").at(sequences.size()).toString(), "Input should be a valid string");
      }
      sequences.add(sequence.getString());
    }
    return sequences;
  }

  /// Claude Code packs JSON with device, account and session into `user_id`; other clients write what they like.
  private static @Nullable String session(CheckedFields fields) {
    var text = fields.object().get("metadata") instanceof JsonObject metadata ? Json.string(metadata, "user_id") : null;
    if (text == null || !text.startsWith("{")) {
      return null;
    }
    try {
      return Json.string(Json.object(text), "session_id");
    } catch (Json.Malformed e) {
      return null;
    }
  }
}
