package portside.translate.messages;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.translate.request.ServerToolText;
import portside.translate.tools.NameDigest;
import portside.wire.Json;
import portside.wire.anthropic.ContentBlock;

/// What other providers have left in a conversation and Claude refuses: their thinking, members of their calls, ids of odd letters, their searches. A
/// conversation that Claude alone has led is not changed.
///
/// A signature of Claude's is base64 that begins with `E` or `C`, older ones with `R` (CLIProxyAPI). That is a first sieve: those of other makers can
/// look alike, and a refusal tells then. Tool results that stand in the model's own message are z.ai's.
final class ForeignBlocks {
  private static final Pattern GENUINE = Pattern.compile("[ECR][A-Za-z0-9+/_-]*={0,2}");
  private static final Pattern LEGAL_ID = Pattern.compile("[A-Za-z0-9_-]+");
  private static final int LONGEST_ID = 64;
  private static final Set<String> FOREIGN_MEMBERS = Set.of("signature", "thoughtSignature", "extra_content");
  private static final JsonObject NO_CONTENT = text("(no content)");

  private final boolean keepsThinking;
  private final Set<String> foreignCalls = new HashSet<>();

  /// @param keepsThinking false to leave out all thinking, whoever wrote it
  ForeignBlocks(boolean keepsThinking) {
    this.keepsThinking = keepsThinking;
  }

  /// The body without them; the very same object where there are none.
  JsonObject without(JsonObject body) {
    return JsonEdits.member(body, "messages", messages -> JsonEdits.elements(messages, message -> message instanceof JsonObject said ? message(said) : message));
  }

  private JsonObject message(JsonObject message) {
    boolean assistant = "assistant".equals(Json.string(message, "role"));
    if (assistant && message.get("content") instanceof JsonArray blocks) {
      blocks.forEach(this::note);
    }
    return JsonEdits.member(message, "content", content -> {
      var kept = JsonEdits.elements(content, block -> block instanceof JsonObject object ? block(object, assistant) : block);
      boolean emptied = kept != content && kept instanceof JsonArray left && left.isEmpty();
      return emptied ? Json.BUILD.createArrayBuilder().add(NO_CONTENT).build() : kept;
    });
  }

  /// Notes a search whose result Claude could not read.
  private void note(JsonValue value) {
    if (value instanceof JsonObject block && isServerResult(block) && block.get("content") instanceof JsonArray hits && hits.stream().anyMatch(this::isBare)) {
      foreignCalls.add(String.valueOf(Json.string(block, "tool_use_id")));
    }
  }

  private boolean isBare(JsonValue value) {
    var sealed = value instanceof JsonObject hit && "web_search_result".equals(Json.string(hit, "type")) ? Json.string(hit, "encrypted_content") : "-";
    return sealed == null || sealed.isEmpty();
  }

  private @Nullable JsonObject block(JsonObject block, boolean assistant) {
    return switch (String.valueOf(Json.string(block, "type"))) {
      case "thinking" -> keepsThinking && isGenuine(Json.string(block, "signature")) ? block : null;
      case "redacted_thinking" -> keepsThinking ? block : null;
      case "tool_use" -> id("id", JsonEdits.members(block, (name, value) -> FOREIGN_MEMBERS.contains(name) ? null : value));
      case "tool_result" -> assistant ? inWords(block) : id("tool_use_id", block);
      case "server_tool_use" -> isForeign(Json.string(block, "id")) ? inWords(block) : block;
      case String _ -> isServerResult(block) && isForeign(Json.string(block, "tool_use_id")) ? inWords(block) : block;
    };
  }

  private static boolean isGenuine(@Nullable String signature) {
    return signature != null && GENUINE.matcher(signature).matches();
  }

  private static boolean isServerResult(JsonObject block) {
    var type = String.valueOf(Json.string(block, "type"));
    return type.endsWith("_tool_result") && !type.equals("mcp_tool_result");
  }

  private boolean isForeign(@Nullable String id) {
    return id == null || !id.startsWith("srvtoolu_") || foreignCalls.contains(id);
  }

  private static JsonObject id(String name, JsonObject block) {
    var id = Json.string(block, name);
    return id == null || LEGAL_ID.matcher(id).matches() ? block
        : JsonEdits.member(block, name, _ -> Json.quoted(NameDigest.fit(id, LONGEST_ID)));
  }

  private static JsonObject inWords(JsonObject work) {
    return text(ServerToolText.of(new ContentBlock.ServerWork(String.valueOf(Json.string(work, "type")), work)));
  }

  static JsonObject text(String words) {
    return Json.BUILD.createObjectBuilder().add("type", "text").add("text", words).build();
  }
}
