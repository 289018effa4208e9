package portside.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What stands in quotes, backticks or braces, put aside while a text is divided, so that no `and` inside them divides it.
///
/// @param bare the text with a private character in place of each quote
/// @param aside the quotes, in order
record Quotes(String bare, List<String> aside) {
  private static final int FIRST = 0xE000; // Unicode's private use area
  private static final int MOST = 0x1900;
  private static final Pattern QUOTE =
      Pattern.compile("(?s)```.*?```|`[^`]+`|\"[^\"\\n]+\"|“[^”]+”|(?<![\\p{L}\\p{N}])'[^'\\n]+'(?![\\p{L}\\p{N}])|\\{.*}");

  static Quotes aside(String text) {
    var aside = new ArrayList<String>();
    var bare = QUOTE.matcher(text).replaceAll(quote -> {
      if (aside.size() == MOST) {
        return "…";
      }
      aside.add(quote.group());
      return Character.toString(FIRST + aside.size() - 1);
    });
    return new Quotes(bare, List.copyOf(aside));
  }

  /// Returns a part of the bare text as it was written.
  String written(String part) {
    return part.codePoints()
        .mapToObj(c -> c >= FIRST && c < FIRST + aside.size() ? aside.get(c - FIRST) : Character.toString(c))
        .collect(Collectors.joining())
        .strip();
  }

  /// What a part of the bare text means: what is inside its quotes if it is quoted or holds something in backticks, else the text without its
  /// full stop.
  String meant(String part) {
    var text = written(part);
    var quote = QUOTE.matcher(text);
    if (quote.find() && (quote.group().startsWith("`") || quote.start() == 0 && !quote.group().startsWith("{"))) {
      return quote.group().replaceFirst("^```\\w*\\n?|^[`\"“']", "").replaceFirst("```$|[`\"”']$", "").strip();
    }
    return text.replaceFirst("[.!?]+$", "");
  }
}
