package portside.translate.fault;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.ErrorMeaning;
import portside.wire.FaultKind;
import portside.wire.common.ProviderError;

/// What kind of fault a provider's error is: its own codes first, then telling words, then the status.
final class ErrorClassifier {
  /// Codes and types with one meaning wherever they appear, in lower case.
  private static final Map<String, FaultKind> CODES =
      Map.ofEntries(
          Map.entry("insufficient_quota", FaultKind.QUOTA),
          Map.entry("exceeded_current_quota_error", FaultKind.QUOTA), // Kimi
          Map.entry("arrearage", FaultKind.BILLING), // Qwen
          Map.entry("quota_exceeded", FaultKind.QUOTA), // Copilot
          Map.entry("billing_error", FaultKind.BILLING),
          Map.entry("payment_method_required", FaultKind.BILLING), // SambaNova
          Map.entry("rate_limit_error", FaultKind.RATE_LIMIT),
          Map.entry("rate_limit_exceeded", FaultKind.RATE_LIMIT),
          Map.entry("rate_limit_reached_error", FaultKind.RATE_LIMIT), // Kimi
          Map.entry("resource_exhausted", FaultKind.RATE_LIMIT), // Gemini
          Map.entry("too_many_requests", FaultKind.RATE_LIMIT),
          Map.entry("limit_requests", FaultKind.RATE_LIMIT), // Qwen
          Map.entry("overloaded_error", FaultKind.OVERLOADED),
          Map.entry("engine_overloaded_error", FaultKind.OVERLOADED), // Kimi
          Map.entry("model_overloaded", FaultKind.OVERLOADED),
          Map.entry("unavailable", FaultKind.OVERLOADED), // Gemini
          Map.entry("service_unavailable", FaultKind.OVERLOADED),
          Map.entry("service_unavailable_error", FaultKind.OVERLOADED),
          Map.entry("network_error", FaultKind.OVERLOADED), // z.ai
          Map.entry("authentication_error", FaultKind.AUTHENTICATION),
          Map.entry("invalid_api_key", FaultKind.AUTHENTICATION),
          Map.entry("invalid_authentication_error", FaultKind.AUTHENTICATION), // Kimi
          Map.entry("unauthenticated", FaultKind.AUTHENTICATION), // Gemini
          Map.entry("permission_error", FaultKind.PERMISSION),
          Map.entry("permission_denied", FaultKind.PERMISSION),
          Map.entry("model_not_found", FaultKind.NOT_FOUND),
          Map.entry("model_not_supported", FaultKind.NOT_FOUND), // Copilot
          Map.entry("model_decommissioned", FaultKind.NOT_FOUND), // Groq
          Map.entry("content_policy_violation", FaultKind.POLICY),
          Map.entry("deploymentnotfound", FaultKind.NOT_FOUND), // Azure
          Map.entry("not_found_error", FaultKind.NOT_FOUND),
          Map.entry("request_too_large", FaultKind.TOO_LARGE),
          Map.entry("timeout_error", FaultKind.TIMEOUT),
          Map.entry("deadline_exceeded", FaultKind.TIMEOUT));

  /// Types that say whose fault it was and no more; they count only when there is no status.
  private static final Map<String, FaultKind> VAGUE =
      Map.ofEntries(
          Map.entry("invalid_request_error", FaultKind.INVALID_REQUEST),
          Map.entry("bad_request_error", FaultKind.INVALID_REQUEST),
          Map.entry("badrequesterror", FaultKind.INVALID_REQUEST), // vLLM
          Map.entry("invalid_argument", FaultKind.INVALID_REQUEST), // Gemini
          Map.entry("invalid_prompt", FaultKind.INVALID_REQUEST), // OpenAI, in `response.failed`
          Map.entry("tool_use_failed", FaultKind.INVALID_REQUEST), // Groq
          Map.entry("content_filter", FaultKind.POLICY), // Azure
          Map.entry("server_error", FaultKind.API),
          Map.entry("internal_error", FaultKind.API),
          Map.entry("internal_server_error", FaultKind.API),
          Map.entry("internalservererror", FaultKind.API), // vLLM
          Map.entry("internal", FaultKind.API), // Gemini
          Map.entry("api_error", FaultKind.API));

