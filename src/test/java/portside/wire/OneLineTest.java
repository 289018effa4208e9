package portside.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneLineTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      a{n}2026-01-01 00:00:00.000 INFO  req_forged 200 ok | a\\n2026-01-01 00:00:00.000 INFO  req_forged 200 ok
      {r}{n}{t}       | \\r\\n\\t
      b{1b}[2J        | b\\u001b[2J
      {7f}{9b}31m     | \\u007f\\u009b31m
      {85}{2028}{2029} | \\u0085\\u2028\\u2029
      {202e}{2066}    | \\u202e\\u2066
      """)
  void whatIsNotShownIsWrittenOut(String text, String line) {
    assertEquals(line, OneLine.of(unescaped(text), 100));
  }

  @Test
  void whatIsShownStaysAsItIs() {
    var text = "große Wörter, 模型, 🐚 and C:\\new";
    assertSame(text, OneLine.of(text, text.length()));
  }

  @Test
  void whatIsTooLongIsCut() {
    assertEquals("abc…", OneLine.of("abcde", 3));
    assertEquals("abcde", OneLine.of("abcde", 5));
    assertEquals("a\\n…", OneLine.of("a\n\n", 2));
  }

  private static String unescaped(String text) {
    var named = text.replace("{n}", "\n").replace("{r}", "\r").replace("{t}", "\t");
    return java.util.regex.Pattern.compile("\\{([0-9a-f]+)}").matcher(named)
        .replaceAll(code -> java.util.regex.Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
  }
}
