package portside.wire.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// Counts in all the spellings that providers use.
class TokenCountsTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "none", textBlock = """
      7                 | 7
      0                 | 0
      12.0              | 12
      -1                | none
      999999999999999   | 999999999999999
      1000000000000000  | none
      "9"               | 9
      "0"               | 0
      ""                | none
      "12 "             | none
      "/"               | none
      ":"               | none
      "123456789012345" | 123456789012345
      "1234567890123456"| none
      null              | none
      true              | none
      """)
  void aCountIsRead(String written, Long count) throws Json.Malformed {
    var counts = TokenCounts.read(Json.object("{\"usage\":{\"prompt_tokens\":" + written + "}}"), null);
    assertEquals(count == null ? OptionalLong.empty() : OptionalLong.of(count), counts.prompt());
  }
}
