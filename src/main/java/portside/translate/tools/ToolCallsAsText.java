package portside.translate.tools;

import static portside.provider.dialect.Column.CALLS_WITHOUT_TOOLS;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import portside.provider.dialect.Dialect;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// Tells calls and results of a conversation in words, for providers that take none without tools on offer: gateways to Bedrock do not. A client asks
/// so for a summary or a title of a conversation in which tools were used. No tool is declared in place of theirs, since a model may call what is
/// declared, and this client could not run it.
public final class ToolCallsAsText {
  private final Map<String, String> names = new HashMap<>();

  private ToolCallsAsText() {}

  /// The request as the provider takes it; itself where calls may stay.
  public static MessagesRequest of(MessagesRequest request, Dialect dialect) {
    if (dialect.get(CALLS_WITHOUT_TOOLS) || offersTools(request, dialect)) {
      return request;
    }
    var told = new ToolCallsAsText();
    return request.withMessages(request.messages().stream().map(told::message).toList());
  }

  private static boolean offersTools(MessagesRequest request, Dialect dialect) {
    var left = request.toolChoice() instanceof ToolChoice.None && !dialect.get(NONE_TOOL_CHOICE);
    return !left && !OfferedTools.of(request).isEmpty();
  }

  private InputMessage message(InputMessage message) {
    var blocks = new ArrayList<ContentBlock>();
    message.content().forEach(block -> add(block, blocks));
    return new InputMessage(message.role(), blocks);
  }

  private void add(ContentBlock block, List<ContentBlock> out) {
    switch (block) {
      case ContentBlock.ToolUse(var id, var name, var input) -> {
        names.put(id, name);
        out.add(new ContentBlock.Text("[called the tool " + name + " with " + JsonBuffer.text(input) + "]"));
      }
      case ContentBlock.ToolResult(var id, var content, var error) -> {
        var tool = names.containsKey(id) ? "the tool " + names.get(id) : "a tool";
        out.add(new ContentBlock.Text("[" + tool + (error ? " failed:]" : " returned:]")));
        out.addAll(content);
      }
      default -> out.add(block);
    }
  }
}
