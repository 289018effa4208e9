package portside.wire.responses;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// One item of an answer's `output`. Texts are never null; empty means not there.
public sealed interface OutputItem {
  /// As the provider calls it; several servers call the same item by another id in each event.
  String id();

  /// @param phase `commentary` or `final_answer`; empty when the model does not say
  record Message(String id, String phase, List<String> texts, List<String> refusals) implements OutputItem {}

  /// @param summary what a person may read of the reasoning
  /// @param content the reasoning itself, from servers that hide nothing
  /// @param item as it came
  record Reasoning(String id, List<String> summary, List<String> content, JsonObject item) implements OutputItem {}

  /// @param callId what its output refers to
  /// @param arguments a JSON object as text
  record FunctionCall(String id, String callId, String name, String arguments) implements OutputItem {}

  /// An item this program does not read.
  record Other(String id, String type, JsonObject item) implements OutputItem {}

  /// Reads any item; what is missing is empty.
  static OutputItem read(JsonObject item) {
    var id = text(item, "id");
    var type = text(item, "type");
    return switch (type) {
      case "message" -> new Message(id, text(item, "phase"), parts(item.get("content"), "text"), parts(item.get("content"), "refusal"));
      case "reasoning" -> new Reasoning(id, parts(item.get("summary"), "text"), parts(item.get("content"), "text"), item);
      case "function_call" -> new FunctionCall(id, text(item, "call_id"), text(item, "name"), arguments(item));
      default -> new Other(id, type, item);
    };
  }

  private static String arguments(JsonObject call) {
    return call.get("arguments") instanceof JsonObject object ? Json.text(object) : text(call, "arguments");
  }

  private static List<String> parts(@Nullable JsonValue content, String member) {
    if (content instanceof JsonString text) {
      return member.equals("text") && !text.getString().isEmpty() ? List.of(text.getString()) : List.of();
    }
    var parts = new ArrayList<String>();
    if (content instanceof JsonArray array) {
      for (var value : array) {
        if (value instanceof JsonObject part && !text(part, member).isEmpty()) {
          parts.add(text(part, member));
        }
      }
    }
    return parts;
  }

  private static String text(JsonObject object, String name) {
    var text = Json.string(object, name);
    return text == null ? "" : text;
  }
}
