package portside.wire.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;
import portside.wire.SearchHit;

/// Where events and answers of the Responses API tell of the provider's own searches.
class ResponsesSearchHitsTest {
  /// The columns: the payload | its pages | whether a search was run | the query.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"annotation":{"title":"A","url":"https://a"}}                                                                     | A=https://a            | false | ~~
      {"annotation":{"title":"A"}}                                                                                       | ~~                     | false | ~~
      {"annotation":{"title":7,"url":"https://a"}}                                                                       | https://a=https://a    | false | ~~
      {"item":{"type":"web_search_call","action":{"query":"q","sources":[{"url":"https://a"},{"url":" "},"x"]}}}         | https://a=https://a    | true  | q
      {"item":{"type":"web_search_call"}}                                                                                | ~~                     | true  | ~~
      {"output":[{"type":"web_search_call","action":{"query":"q"}},{"type":"web_search_call","action":{"query":"r"}}]}   | ~~                     | true  | r
      {"output":[{"type":"web_search_call","action":{"query":"q"}},{"type":"web_search_call","action":{"type":"open"}}]} | ~~                     | true  | q
      {"response":{"output":[{"type":"message","content":[{"annotations":[{"title":"A","url":"https://a"}]}]}]}}         | A=https://a            | false | ~~
      {"response":{"output":7},"output":[{"type":"web_search_call"}]}                                                    | ~~                     | false | ~~
      """)
  void everyPlaceIsRead(String payload, String pages, boolean searched, String query) throws Json.Malformed {
    var found = ResponsesSearchHits.read(Json.object(payload));
    var expected = pages.isEmpty() ? List.of() : List.of(new SearchHit(pages.split("=")[0], pages.split("=")[1], ""));
    assertEquals(expected, found.pages());
    assertEquals(searched, found.searched());
    assertEquals(query, found.query());
  }
}
