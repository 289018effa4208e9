package portside.translate.chat;

import java.util.ArrayList;
import java.util.List;
import portside.translate.text.Blank;
import portside.wire.openai.ChatMessage.Part;

/// The pieces of one user message as they come; neighbouring texts become one, parted by a blank line.
public final class Parts {
  private final List<Part> parts = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  public void add(Part part) {
    if (part instanceof Part.Text(var text)) {
      if (!Blank.is(text)) {
        texts.add(text);
      }
    } else {
      closeText();
      parts.add(part);
    }
  }

  public boolean isEmpty() {
    return parts.isEmpty() && texts.isEmpty();
  }

  public List<Part> list() {
    closeText();
    return List.copyOf(parts);
  }

  private void closeText() {
    if (!texts.isEmpty()) {
      parts.add(new Part.Text(String.join("\n\n", texts)));
      texts.clear();
    }
  }
}
