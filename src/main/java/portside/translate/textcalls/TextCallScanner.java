package portside.translate.textcalls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.translate.answer.ArgumentTypes;
import portside.translate.tools.ToolNameResolver;
import portside.wire.common.ToolCallDelta;

/// Takes tool calls out of visible text, where a server left them there in its model's own notation.
///
/// ```
///             an opening            a whole call
///   Flowing ─────────────► Holding ──────────────► Found    (all that follows waits with it for the end of the answer)
///      ▲                      │
///      └──────────────────────┘ it is no call after all: it was text
/// ```
/// Strictly: whatever is not written as the notation has it, or calls a tool that is not on offer, is text and goes out as it came, in order. So is
/// what stands between backticks. When the server sends a real tool call as well, everything found so far was text too.
public final class TextCallScanner {
  /// Where the parts go.
  public interface Sink {
    void text(String text);

    /// Takes a call that was found, whole.
    void call(ToolCallDelta call);
  }

  /// @param text the pieces as they came
  /// @param calls what they mean; empty for text
  private record Piece(String text, List<TextCall> calls) {}

  /// The longest text that is read again with each piece. Longer ones are read again only when they have grown by a part, so that a long call is not
  /// read once for each of its pieces.
  private static final int SHORT = 512;

  private final ToolNameResolver names;
  private final ArgumentTypes types;
  private final Sink sink;
  private final StringBuilder waiting = new StringBuilder();
  private final List<Piece> found = new ArrayList<>();
  private final Backticks backticks = new Backticks();
  private boolean looking;
  /// How much must wait before it is read again.
  private int readAgainAt;

  /// @param looking false where calls never leak; then text passes untouched
  /// @param types of the tools' arguments, for notations in which every value is a string
  public TextCallScanner(boolean looking, ToolNameResolver names, ArgumentTypes types, Sink sink) {
    this.looking = looking;
    this.names = names;
    this.types = types;
    this.sink = sink;
  }

  /// The next visible text of the provider.
  public void text(String text) {
    if (looking) {
      waiting.append(text);
      if (waiting.length() >= readAgainAt) {
        read(false);
      }
    } else {
      sink.text(text);
    }
  }

  /// Something other than text comes, so no opening that only began goes on.
  public void interrupted() {
    if (!waiting.isEmpty() && opening() == null) {
      release(waiting.length());
    }
  }

  /// The server itself sends tool calls: what looked like one was text.
  public void realCalls() {
    if (looking) {
      looking = false;
      found.forEach(piece -> sink.text(piece.text));
      found.clear();
      flush(waiting.length());
    }
  }

  /// The answer ends; what was found becomes calls.
  public void end() {
    read(true);
    int index = 0;
    for (var piece : found) {
      if (piece.calls.isEmpty()) {
        sink.text(piece.text);
      }
      for (var call : piece.calls) {
        var arguments = call.typed() ? call.arguments() : types.fit(names.offeredName(call.name()), call.arguments());
        sink.call(new ToolCallDelta(index++, null, call.name(), arguments, null));
      }
    }
  }

  private void read(boolean whole) {
    while (!waiting.isEmpty()) {
      release(nextOpening(whole));
      if (waiting.isEmpty()) {
        return;
      }
      var notation = opening();
      if (backticks.areOpen() || notation == null && whole) {
        release(1);
      } else if (notation == null) {
        return;
      } else if (!taken(notation, whole)) {
        return;
      }
    }
  }

  /// Whether the text in front is settled: as calls, or as text.
  private boolean taken(CallNotation notation, boolean whole) {
    readAgainAt = 0;
    try {
      var calls = notation.read(waiting.toString(), whole, names::knows);
      found.add(new Piece(waiting.substring(0, calls.end()), calls.calls()));
      waiting.delete(0, calls.end());
      return true;
    } catch (NotACall none) {
      if (none == NotACall.NOT_YET) {
        readAgainAt = waiting.length() < SHORT ? 0 : waiting.length() + waiting.length() / 8;
        return false;
      }
      release(1);
      return true;
    }
  }

  /// Where the next opening begins, or what could become one; the length when there is none.
  private int nextOpening(boolean whole) {
    for (int i = 0; i < waiting.length(); i++) {
      char c = waiting.charAt(i);
      if (c == '<' || c == '[') {
        var rest = at(i);
        for (var notation : CallNotation.TABLE) {
          if (rest.startsWith(notation.opening()) || !whole && notation.opening().startsWith(rest)) {
            return i;
          }
        }
      }
    }
    return waiting.length();
  }

  /// The notation whose opening stands in front; null when it is not there as a whole.
  private @Nullable CallNotation opening() {
    var front = at(0);
    for (var notation : CallNotation.TABLE) {
      if (front.startsWith(notation.opening())) {
        return notation;
      }
    }
    return null;
  }

  /// As much from there on as any opening is long.
  private String at(int from) {
    return waiting.substring(from, Math.min(waiting.length(), from + CallNotation.LONGEST_OPENING));
  }

  /// So much of what waits is text.
  private void release(int length) {
    if (length == 0) {
      return;
    }
    backticks.follow(waiting, length);
    if (found.isEmpty()) {
      flush(length);
    } else {
      found.add(new Piece(waiting.substring(0, length), List.of()));
      waiting.delete(0, length);
    }
  }

  private void flush(int length) {
    if (length > 0) {
      var text = waiting.substring(0, length);
      waiting.delete(0, length);
      sink.text(text);
    }
  }
}
