package portside.translate.request;

import static portside.provider.dialect.Column.MAX_DESCRIPTION;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;

import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.translate.schema.Descriptions;
import portside.translate.schema.JsonSchemas;
import portside.translate.schema.StrictSchema;
import portside.translate.text.Capped;
import portside.translate.tools.AnthropicDefinedTools;
import portside.translate.tools.OfferedTools;
import portside.translate.tools.ToolNames;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.common.FunctionTool;

/// Anthropic tool definitions → functions. Only name, description, schema and, where the
/// provider knows it, `strict` cross over.
public final class ToolsToFunctions {
  private static final int LONGEST_EXAMPLES = 2_000;

  private final Dialect dialect;
  private final ToolNames names;

  private ToolsToFunctions(Dialect dialect, ToolNames names) {
    this.dialect = dialect;
    this.names = names;
  }

  public static List<FunctionTool> of(MessagesRequest request, Dialect dialect, ToolNames names) {
    return new ToolsToFunctions(dialect, names).of(OfferedTools.of(request, dialect.get(MAX_TOOLS)));
  }

  private List<FunctionTool> of(List<Tool> tools) {
    return tools.stream().map(this::function).toList();
  }

  private FunctionTool function(Tool tool) {
    return switch (tool) {
      case Tool.Client client -> function(client, description(client), client.inputSchema(), client.strict());
      case Tool.Typed typed -> {
        var row = AnthropicDefinedTools.row(typed.type()).orElseThrow(); // others are not offered
        yield function(typed, row.description(), row.parameters(), false);
      }
    };
  }

  private FunctionTool function(Tool tool, String description, JsonObject schema, boolean strict) {
    var parameters = Descriptions.shortened(JsonSchemas.ofTool(schema, dialect.get(SCHEMAS), dialect.get(WITHOUT_KEYWORDS)), dialect.get(MAX_DESCRIPTION));
    return new FunctionTool(
        names.toUpstream(tool.name()), shortened(description), parameters, strict(strict, parameters), tool.cacheMark());
  }

  private String shortened(String description) {
    return dialect.get(MAX_DESCRIPTION) == 0 ? description : Capped.within(description, dialect.get(MAX_DESCRIPTION));
  }

  /// Null to leave it out.
  private @Nullable Boolean strict(boolean asked, @Nullable JsonObject parameters) {
    return switch (dialect.get(STRICT)) {
      case OMIT -> null;
      case FALSE -> false;
      case WHEN_ASKED -> asked && parameters != null && StrictSchema.obeys(parameters) ? true : null;
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
