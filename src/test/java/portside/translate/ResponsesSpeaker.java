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
import portside.translate.responses.Responses;
import portside.translate.responses.ResponsesTranslator;
import portside.wire.anthropic.MessagesRequest;

/// OpenAI Responses.
final class ResponsesSpeaker implements Speaker {
  @Override
  public String toString() {
    return "Responses";
  }

  @Override
  public Dialect row() {
    return Responses.ROW;
  }

  @Override
  public Translator translator(MessagesRequest request, Dialect row, Provider.Limits limits, TranslatorContext context) {
    return new ResponsesTranslator(request, row, "model-x", limits, "acme", context);
  }

  @Override
  public List<String> stream(List<List<Part>> parts, End end, Counts counts) {
    var payloads = new ArrayList<String>();
    var whole = new ArrayList<Part>();
    for (int i = 0; i < parts.size(); i++) {
      var pieces = parts.get(i);
      whole.add(pieces.getFirst().saying(pieces.stream().map(Part::words).collect(Collectors.joining())));
      payloads.add("{\"type\":\"response.output_item.added\",\"output_index\":" + i + ",\"item\":" + item(i, pieces.getFirst().saying("")) + "}");
      for (var piece : pieces) {
        payloads.add("{\"type\":\"response." + type(piece) + ".delta\",\"output_index\":" + i + ",\"item_id\":\"item_" + i + "\",\"delta\":" + quoted(piece.words()) + "}");
      }
      if (end != End.CUT || i < parts.size() - 1) {
        payloads.add("{\"type\":\"response.output_item.done\",\"output_index\":" + i + ",\"item\":" + item(i, whole.get(i)) + "}");
      }
    }
    if (end != End.CUT) {
      payloads.add("{\"type\":\"response." + status(end) + "\",\"response\":" + whole(whole, end, counts) + "}");
    }
    return payloads;
  }

  private static String type(Part part) {
    return switch (part) {
      case Part.Text _ -> "output_text";
      case Part.Thought _ -> "reasoning_summary_text";
      case Part.Refusal _ -> "refusal";
      case Part.Call _ -> "function_call_arguments";
    };
  }

  private static String status(End end) {
    return switch (end) {
      case STOP -> "completed";
      case LENGTH, WITHHELD -> "incomplete";
      case ERROR -> "failed";
      case CUT -> throw new IllegalArgumentException("what is cut has no status");
    };
  }

  private static String item(int index, Part part) {
    var id = "\"id\":\"item_" + index + "\",";
    return switch (part) {
      case Part.Text(var text) -> "{" + id + "\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":" + quoted(text) + "}]}";
      case Part.Refusal(var text) -> "{" + id + "\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":" + quoted(text) + "}]}";
      case Part.Thought(var text) -> "{" + id + "\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":" + quoted(text) + "}]}";
      case Part.Call(var name, var arguments) -> "{" + id + "\"type\":\"function_call\",\"call_id\":\"call_number" + index + "\","
          + (name.isEmpty() ? "" : "\"name\":\"" + name + "\",") + "\"arguments\":" + quoted(arguments) + "}";
    };
  }

  @Override
  public String whole(List<Part> parts, End end, Counts counts) {
    var items = new ArrayList<String>();
    for (int i = 0; i < parts.size(); i++) {
      items.add(item(i, parts.get(i)));
    }
    var why = switch (end) {
      case STOP, CUT -> "";
      case LENGTH -> ",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}";
      case WITHHELD -> ",\"incomplete_details\":{\"reason\":\"content_filter\"}";
      case ERROR -> ",\"error\":{\"message\":\"no\",\"code\":\"server_error\"}";
    };
    return "{\"object\":\"response\",\"status\":\"" + status(end) + "\"" + why + ",\"output\":[" + String.join(",", items) + "]" + usage(counts) + "}";
  }

  private static String usage(Counts counts) {
    return counts == null ? "" : ",\"usage\":{\"input_tokens\":" + counts.prompt() + ",\"output_tokens\":" + counts.completion()
        + ",\"input_tokens_details\":{\"cached_tokens\":" + counts.cached() + "},\"output_tokens_details\":{\"reasoning_tokens\":" + counts.reasoning() + "}}";
  }

  @Override
  public List<String> reads(JsonObject body) {
    var lines = new ArrayList<String>();
    if (body.containsKey("instructions")) {
      lines.add("system " + body.getString("instructions"));
    }
    body.getJsonArray("input").getValuesAs(JsonObject.class).forEach(item -> item(item, lines));
    body.forEach((name, value) -> {
      switch (name) {
        case "max_output_tokens" -> lines.add("limit " + value);
        case "temperature", "top_p", "stream" -> lines.add(name + " " + value);
        case "reasoning" -> {
          if (((JsonObject) value).containsKey("effort")) {
            lines.add("effort " + ((JsonObject) value).getString("effort"));
          }
        }
        case "parallel_tool_calls" -> lines.add("parallel " + value);
        case "tools" -> ((JsonArray) value).getValuesAs(JsonObject.class).forEach(tool -> lines.add("tool " + tool.getString("name")));
        case "tool_choice" -> lines.add("choice " + (value instanceof JsonObject named ? named.getString("name") : ((JsonString) value).getString()));
        case "text" -> lines.add("format " + format(((JsonObject) value).getJsonObject("format")));
        default -> {}
      }
    });
    return lines;
  }

  private static void item(JsonObject item, List<String> lines) {
    switch (item.getString("type")) {
      case "message" -> content(item.get("content"), item.getString("role").equals("developer") ? "system" : item.getString("role"), lines);
      case "function_call" -> lines.add("call " + item.getString("call_id") + " " + item.getString("name") + " " + item.getString("arguments"));
      case "function_call_output" -> content(item.get("output"), "result " + item.getString("call_id"), lines);
      default -> {}
    }
  }

  private static void content(JsonValue content, String head, List<String> lines) {
    switch (content) {
      case JsonString text -> lines.add(head + " " + text.getString());
      case JsonArray parts -> parts.getValuesAs(JsonObject.class).forEach(part ->
          lines.add(part.getString("type").equals("input_image") ? "image " + part.getString("image_url") : head + " " + part.getString("text")));
      default -> {}
    }
  }

  private static String format(JsonObject format) {
    return format.getString("type").equals("json_schema") ? format.get("schema").toString() : "any object";
  }
}
