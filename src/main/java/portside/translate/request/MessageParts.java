package portside.translate.request;

import java.util.ArrayList;
import java.util.List;
import portside.translate.text.Blank;
import portside.wire.common.ContentPart;

/// The pieces of one user message as they come; neighbouring texts become one, parted by a blank line.
public final class MessageParts {
  private final List<ContentPart> parts = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  public void add(ContentPart part) {
    if (part instanceof ContentPart.Text(var text)) {
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

  public List<ContentPart> list() {
    closeText();
    return List.copyOf(parts);
  }

  private void closeText() {
    if (!texts.isEmpty()) {
      parts.add(new ContentPart.Text(String.join("\n\n", texts)));
      texts.clear();
    }
  }
}
