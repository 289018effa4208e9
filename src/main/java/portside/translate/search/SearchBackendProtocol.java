package portside.translate.search;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import portside.provider.SearchBackend;
import portside.translate.text.Capped;
import portside.wire.Json;
import portside.wire.SearchHit;

/// Writes what a search backend is asked, and reads its answer.
public final class SearchBackendProtocol {
  private static final int MOST_HITS = 10;
  private static final int LONGEST_TEXT = 2_000;

  /// The most characters of a query; Brave refuses longer ones (api-dashboard.search.brave.com, "q").
  private static final int LONGEST_QUERY = 400;

  /// The most sites that are named; more make a query that engines cut.
  private static final int MOST_SITES = 4;

  private SearchBackendProtocol() {}

  /// @param path to append to the backend's address
  /// @param body empty for a `GET`
  public record SearchRequest(String path, byte[] body) {}

  /// The question to ask for a query.
  public static SearchRequest ask(SearchBackend.Kind kind, String query, SearchTool tool) {
    var words = query.substring(0, Math.min(query.length(), LONGEST_QUERY));
    return switch (kind) {
      case SEARXNG -> new SearchRequest("/search?q=" + encoded(withSites(words, tool)) + "&format=json", new byte[0]);
      case BRAVE -> new SearchRequest("?q=" + encoded(withSites(words, tool)) + "&count=" + MOST_HITS, new byte[0]);
      case TAVILY -> new SearchRequest("", Json.bytes(Json.BUILD.createObjectBuilder()
          .add("query", words)
          .add("max_results", MOST_HITS)
          .add("include_domains", Json.BUILD.createArrayBuilder(tool.allowed()))
          .add("exclude_domains", Json.BUILD.createArrayBuilder(tool.blocked()))
          .build()));
    };
  }

  /// The pages an answer names, those the tool may show.
  ///
  /// @throws Json.Malformed when it is no answer of such a backend
  public static List<SearchHit> hits(SearchBackend.Kind kind, byte[] answer, SearchTool tool) throws Json.Malformed {
    var json = Json.object(answer);
    var holder = kind == SearchBackend.Kind.BRAVE && json.get("web") instanceof JsonObject web ? web : json;
    if (!(holder.get("results") instanceof JsonArray results)) {
      if (kind == SearchBackend.Kind.BRAVE && "search".equals(Json.string(json, "type"))) {
        return List.of(); // it leaves `web` out when it found nothing
      }
      throw new Json.Malformed("no results");
    }
    var hits = new ArrayList<SearchHit>();
    for (var value : results) {
      if (hits.size() < MOST_HITS && value instanceof JsonObject result && Json.string(result, "url") instanceof String url && tool.shows(url)) {
        hits.add(new SearchHit(plain(Json.string(result, "title")), url, Capped.text(text(result), LONGEST_TEXT)));
      }
    }
    return hits;
  }

  /// The text quoted of a page: Brave quotes in `description` and `extra_snippets`, the others in `content`.
  private static String text(JsonObject result) {
    var quotes = new ArrayList<String>();
    quotes.add(plain(Json.string(result, "content")));
    quotes.add(plain(Json.string(result, "description")));
    if (result.get("extra_snippets") instanceof JsonArray more) {
      more.forEach(quote -> quotes.add(quote instanceof JsonString text ? plain(text.getString()) : ""));
    }
    return quotes.stream().filter(quote -> !quote.isEmpty()).collect(Collectors.joining("\n"));
  }

  /// The text without marks: Brave marks the words of the query with `<strong>`.
  private static String plain(@Nullable String text) {
    return text == null ? "" : text.replaceAll("</?(strong|b|em)>", "").strip();
  }

  /// The engines understand `site:`; where one does not, what it finds elsewhere is left out all the same.
  private static String withSites(String words, SearchTool tool) {
    var sites = tool.allowed().stream().limit(MOST_SITES).map(site -> "site:" + site).toList();
    return sites.isEmpty() || tool.allowed().size() > MOST_SITES ? words : words + " " + String.join(" OR ", sites);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
