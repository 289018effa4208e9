package portside.demo;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import portside.wire.Json;

/// An answer before it is spoken.
///
/// @param reasoning empty for none
/// @param text empty for none
/// @param calls made together, at the end
record DemoReply(String reasoning, String text, List<ToolCall> calls) {
  /// A word with the space before it, so that the words joined give the text.
  private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+$");
  private static final Pattern FRAGMENT = Pattern.compile("(?s).{1,12}");

  /// @param name of the tool
  /// @param arguments that fit its schema
  record ToolCall(String name, JsonObject arguments) {}

  /// A step of speaking, at most a word long: what one chunk of a stream carries, and what counts as a token.
  sealed interface Piece {
    record Reasoning(String text) implements Piece {}

    record Words(String text) implements Piece {}

    /// @param index of the call in this answer
    record Opening(int index, String name) implements Piece {}

    record Arguments(int index, String text) implements Piece {}
  }

  static DemoReply text(String text) {
    return new DemoReply("", text, List.of());
  }

  DemoReply withReasoning(String reasoning) {
    return new DemoReply(reasoning, text, calls);
  }

  /// Everything to be said, in order.
  List<Piece> pieces() {
    var pieces = new ArrayList<Piece>();
    WORD.matcher(reasoning).results().forEach(word -> pieces.add(new Piece.Reasoning(word.group())));
    WORD.matcher(text).results().forEach(word -> pieces.add(new Piece.Words(word.group())));
    for (var i = 0; i < calls.size(); i++) {
      var index = i;
      pieces.add(new Piece.Opening(index, calls.get(index).name()));
      FRAGMENT.matcher(Json.text(calls.get(index).arguments())).results().forEach(part -> pieces.add(new Piece.Arguments(index, part.group())));
    }
    return pieces;
  }
}
