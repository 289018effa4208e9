package portside.provider.settings;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import portside.provider.dialect.Column;

/// The keys of an env file, in the order `--check` and the README show them. Beside them stand `CUSTOM_HEADER_*`, `DIALECT_*` and `ROUTE_*`.
enum Setting {
  OPENAI_API_KEY(Subject.PROVIDER),
  OPENAI_TOKEN_COMMAND(Subject.PROVIDER),
  GOOGLE_CLIENT_ID(Subject.PROVIDER),
  GOOGLE_CLIENT_SECRET(Subject.PROVIDER),
  GOOGLE_OAUTH_URL(Subject.PROVIDER),
  GOOGLE_APPLICATION_CREDENTIALS(Subject.PROVIDER),
  COPILOT_CLIENT_ID(Subject.PROVIDER),
  COPILOT_TOKEN_COMMAND(Subject.PROVIDER),
  GITHUB_URL(Subject.PROVIDER),
  SIGN_IN_ACCOUNT(Subject.PROVIDER),
  OPENAI_BASE_URL(Subject.PROVIDER),
  BIG_MODEL(Subject.PROVIDER),
  MIDDLE_MODEL(Subject.PROVIDER),
  SMALL_MODEL(Subject.PROVIDER),
  HOST(Subject.INSTANCE),
  PORT(Subject.INSTANCE),
  ANTHROPIC_API_KEY(Subject.INSTANCE),
  OPERATOR_KEY(Subject.INSTANCE),
  LOG_LEVEL(Subject.INSTANCE),
  LOG_FORMAT(Subject.INSTANCE),
  LOG_REQUESTS(Subject.INSTANCE),
  LOG_REQUESTS_MB(Subject.INSTANCE),
  LOG_REQUESTS_DAYS(Subject.INSTANCE),
  MAX_TOKENS_LIMIT(Subject.PROVIDER),
  MIN_TOKENS_LIMIT(Subject.PROVIDER),
  MAX_BODY_MB(Subject.INSTANCE),
  CONNECT_TIMEOUT(Subject.PROVIDER),
  REQUEST_TIMEOUT(Subject.PROVIDER),
  STREAM_IDLE_TIMEOUT(Subject.PROVIDER),
  MAX_RETRIES(Subject.PROVIDER),
  AZURE_API_VERSION(Subject.PROVIDER),
  HTTPS_PROXY(Subject.PROVIDER),
  NO_PROXY(Subject.PROVIDER),
  CA_CERTS(Subject.PROVIDER),
  WEB_SEARCH(Subject.INSTANCE),
  LEDGER(Subject.INSTANCE),
  LEDGER_DAYS(Subject.INSTANCE),
  LEDGER_SYNC(Subject.INSTANCE),
  LEDGER_URL(Subject.INSTANCE),
  LEDGER_PROJECT(Subject.INSTANCE),
  BUDGET_DAY(Subject.INSTANCE),
  BUDGET_WEEK(Subject.INSTANCE),
  BUDGET_MONTH(Subject.INSTANCE),
  BUDGET_ACTION(Subject.INSTANCE),
  BUDGET_WARN(Subject.INSTANCE),
  ALERT_URL(Subject.INSTANCE),
  DIALECT(Subject.PROVIDER),
  BILLING(Subject.PROVIDER),
  FORWARD_TRACE(Subject.PROVIDER),
  KEY_STRATEGY(Subject.PROVIDER),
  QUOTA_5H(Subject.PROVIDER),
  QUOTA_DAY(Subject.PROVIDER),
  QUOTA_WEEK(Subject.PROVIDER),
  QUOTA_MONTH(Subject.PROVIDER),
  QUOTA_STOP_AT(Subject.PROVIDER),
  QUOTA_ZONE(Subject.PROVIDER),
  CHAIN(Subject.CHAIN),
  CHAIN_BIG(Subject.CHAIN),
  CHAIN_MIDDLE(Subject.CHAIN),
  CHAIN_SMALL(Subject.CHAIN),
  STRATEGY(Subject.CHAIN),
  WEIGHTS(Subject.CHAIN),
  SPEED_FLOOR(Subject.CHAIN),
  STICKY(Subject.CHAIN),
  STICKY_AWAY(Subject.CHAIN),
  SHORT_WAIT(Subject.CHAIN),
  FIRST_TOKEN_TIMEOUT(Subject.CHAIN),
  FALLBACK_WITHIN(Subject.CHAIN),
  MAX_TRIES(Subject.CHAIN),
  FALLBACK_ON_400(Subject.CHAIN),
  BREAKER_FAILURES(Subject.CHAIN),
  BREAKER_RECOVERY(Subject.CHAIN),
  BREAKER_MAX_RECOVERY(Subject.CHAIN),
  HEDGE_AFTER(Subject.CHAIN),
  COALESCE(Subject.CHAIN),
  PIN(Subject.CHAIN),
  RELOAD(Subject.CHAIN),
  SHARED_STATE(Subject.CHAIN);

