package portside.translate;

import static portside.provider.dialect.Column.WIRE;
import static portside.translate.Speaker.quoted;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.messages.MessagesTranslator;
import portside.wire.Json;
import portside.wire.anthropic.MessagesRequest;

/// Anthropic's format, at a host to which requests are built.
final class MessagesSpeaker implements Speaker {
  @Override
  public String toString() {
    return "messages";
  }

  @Override
  public Dialect row() {
    return Dialect.STANDARD.as("messages").with(WIRE, Dialect.Wire.MESSAGES);
  }

  @Override
  public Translator translator(MessagesRequest request, Dialect row, Provider.Limits limits, TranslatorContext context) {
    return new MessagesTranslator(request, row, "model-x", limits, "acme", context);
  }

  @Override
  public List<String> stream(List<List<Part>> parts, End end, Counts counts) {
    var payloads = new ArrayList<String>();
    payloads.add("{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"x\",\"content\":[],"
        + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":0,\"output_tokens\":0}}}");
    for (int i = 0; i < parts.size(); i++) {
      var pieces = parts.get(i);
      payloads.add("{\"type\":\"content_block_start\",\"index\":" + i + ",\"content_block\":" + block(i, pieces.getFirst().saying(""), "{}") + "}");
      for (var piece : pieces) {
        payloads.add("{\"type\":\"content_block_delta\",\"index\":" + i + ",\"delta\":{" + delta(piece) + "}}");
      }
      if (end != End.CUT || i < parts.size() - 1) {
        payloads.add("{\"type\":\"content_block_stop\",\"index\":" + i + "}");
      }
    }
    if (end == End.ERROR) {
      payloads.add("{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"no\"}}");
    } else if (end != End.CUT) {
      payloads.add("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason(parts.stream().map(List::getFirst).toList(), end)
          + "\",\"stop_sequence\":null}" + usage(counts) + "}");
      payloads.add("{\"type\":\"message_stop\"}");
    }
    return payloads;
  }

  /// Whether reading a text as an object and writing it gives the same text; of any other the form would be lost in a document.
  private static boolean isWrittenAsWeDo(String text) {
    try {
      return Json.text(Json.object(text)).equals(text);
    } catch (Json.Malformed e) {
      return false;
    }
  }

  private static String block(int index, Part part, String input) {
    return switch (part) {
      case Part.Text(var text) -> "{\"type\":\"text\",\"text\":" + quoted(text) + "}";
      case Part.Refusal(var text) -> "{\"type\":\"text\",\"text\":" + quoted(text) + "}";
      case Part.Thought(var text) -> "{\"type\":\"thinking\",\"thinking\":" + quoted(text) + ",\"signature\":\"\"}";
      case Part.Call(var name, _) -> "{\"type\":\"tool_use\",\"id\":\"toolu_number" + index + "\","
          + (name.isEmpty() ? "" : "\"name\":\"" + name + "\",") + "\"input\":" + input + "}";
    };
  }

  private static String delta(Part part) {
    return switch (part) {
      case Part.Text(var text) -> "\"type\":\"text_delta\",\"text\":" + quoted(text);
      case Part.Refusal(var text) -> "\"type\":\"text_delta\",\"text\":" + quoted(text);
      case Part.Thought(var text) -> "\"type\":\"thinking_delta\",\"thinking\":" + quoted(text);
      case Part.Call(_, var arguments) -> "\"type\":\"input_json_delta\",\"partial_json\":" + quoted(arguments);
    };
  }

  private static String reason(List<Part> parts, End end) {
    return switch (end) {
      case STOP -> parts.stream().anyMatch(Part.Refusal.class::isInstance) ? "refusal"
          : parts.stream().anyMatch(Part.Call.class::isInstance) ? "tool_use" : "end_turn";
      case LENGTH -> "max_tokens";
      case WITHHELD -> "refusal";
      case ERROR, CUT -> throw new IllegalArgumentException(end + " has no reason");
    };
  }

  private static String usage(Counts counts) {
    return counts == null ? "" : ",\"usage\":{\"input_tokens\":" + (counts.prompt() - counts.cached()) + ",\"cache_read_input_tokens\":" + counts.cached()
        + ",\"output_tokens\":" + counts.completion() + ",\"output_tokens_details\":{\"thinking_tokens\":" + counts.reasoning() + "}}";
  }

  @Override
  public String whole(List<Part> parts, End end, Counts counts) {
    if (end == End.ERROR) {
      return "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"no\"}}";
    }
    var blocks = new ArrayList<String>();
    for (int i = 0; i < parts.size(); i++) {
      var input = parts.get(i).words();
      blocks.add(block(i, parts.get(i), isWrittenAsWeDo(input) ? input : quoted(input)));
    }
    return "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"x\",\"content\":[" + String.join(",", blocks)
        + "],\"stop_reason\":\"" + reason(parts, end) + "\",\"stop_sequence\":null" + usage(counts) + "}";
  }

  @Override
  public List<String> reads(JsonObject body) {
    var lines = new ArrayList<String>();
    if (body.containsKey("system")) {
      lines.add("system " + words(body.get("system")));
    }
    body.getJsonArray("messages").getValuesAs(JsonObject.class).forEach(message -> content(message.get("content"), message.getString("role"), lines));
    body.forEach((name, value) -> {
      switch (name) {
        case "max_tokens" -> lines.add("limit " + value);
        case "temperature", "top_p", "stream" -> lines.add(name + " " + value);
        case "tools" -> ((JsonArray) value).getValuesAs(JsonObject.class).forEach(tool -> lines.add("tool " + tool.getString("name")));
        case "tool_choice" -> choice((JsonObject) value, lines);
        case "output_config" -> {
          var output = (JsonObject) value;
          if (output.containsKey("effort")) {
            lines.add("effort " + output.getString("effort"));
          }
          if (output.containsKey("format")) {
            lines.add("format " + output.getJsonObject("format").get("schema"));
          }
        }
        default -> {}
      }
    });
    return lines;
  }

  private static void choice(JsonObject choice, List<String> lines) {
    switch (choice.getString("type")) {
      case "any" -> lines.add("choice required");
      case "tool" -> lines.add("choice " + choice.getString("name"));
      case "none" -> lines.add("choice none");
      default -> {}
    }
    if (choice.getBoolean("disable_parallel_tool_use", false)) {
      lines.add("parallel false");
    }
  }

  private static void content(JsonValue content, String head, List<String> lines) {
    if (content instanceof JsonString text) {
      lines.add(head + " " + text.getString());
      return;
    }
    for (var block : content.asJsonArray().getValuesAs(JsonObject.class)) {
      switch (block.getString("type")) {
        case "text" -> lines.add(head + " " + block.getString("text"));
        case "image" -> {
          var source = block.getJsonObject("source");
          lines.add("image " + (source.containsKey("url") ? source.getString("url")
              : "data:" + source.getString("media_type") + ";base64," + source.getString("data")));
        }
        case "tool_use" -> lines.add("call " + block.getString("id") + " " + block.getString("name") + " " + block.get("input"));
        case "tool_result" -> content(block.get("content"), "result " + block.getString("tool_use_id"), lines);
        default -> {}
      }
    }
  }

  private static String words(JsonValue system) {
    return system instanceof JsonString text ? text.getString()
        : system.asJsonArray().getValuesAs(JsonObject.class).stream().map(block -> block.getString("text")).collect(Collectors.joining("\n\n"));
  }
}
