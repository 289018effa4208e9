package portside.wire.common;

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

  /// The columns: usage | cache read | cache written | whether the prompt may leave them out.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "none", textBlock = """
      "prompt_tokens_details":{"cached_tokens":1,"cache_write_tokens":2}        | 1    | 2    | false
      "prompt_tokens_details":{"cached_tokens":1},"cache_creation_input_tokens":2 | 1  | 2    | false
      "prompt_tokens_details":{"cache_write_tokens":2},"cache_read_input_tokens":1 | 1 | 2    | true
      "cache_read_input_tokens":1,"cache_creation_input_tokens":2               | 1    | 2    | true
      "cache_creation_input_tokens":2                                           | none | 2    | false
      "cached_tokens":1,"cache_read_input_tokens":9                             | 1    | none | false
      """)
  void countsOfTheCacheAreRead(String usage, Long read, Long written, boolean apart) throws Json.Malformed {
    var counts = TokenCounts.read(Json.object("{\"usage\":{" + usage + "}}"), null);
    assertEquals(read == null ? OptionalLong.empty() : OptionalLong.of(read), counts.cacheRead());
    assertEquals(written == null ? OptionalLong.empty() : OptionalLong.of(written), counts.cacheWrite());
    assertEquals(apart, counts.anthropicNames());
  }
}