  /// What a setting is about. In a chain, those of providers count in the members' files, all others in the chain's own.
  enum Subject {
    PROVIDER,
    INSTANCE,
    CHAIN
  }

  /// Begins the key of a header that is sent to the provider.
  static final String HEADER_PREFIX = "CUSTOM_HEADER_";

  /// Begins the key of a route: `ROUTE_1`.
  static final String ROUTE_PREFIX = "ROUTE_";

  /// Short names that mean the same as a setting. In the environment they may be another program's, so there they mean nothing.
  private static final Map<String, Setting> ALIASES = Map.of("BASE_URL", OPENAI_BASE_URL, "API_KEY", OPENAI_API_KEY);

  /// What other programs read from the environment, too. There an application or a key file may be meant for another program, so they count in files alone.
  private static final Set<Setting> OF_FILES =
      EnumSet.of(GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_OAUTH_URL, GOOGLE_APPLICATION_CREDENTIALS, COPILOT_CLIENT_ID,
          COPILOT_TOKEN_COMMAND, GITHUB_URL, SIGN_IN_ACCOUNT);

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
          Map.entry("GIT_SSL_CAINFO", CA_CERTS),
          Map.entry("BREAKER_THRESHOLD", BREAKER_FAILURES),
          Map.entry("CIRCUIT_BREAKER_THRESHOLD", BREAKER_FAILURES),
          Map.entry("FAILURE_THRESHOLD", BREAKER_FAILURES));

  private final Subject subject;

  Setting(Subject subject) {
    this.subject = subject;
  }

  /// Whether a key means anything here.
  static boolean known(String key) {
    return subject(key).isPresent();
  }

  /// What a key is about; empty when it means nothing.
  static Optional<Subject> subject(String key) {
    if (key.startsWith(HEADER_PREFIX) || key.startsWith(Column.PREFIX)) {
      return Optional.of(Subject.PROVIDER);
    }
    if (key.startsWith(ROUTE_PREFIX)) {
      return Optional.of(Subject.CHAIN);
    }
    var name = withoutAlias(key);
    return Stream.of(values()).filter(setting -> setting.name().equals(name)).findFirst().map(setting -> setting.subject);
  }

  /// Whether the environment alone, without a file, may set it. A chain is made of files, and its settings have names that other programs use.
  static boolean ofEnvironment(String key) {
    return !ALIASES.containsKey(key) && OF_FILES.stream().noneMatch(setting -> setting.name().equals(key))
        && subject(key).filter(subject -> subject != Subject.CHAIN).isPresent();
  }

  /// The name of the setting that a key stands for.
  static String withoutAlias(String key) {
    var setting = ALIASES.get(key);
    return setting == null ? key : setting.name();
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
    return withoutAlias(key).equals(OPENAI_API_KEY.name())
        || key.equals(ANTHROPIC_API_KEY.name())
        || key.equals(OPERATOR_KEY.name())
        || key.equals(OPENAI_TOKEN_COMMAND.name())
        || key.equals(COPILOT_TOKEN_COMMAND.name())
        || key.equals(GOOGLE_CLIENT_SECRET.name())
        || key.equals(ALERT_URL.name())
        || key.equals(LEDGER_URL.name())
        || key.equals(WEB_SEARCH.name()) && !value.strip().toLowerCase(Locale.ROOT).startsWith("searxng:")
        || key.startsWith(HEADER_PREFIX)
        || key.equals(HTTPS_PROXY.name()) && value.contains("@");
  }
}
