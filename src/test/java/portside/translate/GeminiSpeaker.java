package portside.translate;

import static portside.provider.dialect.Column.WIRE;
import static portside.translate.Speaker.quoted;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.gemini.GeminiTranslator;
import portside.wire.Json;
import portside.wire.anthropic.MessagesRequest;

/// Gemini's own language.
final class GeminiSpeaker implements Speaker {
  @Override
  public String toString() {
    return "gemini";
  }

  @Override
  public Dialect row() {
    return Dialect.STANDARD.as("gemini").with(WIRE, Dialect.Wire.GEMINI);
  }

  @Override
  public Translator translator(MessagesRequest request, Dialect row, Provider.Limits limits, TranslatorContext context) {
    return new GeminiTranslator(request, row, "model-x", limits, "acme", context);
  }

  /// Calls come whole, with arguments that are an object; there are no words for a refusal, and an answer of nothing is a failure.
  @Override
  public boolean canSay(List<Part> parts, End end) {
    return (end != End.STOP || !parts.isEmpty()) && parts.stream().allMatch(part -> switch (part) {
      case Part.Text _, Part.Thought _ -> true;
      case Part.Refusal _ -> false;
      case Part.Call(_, var arguments) -> isWrittenAsWeDo(arguments);
    });
  }

  private static boolean isWrittenAsWeDo(String json) {
    try {
      return Json.text(Json.object(json)).equals(json); // the form of any other would be lost
    } catch (Json.Malformed none) {
      return false;
    }
  }

  @Override
  public List<String> stream(List<List<Part>> pieces, End end, Counts counts) {
    var payloads = new ArrayList<String>();
    for (var part : pieces) {
      if (part.getFirst() instanceof Part.Call call) {
        payloads.add(chunk(part(call.saying(part.stream().map(Part::words).collect(Collectors.joining()))), "", null));
      } else {
        part.forEach(piece -> payloads.add(chunk(part(piece), "", null)));
      }
    }
    if (end == End.ERROR) {
      payloads.add(ERROR);
    } else if (end != End.CUT) {
      payloads.add(chunk("{\"text\":\"\"}", reason(end), counts));
    }
    return payloads;
  }

  private static final String ERROR = "{\"error\":{\"code\":500,\"message\":\"no\",\"status\":\"INTERNAL\"}}";

  private static String reason(End end) {
    return ",\"finishReason\":\"" + switch (end) {
      case STOP -> "STOP";
      case LENGTH -> "MAX_TOKENS";
      case WITHHELD -> "SAFETY";
      case ERROR, CUT -> throw new IllegalArgumentException(end + " has no reason");
    } + "\"";
  }

  private static String part(Part part) {
    return switch (part) {
      case Part.Text(var text) -> "{\"text\":" + quoted(text) + "}";
      case Part.Thought(var text) -> "{\"text\":" + quoted(text) + ",\"thought\":true}";
      case Part.Call(var name, var arguments) -> "{\"functionCall\":{" + (name.isEmpty() ? "" : "\"name\":\"" + name + "\",") + "\"args\":" + arguments + "}}";
      case Part.Refusal _ -> throw new IllegalArgumentException("there are no words for it");
    };
  }

  private static String chunk(String parts, String finish, Counts counts) {
    return "{\"candidates\":[{\"content\":{\"parts\":[" + parts + "],\"role\":\"model\"},\"index\":0" + finish + "}]" + usage(counts) + "}";
  }

  private static String usage(Counts counts) {
    return counts == null ? "" : ",\"usageMetadata\":{\"promptTokenCount\":" + counts.prompt() + ",\"cachedContentTokenCount\":" + counts.cached()
        + ",\"candidatesTokenCount\":" + (counts.completion() - counts.reasoning()) + ",\"thoughtsTokenCount\":" + counts.reasoning()
        + ",\"totalTokenCount\":" + (counts.prompt() + counts.completion()) + "}";
  }

  @Override
  public String whole(List<Part> parts, End end, Counts counts) {
    return end == End.ERROR ? ERROR : chunk(parts.stream().map(GeminiSpeaker::part).collect(Collectors.joining(",")), reason(end), counts);
  }

  @Override
  public List<String> reads(String request, Dialect row) {
    var lines = new ArrayList<>(Speaker.super.reads(request, row));
    if (translator(request, row, "").request().path().endsWith(":streamGenerateContent?alt=sse")) {
      lines.add("stream true");
    }
    return lines;
  }

  @Override
  public List<String> reads(JsonObject body) {
    var lines = new ArrayList<String>();
    if (body.containsKey("systemInstruction")) {
      lines.add("system " + objects(body.getJsonObject("systemInstruction"), "parts").stream().map(part -> part.getString("text")).collect(Collectors.joining("\n\n")));
    }
    for (var content : objects(body, "contents")) {
      objects(content, "parts").forEach(part -> part(part, content.getString("role").equals("user") ? "user" : "assistant", lines));
    }
    for (var tool : objects(body, "tools")) {
      objects(tool, "functionDeclarations").forEach(function -> lines.add("tool " + function.getString("name")));
    }
    if (body.containsKey("toolConfig")) {
      choice(body.getJsonObject("toolConfig").getJsonObject("functionCallingConfig"), lines);
    }
    generation(body.getJsonObject("generationConfig"), lines);
    return lines;
  }

  private static void part(JsonObject part, String head, List<String> lines) {
    if (part.containsKey("text")) {
      lines.add(head + " " + part.getString("text"));
    }
    if (part.get("inlineData") instanceof JsonObject data) {
      lines.add("image data:" + data.getString("mimeType") + ";base64," + data.getString("data"));
    }
    if (part.get("functionCall") instanceof JsonObject call) {
      lines.add("call " + call.getString("id") + " " + call.getString("name") + " " + call.get("args"));
    }
    if (part.get("functionResponse") instanceof JsonObject result) {
      var response = result.getJsonObject("response");
      var text = response.getString("output", response.getString("error", ""));
      boolean failed = response.containsKey("error") && !text.startsWith("[no result");
      lines.add("result " + result.getString("id") + " " + (failed ? "Error: " : "") + text);
      objects(result, "parts").forEach(media -> part(media, "", lines));
    }
  }

  private static void choice(JsonObject calling, List<String> lines) {
    switch (calling.getString("mode")) {
      case "ANY" -> lines.add("choice " + (calling.containsKey("allowedFunctionNames") ? calling.getJsonArray("allowedFunctionNames").getString(0) : "required"));
      case "NONE" -> lines.add("choice none");
      default -> {}
    }
  }

  private static void generation(JsonObject config, List<String> lines) {
    config.forEach((name, value) -> {
      switch (name) {
        case "maxOutputTokens" -> lines.add("limit " + value);
        case "temperature" -> lines.add("temperature " + value);
        case "topP" -> lines.add("top_p " + value);
        case "thinkingConfig" -> {
          var thinking = (JsonObject) value;
          if (thinking.containsKey("thinkingLevel")) {
            lines.add("effort " + thinking.getString("thinkingLevel").toLowerCase(Locale.ROOT));
          } else if (thinking.getInt("thinkingBudget", -1) == 0) {
            lines.add("effort none");
          }
        }
        case "responseMimeType" -> lines.add("format " + (config.containsKey("responseJsonSchema") ? config.get("responseJsonSchema") : "any object"));
        default -> {}
      }
    });
  }

  private static List<JsonObject> objects(JsonObject holder, String name) {
    return holder.get(name) instanceof JsonArray array ? array.getValuesAs(JsonObject.class) : List.of();
  }
}
