package portside.translate.tools;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Tool;

/// The names of one request's tools on both sides, and their schemas. Providers take `[A-Za-z0-9_-]{1,64}`, Gemini with a letter or `_` in front;
/// names of MCP servers' tools are often longer. A name that does not fit is shortened the same way in every request, so no state is needed and
/// prompt caches hold.
public final class ToolNames {
  private static final int LONGEST = 64;

  private final Map<String, String> clientByUpstream = new HashMap<>();
  private final Map<String, JsonObject> schemas = new LinkedHashMap<>();

  private final Map<String, String> own;

  /// @param request whose tools are meant, those that become known in mid-conversation included
  public ToolNames(MessagesRequest request) {
    this(request, Map.of());
  }

  /// @param own what the provider itself calls some of them, by the client's name
  public ToolNames(MessagesRequest request, Map<String, String> own) {
    this.own = own;
    request.tools().forEach(tool -> learn(tool.name(), tool));
    for (var message : request.messages()) {
      for (var block : message.content()) {
        if (block instanceof ContentBlock.ToolAdded added) {
          learn(added.toolName(), added.definition());
        }
      }
    }
  }

  private void learn(String name, @Nullable Tool definition) {
    var upstream = toUpstream(name);
    clientByUpstream.putIfAbsent(upstream, name);
    schemas.putIfAbsent(upstream, schema(definition));
  }

  private static JsonObject schema(@Nullable Tool definition) {
    return switch (definition) {
      case Tool.Client client -> client.inputSchema();
      case Tool.Typed typed -> AnthropicDefinedTools.row(typed.type()).map(AnthropicDefinedTools.Row::parameters).orElse(JsonValue.EMPTY_JSON_OBJECT);
      case null -> JsonValue.EMPTY_JSON_OBJECT;
    };
  }

  /// The schemas of the tools' arguments, as the client wrote them, by the names sent upstream; the first of several tools comes first.
  public Map<String, JsonObject> schemas() {
    return Collections.unmodifiableMap(schemas);
  }

  /// The name as providers take it.
  public String toUpstream(String name) {
    if (own.containsKey(name)) {
      return own.get(name);
    }
    return name.isBlank() ? "unnamed_tool" : NameDigest.name(name, LONGEST);
  }

  /// The client's name of the tool with this name upstream; a name that is none of them comes back unchanged. What a model made of a name,
  /// [ToolNameResolver] reads.
  public String toClient(String upstream) {
    return clientByUpstream.getOrDefault(upstream, upstream);
  }
}
