package portside.translate.request;

import java.util.ArrayList;
import java.util.List;
import portside.translate.text.Blank;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.SystemMark;

/// The system prompt as it is sent: the client's own, the system messages that come before any other, and the words that ask for a form of the answer.
///
/// @param texts in order, parted by a blank line
/// @param marks behind which of them prefixes end that shall be cached
public record SystemPrompt(List<String> texts, List<SystemMark> marks) {
  private static final String BETWEEN = "\n\n";

  public static SystemPrompt of(MessagesRequest request, Conversation conversation, OutputFormat format) {
    var texts = new ArrayList<>(request.system());
    var marks = new ArrayList<>(request.systemMarks());
    for (var message : conversation.leading()) {
      for (var block : message.content()) {
        if (block instanceof ContentBlock.Text(var text) && !Blank.is(text)) {
          texts.add(text);
        } else if (block instanceof ContentBlock.CacheMark(var life)) {
          SystemMark.add(marks, texts.size(), life);
        }
      }
    }
    format.instruction().ifPresent(texts::add);
    return new SystemPrompt(texts, marks);
  }

  /// The whole prompt; empty for none.
  public String text() {
    return String.join(BETWEEN, texts);
  }

  /// The offset in [#text] behind the first texts.
  public int end(int first) {
    return String.join(BETWEEN, texts.subList(0, first)).length();
  }
}
