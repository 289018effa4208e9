package portside.translate;

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
import portside.translate.chat.ChatTranslator;
import portside.wire.anthropic.MessagesRequest;

/// Chat completions.
final class ChatSpeaker implements Speaker {
  @Override
  public String toString() {
    return "chat";
  }

  @Override
  public Dialect row() {
    return Dialect.STANDARD;
  }

  @Override
  public Translator translator(MessagesRequest request, Dialect row, Provider.Limits limits, TranslatorContext context) {
    return new ChatTranslator(request, row, "model-x", limits, "acme", context);
  }

  @Override
  public List<String> stream(List<List<Part>> parts, End end, Counts counts) {
    var payloads = new ArrayList<String>();
    int calls = 0;
    for (var pieces : parts) {
      for (int i = 0; i < pieces.size(); i++) {
        payloads.add("{\"choices\":[{\"index\":0,\"delta\":{" + delta(pieces.get(i), calls, i == 0) + "},\"finish_reason\":null}]}");
      }
      calls += pieces.getFirst() instanceof Part.Call ? 1 : 0;
    }
    if (end == End.ERROR) {
      payloads.add("{\"error\":{\"message\":\"no\",\"code\":\"server_error\"}}");
    } else if (end != End.CUT) {
      payloads.add("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason(end) + "\"}]" + usage(counts) + "}");
      payloads.add("[DONE]");
    }
    return payloads;
  }

  private static String delta(Part piece, int index, boolean first) {
    return switch (piece) {
      case Part.Text(var text) -> "\"content\":" + quoted(text);
      case Part.Thought(var text) -> "\"reasoning_content\":" + quoted(text);
      case Part.Refusal(var text) -> "\"refusal\":" + quoted(text);
      case Part.Call(var name, var arguments) -> "\"tool_calls\":[" + call(index, first ? name : "", first, arguments) + "]";
    };
  }

  private static String call(int index, String name, boolean first, String arguments) {
    return "{\"index\":" + index + (first ? ",\"id\":\"call_number" + index + "\",\"type\":\"function\"" : "") + ",\"function\":{"
        + (name.isEmpty() ? "" : "\"name\":\"" + name + "\",") + "\"arguments\":" + quoted(arguments) + "}}";
  }

  private static String reason(End end) {
    return switch (end) {
      case STOP -> "stop";
      case LENGTH -> "length";
      case WITHHELD -> "content_filter";
      case ERROR, CUT -> throw new IllegalArgumentException(end + " has no reason");
    };
  }

  private static String usage(Counts counts) {
    return counts == null ? "" : ",\"usage\":{\"prompt_tokens\":" + counts.prompt() + ",\"completion_tokens\":" + counts.completion()
        + ",\"prompt_tokens_details\":{\"cached_tokens\":" + counts.cached() + "},\"completion_tokens_details\":{\"reasoning_tokens\":" + counts.reasoning() + "}}";
  }

  @Override
  public String whole(List<Part> parts, End end, Counts counts) {
    if (end == End.ERROR) {
      return "{\"error\":{\"message\":\"no\",\"code\":\"server_error\"}}";
    }
    var calls = new ArrayList<String>();
    for (var part : parts) {
      if (part instanceof Part.Call(var name, var arguments)) {
        calls.add(call(calls.size(), name, true, arguments));
      }
    }
    var refusal = joined(parts, Part.Refusal.class);
    return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + quoted(joined(parts, Part.Text.class))
        + (refusal.isEmpty() ? "" : ",\"refusal\":" + quoted(refusal))
        + ",\"reasoning_content\":" + quoted(joined(parts, Part.Thought.class)) + ",\"tool_calls\":[" + String.join(",", calls)
        + "]},\"finish_reason\":\"" + reason(end) + "\"}]" + usage(counts) + "}";
  }

  private static String joined(List<Part> parts, Class<? extends Part> kind) {
    return parts.stream().filter(kind::isInstance).map(Part::words).collect(Collectors.joining());
  }

  @Override
  public List<String> reads(JsonObject body) {
    var lines = new ArrayList<String>();
    body.getJsonArray("messages").getValuesAs(JsonObject.class).forEach(message -> message(message, lines));
    body.forEach((name, value) -> {
      switch (name) {
        case "max_tokens", "max_completion_tokens" -> lines.add("limit " + value);
        case "temperature", "top_p", "stream" -> lines.add(name + " " + value);
        case "reasoning_effort" -> lines.add("effort " + ((JsonString) value).getString());
        case "parallel_tool_calls" -> lines.add("parallel " + value);
        case "tools" -> ((JsonArray) value).getValuesAs(JsonObject.class).forEach(tool -> lines.add("tool " + tool.getJsonObject("function").getString("name")));
        case "tool_choice" -> lines.add("choice " + (value instanceof JsonObject named ? named.getJsonObject("function").getString("name")
            : ((JsonString) value).getString()));
        case "response_format" -> lines.add("format " + format((JsonObject) value));
        default -> {}
      }
    });
    return lines;
  }

  private static void message(JsonObject message, List<String> lines) {
    var role = message.getString("role");
    var head = role.equals("tool") ? "result " + message.getString("tool_call_id") : role.equals("developer") ? "system" : role;
    content(message.get("content"), head, lines);
    if (message.get("tool_calls") instanceof JsonArray calls) {
      for (var call : calls.getValuesAs(JsonObject.class)) {
        var function = call.getJsonObject("function");
        lines.add("call " + call.getString("id") + " " + function.getString("name") + " " + function.getString("arguments"));
      }
    }
  }

  private static void content(JsonValue content, String head, List<String> lines) {
    switch (content) {
      case null -> {}
      case JsonString text -> lines.add(head + " " + text.getString());
      case JsonArray parts -> parts.getValuesAs(JsonObject.class).forEach(part -> lines.add(part.getString("type").equals("image_url")
          ? "image " + part.getJsonObject("image_url").getString("url")
          : head + " " + part.getString("text")));
      default -> {}
    }
  }

  private static String format(JsonObject format) {
    return format.getString("type").equals("json_schema") ? format.getJsonObject("json_schema").get("schema").toString() : "any object";
  }
}
