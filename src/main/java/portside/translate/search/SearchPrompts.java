package portside.translate.search;

import jakarta.json.JsonObject;
import java.util.List;
import portside.wire.Json;
import portside.wire.SearchHit;
import portside.wire.anthropic.MessagesRequest.Tool;

/// Writes what the model is told of a search that the proxy runs for it.
public final class SearchPrompts {
  private static final String SCHEMA = """
      {"type":"object","properties":{"query":{"type":"string","description":"What to search for"}},"required":["query"]}""";

  private static final String DESCRIPTION = "Searches the web and returns the title, the address and a piece of the text of each page found.";

  private SearchPrompts() {}

  /// The search as a function the model can call.
  static Tool function(SearchTool tool) {
    try {
      return new Tool.Client(tool.name(), DESCRIPTION, Json.object(SCHEMA), List.of(), false, false, null);
    } catch (Json.Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether this is that function.
  public static boolean isFunction(Tool tool) {
    return tool instanceof Tool.Client client && client.description().equals(DESCRIPTION);
  }

  /// What a model's call asks for; empty when it does not say.
  static String query(JsonObject input) {
    var query = Json.string(input, "query");
    return query == null ? "" : query.strip();
  }

  /// Tells the pages that were found.
  public static String found(String query, List<SearchHit> hits) {
    if (hits.isEmpty()) {
      return "The web search for \"" + query + "\" found nothing.";
    }
    var text = new StringBuilder("The web search for \"" + query + "\" found:\n");
    var number = 1;
    for (var hit : hits) {
      text.append('\n').append(number++).append(". ").append(hit.title()).append('\n').append(hit.url()).append('\n');
      if (!hit.text().isEmpty()) {
        text.append(hit.text()).append('\n');
      }
    }
    return text.append("\nName the pages you use, with their addresses.").toString();
  }

  /// Tells why no pages were found.
  ///
  /// @param code as the client is told
  public static String failed(String code) {
    return switch (code) {
      case "max_uses_exceeded" -> "This search was not run: there are no searches left. Answer with what was found.";
      case "invalid_tool_input" -> "This search was not run: the call has no query.";
      default -> "The web search failed (" + code + "). Do not pretend to have searched; say that the search failed and what you know without it.";
    };
  }
}
