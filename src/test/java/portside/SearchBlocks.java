package portside;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.stream.Collectors;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// Blocks of a message in a line each, the same whether they were streamed or not.
final class SearchBlocks {
  private SearchBlocks() {}

  static String line(StreamJudge.Block block) {
    return switch (block.opening()) {
      case Opening.Text() -> "text " + block.content();
      case Opening.Thinking() -> "thinking " + block.content();
      case Opening.ToolUse(_, var name) -> "tool_use " + name + " " + block.content();
      case Opening.ServerToolUse(_, var name) -> "server_tool_use " + name + " " + block.content();
      case Opening.SearchHits(_, var hits) ->
          "web_search_tool_result " + hits.stream().map(hit -> hit.title() + " " + hit.url()).collect(Collectors.joining(", "));
      case Opening.ServerToolFailure(var tool, _, var code) -> tool + " " + code;
    };
  }

  static String line(JsonObject block) {
    return switch (block.getString("type")) {
      case "text" -> "text " + block.getString("text");
      case "tool_use", "server_tool_use" -> block.getString("type") + " " + block.getString("name") + " " + Json.text(block.get("input"));
      case "web_search_tool_result", "web_fetch_tool_result" -> result(block);
      case String other -> throw new AssertionError(other);
    };
  }

  static String end(String reason, long input, long output, long searches) {
    return reason + ", " + input + " in, " + output + " out, " + searches + " searches";
  }

  private static String result(JsonObject block) {
    return block.get("content") instanceof JsonArray hits
        ? "web_search_tool_result " + hits.stream().map(hit -> hit.asJsonObject().getString("title") + " " + hit.asJsonObject().getString("url"))
            .collect(Collectors.joining(", "))
        : block.getString("type").replace("_tool_result", "") + " " + block.getJsonObject("content").getString("error_code");
  }
}
