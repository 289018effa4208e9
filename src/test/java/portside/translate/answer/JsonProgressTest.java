package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.translate.answer.JsonProgress.Verdict;
import portside.wire.Json;

/// The automaton says of every text what the parser of whole documents says.
class JsonProgressTest {
  @Test
  void numbers() {
    everyText("-+.eE019", 4, number -> {
      var progress = new JsonProgress();
      var text = "[" + number + "]";
      progress.follow(text, 0);
      assertEquals(number.isEmpty() || RawJson.isNumber(number), progress.verdict() == Verdict.COMPLETE, text);
    });
  }

  /// The columns: all texts of these characters | up to this length | what stands around them.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {}[],:1  | 5 | [TEXT]
      {},:'[   | 5 | {'a':TEXT}
      \\u0n'g  | 5 | '\\u00TEXT'
      true fn' | 4 | [TEXT]
      """)
  void everythingElse(String characters, int longest, String around) {
    everyText(characters.replace('\'', '"'), longest, inner -> {
      var text = around.replace('\'', '"').replace("TEXT", inner);
      var progress = new JsonProgress();
      int end = progress.follow(text, 0);
      if (progress.verdict() == Verdict.COMPLETE) {
        assertIsJson(text.substring(0, end));
      } else if (end < text.length() || progress.verdict() == Verdict.PARTIAL) {
        assertThrows(Json.Malformed.class, () -> Json.value(text), text);
      }
    });
  }

  /// The columns: the text | what it is | how many characters at its end may still be meant otherwise | the brackets it lacks.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      ``          | EMPTY    | 0 | ``
      ` `         | EMPTY    | 1 | ``
      {           | PARTIAL  | 0 | }
      {'a         | PARTIAL  | 0 | }
      {'a':       | PARTIAL  | 0 | }
      {'a':1      | PARTIAL  | 1 | }
      {'a':12     | PARTIAL  | 2 | }
      {'a':1,     | PARTIAL  | 2 | }
      {'a':'x',   | PARTIAL  | 1 | }
      {'a':[1]    | PARTIAL  | 0 | }
      {'a':[{     | PARTIAL  | 0 | }]}
      {'a':tr     | PARTIAL  | 2 | }
      {'a':'\\u0  | PARTIAL  | 3 | }
      {'a':'\\u00e9 | PARTIAL | 0 | }
      {'a':1}     | COMPLETE | 0 | ``
      {'a':1} x   | COMPLETE | 0 | ``
      {x          | BROKEN   | 0 | }
      """)
  void howFarItIs(String text, Verdict verdict, int unsettled, String missing) {
    var progress = new JsonProgress();
    progress.follow(text.replace('\'', '"'), 0);
    assertEquals(verdict, progress.verdict());
    assertEquals(unsettled, progress.unsettled());
    assertEquals(missing, progress.missingBrackets());
  }

  @Test
  void deeperThanTwoHundredAndFiftySixIsBroken() {
    for (var brackets : List.of("[]", "{}")) {
      for (int deep = 255; deep < 258; deep++) {
        var progress = new JsonProgress();
        var open = brackets.equals("[]") ? "[" : "{\"a\":";
        progress.follow(open.repeat(deep) + (brackets.equals("[]") ? "" : "1") + brackets.substring(1).repeat(deep), 0);
        assertEquals(deep <= 256 ? Verdict.COMPLETE : Verdict.BROKEN, progress.verdict());
      }
    }
  }

  private interface Check {
    void of(String text);
  }

  private static void everyText(String characters, int longest, Check check) {
    check.of("");
    for (int i = 0; longest > 0 && i < characters.length(); i++) {
      char first = characters.charAt(i);
      everyText(characters, longest - 1, rest -> check.of(first + rest));
    }
  }

  private static void assertIsJson(String text) {
    try {
      Json.value(text);
    } catch (Json.Malformed malformed) {
      throw new AssertionError(text, malformed);
    }
  }
}
