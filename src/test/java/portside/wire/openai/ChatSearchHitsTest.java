package portside.wire.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// Where providers tell of the pages that their own search found.
class ChatSearchHitsTest {
  /// The columns: a chunk or a whole answer | title, address and text of each page.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'web_search':[{'title':'T','link':'https://a'}]}                                              | T,https://a,
      {'web_search':[{'title':'T','url':'https://a','link':'https://b'},7,{'link':' '},{'title':'T'}]} | T,https://a,
      {'web_search':{'title':'T','link':'https://a'}}                                                | ``
      {'search_info':{'search_results':[{'url':'https://a'}]}}                                       | https://a,https://a,
      {'search_info':[{'url':'https://a'}]}                                                          | ``
      {'choices':[{'delta':{'annotations':[{'type':'url_citation','url_citation':{'title':'T','url':'https://a'}}]}}]} | T,https://a,
      {'choices':[{'message':{'annotations':[{'title':'T','url':'https://a'},{'url':'https://b'}]}}]} | T,https://a, https://b,https://b,
      {'choices':[{'delta':{'executed_tools':[{'search_results':{'results':[{'title':'T','url':'https://a'}]}},{'type':'x'}]}}]} | T,https://a,
      {'choices':[7,{'delta':null,'message':[]}]}                                                    | ``
      {'choices':{'delta':{}}}                                                                       | ``
      """)
  void pagesAreRead(String payload, String pages) throws Json.Malformed {
    var found = ChatSearchHits.read(Json.object(payload.replace('\'', '"')));
    assertEquals(pages, found.stream().map(hit -> hit.title() + "," + hit.url() + "," + hit.text()).collect(Collectors.joining(" ")));
  }
}
