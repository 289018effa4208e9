package portside.wire.anthropic;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// Reads `tools` and `tool_choice`.
final class ToolReader {
  private ToolReader() {}

  static List<Tool> tools(CheckedFields request) {
    var place = request.at("tools");
    var tools = new ArrayList<Tool>();
    for (var value : request.list("tools")) {
      tools.add(tool(CheckedFields.of(value, place.at(tools.size()))));
    }
    return tools;
  }

  /// A tool that brings a schema is a client's tool, whatever its type says; a type without one is a versioned tool of the API.
  static Tool tool(CheckedFields tool) {
    var type = tool.lenient("type", "");
    var custom = type.isEmpty() || type.equals("custom");
    if (!custom && tool.value("input_schema") == null) {
      return new Tool.Typed(type, tool.lenient("name", ""), tool.object());
    }
    var named = custom ? new CheckedFields(tool.object(), tool.place().at("custom")) : tool;
    named.required("input_schema");
    return new Tool.Client(
        named.requiredString("name"),
        named.string("description", ""),
        named.requiredFields("input_schema").object(),
        tool.object().get("input_examples") instanceof JsonArray examples ? examples : List.of(),
        tool.object().get("defer_loading") == JsonValue.TRUE,
        tool.object().get("strict") == JsonValue.TRUE,
        ContentBlock.CacheMark.life(tool.object()));
  }

  /// The choice, or null when there is none or we do not know it. A bare string is taken for its type.
  static @Nullable ToolChoice choice(CheckedFields request) {
    var value = request.value("tool_choice");
    if (value == null) {
      return null;
    }
    var choice = CheckedFields.of(value instanceof JsonString type ? bare(type) : value, request.at("tool_choice"));
    return switch (choice.requiredString("type")) {
      case "auto" -> new ToolChoice.Auto();
      case "any" -> new ToolChoice.Any();
      case "none" -> new ToolChoice.None();
      case "tool" -> new ToolChoice.Named(new CheckedFields(choice.object(), choice.place().at("tool")).requiredString("name"));
      default -> null;
    };
  }

  private static JsonObject bare(JsonString type) {
    return Json.BUILD.createObjectBuilder().add("type", type).build();
  }
}
