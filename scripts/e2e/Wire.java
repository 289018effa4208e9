import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import portside.fake.Line;

/// The languages the provider is asked in, each at a path of its own. A request is read into the form of chat completions and an answer written from
/// [Reply.Said], so that a scenario need not know which of them is spoken.
enum Wire {
  CHAT("/chat/completions") {
    @Override
    ChatRequest read(String line, Json body) {
      return new ChatRequest(body);
    }

    @Override
    String whole(ChatRequest request, Reply.Said said) {
      return said.whole(request);
    }

    @Override
    void stream(Line line, ChatRequest request, Reply.Said said) throws IOException {
      for (var chunk : said.chunks(request)) {
        line.event(chunk);
      }
    }
  },

  /// Thoughts are signed; one that comes back under another signature, or none, is read as `not my thought`.
  MESSAGES("/messages") {
    @Override
    ChatRequest read(String line, Json body) {
      return request(body, body.get("messages").elements().stream().flatMap(message -> {
        var content = message.get("content");
        var blocks = content.isString() ? List.of(new Json("{\"type\":\"text\",\"text\":%s}".formatted(content.text()))) : content.elements();
        return blocks.stream().map(block -> message(message.get("role").string(), block));
      }));
    }

    private String message(String role, Json block) {
      return switch (block.get("type").string()) {
        case "text" -> spoken(role, block.get("text"));
        case "thinking" -> thought(block.get("signature").string().equals(signature(block.get("thinking").string()))
            ? block.get("thinking").string()
            : "not my thought");
        case "tool_use" -> called(block.get("id"), block.get("name"), Json.quote(block.get("input").text()));
        case "tool_result" -> result(block.get("tool_use_id"), pictured(block.get("content")));
        case "image" -> spoken(role, pictured(new Json("[%s]".formatted(block.text()))));
        case String other -> thought("a block of type " + other);
      };
    }

    /// Blocks, with pictures as chat completions have them.
    private Json pictured(Json content) {
      return content.isString() ? content : new Json("[%s]".formatted(String.join(",", content.elements().stream().map(block -> {
        var source = block.get("source");
        return block.get("type").string().equals("image")
            ? picture(Json.quote("data:" + source.get("media_type").string() + ";base64," + source.get("data").string())) : block.text();
      }).toList())));
    }

    @Override
    String whole(ChatRequest request, Reply.Said said) {
      return start(request, String.join(",", blocks(said).stream().map(Block::whole).toList()), Json.quote(finish(said)), 20);
    }

    @Override
    void stream(Line line, ChatRequest request, Reply.Said said) throws IOException {
      frame(line, "message_start", "\"message\":" + start(request, "", "null", 0));
      var blocks = blocks(said);
      for (int index = 0; index < blocks.size(); index++) {
        frame(line, "content_block_start", "\"index\":%d,\"content_block\":%s".formatted(index, blocks.get(index).empty()));
        for (var delta : blocks.get(index).deltas()) {
          frame(line, "content_block_delta", "\"index\":%d,\"delta\":%s".formatted(index, delta));
        }
        frame(line, "content_block_stop", "\"index\":%d".formatted(index));
      }
      frame(line, "message_delta", "\"delta\":{\"stop_reason\":%s,\"stop_sequence\":null},\"usage\":{\"output_tokens\":20}".formatted(Json.quote(finish(said))));
      frame(line, "message_stop", "\"last\":true");
    }

    private void frame(Line line, String event, String members) throws IOException {
      line.chunk("event: %s\ndata: {\"type\":\"%s\",%s}\n\n".formatted(event, event, members).getBytes(StandardCharsets.UTF_8));
    }

    private String start(ChatRequest request, String content, String finish, int output) {
      return """
          {"id":"msg_e2e","type":"message","role":"assistant","model":%s,"content":[%s],"stop_reason":%s,"stop_sequence":null,\
          "usage":{"input_tokens":%d,"output_tokens":%d}}"""
          .formatted(Json.quote(request.model()), content, finish, request.body().text().length() / 4, output);
    }

    private String finish(Reply.Said said) {
      return said.calls().isEmpty() ? "end_turn" : "tool_use";
    }

    private List<Block> blocks(Reply.Said said) {
      var blocks = new ArrayList<Block>();
      if (!said.reasoning().isEmpty()) {
        var thinking = Json.quote(said.reasoning());
        var signature = Json.quote(signature(said.reasoning()));
        blocks.add(new Block("{\"type\":\"thinking\",\"thinking\":%s,\"signature\":%s}".formatted(thinking, signature),
            "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
            "{\"type\":\"thinking_delta\",\"thinking\":%s}".formatted(thinking), "{\"type\":\"signature_delta\",\"signature\":%s}".formatted(signature)));
      }
      if (!said.text().isEmpty()) {
        var text = Json.quote(said.text());
        blocks.add(new Block("{\"type\":\"text\",\"text\":%s}".formatted(text), "{\"type\":\"text\",\"text\":\"\"}",
            "{\"type\":\"text_delta\",\"text\":%s}".formatted(text)));
      }
      for (var call : said.calls()) {
        var use = "{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":%%s}".formatted(Json.quote("toolu_" + call.id()), Json.quote(call.name()));
        blocks.add(new Block(use.formatted(call.arguments()), use.formatted("{}"),
            "{\"type\":\"input_json_delta\",\"partial_json\":%s}".formatted(Json.quote(call.arguments()))));
      }
      return blocks;
    }
  },

  /// What a thought was is in `encrypted_content`, and that alone is read.
  RESPONSES("/responses") {
    @Override
    ChatRequest read(String line, Json body) {
      return request(body, body.get("input").elements().stream().map(this::message));
    }

    private String message(Json item) {
      return switch (item.get("type").string()) {
        case "reasoning" -> thought(opened(item.get("encrypted_content").string()));
        case "function_call" -> called(item.get("call_id"), item.get("name"), item.get("arguments").text());
        case "function_call_output" -> result(item.get("call_id"), pictured(item.get("output")));
        default -> spoken(item.get("role").string(), pictured(item.get("content")));
      };
    }

    private Json pictured(Json content) {
      return content.isString() ? content : new Json("[%s]".formatted(String.join(",", content.elements().stream()
          .map(part -> part.get("type").string().equals("input_image") ? picture(part.get("image_url").text()) : part.text()).toList())));
    }

    private String opened(String sealed) {
      return new String(Base64.getDecoder().decode(sealed.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.UTF_8);
    }

    @Override
    String whole(ChatRequest request, Reply.Said said) {
      return """
          {"id":"resp_e2e","object":"response","status":"completed","model":%s,"output":[%s],"usage":{"input_tokens":%d,"output_tokens":20}}"""
          .formatted(Json.quote(request.model()), String.join(",", items(said)), request.body().text().length() / 4);
    }

    @Override
    void stream(Line line, ChatRequest request, Reply.Said said) throws IOException {
      line.event("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_e2e\",\"status\":\"in_progress\",\"output\":[]}}");
      var items = items(said);
      for (int index = 0; index < items.size(); index++) {
        line.event("{\"type\":\"response.output_item.done\",\"output_index\":%d,\"item\":%s}".formatted(index, items.get(index)));
      }
      line.event("{\"type\":\"response.completed\",\"response\":%s}".formatted(whole(request, said)));
    }

    private List<String> items(Reply.Said said) {
      var items = new ArrayList<String>();
      if (!said.reasoning().isEmpty()) {
        items.add("{\"type\":\"reasoning\",\"id\":\"rs_e2e\",\"summary\":[],\"encrypted_content\":%s}".formatted(
            Json.quote(Base64.getEncoder().encodeToString(said.reasoning().getBytes(StandardCharsets.UTF_8)))));
      }
      if (!said.text().isEmpty()) {
        items.add("""
            {"type":"message","id":"item_e2e","role":"assistant","status":"completed","content":[{"type":"output_text","text":%s,"annotations":[]}]}"""
            .formatted(Json.quote(said.text())));
      }
      for (var call : said.calls()) {
        items.add("{\"type\":\"function_call\",\"id\":\"fc_e2e\",\"status\":\"completed\",\"call_id\":%s,\"name\":%s,\"arguments\":%s}".formatted(
            Json.quote(call.id()), Json.quote(call.name()), Json.quote(call.arguments())));
      }
      return items;
    }
  },

  /// The model and the wish for a stream stand in the path.
  GEMINI(":generateContent", ":streamGenerateContent") {
    @Override
    ChatRequest read(String line, Json body) {
      return GeminiLanguage.read(line, body);
    }

    @Override
    String whole(ChatRequest request, Reply.Said said) {
      return GeminiLanguage.chunk(request, GeminiLanguage.parts(said), true);
    }

    @Override
    void stream(Line line, ChatRequest request, Reply.Said said) throws IOException {
      for (var part : GeminiLanguage.parts(said)) {
        line.event(GeminiLanguage.chunk(request, List.of(part), false));
      }
      line.event(GeminiLanguage.chunk(request, List.of(), true));
    }
  };

  /// A part of a message of Anthropic's, in one piece and as a stream has it.
  private record Block(String whole, String empty, String... deltas) {}

  private final List<String> paths;

  Wire(String... paths) {
    this.paths = List.of(paths);
  }

  /// The one whose path a request line has; that of chat completions for any other path.
  static Wire of(String requestLine) {
    var asked = requestLine.split(" ", -1)[1].split("\\?", -1)[0];
    return Arrays.stream(values()).filter(wire -> wire.paths.stream().anyMatch(asked::endsWith)).findFirst().orElse(CHAT);
  }

  /// The request in the form of chat completions.
  ///
  /// @param line of the request
  abstract ChatRequest read(String line, Json body);

  /// The answer as one object.
  abstract String whole(ChatRequest request, Reply.Said said);

  /// Sends the answer as the events of a stream that has begun.
  abstract void stream(Line line, ChatRequest request, Reply.Said said) throws IOException;

  private static ChatRequest request(Json body, Stream<String> messages) {
    var tools = body.get("tools").elements().stream().map(tool -> "{\"function\":{\"name\":%s}}".formatted(tool.get("name").text()));
    return new ChatRequest(new Json("{\"model\":%s,\"stream\":%s,\"messages\":[%s],\"tools\":[%s]}".formatted(
        body.get("model").text(), body.get("stream").text(), String.join(",", messages.toList()), String.join(",", tools.toList()))));
  }

  private static String signature(String thought) {
    return "Eq" + Base64.getEncoder().encodeToString(thought.getBytes(StandardCharsets.UTF_8));
  }

  /// A picture as chat completions have it.
  private static String picture(String url) {
    return "{\"type\":\"image_url\",\"image_url\":{\"url\":%s}}".formatted(url);
  }

  static String spoken(String role, Json content) {
    return "{\"role\":%s,\"content\":%s}".formatted(Json.quote(role), content.text());
  }

  static String thought(String thought) {
    return "{\"role\":\"assistant\",\"reasoning_content\":%s}".formatted(Json.quote(thought));
  }

  static String called(Json id, Json name, String arguments) {
    return "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":%s,\"function\":{\"name\":%s,\"arguments\":%s}}]}".formatted(id.text(), name.text(), arguments);
  }

  static String result(Json id, Json content) {
    return "{\"role\":\"tool\",\"tool_call_id\":%s,\"content\":%s}".formatted(id.text(), content.text());
  }
}
