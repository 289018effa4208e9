package portside.translate.search;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Tool;

/// Anthropic's web search as a client offers it to the model (`web_search_20250305` and later; Anthropic API, "Web search tool").
///
/// @param name the model calls it by
/// @param maxUses how often it may search for one answer
/// @param allowed domains, with a path where wanted, that may be shown; empty for all
/// @param blocked domains that must not be shown
public record SearchTool(String name, int maxUses, List<String> allowed, List<String> blocked) {
  private static final int MOST_USES = 20;

  /// The search among the tools of a request.
  public static Optional<SearchTool> in(MessagesRequest request) {
    return request.tools().stream()
        .filter(SearchTool::is)
        .map(tool -> read((Tool.Typed) tool))
        .findFirst();
  }

  /// Whether a tool is a search of this kind.
  static boolean is(Tool tool) {
    return tool instanceof Tool.Typed typed && typed.type().startsWith("web_search");
  }

  /// Whether a page may be shown.
  public boolean shows(String url) {
    var wanted = allowed.isEmpty() || allowed.stream().anyMatch(domain -> covers(domain, url));
    return wanted && blocked.stream().noneMatch(domain -> covers(domain, url));
  }

  private static SearchTool read(Tool.Typed tool) {
    var settings = tool.settings();
    var uses = settings.get("max_uses") instanceof JsonNumber number ? Math.clamp(number.longValue(), 1, MOST_USES) : MOST_USES;
    var name = tool.name().isEmpty() ? "web_search" : tool.name();
    return new SearchTool(name, uses, domains(settings.get("allowed_domains")), domains(settings.get("blocked_domains")));
  }

  private static List<String> domains(@Nullable Object value) {
    return value instanceof JsonArray array
        ? array.stream().filter(JsonString.class::isInstance).map(text -> ((JsonString) text).getString().strip().toLowerCase(Locale.ROOT))
            .filter(text -> !text.isEmpty()).toList()
        : List.of();
  }

  /// A domain covers its subdomains, and with a path what lies below that.
  private static boolean covers(String domain, String url) {
    var host = domain.replaceFirst("/.*", "");
    var path = domain.substring(host.length());
    try {
      var page = URI.create(url);
      var pageHost = page.getHost() == null ? "" : page.getHost().toLowerCase(Locale.ROOT);
      var pagePath = page.getRawPath() == null ? "" : page.getRawPath().toLowerCase(Locale.ROOT);
      return (pageHost.equals(host) || pageHost.endsWith("." + host)) && pagePath.startsWith(path);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
