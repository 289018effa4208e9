package portside.ledger.requests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is shown of headers and queries: every name, and the values of those that are known to hold no secret. A list of what is hidden would miss the
/// header of the next provider.
final class ShownHeaders {
  /// Stands in place of a value.
  static final String HIDDEN = "(hidden)";

  private static final List<String> NAMES = List.of("accept", "content-type", "content-length", "content-encoding", "transfer-encoding", "user-agent", "host",
      "date", "cache-control", "connection", "retry-after", "request-id", "x-request-id", "anthropic-version", "anthropic-beta", "traceparent", "server-timing",
      "x-app", "x-should-retry", "x-provider-used", "x-model-used", "x-fallback", "x-accel-buffering", "x-portside-model", "x-portside-provider",
      "x-portside-project", "x-portside-joined", "openai-processing-ms", "openai-version");

  /// Their names go on.
  private static final List<String> BEGINNINGS = List.of("x-stainless-", "x-claude-code-", "anthropic-ratelimit-", "x-ratelimit-");

  private static final Set<String> PARAMETERS = Set.of("beta", "api-version", "alt", "limit", "model");

  /// In these a client shows what it is known by.
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key", "x-portside-key", "x-portside-operator", "cookie");

  private ShownHeaders() {}

  static Map<String, String> of(Map<String, String> headers) {
    var shown = new LinkedHashMap<String, String>();
    headers.forEach((name, value) -> shown.put(name, isShown(name) ? value : HIDDEN));
    return shown;
  }

  private static boolean isShown(String name) {
    return NAMES.contains(name) || BEGINNINGS.stream().anyMatch(name::startsWith);
  }

  /// A URL or its query with the values of its parameters hidden.
  static String url(String url) {
    var mark = url.indexOf('?');
    return mark < 0 ? url : url.substring(0, mark + 1) + query(url.substring(mark + 1));
  }

  static String query(String query) {
    return query.isEmpty() ? "" : Stream.of(query.split("&")).map(ShownHeaders::parameter).collect(Collectors.joining("&"));
  }

  private static String parameter(String parameter) {
    var equals = parameter.indexOf('=');
    return equals < 0 || PARAMETERS.contains(parameter.substring(0, equals)) ? parameter : parameter.substring(0, equals + 1) + HIDDEN;
  }

  /// What the headers of a request show as its key.
  static List<String> credentials(Map<String, String> headers) {
    return CREDENTIALS.stream().flatMap(name -> Stream.ofNullable(headers.get(name))).toList();
  }
}
