package portside.translate.chat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect.PromptCache;
import portside.wire.CacheLife;
import portside.wire.common.ContentPart;
import portside.wire.common.FunctionTool;
import portside.wire.openai.ChatMessage;

/// The cache marks of a request as its provider takes them: none, or four at most, and a client may set more: of several the last ones say most.
///
/// The prompt is gone through from its end, which is the last message, to its beginning, which is the first tool. A mark may not outlive one
/// before it (Anthropic, "Prompt caching"); results and words of one turn change places on the way, so an earlier mark then gets the longer life.
final class CacheBreakpoints {
  private static final int MOST = 4;

  private final PromptCache column;
  private int left;
  private @Nullable CacheLife longest;

  CacheBreakpoints(PromptCache column) {
    this.column = column;
    this.left = switch (column) {
      case NONE, KEY -> 0;
      case MARKS, TIMED_MARKS -> MOST;
    };
  }

  /// The messages with the marks that stay. Comes before [#tools].
  ///
  /// @param whole how long the whole prompt shall be cached; null when nobody asks for that
  List<ChatMessage> messages(List<ChatMessage> messages, @Nullable CacheLife whole) {
    var kept = new ArrayList<ChatMessage>(messages.size());
    var last = whole;
    for (var message : messages.reversed()) {
      var asked = canBear(message) ? last : null;
      last = asked == null ? last : null;
      kept.add(switch (message) {
        case ChatMessage.System system -> system(system, asked);
        case ChatMessage.User(var content, var mark) -> new ChatMessage.User(content, kept(CacheLife.longer(mark, asked)));
        case ChatMessage.Tool(var id, var name, var content, var mark) ->
            new ChatMessage.Tool(id, name, content, kept(CacheLife.longer(mark, asked)));
        case ChatMessage.Assistant assistant -> assistant;
      });
    }
    return kept.reversed();
  }

  /// The tools with the marks that stay.
  List<FunctionTool> tools(List<FunctionTool> tools) {
    if (column != PromptCache.TIMED_MARKS) {
      left = 0;
    }
    var kept = new ArrayList<FunctionTool>(tools.size());
    for (var tool : tools.reversed()) {
      kept.add(new FunctionTool(tool.name(), tool.description(), tool.parameters(), tool.strict(), kept(tool.mark())));
    }
    return kept.reversed();
  }

  private static boolean canBear(ChatMessage message) {
    return switch (message) {
      case ChatMessage.System _, ChatMessage.Tool _ -> true;
      case ChatMessage.User(var content, var _) -> content.stream().anyMatch(ContentPart.Text.class::isInstance);
      case ChatMessage.Assistant _ -> false;
    };
  }

  private ChatMessage.System system(ChatMessage.System system, @Nullable CacheLife asked) {
    var marks = new ArrayList<>(system.marks());
    var end = system.content().length();
    if (asked != null) {
      var atEnd = !marks.isEmpty() && marks.getLast().end() == end;
      marks.add(new ChatMessage.Mark(end, atEnd ? CacheLife.longest(marks.removeLast().life(), asked) : asked));
    }
    var kept = new ArrayList<ChatMessage.Mark>();
    for (var mark : marks.reversed()) {
      var life = kept(mark.life());
      if (life != null) {
        kept.add(new ChatMessage.Mark(mark.end(), life));
      }
    }
    return new ChatMessage.System(system.content(), kept.reversed());
  }

  /// What becomes of the next mark towards the beginning; null when it goes.
  private @Nullable CacheLife kept(@Nullable CacheLife mark) {
    if (mark == null || left == 0) {
      return null;
    }
    left--;
    longest = CacheLife.longer(longest, mark);
    return column == PromptCache.TIMED_MARKS ? longest : CacheLife.FIVE_MINUTES;
  }
}
