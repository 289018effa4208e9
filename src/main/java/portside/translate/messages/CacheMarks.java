package portside.translate.messages;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// The `cache_control` of a request as Claude takes them (Anthropic, "Prompt caching"): four at most, none inside a result, and none that outlives one
/// before it. Of too many stay that of the last tool, that of the last system block, and those of the newest messages.
final class CacheMarks {
  private static final int MOST = 4;

  /// The parts of a prompt, in its order.
  private enum Part {
    TOOLS,
    SYSTEM,
    MESSAGES
  }

  private CacheMarks() {}

  /// The body with the marks that stay; the very same object where all do.
  static JsonObject limited(JsonObject body) {
    var parts = new ArrayList<Part>();
    visit(body, (part, mark) -> {
      parts.add(part);
      return mark;
    });
    var kept = kept(parts, MOST - (body.containsKey("cache_control") ? 1 : 0));
    var number = new int[1];
    var shorter = new boolean[1];
    return visit(body, (_, mark) -> {
      if (!kept.contains(number[0]++)) {
        return null;
      }
      boolean hour = mark instanceof JsonObject control && "1h".equals(Json.string(control, "ttl"));
      shorter[0] |= !hour;
      return hour && shorter[0] ? JsonEdits.member((JsonObject) mark, "ttl", _ -> null) : mark;
    });
  }

  /// Which of the marks stay, by their number.
  private static Set<Integer> kept(List<Part> parts, int most) {
    var kept = new HashSet<Integer>();
    if (parts.size() <= most) {
      for (int i = 0; i < parts.size(); i++) {
        kept.add(i);
      }
      return kept;
    }
    for (var part : List.of(Part.TOOLS, Part.SYSTEM)) {
      if (parts.contains(part)) {
        kept.add(parts.lastIndexOf(part));
      }
    }
    for (int i = parts.size() - 1; i >= 0 && kept.size() < most && parts.get(i) == Part.MESSAGES; i--) {
      kept.add(i);
    }
    return kept;
  }

  private static JsonObject visit(JsonObject body, BiFunction<Part, JsonValue, @Nullable JsonValue> mark) {
    var tools = JsonEdits.member(body, "tools", list -> marks(list, Part.TOOLS, mark));
    var system = JsonEdits.member(tools, "system", list -> marks(list, Part.SYSTEM, mark));
    return JsonEdits.member(system, "messages", list -> JsonEdits.elements(list, message -> message instanceof JsonObject said
        ? JsonEdits.member(said, "content", content -> marks(content, Part.MESSAGES, mark))
        : message));
  }

  private static JsonValue marks(JsonValue list, Part part, BiFunction<Part, JsonValue, @Nullable JsonValue> mark) {
    return JsonEdits.elements(list, element -> {
      if (!(element instanceof JsonObject object)) {
        return element;
      }
      boolean result = part == Part.MESSAGES && "tool_result".equals(Json.string(object, "type"));
      var bare = result ? JsonEdits.member(object, "content", CacheMarks::unmarked) : object;
      return bare.get("cache_control") instanceof JsonObject ? JsonEdits.member(bare, "cache_control", control -> mark.apply(part, control)) : bare;
    });
  }

  private static JsonValue unmarked(JsonValue content) {
    return content instanceof JsonArray
        ? JsonEdits.elements(content, block -> block instanceof JsonObject object ? JsonEdits.member(object, "cache_control", _ -> null) : block)
        : content;
  }
}
