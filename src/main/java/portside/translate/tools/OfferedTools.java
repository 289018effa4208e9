package portside.translate.tools;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// Chooses which tools the model is offered, in which order.
///
/// First those that are there from the start, as the client lists them; then those that became known in mid-conversation, in the order in
/// which they did: a deferred tool by the `tool_reference` that loaded it, any tool by a `tool_addition`. So a later turn appends tools and
/// leaves the earlier ones where they were, and the provider's prompt cache holds as far as it can.
public final class OfferedTools {
  /// Claude Code's stand-in for the tools it keeps back; its own description says never to call it.
  private static final String PLACEHOLDER = "DeferredToolPlaceholder";

  private final Map<String, Tool> known = new LinkedHashMap<>();
  private final Map<String, Tool> offered = new LinkedHashMap<>();

  /// Names that the conversation or the choice of a tool mentions.
  private final Set<String> mentioned = new HashSet<>();

  private OfferedTools(MessagesRequest request) {
    for (var tool : request.tools()) {
      if (callable(tool)) {
        known.putIfAbsent(tool.name(), tool);
      }
    }
    var addedLater = addedLater(request);
    var defers = defers(request);
    known.forEach((name, tool) -> {
      if (!addedLater.contains(name) && !(defers && deferred(tool))) {
        offered.put(name, tool);
      }
    });
    request.messages().forEach(message -> follow(message.content()));
    if (request.toolChoice() instanceof ToolChoice.Named(var name)) {
      offer(name, null);
    }
  }

  /// The tools to offer; no two have the same name.
  public static List<Tool> of(MessagesRequest request) {
    return new ArrayList<>(new OfferedTools(request).offered.values());
  }

  /// The same, leaving out what is too many: from the end those that nothing mentions, as most come from MCP servers and stand last.
  ///
  /// @param most 0 for any number
  public static List<Tool> of(MessagesRequest request, int most) {
    var tools = new OfferedTools(request);
    var all = new ArrayList<>(tools.offered.values());
    if (most == 0) {
      return all;
    }
    var spare = all.reversed().stream().filter(tool -> !tools.mentioned.contains(tool.name())).limit(Math.max(0, all.size() - most)).toList();
    all.removeAll(spare);
    return all.subList(0, Math.min(most, all.size()));
  }

  private static boolean callable(Tool tool) {
    return switch (tool) {
      case Tool.Client client -> !client.name().equals(PLACEHOLDER);
      case Tool.Typed typed -> !typed.name().isEmpty() && AnthropicDefinedTools.row(typed.type()).isPresent();
    };
  }

  private static boolean deferred(Tool tool) {
    return tool instanceof Tool.Client client && client.deferred();
  }

  /// Whether tools may be kept back. That makes sense only where the client can load them: not when the search was to run on Anthropic's servers, and
  /// not when nothing else is on offer.
  private boolean defers(MessagesRequest request) {
    var searchedByServer =
        request.tools().stream().anyMatch(tool -> tool instanceof Tool.Typed typed && typed.type().startsWith("tool_search_tool"));
    return !searchedByServer && known.values().stream().anyMatch(tool -> !deferred(tool));
  }

  private static Set<String> addedLater(MessagesRequest request) {
    var names = new HashSet<String>();
    for (var message : request.messages()) {
      for (var block : message.content()) {
        if (block instanceof ContentBlock.ToolAdded added) {
          names.add(added.toolName());
        }
      }
    }
    return names;
  }

  private void follow(List<ContentBlock> content) {
    for (var block : content) {
      switch (block) {
        case ContentBlock.ToolReference reference -> offer(reference.toolName(), null);
        case ContentBlock.ToolUse use -> offer(use.name(), null); // it was called, so it was loaded
        case ContentBlock.ToolResult result -> follow(result.content());
        case ContentBlock.ToolAdded added -> offer(added.toolName(), added.definition());
        case ContentBlock.ToolRemoved removed -> offered.remove(removed.toolName());
        case ContentBlock.Compaction compaction -> follow(compaction.toolChanges());
        case ContentBlock.Text _, ContentBlock.Image _, ContentBlock.Document _, ContentBlock.SearchResult _, ContentBlock.Thinking _,
            ContentBlock.RedactedThinking _, ContentBlock.ContainerUpload _, ContentBlock.ServerWork _, ContentBlock.CacheMark _,
            ContentBlock.Unknown _ -> {}
      }
    }
  }

  private void offer(String name, @Nullable Tool definition) {
    mentioned.add(name);
    var tool = definition != null && callable(definition) ? definition : known.get(name);
    if (tool != null) {
      offered.putIfAbsent(name, tool);
    }
  }
}
