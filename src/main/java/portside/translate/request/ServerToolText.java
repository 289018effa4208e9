package portside.translate.request;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import portside.translate.text.Capped;
import portside.wire.Json;
import portside.wire.JsonBuffer;
import portside.wire.anthropic.ContentBlock;

/// Work that Anthropic's servers did in an earlier turn (searches, fetched pages, code runs) → plain text. As calls it could not be sent:
/// the function is not among the tools now, and several providers refuse calls of functions they were not told of.
public final class ServerToolText {
  private static final int LONGEST = 4_000;

  private ServerToolText() {}

  /// The words.
  public static String of(ContentBlock.ServerWork work) {
    var block = work.block();
    var text = work.type().endsWith("_use") ? use(block) : result(work.type().replace("_tool_result", ""), block.get("content"));
    return Capped.text(text, LONGEST);
  }

  private static String use(JsonObject block) {
    var input = block.get("input");
    var essence = input instanceof JsonObject object && object.size() == 1 && object.values().iterator().next() instanceof JsonString only
        ? only.getString()
        : input == null ? "" : JsonBuffer.text(input);
    return "[" + orElse(Json.string(block, "name"), "server tool") + ": " + essence + "]";
  }

  private static String result(String tool, @Nullable JsonValue content) {
    return switch (content) {
      case null -> "[" + tool + ": no result]";
      case JsonObject object when object.get("error_code") instanceof JsonString code -> "[" + tool + " failed: " + code.getString() + "]";
      case JsonArray items when items.isEmpty() -> "[" + tool + ": no result]";
      case JsonArray items -> "[" + tool + " results]\n" + items.stream().map(ServerToolText::item).collect(Collectors.joining("\n"));
      default -> "[" + tool + " result]\n" + item(content);
    };
  }

  /// One result in the fields that say something to a reader; what is encrypted or not known by name stays away, unless nothing else is
  /// there.
  private static String item(JsonValue value) {
    if (!(value instanceof JsonObject object)) {
      return value instanceof JsonString text ? text.getString() : JsonBuffer.text(value);
    }
    var lines = new StringBuilder();
    line(lines, heading(object));
    for (var name : new String[] {"text", "stdout", "stderr"}) {
      line(lines, Json.string(object, name));
    }
    if (object.get("content") instanceof JsonObject document && document.get("source") instanceof JsonObject source) {
      line(lines, Json.string(source, "data"));
    }
    if (object.get("tool_references") instanceof JsonArray references) {
      references.forEach(reference -> line(lines, reference instanceof JsonObject tool ? Json.string(tool, "tool_name") : null));
    }
    return lines.isEmpty() ? JsonBuffer.text(object) : lines.toString();
  }

  private static @Nullable String heading(JsonObject object) {
    var title = Json.string(object, "title");
    var url = Json.string(object, "url");
    return title == null ? url : url == null ? title : title + " – " + url;
  }

  private static void line(StringBuilder lines, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      lines.append(lines.isEmpty() ? "" : "\n").append(text);
    }
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
