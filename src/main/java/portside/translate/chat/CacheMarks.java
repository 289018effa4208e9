package portside.translate.chat;

import java.util.ArrayList;
import java.util.List;
import portside.wire.openai.ChatMessage;

/// Providers take four cache marks at most, and a client may set more: of several the last ones say most.
final class CacheMarks {
  private static final int MOST = 4;

  private CacheMarks() {}

  /// The messages with no marks but the last four.
  static List<ChatMessage> last(List<ChatMessage> messages) {
    var left = MOST;
    var kept = new ArrayList<ChatMessage>();
    for (var message : messages.reversed()) {
      switch (message) {
        case ChatMessage.System(var content, var marks) -> {
          var last = marks.subList(Math.max(0, marks.size() - left), marks.size());
          left -= last.size();
          kept.add(new ChatMessage.System(content, last));
        }
        case ChatMessage.User(var content, var marked) -> kept.add(marked && left-- <= 0 ? new ChatMessage.User(content, false) : message);
        case ChatMessage.Tool(var id, var name, var content, var marked) ->
            kept.add(marked && left-- <= 0 ? new ChatMessage.Tool(id, name, content, false) : message);
        case ChatMessage.Assistant _ -> kept.add(message);
      }
      left = Math.max(0, left);
    }
    return kept.reversed();
  }
}
