package portside.wire.openai;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.SearchHit;

/// The pages a provider found while it answered, from all the places where providers tell of them: `web_search` (Zhipu), `search_info` (Alibaba),
/// `annotations` (OpenRouter, OpenAI), `executed_tools` (Groq).
public final class ChatSearchHits {
  private final List<SearchHit> pages = new ArrayList<>();

  private ChatSearchHits() {}

  /// Reads the pages that a chunk or an answer tells of; a page may come again in a later one.
  public static List<SearchHit> read(JsonObject json) {
    var found = new ChatSearchHits();
    found.pages(json.get("web_search"));
    if (json.get("search_info") instanceof JsonObject info) {
      found.pages(info.get("search_results"));
    }
    if (json.get("choices") instanceof JsonArray choices) {
      for (var choice : choices) {
        if (choice instanceof JsonObject object) {
          found.said(object.get("delta"));
          found.said(object.get("message"));
        }
      }
    }
    return found.pages;
  }

  private void said(@Nullable JsonValue value) {
    if (!(value instanceof JsonObject message)) {
      return;
    }
    for (var annotation : list(message.get("annotations"))) {
      page(annotation.get("url_citation") instanceof JsonObject citation ? citation : annotation);
    }
    for (var tool : list(message.get("executed_tools"))) {
      if (tool.get("search_results") instanceof JsonObject results) {
        pages(results.get("results"));
      }
    }
  }

  private void pages(@Nullable JsonValue value) {
    list(value).forEach(this::page);
  }

  private void page(JsonObject page) {
    var url = Json.string(page, "url") instanceof String address ? address : Json.string(page, "link");
    if (url != null && !url.isBlank()) {
      var title = Json.string(page, "title");
      pages.add(new SearchHit(title == null ? "" : title, url, ""));
    }
  }

  private static List<JsonObject> list(@Nullable JsonValue value) {
    return value instanceof JsonArray array ? array.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject).toList() : List.of();
  }
}
