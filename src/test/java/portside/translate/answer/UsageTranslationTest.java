package portside.translate.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.translate.text.TokenEstimate;
import portside.wire.Json;
import portside.wire.anthropic.Usage;
import portside.wire.openai.ChatChunk;

class UsageTranslationTest {
  /// The columns: usage as sent | input | output | cache read | cache written | thinking; estimates are 1000 and 77.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"prompt_tokens":20,"completion_tokens":7,"total_tokens":27}                                                        | 20   | 7  |    |   |
      {"input_tokens":20,"output_tokens":7}                                                                               | 20   | 7  |    |   |
      {"prompt_tokens":20,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":15}}                             | 5    | 7  | 15 | 0 |
      {"prompt_tokens":20,"completion_tokens":7,"prompt_tokens_details":null}                                             | 20   | 7  |    |   |
      {"prompt_tokens":20,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":10,"cache_write_tokens":4}}      | 6    | 7  | 10 | 4 |
      {"prompt_tokens":20,"completion_tokens":7,"prompt_cache_hit_tokens":12,"prompt_cache_miss_tokens":8}                | 8    | 7  | 12 | 0 |
      {"prompt_tokens":20,"completion_tokens":7,"cached_tokens":5}                                                        | 15   | 7  | 5  | 0 |
      {"prompt_tokens":10,"completion_tokens":7,"num_cached_tokens":64}                                                   | 0    | 7  | 10 | 0 |
      {"prompt_tokens":2168,"completion_tokens":100,"total_tokens":2268,"prompt_tokens_details":{"cache_write_tokens":2161,"cached_tokens":2161}} | 0 | 100 | 2161 | 7 |
      {"prompt_tokens":7,"completion_tokens":8,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":161}}           | 0    | 8  | 7  | 0 |
      {"input_tokens":7,"output_tokens":8,"total_tokens":15,"input_tokens_details":{"cached_tokens":161}}                 | 0    | 8  | 7  | 0 |
      {"prompt_tokens":20,"completion_tokens":7,"total_tokens":27,"cache_read_input_tokens":90,"cache_creation_input_tokens":10} | 0 | 7 | 20 | 0 |
      {"prompt_tokens":20,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":64}}      | 0    | 7  | 0  | 20 |
      {"prompt_tokens":120,"completion_tokens":7,"cache_read_input_tokens":90,"cache_creation_input_tokens":10}           | 20   | 7  | 90 | 10 |
      {"prompt_tokens":90,"completion_tokens":7,"cache_read_input_tokens":90}                                             | 0    | 7  | 90 | 0 |
      {"prompt_tokens":120,"completion_tokens":7,"total_tokens":227,"cache_read_input_tokens":100}                        | 120  | 7  | 100 | 0 |
      {"prompt_tokens":120,"completion_tokens":7,"total_tokens":127,"cache_read_input_tokens":100}                        | 20   | 7  | 100 | 0 |
      {"prompt_tokens":20,"completion_tokens":7,"total_tokens":127,"cache_read_input_tokens":90,"cache_creation_input_tokens":10} | 20 | 7 | 90 | 10 |
      {"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"completion_tokens_details":{"reasoning_tokens":94}}   | 32   | 103 |   |   | 94
      {"prompt_tokens":20,"completion_tokens":50,"total_tokens":70,"completion_tokens_details":{"reasoning_tokens":30}}   | 20   | 50 |    |   | 30
      {"prompt_tokens":61,"completion_tokens":10,"total_tokens":71,"completion_tokens_details":{"reasoning_tokens":96}}   | 61   | 106 |   |   | 96
      {"prompt_tokens":333,"completion_tokens":303,"total_tokens":636,"completion_tokens_details":{"reasoning_tokens":325}} | 333 | 303 |  |   | 303
      {"prompt_tokens":333,"completion_tokens":303,"completion_tokens_details":{"reasoning_tokens":606}}                  | 333  | 303 |   |   | 303
      {"input_tokens":333,"output_tokens":303,"total_tokens":636,"output_tokens_details":{"reasoning_tokens":388}}        | 333  | 303 |   |   | 303
      {"prompt_tokens":20,"completion_tokens":0}                                                                          | 20   | 77 |    |   |
      {"prompt_tokens":0,"completion_tokens":5}                                                                           | 1000 | 5  |    |   |
      {"prompt_tokens":"20","completion_tokens":7.0}                                                                      | 20   | 7  |    |   |
      {"prompt_tokens":-3,"completion_tokens":1e300}                                                                      | 1000 | 77 |    |   |
      {"prompt_tokens":null,"completion_tokens":[]}                                                                       | 1000 | 77 |    |   |
      """)
  void countsBecomeDisjoint(String usage, long input, long output, Long read, Long written, Long thinking) throws Json.Malformed {
    var chunk = ChatChunk.read(Json.object("{\"choices\":[],\"usage\":" + usage + "}"));
    assertEquals(new Usage(input, output, optional(read), optional(written), optional(thinking)), UsageTranslation.tokens(chunk.tokens(), 1000, 77));
  }

  /// The columns: usage as sent | the whole prompt; empty when the provider did not count it, so that no estimate passes for a count.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"prompt_tokens":20,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":15}}                             | 20
      {"prompt_tokens":120,"completion_tokens":7,"cache_read_input_tokens":90,"cache_creation_input_tokens":10}           | 120
      {"prompt_tokens":20,"completion_tokens":7,"cache_read_input_tokens":90,"cache_creation_input_tokens":10}            | 120
      {"prompt_tokens":0,"completion_tokens":5}                                                                           |
      {"completion_tokens":5}                                                                                             |
      """)
  void theWholePromptIsWhatTheProviderCounted(String usage, Long prompt) throws Json.Malformed {
    var chunk = ChatChunk.read(Json.object("{\"choices\":[],\"usage\":" + usage + "}"));
    assertEquals(optional(prompt), UsageTranslation.prompt(chunk.tokens()));
  }

  @Test
  void withoutCountsThereAreEstimates() {
    assertEquals(Usage.of(1000, 77), UsageTranslation.tokens(null, 1000, 77));
    assertEquals(OptionalLong.empty(), UsageTranslation.prompt(null));
  }

  @Test
  void wideScriptsHaveMoreTokens() {
    var estimate = new TokenEstimate();
    estimate.add("twelve chars");
    estimate.add("漢字漢字漢字");
    assertEquals(3 + 4, estimate.tokens());
  }

  private static OptionalLong optional(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
