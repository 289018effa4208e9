package portside.translate.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import portside.provider.SearchBackend.Kind;
import portside.wire.Json;
import portside.wire.SearchHit;

/// What backends are asked, and what is kept of what they find.
class SearchBackendProtocolTest {
  private static final SearchTool ALL = tool();

  @Test
  void eachBackendIsAskedInItsOwnWay() {
    assertEquals("/search?q=where ships lie&format=json", path(Kind.SEARXNG, "where ships lie", ALL));
    assertEquals("?q=where ships lie&count=10", path(Kind.BRAVE, "where ships lie", ALL));
    var tool = new SearchTool("web_search", 20, List.of("a.example"), List.of("b.example"));
    assertEquals("{\"query\":\"ships\",\"max_results\":10,\"include_domains\":[\"a.example\"],\"exclude_domains\":[\"b.example\"]}",
        new String(SearchBackendProtocol.ask(Kind.TAVILY, "ships", tool).body(), StandardCharsets.UTF_8));
  }

  @Test
  void aQueryIsCutAtFourHundredCharacters() {
    assertEquals("?q=" + "x".repeat(400) + "&count=10", path(Kind.BRAVE, "x".repeat(400), ALL));
    assertEquals("?q=" + "x".repeat(400) + "&count=10", path(Kind.BRAVE, "x".repeat(401), ALL));
  }

  @Test
  void upToFourSitesAreNamedInTheQuery() {
    assertEquals("?q=ships site:1.example OR site:2.example OR site:3.example OR site:4.example&count=10",
        path(Kind.BRAVE, "ships", tool("1.example", "2.example", "3.example", "4.example")));
    assertEquals("?q=ships&count=10", path(Kind.BRAVE, "ships", tool("1.example", "2.example", "3.example", "4.example", "5.example")));
  }

  @Test
  void braveQuotesInThreePlacesAndMarksTheWords() throws Exception {
    var answer = """
        {"web":{"results":[{"title":"The <b>harbour</b>","url":"https://a.example","content":" one ","description":"<strong>two</strong> <em>three</em>",
        "extra_snippets":["four",5,""]}]}}""";
    assertEquals(List.of(new SearchHit("The harbour", "https://a.example", "one\ntwo three\nfour")), hits(Kind.BRAVE, answer, ALL));
  }

  @Test
  void tenPagesOfTwoThousandCharactersAreKept() throws Exception {
    assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
        hits(Kind.TAVILY, pages(11, "x"), ALL).stream().map(SearchHit::title).toList());
    assertEquals("x".repeat(2_000), hits(Kind.TAVILY, pages(1, "x".repeat(2_000)), ALL).getFirst().text());
    assertEquals("x".repeat(2_000) + "… [1 more characters]", hits(Kind.TAVILY, pages(1, "x".repeat(2_001)), ALL).getFirst().text());
  }

  @Test
  void whatTheToolMayNotShowIsNoHit() throws Exception {
    var results = "{\"results\":[7,{\"title\":\"no address\"},{\"url\":\"https://a.example/x\"},{\"url\":\"https://www.b.example/x\"},{\"url\":\"https://bb.example\"}]}";
    assertEquals(List.of("https://www.b.example/x"),
        hits(Kind.SEARXNG, results, tool("b.example")).stream().map(SearchHit::url).toList());
  }

  @Test
  void braveLeavesTheResultsOutWhenThereAreNone() throws Exception {
    assertEquals(List.of(), hits(Kind.BRAVE, "{\"type\":\"search\"}", ALL));
    assertEquals("no results", assertThrows(Json.Malformed.class, () -> hits(Kind.BRAVE, "{\"type\":\"ErrorResponse\"}", ALL)).getMessage());
    assertEquals("no results", assertThrows(Json.Malformed.class, () -> hits(Kind.SEARXNG, "{\"type\":\"search\"}", ALL)).getMessage());
  }

  private static SearchTool tool(String... allowed) {
    return new SearchTool("web_search", 20, List.of(allowed), List.of());
  }

  private static String path(Kind kind, String query, SearchTool tool) {
    return URLDecoder.decode(SearchBackendProtocol.ask(kind, query, tool).path(), StandardCharsets.UTF_8);
  }

  private static String pages(int count, String text) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(page -> "{\"title\":\"" + page + "\",\"url\":\"https://a.example/" + page + "\",\"content\":\"" + text + "\"}")
        .collect(Collectors.joining(",", "{\"results\":[", "]}"));
  }

  private static List<SearchHit> hits(Kind kind, String answer, SearchTool tool) throws Json.Malformed {
    return SearchBackendProtocol.hits(kind, answer.getBytes(StandardCharsets.UTF_8), tool);
  }
}
