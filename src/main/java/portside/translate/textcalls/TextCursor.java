package portside.translate.textcalls;

import java.util.List;
import portside.translate.answer.JsonProgress;
import portside.translate.answer.RawJson;

/// Reads along a text of which more may come. Each step takes what it expects, or says with [NotACall] whether that can still come.
final class TextCursor {
  /// The most characters of a name, with all that stands around it.
  private static final int LONGEST_NAME = 200;

  private final String text;
  private final boolean whole;
  private int at;

  /// @param whole whether nothing more comes
  TextCursor(String text, int at, boolean whole) {
    this.text = text;
    this.at = at;
    this.whole = whole;
  }

  /// How far it has read.
  int at() {
    return at;
  }

  /// Whether nothing is left and nothing comes.
  boolean isAtEnd() {
    return whole && at == text.length();
  }

  void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /// Whether this comes next.
  boolean sees(String literal) throws NotACall {
    if (text.startsWith(literal, at)) {
      return true;
    }
    if (!whole && isBegun(literal)) {
      throw NotACall.NOT_YET;
    }
    return false;
  }

  /// Takes this if it comes next.
  boolean takes(String literal) throws NotACall {
    boolean seen = sees(literal);
    at += seen ? literal.length() : 0;
    return seen;
  }

  /// Takes this and the blanks before it if it comes next; else the blanks stay.
  void takesBehindBlanks(String literal) throws NotACall {
    int before = at;
    blanks();
    if (!takes(literal)) {
      at = before;
    }
  }

  /// Takes the beginning of this, or nothing, if the text ends there for good.
  boolean takesWhatCameOf(String literal) {
    boolean ended = whole && isBegun(literal);
    at = ended ? text.length() : at;
    return ended;
  }

  /// Whether all that is left is a beginning of this.
  private boolean isBegun(String literal) {
    return literal.regionMatches(0, text, at, text.length() - at);
  }

  /// Gives back what was taken last.
  void back(String literal) {
    at -= literal.length();
  }

  /// Takes this, which must come next.
  void take(String literal) throws NotACall {
    if (!takes(literal)) {
      throw NotACall.NEVER;
    }
  }

  /// Takes a name and what stands around it, up to this and with it.
  String name(String end) throws NotACall {
    int found = text.indexOf(end, at);
    if (found == -1 && !whole && text.length() - at < LONGEST_NAME + end.length()) {
      throw NotACall.NOT_YET;
    }
    if (found == -1 || found - at > LONGEST_NAME) {
      throw NotACall.NEVER;
    }
    var name = text.substring(at, found).strip();
    at = found + end.length();
    return name;
  }

  /// Takes a value up to this and with it. As the value may hold the same words, one of the followers must come next.
  String value(String end, List<String> followers) throws NotACall {
    int start = at;
    for (int found = text.indexOf(end, start); found != -1; found = text.indexOf(end, found + 1)) {
      at = found + end.length();
      blanks();
      for (var follower : followers) {
        if (sees(follower)) {
          return text.substring(start, found);
        }
      }
    }
    throw whole ? NotACall.NEVER : NotACall.NOT_YET;
  }

  /// Takes an object or array as it is written.
  String json() throws NotACall {
    blanks();
    if (at < text.length() && text.charAt(at) != '{' && text.charAt(at) != '[') {
      throw NotACall.NEVER;
    }
    var progress = new JsonProgress();
    int end = progress.follow(text, at);
    boolean broken = progress.verdict() == JsonProgress.Verdict.BROKEN;
    if (broken || whole && progress.verdict() != JsonProgress.Verdict.COMPLETE) {
      throw NotACall.NEVER;
    }
    if (progress.verdict() != JsonProgress.Verdict.COMPLETE) {
      throw NotACall.NOT_YET;
    }
    var json = text.substring(at, end);
    if (!RawJson.isValue(json)) {
      throw NotACall.NEVER;
    }
    at = end;
    return json;
  }

  /// Takes a JSON object as it is written.
  String object() throws NotACall {
    var json = json();
    if (json.charAt(0) != '{') {
      throw NotACall.NEVER;
    }
    return json;
  }
}
