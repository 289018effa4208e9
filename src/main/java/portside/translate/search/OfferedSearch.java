package portside.translate.search;

import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.SEARCH;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Search;
import portside.wire.Json;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// How the web search of a request is offered as the provider's own, and what is to be expected of the answer.
///
/// @param tools as the provider spells them, beside the functions
/// @param members of the request itself, in order
/// @param names the provider's name of the search, by the client's, where the model calls it
/// @param query what the client wants searched, as far as can be told from outside
/// @param demanded whether an answer without a search is a failure
/// @param told whether the answer tells what was found; else that a search was demanded says that there was one
public record OfferedSearch(List<JsonObject> tools, JsonObject members, Map<String, String> names, String query, boolean demanded, boolean told) {
  /// No search.
  public static final OfferedSearch NONE = new OfferedSearch(List.of(), JsonObject.EMPTY_JSON_OBJECT, Map.of(), "", false, true);

  private static final JsonObject NOTHING = JsonObject.EMPTY_JSON_OBJECT;

  private static final int PAGES = 10;

  /// Moonshot's name of it (platform.moonshot.ai, "Use Kimi API's Internet Search Functionality").
  private static final String BUILTIN = "$web_search";

  /// The search of a request, as a row offers it.
  public static OfferedSearch of(MessagesRequest request, Dialect dialect) {
    var tool = SearchTool.in(request).filter(_ -> !(request.toolChoice() instanceof ToolChoice.None && !dialect.get(NONE_TOOL_CHOICE)));
    return tool.isEmpty() || ProviderSearch.of(dialect, request) == ProviderSearch.NONE ? NONE : of(request, tool.get(), dialect.get(SEARCH));
  }

  private static OfferedSearch of(MessagesRequest request, SearchTool tool, Search form) {
    var demanded = RequiredServerTool.of(request).isPresent();
    var tools = tool(tool, form).map(List::of).orElse(List.of());
    var names = form == Search.BUILTIN_FUNCTION ? Map.of(tool.name(), BUILTIN) : Map.<String, String>of();
    var told = form != Search.ENABLE_SEARCH; // its chat completions name no sources (Alibaba Cloud Model Studio, "Web search")
    return new OfferedSearch(tools, members(form, demanded), names, RequiredServerTool.query(request), demanded, told);
  }

  private static Optional<JsonObject> tool(SearchTool tool, Search form) {
    return Optional.ofNullable(switch (form) {
      case BUILTIN_FUNCTION -> typed("builtin_function").add("function", object().add("name", BUILTIN)).build();
      case WEB_SEARCH_TOOL -> typed("web_search").add("web_search", zhipu(tool)).build();
      case OPENROUTER_TOOL -> openRouter(tool);
      case BROWSER_SEARCH -> typed("browser_search").build();
      case RESPONSES_TOOL -> responses(tool);
      case GOOGLE_SEARCH -> object().add("googleSearch", NOTHING).build();
      case ANTHROPIC_TOOL, ENABLE_SEARCH, NONE -> null;
    });
  }

  private static JsonObjectBuilder zhipu(SearchTool tool) {
    var search = object().add("enable", true).add("search_engine", "search_pro").add("search_result", true).add("count", PAGES);
    return tool.allowed().size() == 1 ? search.add("search_domain_filter", tool.allowed().getFirst()) : search;
  }

  /// Both lists together are refused (openrouter.ai, "Web search server tool").
  private static JsonObject openRouter(SearchTool tool) {
    var parameters = object();
    if (!tool.allowed().isEmpty()) {
      parameters.add("allowed_domains", Json.BUILD.createArrayBuilder(tool.allowed()));
    } else if (!tool.blocked().isEmpty()) {
      parameters.add("excluded_domains", Json.BUILD.createArrayBuilder(tool.blocked()));
    }
    var built = parameters.build();
    return built.isEmpty() ? typed("openrouter:web_search").build() : typed("openrouter:web_search").add("parameters", built).build();
  }

  private static JsonObject responses(SearchTool tool) {
    var search = typed("web_search");
    var allowed = Json.BUILD.createArrayBuilder(tool.allowed());
    return tool.allowed().isEmpty() ? search.build() : search.add("filters", object().add("allowed_domains", allowed)).build();
  }

  private static JsonObject members(Search form, boolean demanded) {
    return switch (form) {
      case ENABLE_SEARCH -> demanded
          ? object().add("enable_search", true).add("search_options", object().add("forced_search", true)).build()
          : object().add("enable_search", true).build();
      case BROWSER_SEARCH -> demanded ? object().add("tool_choice", "required").build() : NOTHING; // console.groq.com, "Browser search"
      case BUILTIN_FUNCTION, WEB_SEARCH_TOOL, OPENROUTER_TOOL, NONE, RESPONSES_TOOL, ANTHROPIC_TOOL, GOOGLE_SEARCH -> NOTHING;
    };
  }

  private static JsonObjectBuilder typed(String type) {
    return object().add("type", type);
  }

  private static JsonObjectBuilder object() {
    return Json.BUILD.createObjectBuilder();
  }
}
