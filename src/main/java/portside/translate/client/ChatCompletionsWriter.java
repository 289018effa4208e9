package portside.translate.client;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import portside.wire.JsonText;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamWriter;

/// Writes events as the chunks of a streamed chat completion (OpenAI API, "The chat completion chunk object"): thinking as `reasoning_content`,
/// which is what most providers call it, and a ping as a comment.
///
/// The role stands in the first chunk that says something, so that a message of nothing but calls has the content `null`, as at OpenAI. What a
/// server found by searching has no place in a chat completion.
public final class ChatCompletionsWriter extends StreamWriter {
  /// What the open block is.
  private enum Block {
    WORDS,
    CALL_WITHOUT_ARGUMENTS,
    CALL,
    UNSEEN
  }

  private final long created;
  private final boolean usage;
  private String head = "";
  private boolean roleSaid;
  private int calls;
  private Block block = Block.WORDS;

  /// @param created seconds since 1970
  /// @param usage whether the stream ends with the usage
  public ChatCompletionsWriter(long created, boolean usage) {
    this.created = created;
    this.usage = usage;
  }

  @Override
  public void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.MessageStart start -> start(start);
      case StreamEvent.BlockStart(_, var opening) -> open(opening);
      case StreamEvent.BlockDelta(_, var delta) -> delta(delta);
      case StreamEvent.BlockStop _ -> {
        if (block == Block.CALL_WITHOUT_ARGUMENTS) {
          arguments("{}");
        }
      }
      case StreamEvent.MessageDelta end -> end(end);
      case StreamEvent.MessageStop() -> out.raw("data: [DONE]\n\n");
      case StreamEvent.Ping() -> out.raw(": ping\n\n");
      case StreamEvent.Error(var fault) -> {
        out.raw("data: ");
        OpenAiErrorBody.write(fault, out);
        out.raw("\n\n");
      }
      case StreamEvent.Verbatim(var bytes, _) -> out.raw(bytes);
    }
  }

  private void start(StreamEvent.MessageStart start) {
    var text = new JsonText();
    text.raw("data: {\"id\":").string(ChatCompletion.id(start.id())).raw(",\"object\":\"chat.completion.chunk\",\"created\":").number(created);
    text.raw(",\"model\":").string(start.model()).raw(",\"choices\":[");
    head = new String(text.copy(), StandardCharsets.UTF_8);
    roleSaid = false;
    calls = 0;
  }

  private void open(Opening opening) {
    block = switch (opening) {
      case Opening.Text(), Opening.Thinking() -> Block.WORDS;
      case Opening.ToolUse(var id, var name) -> {
        begin(false).raw("\"tool_calls\":[{\"index\":").number(calls++).raw(",\"id\":").string(id);
        out.raw(",\"type\":\"function\",\"function\":{\"name\":").string(name).raw(",\"arguments\":\"\"}}]");
        finish(null);
        yield Block.CALL_WITHOUT_ARGUMENTS;
      }
      case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> Block.UNSEEN;
    };
  }

  private void delta(Delta delta) {
    switch (delta) {
      case Delta.Text(var text) -> {
        begin(true).raw("\"content\":").string(text);
        finish(null);
      }
      case Delta.Thinking(var thinking) -> {
        begin(false).raw("\"reasoning_content\":").string(thinking);
        finish(null);
      }
      case Delta.InputJson(var json) -> {
        if (block != Block.UNSEEN) {
          arguments(json);
          block = Block.CALL;
        }
      }
      case Delta.Signature _ -> {}
    }
  }

  private void arguments(String json) {
    begin(false).raw("\"tool_calls\":[{\"index\":").number(calls - 1).raw(",\"function\":{\"arguments\":").string(json).raw("}}]");
    finish(null);
  }

  private void end(StreamEvent.MessageDelta end) {
    out.raw(head).raw("{\"index\":0,\"delta\":{").raw(roleSaid ? "" : "\"role\":\"assistant\",\"content\":\"\"");
    finish(ChatCompletion.finishReason(end.stopReason()));
    if (usage) {
      out.raw(head).raw("],\"usage\":");
      ChatCompletion.usage(end.usage(), out);
      out.raw("}\n\n");
    }
  }

  /// Begins a chunk that says something.
  ///
  /// @param content whether that is content
  private JsonText begin(boolean content) {
    out.raw(head).raw("{\"index\":0,\"delta\":{");
    if (!roleSaid) {
      out.raw(content ? "\"role\":\"assistant\"," : "\"role\":\"assistant\",\"content\":null,");
      roleSaid = true;
    }
    return out;
  }

  private void finish(@Nullable String reason) {
    out.raw("},\"logprobs\":null,\"finish_reason\":").raw(reason == null ? "null" : "\"" + reason + "\"");
    out.raw(usage ? "}],\"usage\":null}\n\n" : "}]}\n\n");
  }
}
