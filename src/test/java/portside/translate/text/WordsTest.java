package portside.translate.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How much text there is, and how little of it is shown.
class WordsTest {
  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', textBlock = """
      "", 0
      a, 1
      abcd, 1
      abcde, 2
      漢, 1
      漢字, 2
      漢字漢, 2
      漢字漢字, 3
      abcd漢字, 3
      \u2e7f\u2e7f\u2e7f\u2e7f, 1
      \u2e80\u2e80\u2e80\u2e80, 3
      """)
  void tokensAreEstimated(String text, long tokens) {
    var estimate = new TokenEstimate();
    estimate.add(text);
    assertEquals(tokens, estimate.tokens());
  }

  @Test
  void textAddsUpBeforeItIsRounded() {
    var estimate = new TokenEstimate();
    for (var text : new String[] {"a", "b", "c漢", "d字"}) {
      estimate.add(text);
    }
    assertEquals(3, estimate.tokens());
  }

  @ParameterizedTest
  @CsvSource({"0, 2000", "66666, 2000", "66667, 4000", "133334, 6000"})
  void aPdfIsAPageForFiftyThousandBytes(long base64, long tokens) {
    assertEquals(tokens, TokenEstimate.ofPdf(base64));
  }

  @ParameterizedTest
  @CsvSource({"abc, 3, abc", "abcd, 3, ab…", "abcd, 1, …", "a😀bc, 3, a…", "a😀bc, 4, a😀…", "😀, 1, …"})
  void whatIsTooLongEndsInASign(String text, int limit, String shown) {
    assertEquals(shown, Capped.within(text, limit));
  }

  @ParameterizedTest
  @CsvSource({"'', true", "' \\n\\t', true", "'\\0', true", "' \\0 ', true", "a, false", "' a', false"})
  void blankIsWhatNobodyCouldRead(String text, boolean blank) {
    assertEquals(blank, Blank.is(text.translateEscapes()));
  }
}