  /// The account is empty, and waiting does not help.
  private static final Pattern USED_UP =
      Pattern.compile("(?i)insufficient[_ ](?:quota|balance|credit|funds)|exceeded your current quota|payment required|balance (?:is )?too low"
          + "|no available resource pack|out of credits?|credits? (?:are |is |have been )?exhausted|requires more credits|(?:any|no) credits"
          + "|account.{0,40}suspended|余额不足|无可用资源包|请充值|欠费");

  /// A plan or a budget is used up until its time is over.
  private static final Pattern PLAN_USED_UP =
      Pattern.compile("(?i)(?:usage|spend(?:ing)?)[\\s_-]*(?:limit|cap\\b)|使用上限|用量上限");

  private static final Pattern QUOTA_OF_MODEL =
      Pattern.compile("(?i)\"quota_?(?:id|limit)\":\"[^\"]*(?:per_?day|daily)|\"quota_?(?:limit_?)?value\":\"?0(?![\\d.])");
  private static final Pattern NO_QUOTA = Pattern.compile("(?i)\\blimit: ?0(?![\\d.])");

  /// Anthropic: the plan does not pay for the faster answer this request asks for.
  private static final Pattern FAST_MODE = Pattern.compile("(?is)credits?\\b.*\\bfast[\\s_-]?mode|fast[\\s_-]?mode\\b.*\\bcredits?\\b");

  private static final Pattern OVERLOADED = Pattern.compile("(?i)overloaded|no capacity|capacity exceeded|currently unavailable|server is busy");
  private static final Pattern BAD_KEY = Pattern.compile("(?i)api key not valid|invalid api[ -]?key|incorrect api key|api_key_invalid");
  private static final Pattern FILTERED =
      Pattern.compile("(?i)content[ _](?:filter|management|policy)|violat\\w{1,4} (?:of )?(?:(?:our|the|its) )?(?:usage|safety|content)"
          + "|flagged (?:as|by|for)"
          + "|inappropriate content|data_inspection_failed|prohibited content|blocked by (?:our |the )?(?:safety|moderation)");

  /// A model that is not there, or not any more, whatever the status.
  private static final Pattern NO_MODEL =
      Pattern.compile("(?i)\\bmodels?\\b:? ?[\"'`]?[\\w./:@~-]{0,100}[\"'`]?,? ?(?:does not exist|not exist|(?:was |is )?not found|is unknown"
          + "|(?:is |has been |was )(?:deprecated|retired|decommissioned|removed|discontinued|shut ?down)"
          + "|(?:is )?no longer (?:available|supported|exists)"
          + "|is not available$)"
          + "|(?:unknown|no such|invalid|unsupported) model(?: id| name)?(?::|$| [\"'`]| passed)|not a valid model|requested model is not supported|模型不存在");

  private static final Pattern MODEL = Pattern.compile("(?i)model|deployment|no endpoints found");

  private ErrorClassifier() {}

  /// What the provider's own code means, where its row knows that.
  ///
  /// @param status of the answer
  static Optional<ErrorMeaning> meaning(int status, ProviderError error, List<ErrorCode> codes) {
    return coded(codes, bare(error.code()), bare(error.type())).or(() -> coded(codes, Integer.toString(status))).map(ErrorCode::meaning);
  }

  private static Optional<ErrorCode> coded(List<ErrorCode> codes, String... written) {
    return codes.stream().filter(row -> Stream.of(written).anyMatch(row.code()::equalsIgnoreCase)).findFirst();
  }

  /// Copilot writes the kind of the account behind its codes: `user_global_rate_limited:enterprise`.
  private static String bare(String code) {
    return code.substring(0, code.indexOf(':') < 0 ? code.length() : code.indexOf(':'));
  }

