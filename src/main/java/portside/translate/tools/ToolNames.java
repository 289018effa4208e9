package portside.translate.tools;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;

/// The names of one request's tools on both sides. Providers take `[A-Za-z0-9_-]{1,64}`, Gemini with a letter or `_` in front; names of MCP
/// servers' tools are often longer. A name that does not fit is shortened the same way in every request, so no state is needed and prompt caches hold.
public final class ToolNames {
  private static final int LONGEST = 64;
  private static final List<String> NAMESPACES = List.of("functions.", "default_api.");

  /// Begins what some models leak of their chat template behind a name.
  private static final String LEAK = "<|channel|>";

  private final Map<String, String> clientByUpstream = new HashMap<>();
  private final Map<String, String> clientByLowerCase = new HashMap<>();

  /// @param request whose tools are meant, those that become known in mid-conversation included
  public ToolNames(MessagesRequest request) {
    request.tools().forEach(tool -> learn(tool.name()));
    for (var message : request.messages()) {
      for (var block : message.content()) {
        if (block instanceof ContentBlock.ToolAdded added) {
          learn(added.toolName());
        }
      }
    }
  }

  private void learn(String name) {
    var upstream = toUpstream(name);
    clientByUpstream.putIfAbsent(upstream, name);
    clientByLowerCase.putIfAbsent(upstream.toLowerCase(Locale.ROOT), name);
  }

  /// The name as providers take it.
  public String toUpstream(String name) {
    return name.isBlank() ? "unnamed_tool" : Digest.name(name, LONGEST);
  }

  /// The client's name of the tool a model called, also when the model did not write it quite right; a name that is like none of them comes
  /// back unchanged.
  public String toClient(String called) {
    var known = lookup(called);
    if (known != null) {
      return known;
    }
    var bare = called.strip();
    var leak = bare.indexOf(LEAK);
    if (leak > 0) {
      bare = bare.substring(0, leak).strip();
    }
    for (var namespace : NAMESPACES) {
      if (bare.startsWith(namespace)) {
        bare = bare.substring(namespace.length());
      }
    }
    known = lookup(bare);
    return known == null ? called : known;
  }

  private String lookup(String name) {
    var exact = clientByUpstream.get(name);
    return exact != null ? exact : clientByLowerCase.get(name.toLowerCase(Locale.ROOT));
  }
}
