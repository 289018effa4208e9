package portside.wire.anthropic;

import java.util.List;
import portside.wire.JsonText;
import portside.wire.SearchHit;

/// Writes the blocks of tools that run on the server (Anthropic API, "Web search tool").
final class ServerBlocks {
  /// Who called: the model itself, and no code it wrote. The SDKs insist on it.
  private static final String CALLER = ",\"caller\":{\"type\":\"direct\"}";

  private ServerBlocks() {}

  /// A call.
  ///
  /// @param input a JSON object as text
  static void use(StreamEvent.Opening.ServerToolUse use, String input, JsonText out) {
    out.raw("{\"type\":\"server_tool_use\",\"id\":").string(use.id()).raw(",\"name\":").string(use.name());
    out.raw(",\"input\":").raw(input).raw(CALLER).raw("}");
  }

  static void hits(StreamEvent.Opening.SearchHits found, JsonText out) {
    out.raw("{\"type\":\"web_search_tool_result\",\"tool_use_id\":").string(found.toolUseId()).raw(",\"content\":");
    hits(found.hits(), out);
    out.raw(CALLER).raw("}");
  }

  static void failure(StreamEvent.Opening.ServerToolFailure failure, JsonText out) {
    out.raw("{\"type\":").string(failure.tool() + "_tool_result").raw(",\"tool_use_id\":").string(failure.toolUseId());
    out.raw(",\"content\":{\"type\":").string(failure.tool() + "_tool_result_error")
        .raw(",\"error_code\":").string(failure.code()).raw("}").raw(CALLER).raw("}");
  }

  /// Nothing is encrypted here; the SDKs insist on the member.
  private static void hits(List<SearchHit> hits, JsonText out) {
    out.raw('[');
    var separator = "";
    for (var hit : hits) {
      out.raw(separator).raw("{\"type\":\"web_search_result\",\"url\":").string(hit.url()).raw(",\"title\":").string(hit.title());
      out.raw(",\"encrypted_content\":\"\",\"page_age\":null}");
      separator = ",";
    }
    out.raw(']');
  }
}