  /// Whether these words are a type that says whose fault it was and no more.
  static boolean isVague(String type) {
    return VAGUE.containsKey(type.toLowerCase(Locale.ROOT));
  }

  /// The kind of an error.
  ///
  /// @param status of the answer; 200 when the error stood inside a good one
  /// @param meaning of the provider's own code
  /// @param retryIsNear whether the provider named a waiting time of minutes at most
  static FaultKind of(int status, ProviderError error, Optional<ErrorMeaning> meaning, boolean retryIsNear) {
    int said = status >= 400 ? status : error.status();
    var coded = meaning.map(ErrorClassifier::kind).or(() -> coded(error, CODES));
    boolean usedUp = USED_UP.matcher(error.message()).find() && !(retryIsNear && said == 429);
    boolean plan = meaning.isEmpty() && (PLAN_USED_UP.matcher(error.message() + "\n" + error.code() + "\n" + error.type()).find() || isSpendLimit(error));
    if (said == 429) {
      return FAST_MODE.matcher(error.message()).find() ? FaultKind.INVALID_REQUEST
          : tooMany(coded, plan || meaning.isEmpty() && (usedUp || isQuotaOfModel(error) || details(error).contains("QUOTA_EXHAUSTED")), error);
    }
    if (plan && !usedUp && said < 500) {
      return FaultKind.QUOTA;
    }
    if (coded.isPresent() && (meaning.isPresent() || !misplaced(coded.get(), said))) {
      return coded.get();
    }
    if (usedUp && said < 500) {
      return FaultKind.BILLING;
    }
    var unmendable = said == 400 || said == 422 ? unmendable(error) : Optional.<FaultKind>empty();
    if (unmendable.isPresent()) {
      return unmendable.get();
    }
    if (said <= 500 && said != 413 && ThrottleWords.asks(error)) {
      return FaultKind.RATE_LIMIT;
    }
    if (said < 500 && BAD_KEY.matcher(error.message() + details(error)).find()) {
      return FaultKind.AUTHENTICATION;
    }
    if (said == 0) {
      return coded(error, VAGUE).orElse(overloaded(error) ? FaultKind.OVERLOADED : FaultKind.UNREACHABLE);
    }
    return byStatus(said, error);
  }

  private static FaultKind kind(ErrorMeaning meaning) {
    return switch (meaning) {
      case AUTHENTICATION -> FaultKind.AUTHENTICATION;
      case BILLING -> FaultKind.BILLING;
      case QUOTA -> FaultKind.QUOTA;
      case RATE_LIMIT -> FaultKind.RATE_LIMIT;
      case OVERLOADED -> FaultKind.OVERLOADED;
      case TIMEOUT -> FaultKind.TIMEOUT;
      case PERMISSION -> FaultKind.PERMISSION;
      case NOT_FOUND -> FaultKind.NOT_FOUND;
      case POLICY -> FaultKind.POLICY;
      case INVALID -> FaultKind.INVALID_REQUEST;
      case OVERFLOW -> FaultKind.CONTEXT_OVERFLOW;
    };
  }

  /// 429 stands for three things: too many now, a quota that is used up, and at z.ai also an account that is barred.
  private static FaultKind tooMany(Optional<FaultKind> coded, boolean usedUp, ProviderError error) {
    if (usedUp) {
      return FaultKind.QUOTA;
    }
    if (details(error).contains("MODEL_CAPACITY_EXHAUSTED")) { // Gemini
      return FaultKind.OVERLOADED;
    }
    return switch (coded.orElse(FaultKind.RATE_LIMIT)) {
      case QUOTA, BILLING -> FaultKind.QUOTA;
      case PERMISSION -> FaultKind.PERMISSION;
      case OVERLOADED -> FaultKind.OVERLOADED;
      case RATE_LIMIT, CONFLICT, INVALID_REQUEST, POLICY, CONTEXT_OVERFLOW, CLIENT_KEY, AUTHENTICATION, NOT_FOUND, TOO_LARGE, API, UNREACHABLE,
          MISDIRECTED, LOOP, TIMEOUT -> FaultKind.RATE_LIMIT;
    };
  }

