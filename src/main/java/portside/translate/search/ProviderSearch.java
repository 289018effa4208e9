package portside.translate.search;

import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.WIRE;

import portside.provider.dialect.Dialect;
import portside.wire.anthropic.MessagesRequest;

/// What a provider's own search takes from the proxy.
public enum ProviderSearch {
  /// It has none, or none on the wire it is spoken to in.
  NONE,
  /// Nothing: it searches while it answers.
  WITHIN,
  /// Nothing, and so do all other tools of the server: they pass as the client offers them.
  PASSES,
  /// The model calls it, and the arguments of the call go back as its result.
  ECHO;

  /// That of a row.
  public static ProviderSearch of(Dialect dialect) {
    return switch (dialect.get(WIRE)) {
      case CHAT -> switch (dialect.get(SEARCH)) {
        case BUILTIN_FUNCTION -> ECHO;
        case WEB_SEARCH_TOOL, ENABLE_SEARCH, OPENROUTER_TOOL, BROWSER_SEARCH -> WITHIN;
        case NONE, RESPONSES_TOOL, ANTHROPIC_TOOL, GOOGLE_SEARCH -> NONE;
      };
      case RESPONSES -> dialect.get(SEARCH) == Dialect.Search.RESPONSES_TOOL ? WITHIN : NONE;
      case MESSAGES -> dialect.get(SEARCH) == Dialect.Search.ANTHROPIC_TOOL ? PASSES : NONE;
      case GEMINI -> dialect.get(SEARCH) == Dialect.Search.GOOGLE_SEARCH ? WITHIN : NONE;
    };
  }

  /// That of a row for this request: Google's search does not stand beside functions.
  public static ProviderSearch of(Dialect dialect, MessagesRequest request) {
    var own = of(dialect);
    boolean alone = own != WITHIN || dialect.get(SEARCH) != Dialect.Search.GOOGLE_SEARCH || request.tools().stream().allMatch(SearchTool::is);
    return alone ? own : NONE;
  }
}
