package portside.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// How a text is cut.
@Execution(ExecutionMode.CONCURRENT)
class QuickTokensTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "``                  | 0", "a | 1", "z | 1", "A | 1", "Z | 1",
    "camelCase           | 2", "CamelCase | 2", "HTTPServe | 1", "HTTPServer | 2", "ABC | 1", "aBc | 2", "azAZ | 2",
    "ninechars           | 1", "tencharsss | 2", "nineteencharacterss | 3",
    "123                 | 1", "1234 | 2", "0909 | 2", "a1b | 3", "1a2 | 3",
    "+++                 | 1", "++++ | 2", "a+b | 3",
    "` `                 | 0", "`  ` | 1", "`a b` | 2", "`a  b` | 3",
    "für                 | 1", "ёжик | 2", "привет | 2", "приветик | 3",
    "漢                  | 1", "漢字 | 2", "漢字漢 | 2", "漢字漢字 | 3", "a漢 | 2", "⺀ | 1", "⹿ | 1", "⺀⺀⺀⺀ | 3",
  })
  void wordsDigitsBlanksAndSigns(String text, long tokens) {
    assertEquals(tokens, QuickTokens.text(text));
  }

  @Test
  void whatStandsBesideLettersAndDigitsIsASign() {
    assertEquals(2, QuickTokens.text("@[`{/:"));
    assertEquals(1, QuickTokens.text("!~"));
  }

  @Test
  void lineBreaksAreOne() {
    assertEquals(1, QuickTokens.text("\n"));
    assertEquals(1, QuickTokens.text("\n\t\n"));
    assertEquals(3, QuickTokens.text("a\nb"));
    assertEquals(2, QuickTokens.text("\n  "));
    assertEquals(1, QuickTokens.text("\u001f"));
  }

  @Test
  void aLongTextIsLookedAtThroughWindows() {
    assertEquals(4_096, QuickTokens.text("a+".repeat(2_048)));
    assertEquals(8_192, QuickTokens.text("a+".repeat(4_096)));
    assertEquals(8_193, QuickTokens.text("a+".repeat(4_096) + "a"), "a word or a sign at each place");
    assertEquals(12_000L * 16 * 128 / 4_096, QuickTokens.text("a ".repeat(6_000)), "half of each window");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{}              | 1", "{\"a\":[]}  | 4", "{\"a\":[true]} | 6", "{\"a\":null,\"b\":12} | 7", "{\"a\":\"x y\"} | 5", "{\"abc\":{\"d\":1234}} | 8"
  })
  void valuesAreCountedAsIfWritten(String json, long tokens) throws Exception {
    assertEquals(tokens, QuickTokens.value(Json.object(json)));
  }
}
