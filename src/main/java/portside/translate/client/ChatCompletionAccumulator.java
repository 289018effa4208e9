package portside.translate.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.JsonText;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamEvent.Delta;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.WholeWriter;

/// Adds the events of one answer up to a chat completion (OpenAI API, "The chat completion object"). It says what [ChatCompletionsWriter] says.
public final class ChatCompletionAccumulator implements WholeWriter {
  private record Call(String id, String name, StringBuilder arguments) {}

  private final long created;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<Call> calls = new ArrayList<>();
  /// The arguments of the call that is open; null when none is.
  private @Nullable StringBuilder open;
  private StreamEvent.@Nullable MessageStart start;
  private StreamEvent.@Nullable MessageDelta end;

  /// @param created seconds since 1970
  public ChatCompletionAccumulator(long created) {
    this.created = created;
  }

  @Override
  public void accept(StreamEvent event) {
    switch (event) {
      case StreamEvent.MessageStart message -> start = message;
      case StreamEvent.BlockStart(_, var opening) -> open(opening);
      case StreamEvent.BlockDelta(_, var delta) -> append(delta);
      case StreamEvent.MessageDelta delta -> end = delta;
      case StreamEvent.BlockStop _, StreamEvent.MessageStop _, StreamEvent.Ping _, StreamEvent.Error _, StreamEvent.Verbatim _ -> {}
    }
  }

  private void open(Opening opening) {
    open = null;
    switch (opening) {
      case Opening.ToolUse(var id, var name) -> {
        open = new StringBuilder();
        calls.add(new Call(id, name, open));
      }
      case Opening.Text _, Opening.Thinking _, Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> {}
    }
  }

  private void append(Delta delta) {
    switch (delta) {
      case Delta.Text(var more) -> text.append(more);
      case Delta.Thinking(var more) -> reasoning.append(more);
      case Delta.InputJson(var more) -> {
        if (open != null) {
          open.append(more);
        }
      }
      case Delta.Signature _ -> {}
    }
  }

  @Override
  public byte[] bytes() {
    if (start == null || end == null) {
      throw new IllegalStateException("the message is not complete");
    }
    var json = new JsonText();
    json.raw("{\"id\":").string(ChatCompletion.id(start.id())).raw(",\"object\":\"chat.completion\",\"created\":").number(created);
    json.raw(",\"model\":").string(start.model()).raw(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
    if (text.isEmpty() && !(calls.isEmpty() && reasoning.isEmpty())) {
      json.raw("null");
    } else {
      json.string(text.toString());
    }
    json.raw(",\"refusal\":null");
    if (!reasoning.isEmpty()) {
      json.raw(",\"reasoning_content\":").string(reasoning.toString());
    }
    if (!calls.isEmpty()) {
      json.raw(",\"tool_calls\":[");
      var separator = "";
      for (var call : calls) {
        write(call, json.raw(separator));
        separator = ",";
      }
      json.raw("]");
    }
    json.raw("},\"logprobs\":null,\"finish_reason\":\"").raw(ChatCompletion.finishReason(end.stopReason())).raw("\"}],\"usage\":");
    ChatCompletion.usage(end.usage(), json);
    return json.raw("}").copy();
  }

  private static void write(Call call, JsonText json) {
    json.raw("{\"id\":").string(call.id()).raw(",\"type\":\"function\",\"function\":{\"name\":").string(call.name());
    json.raw(",\"arguments\":").string(call.arguments().isEmpty() ? "{}" : call.arguments().toString()).raw("}}");
  }
}