  /// What no other wording of the request would change: Claude Code asks six times before it shows a plain refusal.
  private static Optional<FaultKind> unmendable(ProviderError error) {
    return NO_MODEL.matcher(error.message()).find() ? Optional.of(FaultKind.NOT_FOUND)
        : filtered(error) ? Optional.of(FaultKind.POLICY) : Optional.empty();
  }

  private static boolean filtered(ProviderError error) {
    return FILTERED.matcher(error.message() + "\n" + error.code()).find();
  }

  private static FaultKind byStatus(int status, ProviderError error) {
    return switch (status) {
      case 401 -> FaultKind.AUTHENTICATION;
      case 402 -> FaultKind.BILLING;
      case 403 -> filtered(error) ? FaultKind.POLICY : FaultKind.PERMISSION;
      case 404, 410 -> MODEL.matcher(error.message() + error.code()).find() ? FaultKind.NOT_FOUND : FaultKind.MISDIRECTED;
      case 405, 406, 415 -> FaultKind.MISDIRECTED;
      case 408, 504 -> FaultKind.TIMEOUT;
      case 409 -> FaultKind.CONFLICT;
      case 413 -> FaultKind.TOO_LARGE;
      case 451 -> FaultKind.POLICY;
      case 508 -> FaultKind.LOOP;
      case 498, 503, 529 -> FaultKind.OVERLOADED; // 498: Groq
      case 499, 501, 502, 520, 521, 522, 523, 524, 525, 526 -> FaultKind.UNREACHABLE; // 499: Gemini, of a call that broke off behind it
      default -> status >= 500 ? overloaded(error) ? FaultKind.OVERLOADED : FaultKind.API
          : status >= 400 ? FaultKind.INVALID_REQUEST : FaultKind.UNREACHABLE;
    };
  }

  /// A type such as `authentication_error` beside a status that says otherwise; the status counts.
  private static boolean misplaced(FaultKind kind, int status) {
    return switch (kind) {
      case AUTHENTICATION, PERMISSION, NOT_FOUND -> status >= 500;
      case OVERLOADED, TIMEOUT, RATE_LIMIT -> status >= 400 && status < 500 && status != 408;
      case TOO_LARGE, CONFLICT, INVALID_REQUEST, POLICY, CLIENT_KEY, CONTEXT_OVERFLOW, BILLING, QUOTA, API, UNREACHABLE, MISDIRECTED, LOOP -> false;
    };
  }

  private static boolean overloaded(ProviderError error) {
    return OVERLOADED.matcher(error.message()).find();
  }

  /// Whether a quota of one model is used up for the day or was never given. Gemini tells daily and per-minute quotas apart only in
  /// `details[].violations[].quotaId`, and one of nothing in `details[].metadata.quota_limit_value` or its words.
  static boolean isQuotaOfModel(ProviderError error) {
    return QUOTA_OF_MODEL.matcher(details(error)).find() || NO_QUOTA.matcher(error.message()).find();
  }

  /// Anthropic: a budget that the owner of the account has set.
  private static boolean isSpendLimit(ProviderError error) {
    return details(error).contains("enforced_spend_limit_reached");
  }

  /// Code Assist says in `details[].reason` what is used up.
  private static String details(ProviderError error) {
    return error.details().getOrDefault("details", JsonValue.NULL).toString();
  }

  private static Optional<FaultKind> coded(ProviderError error, Map<String, FaultKind> table) {
    var byCode = table.get(error.code().toLowerCase(Locale.ROOT));
    return Optional.ofNullable(byCode != null ? byCode : table.get(error.type().toLowerCase(Locale.ROOT)));
  }
}
