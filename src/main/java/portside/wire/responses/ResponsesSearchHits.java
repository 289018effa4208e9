package portside.wire.responses;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.SearchHit;

/// What an event or an answer tells of searches the provider ran: `web_search_call` items, and pages cited in `annotations` (OpenAI API, "Web
/// search"; xAI, "Citations").
///
/// @param pages in order; one may come several times
/// @param searched whether a search was run
/// @param query of the last search; empty when it is not told
public record ResponsesSearchHits(List<SearchHit> pages, boolean searched, String query) {
  /// Reads the payload of an event, or a whole answer.
  public static ResponsesSearchHits read(JsonObject payload) {
    var pages = new ArrayList<SearchHit>();
    var items = new ArrayList<JsonObject>();
    if (payload.get("annotation") instanceof JsonObject annotation) {
      page(annotation, pages);
    }
    if (payload.get("item") instanceof JsonObject item) {
      items.add(item);
    }
    items.addAll(list(payload.get("response") instanceof JsonObject response ? response.get("output") : payload.get("output")));
    boolean searched = false;
    var query = "";
    for (var item : items) {
      if ("web_search_call".equals(Json.string(item, "type"))) {
        searched = true;
        var action = item.get("action") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        query = Json.string(action, "query") instanceof String words ? words : query;
        list(action.get("sources")).forEach(source -> page(source, pages));
      }
      list(item.get("content")).forEach(part -> list(part.get("annotations")).forEach(annotation -> page(annotation, pages)));
    }
    return new ResponsesSearchHits(pages, searched, query);
  }

  private static void page(JsonObject page, List<SearchHit> pages) {
    if (Json.string(page, "url") instanceof String url && !url.isBlank()) {
      pages.add(new SearchHit(Json.string(page, "title") instanceof String title ? title : "", url, ""));
    }
  }

  private static List<JsonObject> list(@Nullable JsonValue value) {
    return value instanceof JsonArray array ? array.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject).toList() : List.of();
  }
}
