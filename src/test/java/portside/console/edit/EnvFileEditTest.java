package portside.console.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvFileEditTest {
  /// The first is the text, then the text with `KEY` set to 7; N is an end of line, R a carriage return.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', ignoreLeadingAndTrailingWhitespace = false, value = {
    "KEY=1N|KEY=7N",
    "A=1N# KEY=2NKEY=1 # whyNB=2N|A=1N# KEY=2NKEY=7 # whyNB=2N",
    "  export KEY = \"1 2\"   # whyN|  export KEY = 7   # whyN",
    "KEY='1'N|KEY=7N",
    "KEY=N|KEY=7N",
    "KEY=1NKEY=2N|KEY=1NKEY=7N",
    "KEY=1RNB=2RN|KEY=7RNB=2RN",
    "KEY=1|KEY=7",
    "A=1N|A=1NKEY=7 # newN",
    "A=1|A=1NKEY=7 # newN",
    "A=1RNB=2|A=1RNB=2RNKEY=7 # newRN",
    "MY_KEY=1NKEY_B=2N|MY_KEY=1NKEY_B=2NKEY=7 # newN",
    "|KEY=7 # newN",
  })
  void onlyTheOneLineChanges(String before, String after) {
    assertEquals(lines(after), EnvFileEdit.set(lines(before == null ? "" : before), "KEY", "7", "new"));
  }

  private static String lines(String text) {
    return text.replace("RN", "\r\n").replace("N", "\n");
  }
}
