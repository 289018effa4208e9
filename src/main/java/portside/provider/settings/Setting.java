package portside.provider.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import portside.provider.dialect.Column;

/// The keys of an env file, in the order `--check` and the README show them. Beside them stand `CUSTOM_HEADER_*` and `DIALECT_*`.
enum Setting {
  OPENAI_API_KEY,
  OPENAI_BASE_URL,
  BIG_MODEL,
  MIDDLE_MODEL,
  SMALL_MODEL,
  HOST,
  PORT,
  ANTHROPIC_API_KEY,
  LOG_LEVEL,
  MAX_TOKENS_LIMIT,
  MIN_TOKENS_LIMIT,
  MAX_BODY_MB,
  CONNECT_TIMEOUT,
  REQUEST_TIMEOUT,
  STREAM_IDLE_TIMEOUT,
  MAX_RETRIES,
  AZURE_API_VERSION,
  HTTPS_PROXY,
  NO_PROXY,
  CA_CERTS,
  WEB_SEARCH,
  DIALECT;

  /// Begins the key of a header that is sent to the provider.
  static final String HEADER_PREFIX = "CUSTOM_HEADER_";

  /// What other programs call the same, for hints.
  private static final Map<String, Setting> ELSEWHERE =
      Map.ofEntries(
          Map.entry("ALL_PROXY", HTTPS_PROXY),
          Map.entry("HTTP_PROXY", HTTPS_PROXY),
          Map.entry("PROXY", HTTPS_PROXY),
          Map.entry("NODE_EXTRA_CA_CERTS", CA_CERTS),
          Map.entry("SSL_CERT_FILE", CA_CERTS),
          Map.entry("REQUESTS_CA_BUNDLE", CA_CERTS),
          Map.entry("CURL_CA_BUNDLE", CA_CERTS),
          Map.entry("AWS_CA_BUNDLE", CA_CERTS),
          Map.entry("GIT_SSL_CAINFO", CA_CERTS));

  /// Whether a key means anything here.
  static boolean known(String key) {
    return key.startsWith(HEADER_PREFIX) || key.startsWith(Column.PREFIX) || names().anyMatch(key::equals);
  }

  /// The setting that another program knows under this key.
  static Optional<Setting> elsewhere(String key) {
    return Optional.ofNullable(ELSEWHERE.get(key.toUpperCase(Locale.ROOT)));
  }

  /// All keys without the prefixed ones.
  static Stream<String> names() {
    return Stream.of(values()).map(Setting::name);
  }

  /// Whether that value must never be shown.
  static boolean secret(String key, String value) {
    return key.equals(OPENAI_API_KEY.name())
        || key.equals(ANTHROPIC_API_KEY.name())
        || key.equals(WEB_SEARCH.name()) && !value.strip().toLowerCase(Locale.ROOT).startsWith("searxng:")
        || key.startsWith(HEADER_PREFIX)
        || key.equals(HTTPS_PROXY.name()) && value.contains("@");
  }
}
