package portside.wire.gemini;

import static portside.wire.gemini.GenerateContentChunk.object;
import static portside.wire.gemini.GenerateContentChunk.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.SearchHit;

/// What Google's search found for an answer. Addresses lead to the pages by way of Google.
///
/// @param queries that were searched for
/// @param pages without text
public record Grounding(List<String> queries, List<SearchHit> pages) {
  static @Nullable Grounding read(JsonObject metadata) {
    var queries = new ArrayList<String>();
    if (metadata.get("webSearchQueries") instanceof JsonArray all) {
      all.forEach(query -> {
        if (query instanceof JsonString text) {
          queries.add(text.getString());
        }
      });
    }
    var pages = new ArrayList<SearchHit>();
    if (metadata.get("groundingChunks") instanceof JsonArray all) {
      all.forEach(chunk -> {
        var web = chunk instanceof JsonObject object ? object(object, "web") : JsonObject.EMPTY_JSON_OBJECT;
        if (!text(web, "uri").isEmpty()) {
          pages.add(new SearchHit(text(web, "title"), text(web, "uri"), ""));
        }
      });
    }
    return queries.isEmpty() && pages.isEmpty() ? null : new Grounding(queries, pages);
  }
}
