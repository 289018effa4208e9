package portside.wire.anthropic;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.JsonBuffer;
import portside.wire.Refusal;
import portside.wire.anthropic.ContentBlock.Source;

/// Reads content: a string, or a list of blocks. The type of a block must be there; which one it is is never a reason to refuse.
final class BlockReader {
  private BlockReader() {}

  static List<ContentBlock> content(JsonValue content, FieldPath place) {
    return switch (content) {
      case JsonString text -> List.of(new ContentBlock.Text(text.getString()));
      case JsonArray array -> blocks(array, place);
      default -> throw Refusal.invalid(place.toString(), "Input should be a valid list");
    };
  }

  private static List<ContentBlock> blocks(JsonArray array, FieldPath place) {
    var blocks = new ArrayList<ContentBlock>(array.size());
    for (var i = 0; i < array.size(); i++) {
      var fields = CheckedFields.of(array.get(i), place.at(i));
      var type = fields.requiredString("type");
      if (!type.equals("fallback")) { // says only which model answered
        blocks.add(block(type, new CheckedFields(fields.object(), fields.place().at(type))));
      }
      mark(fields.object(), blocks);
    }
    return blocks;
  }

  private static void mark(JsonObject block, List<ContentBlock> out) {
    var life = ContentBlock.CacheMark.life(block);
    if (life != null) {
      out.add(new ContentBlock.CacheMark(life));
    }
  }

  private static ContentBlock block(String type, CheckedFields block) {
    return switch (type) {
      case "text" -> new ContentBlock.Text(block.requiredString("text"));
      case "image", "document" -> media(block, type);
      case "search_result" ->
          new ContentBlock.SearchResult(block.lenient("title", ""), block.lenient("source", ""), nested(block.value("content"), block));
      case "tool_use" -> new ContentBlock.ToolUse(block.lenient("id", ""), block.lenient("name", ""), input(block));
      case "tool_result" ->
          new ContentBlock.ToolResult(
              block.lenient("tool_use_id", block.lenient("id", "")),
              nested(block.value("content"), block),
              block.object().get("is_error") == JsonValue.TRUE);
      case "thinking" -> new ContentBlock.Thinking(block.lenient("thinking", ""), block.lenient("signature", ""));
      case "redacted_thinking" -> new ContentBlock.RedactedThinking();
      case "tool_reference" -> new ContentBlock.ToolReference(block.lenient("tool_name", block.lenient("name", "")));
      case "tool_addition", "tool_removal" -> toolChange(type, block);
      case "compaction" -> new ContentBlock.Compaction(Json.string(block.object(), "content"), toolChanges(block));
      case "container_upload" -> new ContentBlock.ContainerUpload(block.lenient("file_id", ""));
      default -> serverWork(type) ? new ContentBlock.ServerWork(type, block.object()) : new ContentBlock.Unknown(type, block.object());
    };
  }

  private static boolean serverWork(String type) {
    return type.equals("server_tool_use") || type.equals("mcp_tool_use") || type.endsWith("_tool_result");
  }

  private static JsonObject input(CheckedFields toolUse) {
    var input = toolUse.fields("input");
    return input == null ? JsonValue.EMPTY_JSON_OBJECT : input.object();
  }

  /// The content of a block. Clients put all sorts of things into tool results, so what is no block is kept as text.
  private static List<ContentBlock> nested(@Nullable JsonValue content, CheckedFields block) {
    return switch (content) {
      case null -> List.of();
      case JsonString text -> List.of(new ContentBlock.Text(text.getString()));
      case JsonArray array -> {
        var blocks = new ArrayList<ContentBlock>(array.size());
        for (var i = 0; i < array.size(); i++) {
          blocks.add(nestedBlock(array.get(i), block, i));
          if (array.get(i) instanceof JsonObject marked) {
            mark(marked, blocks);
          }
        }
        yield blocks;
      }
      default -> List.of(new ContentBlock.Text(JsonBuffer.text(content)));
    };
  }

  private static ContentBlock nestedBlock(JsonValue value, CheckedFields parent, int index) {
    if (value instanceof JsonString text) {
      return new ContentBlock.Text(text.getString());
    }
    if (value instanceof JsonObject object && object.get("type") instanceof JsonString type) {
      return block(type.getString(), new CheckedFields(object, parent.at("content").at(index).at(type.getString())));
    }
    return new ContentBlock.Text(JsonBuffer.text(value));
  }

  private static ContentBlock media(CheckedFields block, String type) {
    var source = source(block.requiredFields("source"));
    if (source == null) {
      return new ContentBlock.Unknown(type, block.object());
    }
    return type.equals("image")
        ? new ContentBlock.Image(source)
        : new ContentBlock.Document(Json.string(block.object(), "title"), Json.string(block.object(), "context"), source);
  }

  /// The source; null when its type is not known here.
  private static @Nullable Source source(CheckedFields source) {
    var type = source.requiredString("type");
    var fields = new CheckedFields(source.object(), source.place().at(type));
    return switch (type) {
      case "base64" -> new Source.Base64(fields.lenient("media_type", ""), fields.requiredString("data"));
      case "url" -> new Source.Url(fields.requiredString("url"));
      case "file" -> new Source.File(fields.requiredString("file_id"));
      case "text" -> new Source.PlainText(fields.requiredString("data"));
      case "content" -> new Source.Blocks(nested(fields.value("content"), fields));
      default -> null;
    };
  }

  /// A tool by value, or by a reference with its name; other references (to whole MCP toolsets) say nothing here.
  private static ContentBlock toolChange(String type, CheckedFields block) {
    if (!(block.value("tool") instanceof JsonObject tool)) {
      return new ContentBlock.Unknown(type, block.object());
    }
    var place = block.at("tool");
    var byValue = tool.get("definition") instanceof JsonObject object ? new CheckedFields(object, place.at("definition")) : null;
    var definition = byValue == null ? null : ToolReader.tool(byValue);
    var name = definition == null ? new CheckedFields(tool, place).lenient("name", "") : definition.name();
    return type.equals("tool_addition") ? new ContentBlock.ToolAdded(name, definition) : new ContentBlock.ToolRemoved(name);
  }

  private static List<ContentBlock> toolChanges(CheckedFields compaction) {
    return nested(compaction.value("tool_changes"), compaction).stream()
        .filter(change -> change instanceof ContentBlock.ToolAdded || change instanceof ContentBlock.ToolRemoved)
        .toList();
  }
}
