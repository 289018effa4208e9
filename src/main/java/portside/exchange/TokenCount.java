package portside.exchange;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.ToLongFunction;
import portside.translate.tools.OfferedTools;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock.Source;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.anthropic.MessagesRequest;

/// How many tokens a request has: system prompt, tools, messages and media. The count is that of a tokenizer the provider may not use, so
/// it is near the truth and not the truth; it is never 0. Safe for any number of threads.
public final class TokenCount {
  private static final Tokenizer TOKENIZER = new Tokenizer();

  private static final int PER_REQUEST = 3;
  private static final int PER_MESSAGE = 4;
  private static final int PER_TOOL = 8;
  private static final int PER_CALL = 6;

  private final ToLongFunction<String> texts;
  private final ToLongFunction<JsonValue> values;
  private final ToLongFunction<Source> images;
  private final ToLongFunction<String> pdfs;

  private TokenCount(
      ToLongFunction<String> texts, ToLongFunction<JsonValue> values, ToLongFunction<Source> images, ToLongFunction<String> pdfs) {
    this.texts = texts;
    this.values = values;
    this.images = images;
    this.pdfs = pdfs;
  }

  /// Counts with the tokenizer; milliseconds for a long request the first time, less when most of it was counted before.
  public static long of(MessagesRequest request) {
    var count = new TokenCount(TOKENIZER::count, value -> TOKENIZER.count(JsonBuffer.text(value)), MediaTokens::image, MediaTokens::pdf);
    return count.request(request);
  }

  /// Guesses from lengths alone, in microseconds, for `message_start`, whose number the end of the answer replaces.
  public static long estimate(MessagesRequest request) {
    var count = new TokenCount(TokenCount::guess, value -> length(value) / 4, _ -> MediaTokens.IMAGE, MediaTokens::pdfBySize);
    return count.request(request);
  }

  private long request(MessagesRequest request) {
    var tokens = (long) PER_REQUEST;
    for (var text : request.system()) {
      tokens += PER_MESSAGE + text(text);
    }
    for (var tool : OfferedTools.of(request)) {
      tokens += PER_TOOL + tool(tool);
    }
    for (var message : request.messages()) {
      tokens += PER_MESSAGE + blocks(message.content());
    }
    return tokens + (request.outputSchema() == null ? 0 : value(request.outputSchema()));
  }

  private long tool(Tool tool) {
    return switch (tool) {
      case Tool.Client client -> text(client.name()) + text(client.description()) + value(client.inputSchema());
      case Tool.Typed typed -> 300; // what the documented definitions come to
    };
  }

  private long blocks(List<ContentBlock> blocks) {
    return blocks.stream().mapToLong(this::block).sum();
  }

  private long block(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Text(var text) -> text(text);
      case ContentBlock.Image(var source) -> images.applyAsLong(source);
      case ContentBlock.Document document -> document(document);
      case ContentBlock.SearchResult result -> text(result.title()) + text(result.source()) + blocks(result.content());
      case ContentBlock.ToolUse use -> PER_CALL + text(use.name()) + value(use.input());
      case ContentBlock.ToolResult result -> PER_CALL + blocks(result.content());
      case ContentBlock.ToolReference reference -> PER_CALL + text(reference.toolName());
      case ContentBlock.Compaction compaction -> text(compaction.summary());
      case ContentBlock.ServerWork work -> Math.min(1_000, value(work.block()));
      case ContentBlock.Unknown unknown -> Math.min(1_000, value(unknown.block()));
      // Thoughts of earlier turns do not count in the API either; the others say nothing to the model.
      case ContentBlock.Thinking _, ContentBlock.RedactedThinking _, ContentBlock.ToolAdded _, ContentBlock.ToolRemoved _,
          ContentBlock.ContainerUpload _ -> 0;
    };
  }

  private long document(ContentBlock.Document document) {
    var about = text(document.title()) + text(document.context());
    return about + switch (document.source()) {
      case Source.Base64(var type, var data) when type.startsWith("text/") -> data.length() * 3L / 16;
      case Source.Base64(var _, var data) -> pdfs.applyAsLong(data);
      case Source.PlainText(var text) -> text(text);
      case Source.Blocks(var content) -> blocks(content);
      case Source.Url(var url) -> text(url);
      case Source.File _ -> PER_CALL;
    };
  }

  private long text(String text) {
    return text == null ? 0 : texts.applyAsLong(text);
  }

  private long value(JsonValue value) {
    return values.applyAsLong(value);
  }

  private static long guess(String text) {
    return (text.length() + 3) / 4;
  }

  private static long length(JsonValue value) {
    return switch (value) {
      case JsonString string -> string.getString().length() + 3L;
      case JsonArray array -> 2 + array.stream().mapToLong(TokenCount::length).sum();
      case JsonObject object ->
          2 + object.entrySet().stream().mapToLong(member -> member.getKey().length() + 4 + length(member.getValue())).sum();
      default -> 5;
    };
  }
}
