package portside.provider.settings;

import java.util.ArrayList;
import java.util.List;

/// Takes a command line apart as a shell does (POSIX, "Quoting"), and expands nothing: no variable, no pattern, no command within it.
final class CommandWords {
  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private CommandWords(String line) {
    this.line = line;
  }

  /// The program and its arguments; none for a blank line.
  ///
  /// @throws Unclosed when a quote has no end, or nothing follows a backslash
  static List<String> of(String line) throws Unclosed {
    var reader = new CommandWords(line);
    while (reader.at < line.length()) {
      reader.next();
    }
    reader.endWord();
    return List.copyOf(reader.words);
  }

  private void next() throws Unclosed {
    var letter = line.charAt(at++);
    switch (letter) {
      case ' ', '\t' -> endWord();
      case '\'' -> {
        inWord = true;
        word.append(upTo('\''));
      }
      case '"' -> {
        inWord = true;
        quoted();
      }
      case '\\' -> {
        inWord = true;
        word.append(escaped());
      }
      default -> {
        inWord = true;
        word.append(letter);
      }
    }
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private String upTo(char end) throws Unclosed {
    var close = line.indexOf(end, at);
    if (close < 0) {
      throw new Unclosed("has a quote that is not closed");
    }
    var text = line.substring(at, close);
    at = close + 1;
    return text;
  }

  /// In double quotes a backslash means something before a few letters only.
  private void quoted() throws Unclosed {
    while (at < line.length()) {
      var letter = line.charAt(at++);
      if (letter == '"') {
        return;
      }
      if (letter == '\\' && at < line.length() && "\\\"$`".indexOf(line.charAt(at)) >= 0) {
        letter = line.charAt(at++);
      }
      word.append(letter);
    }
    throw new Unclosed("has a quote that is not closed");
  }

  private char escaped() throws Unclosed {
    if (at == line.length()) {
      throw new Unclosed("ends with a backslash");
    }
    return line.charAt(at++);
  }

  /// The line does not end where it ends. The message says what is wrong with it.
  static final class Unclosed extends Exception {
    private static final long serialVersionUID = 1L;

    Unclosed(String problem) {
      super(problem, null, false, false);
    }

    String problem() {
      return String.valueOf(getMessage());
    }
  }
}
