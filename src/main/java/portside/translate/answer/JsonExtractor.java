package portside.translate.answer;

import java.util.regex.Pattern;

/// Takes JSON that was asked for by a schema out of the code fence that models like to put around it, and from between their words: the text of such
/// an answer is the JSON itself, and clients parse it. Text in which there is no telling goes out as it came.
///
/// ```
///              a fence and a bracket, or a brace           the value is complete             a closing fence
///   Undecided ───────────────────────────────► InValue ─────────────────────────► Behind ───────────────────► Closed
///       │ words                                   │ no JSON                          │ anything else            (the rest is left out)
///       ▼                                         ▼                                  ▼
///     Words                                   Unfenced, where there was a fence; else Plain
/// ```
/// Unfenced keeps back only what may be the fence that closes the text. Words waits for the end: the JSON may follow. So does Behind where no fence
/// opened the value: words behind it are left out, a second value is not.
final class JsonExtractor {
  private sealed interface State {
    record Undecided(StringBuilder seen) implements State {}

    record InValue(JsonProgress progress, boolean fenced) implements State {}

    /// @param seen what may be a closing fence
    record Behind(StringBuilder seen, boolean fenced) implements State {}

    record Unfenced(StringBuilder seen) implements State {}

    record Closed() implements State {}

    record Words(StringBuilder seen) implements State {}

    record Plain() implements State {}
  }

  /// Matches a fence with what may name the language, up to the bracket that opens an object or array.
  private static final String OPENING = "(?:`{3,}|~{3,})[^`~{\\[]{0,100}(?=[{\\[])";
  private static final Pattern FRONT = Pattern.compile("[\\s\\x{FEFF}]*" + OPENING);
  private static final Pattern FRONT_BEGUN = Pattern.compile("[\\s\\x{FEFF}]*(?:`{0,2}|~{0,2}|(?:`{3,}|~{3,})[^`~{\\[]{0,100})");
  private static final Pattern AMONG_WORDS = Pattern.compile("(?<![`~])" + OPENING);
  /// Matches where an object begins, or an array of them; brackets around anything else belong to the words.
  private static final Pattern VALUE = Pattern.compile("(?=\\{\\s*\"|\\[\\s*[{\\[\"])");

  /// The most characters of a fence with the blanks around it.
  private static final int LONGEST = 300;

  private final boolean wanted;
  private State state = new State.Undecided(new StringBuilder());

  /// @param wanted whether JSON was asked for; else text passes untouched
  JsonExtractor(boolean wanted) {
    this.wanted = wanted;
  }

  /// What of the text so far may be passed on and was not yet.
  String pass(String text) {
    if (!wanted) {
      return text;
    }
    var out = new StringBuilder();
    for (var left = text; !left.isEmpty(); ) {
      left = switch (state) {
        case State.Undecided(var seen) -> undecided(seen.append(left));
        case State.InValue(var progress, var fenced) -> inValue(progress, fenced, left, out);
        case State.Behind(var seen, var fenced) -> {
          seen.append(left);
          yield fenced ? behindFenced(seen) : "";
        }
        case State.Unfenced(var seen) -> unfenced(seen.append(left), out);
        case State.Closed() -> "";
        case State.Words(var seen) -> {
          seen.append(left);
          yield "";
        }
        case State.Plain() -> {
          out.append(left);
          yield "";
        }
      };
    }
    return out.toString();
  }

  /// What was kept back, of a text that goes no further. Looking begins anew.
  String rest() {
    var last = state;
    state = new State.Undecided(new StringBuilder());
    return switch (last) {
      case State.Undecided(var seen) -> seen.toString();
      case State.Behind(var seen, var fenced) -> fenced || !seen.toString().isBlank() && !holdsValue(seen) ? "" : seen.toString();
      case State.Unfenced(var seen) -> isFence(seen) ? "" : seen.toString();
      case State.Words(var seen) -> amongWords(seen.toString());
      case State.InValue _, State.Closed _, State.Plain _ -> "";
    };
  }

  private String undecided(StringBuilder seen) {
    var front = FRONT.matcher(seen);
    if (front.lookingAt()) {
      state = new State.InValue(new JsonProgress(), true);
      return seen.substring(front.end());
    }
    if (seen.length() <= LONGEST && FRONT_BEGUN.matcher(seen).matches()) {
      return "";
    }
    int first = 0;
    while (first < seen.length() && Character.isWhitespace(seen.charAt(first))) {
      first++;
    }
    boolean object = first < seen.length() && seen.charAt(first) == '{';
    state = object ? new State.InValue(new JsonProgress(), false) : new State.Words(new StringBuilder());
    return seen.toString();
  }

  private String inValue(JsonProgress progress, boolean fenced, String text, StringBuilder out) {
    int end = progress.follow(text, 0);
    out.append(text, 0, end);
    switch (progress.verdict()) {
      case COMPLETE -> state = new State.Behind(new StringBuilder(), fenced);
      case BROKEN -> state = fenced ? new State.Unfenced(new StringBuilder()) : new State.Plain();
      case EMPTY, PARTIAL -> {}
    }
    return text.substring(end);
  }

  /// Blanks between the value and the fence go with it.
  private String behindFenced(StringBuilder seen) {
    var text = seen.toString().stripLeading();
    seen.setLength(0);
    if (text.startsWith("```") || text.startsWith("~~~")) {
      state = new State.Closed();
      return "";
    }
    if ("```".startsWith(text) || "~~~".startsWith(text)) {
      seen.append(text);
      return "";
    }
    state = new State.Unfenced(new StringBuilder());
    return text;
  }

  private static String unfenced(StringBuilder seen, StringBuilder out) {
    int possible = possibleFence(seen);
    int passed = possible > LONGEST ? seen.length() : seen.length() - possible;
    out.append(seen, 0, passed);
    seen.delete(0, passed);
    return "";
  }

  /// How many characters at the end may be a closing fence with blanks around it.
  private static int possibleFence(CharSequence text) {
    int start = blanksBefore(text, text.length());
    while (start > 0 && (text.charAt(start - 1) == '`' || text.charAt(start - 1) == '~')) {
      start--;
    }
    return text.length() - blanksBefore(text, start);
  }

  private static int blanksBefore(CharSequence text, int end) {
    int start = end;
    while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isFence(StringBuilder seen) {
    var fence = seen.toString().strip();
    return fence.startsWith("```") || fence.startsWith("~~~");
  }

  /// The JSON among the words: that of the one fence, or the one object or array where none begins before a fence.
  private static String amongWords(String words) {
    var fence = AMONG_WORDS.matcher(words);
    var value = VALUE.matcher(words);
    boolean bare = value.find() && !(fence.find() && fence.start() < value.start());
    return only(bare ? VALUE : AMONG_WORDS, words);
  }

  private static boolean holdsValue(CharSequence words) {
    return VALUE.matcher(words).find();
  }

  /// The one value among the words, behind what marks it; all words when a mark is followed by none, or there are several.
  private static String only(Pattern mark, String words) {
    String found = null;
    var marks = mark.matcher(words);
    for (int from = 0; marks.find(from); ) {
      var progress = new JsonProgress();
      int end = progress.follow(words, marks.end());
      if (progress.verdict() != JsonProgress.Verdict.COMPLETE || found != null) {
        return words;
      }
      found = words.substring(marks.end(), end);
      from = end;
    }
    return found == null ? words : found;
  }
}
