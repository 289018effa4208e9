package portside.translate.chat;

import java.util.List;
import portside.provider.Dialect;
import portside.translate.schema.JsonSchemas;
import portside.translate.text.Capped;
import portside.translate.tools.OfferedTools;
import portside.translate.tools.ToolNames;
import portside.translate.tools.TypedTools;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.openai.ChatRequest;

/// Anthropic tool definitions → chat-completions functions. Only name, description and schema cross over.
final class Functions {
  private static final int LONGEST_EXAMPLES = 2_000;

  private Functions() {}

  static List<ChatRequest.Function> of(MessagesRequest request, Dialect dialect, ToolNames names) {
    return OfferedTools.of(request, dialect.maxTools()).stream().map(tool -> function(tool, dialect, names)).toList();
  }

  private static ChatRequest.Function function(Tool tool, Dialect dialect, ToolNames names) {
    var name = names.toUpstream(tool.name());
    return switch (tool) {
      case Tool.Client client -> new ChatRequest.Function(name, description(client), JsonSchemas.ofTool(client.inputSchema(), dialect.schemas()));
      case Tool.Typed typed -> {
        var row = TypedTools.row(typed.type()).orElseThrow(); // others are not offered
        yield new ChatRequest.Function(name, row.description(), JsonSchemas.ofTool(row.parameters(), dialect.schemas()));
      }
    };
  }

  private static String description(Tool.Client tool) {
    if (tool.examples().isEmpty()) {
      return tool.description();
    }
    var text = new StringBuilder("Example arguments:");
    tool.examples().forEach(example -> text.append('\n').append(JsonBuffer.text(example)));
    return (tool.description() + "\n\n" + Capped.text(text.toString(), LONGEST_EXAMPLES)).strip();
  }
}
