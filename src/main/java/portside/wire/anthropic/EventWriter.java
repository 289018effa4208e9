package portside.wire.anthropic;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import portside.wire.JsonText;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;

/// Writes events as the server-sent events of the Anthropic API. Every frame has an `event` line (the SDKs drop frames without one), its JSON on
/// one `data` line, and every member the client adds to is present and empty.
public final class EventWriter extends StreamWriter {
  private static final byte[] TEXT_DELTA = fixed("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
  private static final byte[] TEXT = fixed(",\"delta\":{\"type\":\"text_delta\",\"text\":");
  private static final byte[] THINKING = fixed(",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":");
  private static final byte[] SIGNATURE = fixed(",\"delta\":{\"type\":\"signature_delta\",\"signature\":");
  private static final byte[] INPUT_JSON = fixed(",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":");
  private static final byte[] END_OF_DELTA = fixed("}}\n\n");
  private static final byte[] END = fixed("}\n\n");
  private static final byte[] BLOCK_START = fixed("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":");
  private static final byte[] CONTENT_BLOCK = fixed(",\"content_block\":");
  private static final byte[] BLOCK_STOP = fixed("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":");
  private static final byte[] MESSAGE_STOP = fixed("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  private static final byte[] PING = fixed("event: ping\ndata: {\"type\":\"ping\"}\n\n");

  private final @Nullable String requestId;

  /// @param requestId goes into `error` events; null leaves it out
  public EventWriter(@Nullable String requestId) {
    this.requestId = requestId;
  }

  /// Appends one event.
  @Override
  public void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.BlockDelta(var index, var delta) -> delta(index, delta);
      case StreamEvent.BlockStart(var index, var block) -> start(index, block);
      case StreamEvent.BlockStop(var index) -> out.raw(BLOCK_STOP).number(index).raw(END);
      case StreamEvent.MessageStart start -> start(start);
      case StreamEvent.MessageDelta end -> end(end);
      case StreamEvent.MessageStop() -> out.raw(MESSAGE_STOP);
      case StreamEvent.Ping() -> out.raw(PING);
      case StreamEvent.Verbatim(var bytes, _) -> out.raw(bytes);
      case StreamEvent.Error(var fault) -> {
        out.raw("event: error\ndata: ");
        if (fault.raw() != null && isEvent(fault.raw().body())) { // of a provider of this language
          out.raw(fault.raw().body());
        } else {
          ErrorBody.write(fault, requestId, out);
        }
        out.raw("\n\n");
      }
    }
  }

  private void delta(int index, Delta delta) {
    out.raw(TEXT_DELTA).number(index);
    switch (delta) {
      case Delta.Text(var text) -> out.raw(TEXT).string(text);
      case Delta.Thinking(var thinking) -> out.raw(THINKING).string(thinking);
      case Delta.Signature(var signature) -> out.raw(SIGNATURE).string(signature);
      case Delta.InputJson(var json) -> out.raw(INPUT_JSON).string(json);
    }
    out.raw(END_OF_DELTA);
  }

  private void start(int index, Opening block) {
    out.raw(BLOCK_START).number(index);
    switch (block) {
      case Opening.Text() -> out.raw(",\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
      case Opening.Thinking() -> out.raw(",\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
      case Opening.ToolUse(var id, var name) -> {
        out.raw(",\"content_block\":{\"type\":\"tool_use\",\"id\":").string(id);
        out.raw(",\"name\":").string(name).raw(",\"input\":{}}");
      }
      case Opening.ServerToolUse use -> ServerBlocks.use(use, "{}", out.raw(CONTENT_BLOCK));
      case Opening.SearchHits found -> ServerBlocks.hits(found, out.raw(CONTENT_BLOCK));
      case Opening.ServerToolFailure failure -> ServerBlocks.failure(failure, out.raw(CONTENT_BLOCK));
    }
    out.raw(END);
  }

  private void start(StreamEvent.MessageStart start) {
    out.raw("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":").string(start.id());
    out.raw(",\"type\":\"message\",\"role\":\"assistant\",\"model\":").string(start.model());
    out.raw(",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":");
    usage(start.usage(), out);
    out.raw(END_OF_DELTA);
  }

  private void end(StreamEvent.MessageDelta end) {
    out.raw("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":").string(end.stopReason().wire());
    out.raw(",\"stop_sequence\":");
    nullable(end.stopSequence(), out);
    out.raw("},\"usage\":");
    usage(end.usage(), out);
    out.raw(END);
  }

  static void nullable(@Nullable String text, JsonText out) {
    if (text == null) {
      out.raw("null");
    } else {
      out.string(text);
    }
  }

  static void usage(Usage usage, JsonText out) {
    out.raw("{\"input_tokens\":").number(usage.input());
    usage.cacheCreation().ifPresent(n -> out.raw(",\"cache_creation_input_tokens\":").number(n));
    usage.cacheRead().ifPresent(n -> out.raw(",\"cache_read_input_tokens\":").number(n));
    out.raw(",\"output_tokens\":").number(usage.output());
    usage.thinking().ifPresent(n -> out.raw(",\"output_tokens_details\":{\"thinking_tokens\":").number(n).raw("}"));
    if (usage.webSearches() > 0) {
      out.raw(",\"server_tool_use\":{\"web_search_requests\":").number(usage.webSearches()).raw(",\"web_fetch_requests\":0}");
    }
    out.raw("}");
  }

  /// Whether a body can be the data of an event: what was the answer to a whole request may be of many lines, or no JSON.
  private static boolean isEvent(byte[] body) {
    for (var letter : body) {
      if (letter == '\n' || letter == '\r') {
        return false;
      }
    }
    return body.length > 0 && body[0] == '{';
  }

  private static byte[] fixed(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
