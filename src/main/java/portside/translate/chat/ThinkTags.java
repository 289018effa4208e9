package portside.translate.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes thinking out of visible text where a model writes it inline, `<think>…</think>` and its kin. Only at the start of an answer, after
/// nothing but blanks, or right after another such block: further on a tag is text that speaks of tags.
///
/// ```
///             an opening tag                    its closing tag
///   Looking ──────────────────► Inside ─────────────────────────────► Looking
///      │ anything else, or thinking in a field, or a tool call          (blanks after it go)
///      ├──────────────────────────► Plain    (for the rest of the answer)
///      │ anything else, where an answer may begin inside reasoning
///      ▼                 </think>: all of it was thinking
///   Undecided ──────────────────────────────────────────────────────► Looking
///      └──────────────────────────► Plain    (anything but text, or the end: all of it was text)
/// ```
/// Tags may be split over deltas: as much is held back as could be the start of one. Undecided holds everything back, since words that were shown
/// as thinking could not be taken back; servers that read the tags themselves end it with their first word of thinking in a field.
final class ThinkTags {
  /// @param open what begins thinking
  /// @param close what ends it
  /// @param then what may follow the end and says only that the answer begins
  private record Tag(String open, String close, String then) {}

  private static final List<Tag> TAGS =
      List.of(
          new Tag("<think>", "</think>", ""),
          new Tag("<thinking>", "</thinking>", ""),
          new Tag("<thought>", "</thought>", ""),
          new Tag("<reasoning>", "</reasoning>", ""),
          new Tag("[THINK]", "[/THINK]", ""),
          new Tag("◁think▷", "◁/think▷", ""),
          new Tag("<|channel|>analysis<|message|>", "<|end|>", "<|start|>assistant<|channel|>final<|message|>"));

  private sealed interface State {
    /// @param after the tag that closed before, or null at the start of the answer
    record Looking(StringBuilder seen, @Nullable Tag after) implements State {}

    /// @param tail what could be the start of the closing tag
    /// @param all the thinking so far
    record Inside(Tag tag, StringBuilder tail, StringBuilder all) implements State {}

    record Undecided(StringBuilder seen) implements State {}

    record Plain() implements State {}
  }

  /// Where the parts go.
  interface Sink {
    void text(String text);

    void inlineReasoning(String reasoning);
  }

  private static final State PLAIN = new State.Plain();

  /// The tag whose opening half stands in the prompt.
  private static final Tag OPENED_IN_PROMPT = TAGS.getFirst();

  private final Sink sink;
  private final boolean openThought;
  private State state = new State.Looking(new StringBuilder(), null);

  /// @param openThought whether the answer may begin inside reasoning of which only the closing tag comes
  ThinkTags(boolean openThought, Sink sink) {
    this.openThought = openThought;
    this.sink = sink;
  }

  /// The next visible text of the provider.
  void text(String text) {
    for (var left = text; left != null; ) {
      left = switch (state) {
        case State.Plain _ -> {
          emitText(left);
          yield null;
        }
        case State.Looking looking -> look(looking, left);
        case State.Inside inside -> inside(inside, left);
        case State.Undecided(var seen) -> undecided(seen, left);
      };
    }
  }

  /// Something other than text came, so that no tag can follow any more; what was held back goes out. Returns the thinking of a block that was
  /// never closed, or an empty string.
  String stop() {
    var last = state;
    state = PLAIN;
    return switch (last) {
      case State.Plain _ -> "";
      case State.Looking(var seen, var after) -> {
        emitText(after == null ? seen.toString() : seen.toString().stripLeading());
        yield "";
      }
      case State.Undecided(var seen) -> {
        emitText(seen.toString());
        yield "";
      }
      case State.Inside(_, var tail, var all) -> {
        all.append(tail);
        reasoning(tail.toString());
        yield all.toString();
      }
    };
  }

  /// Returns what is left to be read in the next state, or null.
  private @Nullable String look(State.Looking looking, String text) {
    var seen = looking.seen.append(text);
    int start = 0;
    while (start < seen.length() && Character.isWhitespace(seen.charAt(start))) {
      start++;
    }
    if (looking.after != null && !looking.after.then.isEmpty()) {
      if (seen.indexOf(looking.after.then, start) == start) {
        start += looking.after.then.length();
      } else if (looking.after.then.startsWith(seen.substring(start))) {
        return null;
      }
    }
    var rest = seen.substring(start);
    boolean possible = rest.isEmpty();
    for (var tag : TAGS) {
      if (rest.startsWith(tag.open)) {
        state = new State.Inside(tag, new StringBuilder(), new StringBuilder());
        return rest.substring(tag.open.length());
      }
      possible |= tag.open.startsWith(rest);
    }
    if (!possible && openThought && looking.after == null) {
      state = new State.Undecided(new StringBuilder());
      return seen.toString();
    }
    if (!possible) {
      state = PLAIN;
      emitText(looking.after == null ? seen.toString() : rest);
    }
    return null;
  }

  private @Nullable String undecided(StringBuilder seen, String text) {
    int from = Math.max(0, seen.length() - OPENED_IN_PROMPT.close.length());
    int end = seen.append(text).indexOf(OPENED_IN_PROMPT.close, from);
    if (end < 0) {
      return null;
    }
    state = new State.Looking(new StringBuilder(), OPENED_IN_PROMPT);
    reasoning(seen.substring(0, end).strip());
    return seen.substring(end + OPENED_IN_PROMPT.close.length());
  }

  private @Nullable String inside(State.Inside inside, String text) {
    var tail = inside.tail.append(text);
    if (inside.all.isEmpty()) { // the line feed after the opening tag
      int start = 0;
      while (start < tail.length() && Character.isWhitespace(tail.charAt(start))) {
        start++;
      }
      tail.delete(0, start);
    }
    int end = tail.indexOf(inside.tag.close);
    if (end >= 0) {
      reasoning(tail.substring(0, end));
      state = new State.Looking(new StringBuilder(), inside.tag);
      return tail.substring(end + inside.tag.close.length());
    }
    int keep = overlap(tail, inside.tag.close);
    var ready = tail.substring(0, tail.length() - keep);
    tail.delete(0, ready.length());
    inside.all.append(ready);
    reasoning(ready);
    return null;
  }

  /// How many characters at the end of the text could be the start of the tag.
  private static int overlap(StringBuilder text, String tag) {
    int n = Math.min(text.length(), tag.length());
    while (!tag.startsWith(text.substring(text.length() - n))) {
      n--;
    }
    return n;
  }

  private void emitText(String text) {
    if (!text.isEmpty()) {
      sink.text(text);
    }
  }

  private void reasoning(String text) {
    if (!text.isEmpty()) {
      sink.inlineReasoning(text);
    }
  }
}
