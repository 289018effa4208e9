package portside.wire.anthropic;

import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.CacheLife;
import portside.wire.Json;

/// One block of a message the client sends (Anthropic API, `content`). `citations` are gone; `cache_control` follows its block as a [CacheMark].
public sealed interface ContentBlock {
  /// @param text may be empty
  record Text(String text) implements ContentBlock {}

  /// @param source where the picture is
  record Image(Source source) implements ContentBlock {}

  /// @param title or null
  /// @param context or null
  /// @param source where the document is
  record Document(@Nullable String title, @Nullable String context, Source source) implements ContentBlock {}

  /// @param source a link
  record SearchResult(String title, String source, List<ContentBlock> content) implements ContentBlock {}

  /// @param id empty when the client sent none
  /// @param input `{}` when absent
  record ToolUse(String id, String name, JsonObject input) implements ContentBlock {}

  /// @param toolUseId whose result this is; empty when the client sent none
  /// @param content blocks in order; content of another shape is one text block holding its JSON
  record ToolResult(String toolUseId, List<ContentBlock> content, boolean error) implements ContentBlock {}

  /// @param signature empty when absent
  record Thinking(String thinking, String signature) implements ContentBlock {}

  /// Thinking nobody but its maker can read.
  record RedactedThinking() implements ContentBlock {}

  /// Inside a result of tool search: this tool's definition is now loaded.
  record ToolReference(String toolName) implements ContentBlock {}

  /// A tool that becomes available in mid-conversation (`tool_addition`).
  ///
  /// @param definition the tool by value, or null when it stands in the request's `tools`
  record ToolAdded(String toolName, MessagesRequest.@Nullable Tool definition) implements ContentBlock {}

  /// A tool that goes away in mid-conversation (`tool_removal`).
  record ToolRemoved(String toolName) implements ContentBlock {}

  /// A summary that stands for everything before it.
  ///
  /// @param summary null when only the maker can read it
  /// @param toolChanges additions and removals that the summarised part made
  record Compaction(@Nullable String summary, List<ContentBlock> toolChanges) implements ContentBlock {}

  /// A file put into a container that only its maker can reach.
  record ContainerUpload(String fileId) implements ContentBlock {}

  /// Work a server did in an earlier turn: `server_tool_use`, `mcp_tool_use` and every `…_tool_result` but `tool_result`.
  record ServerWork(String type, JsonObject block) implements ContentBlock {}

  /// What stands before this ends a prefix the client wants cached: the block before it had a `cache_control`.
  record CacheMark(CacheLife life) implements ContentBlock {
    /// How long what this block, tool or request marks shall be kept; null when it marks nothing.
    public static @Nullable CacheLife life(JsonObject marked) {
      return marked.get("cache_control") instanceof JsonObject control
          ? "1h".equals(Json.string(control, "ttl")) ? CacheLife.HOUR : CacheLife.FIVE_MINUTES
          : null;
    }
  }

  /// A type this version does not know; never a reason to refuse.
  record Unknown(String type, JsonObject block) implements ContentBlock {}

  /// Where the bytes of a picture or document are.
  sealed interface Source {
    /// @param mediaType as written, empty when absent
    /// @param data base64
    record Base64(String mediaType, String data) implements Source {}

    /// @param url fetched by the provider, never by us
    record Url(String url) implements Source {}

    /// @param id of the Files API; nothing here can read it
    record File(String id) implements Source {}

    /// @param text plain text
    record PlainText(String text) implements Source {}

    /// @param content blocks, text and images
    record Blocks(List<ContentBlock> content) implements Source {}
  }
}
