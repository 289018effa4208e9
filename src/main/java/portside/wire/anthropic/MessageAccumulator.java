package portside.wire.anthropic;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.Json;
import portside.wire.JsonText;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;

/// Adds the events of one message up to the message as a whole, for a client that did not ask for a stream. Both kinds of answer thus come
/// from one place and say the same.
public final class MessageAccumulator implements WholeWriter {
  /// A block and what was appended to it.
  private record Block(Opening opening, StringBuilder content, StringBuilder signature) {}

  private final List<Block> blocks = new ArrayList<>();
  private StreamEvent.@Nullable MessageStart start;
  private StreamEvent.@Nullable MessageDelta end;
  private @Nullable Fault fault;

  /// Takes the next event.
  @Override
  public void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.MessageStart message -> start = message;
      case StreamEvent.BlockStart(_, var block) -> blocks.add(new Block(block, new StringBuilder(), new StringBuilder()));
      case StreamEvent.BlockDelta(var index, var delta) -> append(blocks.get(index), delta);
      case StreamEvent.MessageDelta delta -> end = delta;
      case StreamEvent.Error error -> fault = error.fault();
      case StreamEvent.BlockStop _, StreamEvent.MessageStop _, StreamEvent.Ping _, StreamEvent.Verbatim _ -> {}
    }
  }

  /// What went wrong; the answer is then this fault and not [#bytes()].
  public Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  /// The message as UTF-8 JSON. The input of a tool call that was cut off is `{}`.
  ///
  /// @throws IllegalStateException before the stream ended well
  @Override
  public byte[] bytes() {
    if (start == null || end == null || fault != null) {
      throw new IllegalStateException("the message is not complete");
    }
    var json = new JsonText();
    json.raw("{\"id\":").string(start.id()).raw(",\"type\":\"message\",\"role\":\"assistant\",\"model\":").string(start.model());
    json.raw(",\"content\":[");
    var separator = "";
    for (var block : blocks) {
      json.raw(separator);
      write(block, json);
      separator = ",";
    }
    json.raw("],\"stop_reason\":").string(end.stopReason().wire()).raw(",\"stop_sequence\":");
    EventWriter.nullable(end.stopSequence(), json);
    json.raw(",\"usage\":");
    EventWriter.usage(end.usage(), json);
    return json.raw("}").copy();
  }

  private static void append(Block block, Delta delta) {
    switch (delta) {
      case Delta.Text(var text) -> block.content.append(text);
      case Delta.Thinking(var thinking) -> block.content.append(thinking);
      case Delta.InputJson(var json) -> block.content.append(json);
      case Delta.Signature(var signature) -> block.signature.append(signature);
    }
  }

  private static void write(Block block, JsonText json) {
    var content = block.content.toString();
    switch (block.opening) {
      case Opening.Text() -> json.raw("{\"type\":\"text\",\"text\":").string(content).raw("}");
      case Opening.Thinking() -> {
        json.raw("{\"type\":\"thinking\",\"thinking\":").string(content);
        json.raw(",\"signature\":").string(block.signature.toString()).raw("}");
      }
      case Opening.ToolUse(var id, var name) -> {
        json.raw("{\"type\":\"tool_use\",\"id\":").string(id).raw(",\"name\":").string(name);
        json.raw(",\"input\":").raw(Json.text(input(content))).raw("}");
      }
      case Opening.ServerToolUse use -> ServerBlocks.use(use, Json.text(input(content)), json);
      case Opening.SearchHits found -> ServerBlocks.hits(found, json);
      case Opening.ServerToolFailure failure -> ServerBlocks.failure(failure, json);
    }
  }

  private static JsonObject input(String content) {
    try {
      return content.isBlank() ? JsonObject.EMPTY_JSON_OBJECT : Json.object(content);
    } catch (Json.Malformed cutOff) {
      return JsonObject.EMPTY_JSON_OBJECT;
    }
  }
}
