package portside.counting;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import portside.translate.tools.OfferedTools;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.ContentBlock.Source;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Tool;

/// How many tokens a request has: system prompt, tools, messages and media. The count is that of a tokenizer the provider may not use, so
/// it is near the truth and not the truth; it is never 0. Safe for any number of threads.
public final class TokenCounter {
  private static final Tokenizer TOKENIZER = new Tokenizer();

  private static final int PER_REQUEST = 3;
  private static final int PER_MESSAGE = 4;
  private static final int PER_TOOL = 8;
  private static final int PER_CALL = 6;

  /// How the smallest parts are counted.
  private record Measure(
      ToLongFunction<String> texts,
      ToLongFunction<JsonValue> values,
      ToLongFunction<Source> images,
      ToLongFunction<String> pdfs,
      ToLongFunction<String> thinkingTokens) {}

  private static final Measure EXACT =
      new Measure(TOKENIZER::count, value -> TOKENIZER.count(JsonBuffer.text(value)), MediaTokens::image, MediaTokens::pdf, _ -> 0);

  private static final Measure QUICK =
      new Measure(QuickTokens::text, QuickTokens::value, _ -> MediaTokens.IMAGE, MediaTokens::pdfBySize, QuickTokens::text);

  private final Measure measure;
  private long media;
  private long thinkingTokens;

  private TokenCounter(Measure measure) {
    this.measure = measure;
  }

  /// Counts with the tokenizer; milliseconds for a long request the first time, less when most of it was counted before.
  public static long of(MessagesRequest request) {
    return new TokenCounter(EXACT).request(request).tokens();
  }

  /// Counts with one look at each character and no tokenizer, on the way of every request; [Calibration] makes the provider's count of it.
  public static RequestSize quick(MessagesRequest request) {
    return new TokenCounter(QUICK).request(request);
  }

  private RequestSize request(MessagesRequest request) {
    var offered = OfferedTools.of(request);
    var tools = 0L;
    for (var tool : offered) {
      tools += PER_TOOL + tool(tool);
    }
    var text = (long) PER_REQUEST;
    for (var part : request.system()) {
      text += PER_MESSAGE + text(part);
    }
    for (var message : request.messages()) {
      text += PER_MESSAGE + blocks(message.content());
    }
    text += request.outputSchema() == null ? 0 : value(request.outputSchema());
    return new RequestSize(text, tools, !offered.isEmpty(), media, thinkingTokens);
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
      case ContentBlock.Image(var source) -> media(measure.images.applyAsLong(source));
      case ContentBlock.Document document -> document(document);
      case ContentBlock.SearchResult result -> text(result.title()) + text(result.source()) + blocks(result.content());
      case ContentBlock.ToolUse use -> PER_CALL + text(use.name()) + value(use.input());
      case ContentBlock.ToolResult result -> PER_CALL + blocks(result.content());
      case ContentBlock.ToolReference reference -> PER_CALL + text(reference.toolName());
      case ContentBlock.Compaction compaction -> text(compaction.summary());
      case ContentBlock.ServerWork work -> Math.min(1_000, value(work.block()));
      case ContentBlock.Unknown unknown -> Math.min(1_000, value(unknown.block()));
      case ContentBlock.Thinking thinking -> thinking(thinking.thinking());
      // These say nothing to the model.
      case ContentBlock.RedactedThinking _, ContentBlock.ToolAdded _, ContentBlock.ToolRemoved _, ContentBlock.ContainerUpload _,
          ContentBlock.CacheMark _ -> 0;
    };
  }

  private long document(ContentBlock.Document document) {
    var about = text(document.title()) + text(document.context());
    return about + switch (document.source()) {
      case Source.Base64(var type, var data) when type.startsWith("text/") -> data.length() * 3L / 16;
      case Source.Base64(var _, var data) -> media(measure.pdfs.applyAsLong(data));
      case Source.PlainText(var text) -> text(text);
      case Source.Blocks(var content) -> blocks(content);
      case Source.Url(var url) -> text(url);
      case Source.File _ -> PER_CALL;
    };
  }

  private long media(long tokens) {
    media += tokens;
    return 0;
  }

  /// Thinking of earlier turns does not count in Anthropic's API.
  private long thinking(String thinking) {
    thinkingTokens += thinking == null ? 0 : measure.thinkingTokens.applyAsLong(thinking);
    return 0;
  }

  private long text(@Nullable String text) {
    return text == null ? 0 : measure.texts.applyAsLong(text);
  }

  private long value(JsonValue value) {
    return measure.values.applyAsLong(value);
  }
}
