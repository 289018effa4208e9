package portside.translate.search;

import portside.provider.Dialect;

/// What a provider's own search takes from the proxy.
public enum OwnSearch {
  /// It has none, or none that this version knows how to ask for.
  NONE,
  /// Nothing: it searches while it answers.
  WITHIN,
  /// The model calls it, and the arguments of the call go back as its result.
  ECHO;

  /// That of a row.
  public static OwnSearch of(Dialect dialect) {
    return switch (dialect.search()) {
      case BUILTIN_FUNCTION -> ECHO;
      case WEB_SEARCH_TOOL, ENABLE_SEARCH, OPENROUTER_TOOL, BROWSER_SEARCH -> WITHIN;
      case NONE, RESPONSES_TOOL -> NONE;
    };
  }
}
