package portside.translate.pdf;

import portside.translate.pdf.PdfText.Reading;

/// Puts the pages together: each under its number, as much as a model's window bears, and a line for what is missing.
final class PdfPages {
  /// As many as Anthropic reads.
  static final int MOST_PAGES = 100;
  /// Some fifty thousand tokens, most of what smaller models take.
  static final int MOST_CHARACTERS = 200_000;

  private final int all;
  private final StringBuilder text = new StringBuilder();
  private int read;
  private int characters;
  private boolean damaged;

  /// @param all how many pages the document has
  PdfPages(int all) {
    this.all = all;
  }

  /// How many pages have been added or left.
  int read() {
    return read;
  }

  /// Whether no more characters fit.
  boolean full() {
    return characters >= MOST_CHARACTERS;
  }

  /// The next page.
  ///
  /// @param words may be empty
  void add(String words) {
    read++;
    if (words.isEmpty()) {
      line("[page " + read + ": no text]");
      return;
    }
    line("[page " + read + "]");
    var room = MOST_CHARACTERS - characters;
    if (words.length() <= room) {
      line(words);
    } else {
      line(words.substring(0, Character.isHighSurrogate(words.charAt(room - 1)) ? room - 1 : room));
      line("[page " + read + " is cut here: only the first " + MOST_CHARACTERS + " characters are shown]");
    }
    characters += words.length();
  }

  /// The next page stays unread.
  void leave(String why) {
    read++;
    damaged = true;
    line("[page " + read + " left out: " + why + "]");
  }

  /// All further pages stay unread.
  void stop(String why) {
    var next = read + 1;
    line((next == all ? "[page " + next : "[pages " + next + " to " + all) + " left out: " + why + "]");
  }

  Reading reading() {
    var pages = all == 1 ? "1 page" : all + " pages";
    if (characters > 0) {
      return new Reading.Words("[PDF of " + pages + ", its text without pictures and layout]\n" + text.toString().stripTrailing());
    }
    var seen = read == all ? pages : "the first " + read + " of " + pages;
    return new Reading.Unreadable(damaged
        ? "no text could be read on " + seen + ": damaged or too much to unpack"
        : "no text was found on " + seen + ", perhaps scanned pictures");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
