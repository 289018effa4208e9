package portside.translate.fault;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Dialects;
import portside.translate.AnswerFeed;
import portside.translate.Speaker;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;
import portside.wire.anthropic.StreamEvent;

/// Refusals as providers word them: what they are, how long they hold and for which requests. It is ten o'clock on 21 November 2026, a Saturday;
/// `1795255200` is that second. A status of 200 stands for an error inside an answer.
class RefusalsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static final Map<String, String> PROVIDERS =
      Map.of("z.ai", "https://api.z.ai/api/coding/paas/v4", "bigmodel", "https://open.bigmodel.cn/api/paas/v4", "minimax", "https://api.minimax.io/v1",
          "kimi", "https://api.moonshot.ai/v1", "gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "anthropic", "https://api.anthropic.com/v1",
          "copilot", "https://api.githubcopilot.com", "-", "https://example.com/v1");

  private static Fault fault(String provider, int status, String headers, String body) {
    var all = headers == null ? Map.<String, String>of()
        : Stream.of(headers.split(";")).map(header -> header.split("=", 2)).collect(toMap(header -> header[0].strip(), header -> header[1].strip()));
    var row = Dialects.at(URI.create(PROVIDERS.get(provider))).row("any");
    var errors = new ErrorToFault("acme", "any", row, 5000, 1000, text -> text, NOW);
    return status == 200 ? errors.inside(body) : errors.of(status, all::get, body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8));
  }

  private static void check(Fault fault, FaultKind kind, Long seconds, Scope scope) {
    var told = seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds);
    assertEquals(kind + " " + told + " " + scope, fault.kind() + " " + fault.retryAfterSeconds() + " " + fault.scope());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      z.ai     | 429 | {"error":{"code":"1308","message":"Usage limit reached for 5 hour. Your limit will reset at 2026-11-21 18:01:30"}}  | QUOTA      | 90   | KEY
      bigmodel | 429 | {"error":{"code":"1308","message":"已达到 5 小时的使用上限。您的限额将在 2026-11-21 18:01:30 重置。"}}                       | QUOTA      | 90   | KEY
      bigmodel | 429 | {"error":{"code":1310,"message":"您的限额将在2026年11月21日18:01:30重置"}}                                               | QUOTA      | 90   | KEY
      z.ai     | 429 | {"type":"error","error":{"type":"1308","message":"[1308][Usage limit reached. RESET AT  2026-11-21T18:01:30][r]"}}    | QUOTA      | 90   | KEY
      z.ai     | 429 | {"error":{"code":"1308","message":"Your limit will reset at 2026-11-21 18:01:30 UTC+8"}}                              | QUOTA      | 90   | KEY
      z.ai     | 429 | {"error":{"code":"1308","message":"Your limit will reset at 2026-11-21 10:01:30 UTC"}}                                | QUOTA      | 90   | KEY
      z.ai     | 429 | {"error":{"code":"1309","message":"expired"}}                                                                         | QUOTA      |      | KEY
      z.ai     | 429 | {"error":{"code":"1311","message":"no"}}                                                                              | QUOTA      |      | KEY
      z.ai     | 429 | {"error":{"code":"1312","message":"no"}}                                                                              | QUOTA      |      | KEY
      z.ai     | 429 | {"error":{"code":"1313","message":"no"}}                                                                              | PERMISSION |      | KEY_AND_MODEL
      bigmodel | 429 | {"error":{"code":"1317","message":"no"}}                                                                              | QUOTA      |      | KEY
      bigmodel | 429 | {"error":{"code":1321,"message":"no"}}                                                                                | QUOTA      |      | KEY
      z.ai     | 429 | {"error":{"code":"1302","message":"High concurrency usage limit of this API"}}                                        | RATE_LIMIT |      | KEY_AND_MODEL
      z.ai     | 429 |                                                                                                                       | RATE_LIMIT |      | KEY_AND_MODEL
      z.ai     | 200 | {"error":{"code":"1308","message":"Usage limit reached. Your limit will reset at 2026-11-21 18:01:30"}}               | QUOTA      | 90   | KEY
      z.ai     | 429 | {"error":{"code":"1308","message":"Your limit will reset at 9999-12-31 00:00:00"}}                                    | QUOTA      |      | KEY
      z.ai     | 429 | {"error":{"code":"1308","message":"Your limit will reset at 2026-11-21 17:59:59"}}                                    | QUOTA      |      | KEY
      z.ai     | 429 | {"error":{"code":"1308","message":"Your limit will reset at 2026-02-30 17:59:59"}}                                    | QUOTA      |      | KEY
      """)
  void glmHasPlansAndTheTimeOfBeijing(String provider, int status, String body, FaultKind kind, Long seconds, Scope scope) {
    check(fault(provider, status, null, body), kind, seconds, scope);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      minimax | 200 | {"base_resp":{"status_code":2056,"status_msg":"usage limit exceeded, 5-hour usage limit reached for Token Plan, resets at 2026-11-21T15:00:00Z (2056)"}} | QUOTA | 18000
      minimax | 429 | {"base_resp":{"status_code":2056,"status_msg":"5-hour usage limit reached, resets at 2026-11-21T15:00:00Z (2056)"}}                                      | QUOTA | 18000
      minimax | 429 | {"type":"error","error":{"type":"rate_limit_error","message":"5-hour usage limit reached, resets at 2026-11-21T10:02:00Z (2056)","http_code":"429"}}    | QUOTA | 120
      minimax | 429 | {"error":{"message":"weekly usage limit reached, resets at 2026-11-21T15:00:00+08:00 (2056)"}}                                                           | QUOTA |
      kimi    | 403 | {"error":{"type":"access_terminated_error","message":"You've reached your weekly (7-day) usage limit. Upgrade your plan."}}                            | QUOTA |
      kimi    | 403 | {"error":{"type":"access_terminated_error","message":"You've reached your Usage  Limit for this billing cycle."}}                                       | QUOTA |
      kimi    | 403 | {"type":"error","error":{"type":"permission_error","message":"You've reached your usage limit for this billing cycle"}}                                 | QUOTA |
      kimi    | 403 | {"error":{"type":"access_terminated_error","message":"Kimi For Coding is currently only available for Coding Agents"}}                                  | PERMISSION |
      copilot | 402 | {"error":{"message":"You have no quota left.","code":"quota_exceeded"}}                                                                                 | QUOTA |
      -       | 429 | {"error":{"type":"usage_limit_reached","message":"No more","plan_type":"plus","resets_at":1795258800}}                                                  | QUOTA | 3600
      anthropic | 400 | {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}                     | BILLING |
      anthropic | 400 | {"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."}} | QUOTA | 828000
      anthropic | 400 | {"type":"error","error":{"type":"invalid_request_error","message":"This would exceed your workspace's spend limit."}}                                 | QUOTA |
      anthropic | 402 | {"type":"error","error":{"type":"billing_error","message":"The workspace has reached its spending limit"}}                                            | QUOTA |
      anthropic | 402 | {"type":"error","error":{"type":"billing_error","message":"Your payment failed"}}                                                                     | BILLING |
      anthropic | 429 | {"type":"error","error":{"type":"rate_limit_error","message":"no","details":{"error_code":"enforced_spend_limit_reached"}}}                           | QUOTA |
      anthropic | 429 | {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization's rate limit of 20,000,000 prompt bytes per hour"}} | RATE_LIMIT |
      """)
  void aPlanThatIsUsedUpIsNoRateLimit(String provider, int status, String body, FaultKind kind, Long seconds) {
    check(fault(provider, status, null, body), kind, seconds, kind.scope());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      status=rejected;5h-status=rejected;5h-reset=1795258800;7d-status=allowed;7d-reset=1795600000                      | QUOTA      | 3600  | KEY
      status=rejected;5h-status=rejected;5h-reset=1795258800;7d-status=Rejected;7d-reset=1795262400                     | QUOTA      | 7200  | KEY
      status=rejected;5h-status=rejected;5h-reset=1795262400;7d-status=rejected;7d-reset=1795258800                     | QUOTA      | 7200  | KEY
      5h-status=rejected;5h-reset=1795258800                                                                            | QUOTA      | 3600  | KEY
      status=rejected;7d_oi-status=rejected;7d_oi-reset=1795258800                                                      | QUOTA      | 3600  | KEY_AND_MODEL
      status=rejected;5h-status=allowed_warning;5h-reset=1795290000;7d_oi-status=rejected;7d_oi-reset=1795258800        | QUOTA      | 3600  | KEY_AND_MODEL
      status=rejected;5h-status=rejected;5h-reset=1795258800;7d_oi-status=rejected;7d_oi-reset=1795262400               | QUOTA      | 7200  | KEY
      status=rejected;reset=1795258800                                                                                  | QUOTA      | 3600  | KEY
      status=rejected;5h-status=rejected;reset=1795258800                                                               | QUOTA      | 3600  | KEY
      status=rejected;5h-status=rejected;5h-reset=1795255199                                                            | QUOTA      |       | KEY
      status=rejected;5h-status=rejected;5h-reset=253402300799                                                          | QUOTA      |       | KEY
      status=rejected                                                                                                   | QUOTA      |       | KEY
      status=allowed;5h-status=rejected;5h-reset=1795258800;overage-status=allowed                                      | RATE_LIMIT |       | KEY_AND_MODEL
      status=allowed;5h-status=allowed;5h-reset=1795258800                                                              | RATE_LIMIT |       | KEY_AND_MODEL
      """)
  void claudesPlanComesBackWithTheLastOfItsWindows(String headers, FaultKind kind, Long seconds, Scope scope) {
    var named = Stream.of(headers.split(";")).map(header -> "anthropic-ratelimit-unified-" + header).toList();
    var body = "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"This request would exceed your account's rate limit.\"}}";
    check(fault("anthropic", 429, String.join(";", named), body), kind, seconds, scope);
    if (seconds != null) {
      check(fault("anthropic", 429, String.join(";", named) + ";retry-after=5", body), kind, seconds, scope);
    }
    check(fault("anthropic", 400, String.join(";", named), "{\"error\":{\"message\":\"no\"}}"), FaultKind.INVALID_REQUEST, null, Scope.REQUEST);
  }

  @ParameterizedTest
  @CsvSource({"Usage credits are required for fast mode", "usage credits are required for Fast-Mode.", "Fast mode requires usage credits"})
  void fastModeIsAMatterOfTheRequest(String words) {
    var body = "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"" + words + "\"}}";
    check(fault("anthropic", 429, "retry-after=3600;anthropic-ratelimit-unified-status=rejected", body), FaultKind.INVALID_REQUEST, null, Scope.REQUEST);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      requests-reset=2026-11-21T10:00:30Z                                                                                                        | 30
      requests-reset=2026-11-21T10:00:30Z;tokens-reset=2026-11-21T10:00:20Z                                                                      | 20
      requests-reset=2026-11-21T10:00:30Z;requests-remaining=0;tokens-reset=2026-11-21T10:00:20Z;tokens-remaining=5                              | 30
      input-tokens-reset=2026-11-21T10:00:40Z;input-tokens-remaining=0;output-tokens-reset=2026-11-21T10:00:50Z;output-tokens-remaining=0        | 50
      output-tokens-reset=2026-11-21T10:00:10.2Z;output-tokens-remaining=100                                                                     | 11
      requests-reset=2026-11-21T09:00:00Z;tokens-reset=2026-11-21T10:00:20Z                                                                      | 20
      requests-reset=soon                                                                                                                        |
      requests-remaining=0                                                                                                                       |
      """)
  void claudesLimitsComeBackOneByOne(String headers, Long seconds) {
    var named = String.join(";", Stream.of(headers.split(";")).map(header -> "anthropic-ratelimit-" + header).toList());
    check(fault("anthropic", 429, named, "{}"), FaultKind.RATE_LIMIT, seconds, Scope.KEY_AND_MODEL);
    check(fault("anthropic", 429, named + ";retry-after=5", "{}"), FaultKind.RATE_LIMIT, 5L, Scope.KEY_AND_MODEL);
    check(fault("anthropic", 529, named, "{}"), FaultKind.OVERLOADED, seconds, Scope.MODEL);
    check(fault("anthropic", 400, named, "{}"), FaultKind.INVALID_REQUEST, null, Scope.REQUEST);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      429 | "message":"You exceeded your current quota","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},{"retryDelay":"34.07s"}]   | QUOTA          | 35   | KEY_AND_MODEL
      429 | "message":"no","details":[{"violations":[{"quotaMetric":"x","quotaId":"DailyRequests"}]}]                                                                    | QUOTA          |      | KEY_AND_MODEL
      429 | "message":"Quota exceeded for metric: free_tier_requests, limit: 0, model: gemini-2.5-pro\\nPlease retry in 12.3s."                                        | QUOTA          | 13   | KEY_AND_MODEL
      429 | "message":"Quota exceeded for metric: free_tier_requests, limit: 20, model: gemini-2.5-pro\\nPlease retry in 800ms."                                      | RATE_LIMIT     | 1    | KEY_AND_MODEL
      429 | "message":"no","details":[{"reason":"RATE_LIMIT_EXCEEDED","metadata":{"quota_limit_value":"0","quota_limit":"RequestsPerMinute"}}]                           | QUOTA          |      | KEY_AND_MODEL
      429 | "message":"no","details":[{"reason":"RATE_LIMIT_EXCEEDED","metadata":{"quota_limit_value":"10","quota_limit":"RequestsPerMinute"}}]                          | RATE_LIMIT     |      | KEY_AND_MODEL
      429 | "message":"You exceeded your current quota","details":[{"violations":[{"quotaId":"RequestsPerMinute"}]},{"@type":"RetryInfo","retryDelay":"34s"}]            | RATE_LIMIT     | 34   | KEY_AND_MODEL
      429 | "message":"Resource exhausted. Please try again later.","status":"RESOURCE_EXHAUSTED"                                                                       | RATE_LIMIT     |      | KEY_AND_MODEL
      429 | "message":"no","details":[{"reason":"QUOTA_EXHAUSTED","metadata":{"quotaResetDelay":"27h41m36.2s","model":"m"}}]                                             | QUOTA          | 99697 | KEY
      429 | "message":"no","details":[{"reason":"MODEL_CAPACITY_EXHAUSTED"}],"status":"RESOURCE_EXHAUSTED"                                                              | OVERLOADED     |      | MODEL
      500 | "message":"An internal error has occurred.","status":"INTERNAL"                                                                                             | OVERLOADED     |      | MODEL
      503 | "message":"The model is overloaded.","status":"UNAVAILABLE"                                                                                                | OVERLOADED     |      | MODEL
      504 | "message":"Deadline expired.","status":"DEADLINE_EXCEEDED"                                                                                                 | OVERLOADED     |      | MODEL
      400 | "message":"no","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"},{"detail":"Invalid: key1234"}]                                            | AUTHENTICATION |      | KEY
      401 | "message":"no","status":"UNAUTHENTICATED"                                                                                                                  | AUTHENTICATION |      | KEY
      403 | "message":"no","status":"PERMISSION_DENIED"                                                                                                                | PERMISSION     |      | KEY_AND_MODEL
      400 | "message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"                                                                 | PERMISSION     |      | KEY_AND_MODEL
      404 | "message":"Not found.","status":"NOT_FOUND"                                                                                                                | NOT_FOUND      |      | MODEL
      400 | "message":"no","status":"INVALID_ARGUMENT"                                                                                                                 | INVALID_REQUEST |     | REQUEST
      """)
  void geminiSaysInItsDetailsWhatIsUsedUp(int status, String members, FaultKind kind, Long seconds, Scope scope) {
    var error = "{\"error\":{\"code\":" + status + "," + members + "}}";
    check(fault("gemini", status, null, error), kind, seconds, scope);
    check(fault("gemini", status, null, "[" + error + "]"), kind, seconds, scope);
    check(fault("gemini", 200, null, error), kind, seconds, scope);
  }

  /// What stands in the body of a 429 for 'X'.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      Limit resets at 2026-11-21T10:00:20Z                        | 20
      limit RESET AT 2026-11-21t10:00:20z.                        | 20
      limit resets at: 2026-11-21 10:00:20                        | 20
      limit resets at 2026-11-21 10:00:19.001                     | 20
      limit resets at 2026-11-21T10:00:20.000000Z                 | 20
      limit resets at 2026-11-21T18:00:20+08:00                   | 20
      limit resets at 2026-11-21T18:00:20+0800                    | 20
      limit resets at 2026-11-21 05:00:20 -05                     | 20
      limit resets at 2026-11-21 18:00:20 (UTC+8)                 | 20
      limit resets at 2026-11-21 18:00:20 GMT+08:00               | 20
      limit will reset on 2026/11/21 10:01                        | 60
      limit will be reset at 2026-11-22                           | 50400
      limit resets 2026-11-21 10:00:20 UTC                        | 20
      limit resets on Nov 21, 2026 at 10:01 AM UTC                | 60
      limit resets at November 21st, 2026 1:00 PM                 | 10800
      limit resets on Sat, 21 Nov 2026 10:01:30 GMT               | 90
      locked until 2026-11-21 10:00:20                            | 20
      try again at 2026-11-21 10:00:20                            | 20
      try again after 2026-11-21T10:00:20Z                        | 20
      limit resets at 1795255220                                  | 20
      limit resets at 1795255219123                               | 20
      reset_at=1795255220                                         | 20
      限额将在 2026-11-21 10:00:20 重置                             | 20
      限额将于2026-11-21 10:00:20恢复                               | 20
      请在 30 秒后重试                                              | 30
      quota will reset after 27h41m36s                            | 99696
      quota will reset after 27H 41M 36S                          | 99696
      quota resets in 41m36s                                      | 2496
      quota resets in 27h36s                                      | 97236
      quota resets in 27h                                         | 97200
      quota resets in 1h1.5s                                      | 3602
      quota resets in 2 days                                      | 172800
      quota resets in 1 week, 2 days and 3 hours                  | 788400
      quota resets in 1w2d3h                                      | 788400
      quota resets in   about 3 Hours                             | 10800
      try again in 1 hour and 5 minutes                           | 3900
      retry after ~20 s                                           | 20
      quota resets in 35 days                                     | 3024000
      quota resets in 36 days                                     |
      quota resets in 2 months                                    |
      quota resets every 5 hours                                  |
      quota resets 5 hours after the first request                |
      limit resets at 15:00                                       |
      limit resets at 2026-11-21T10:00:00Z                        |
      limit resets at 2026-11-21T09:59:59Z                        |
      limit resets at 2026-12-26T10:00:00Z                        | 3024000
      limit resets at 2026-12-26T10:00:01Z                        |
      limit resets at 2026-13-01T10:00:01Z                        |
      limit resets at 2026-11-21T25:00:01Z                        |
      limit resets at 9999-12-31 23:59:59                         |
      limit of model x-2026-11-25 reached                         |
      resets at 9999-12-31, retry in 7s                           | 7
      """)
  void aTimeIsToldInWords(String words, Long seconds) {
    for (var body : new String[] {"{\"error\":{\"message\":\"X\"}}", "[{\"error\":{\"message\":\"X\"}}]", "{\"message\":\"X\"}", "{\"detail\":[{\"msg\":\"X\"}]}",
        "{\"error\":{\"message\":\"no\",\"metadata\":{\"raw\":\"{\\\"error\\\":{\\\"message\\\":\\\"X\\\"}}\"}}}", "X"}) {
      check(fault("-", 429, null, body.replace("X", words)), FaultKind.RATE_LIMIT, seconds, Scope.KEY_AND_MODEL);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      "resets_at":1795255220                                         | 20
      "resets_at":1795255219.2                                       | 20
      "resets_at":"1795255220"                                       | 20
      "reset_at":1795255220000                                       | 20
      "reset_at":"1795255220000"                                     | 20
      "resetAt":"2026-11-21T10:00:20Z"                               | 20
      "Reset-At":"2026-11-21 10:00:20"                               | 20
      "resets_in_seconds":20                                         | 20
      "retry_after_ms":19500                                         | 20
      "retry_after_seconds":"20"                                     | 20
      "retryAfter":"Sat, 21 Nov 2026 10:00:20 GMT"                   | 20
      "quotaResetDelay":"1h1m1.5s"                                   | 3662
      "quotaResetTimeStamp":"2026-11-21T10:00:20Z"                   | 20
      "reset_at_ms":1795255220000                                    | 20
      "nextResetTime":1795255220000                                  | 20
      "reset_after":"27h41m36s"                                      | 99696
      "retry_after":9,"retryDelay":"20s"                             | 20
      "resets_at":null,"retry_after":20                              | 20
      "resets_at":253402300799                                       |
      "resets_at":253402300799,"retry_after":20                      | 20
      "resets_at":1795255200                                         |
      "resets_at":1e400                                              |
      "resets_at":-5                                                 |
      "resets_at":true                                               |
      """)
  void aTimeIsAMember(String member, Long seconds) {
    for (var body : new String[] {"{\"error\":{\"message\":\"no\",X}}", "[{\"error\":{\"message\":\"no\",X}}]", "{\"error\":{\"message\":\"no\"},X}", "{\"message\":\"no\",X}",
        "{\"error\":{\"message\":\"no\",\"details\":{X}}}", "{\"error\":{\"message\":\"no\",\"details\":[{\"@type\":\"a\"},{\"metadata\":{X}}]}}", "{\"error\":\"no\",\"limits\":[{X}]}"}) {
      check(fault("-", 429, null, body.replace("X", member)), FaultKind.RATE_LIMIT, seconds, Scope.KEY_AND_MODEL);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      copilot | 402 | retry-after=2026-12-01T00:00:00Z                  | {"error":{"code":"quota_exceeded","message":"no"}}             | QUOTA       | 828000
      copilot | 402 | retry-after=Tue, 01 Dec 2026 00:00:00 GMT         | {"error":{"code":"quota_exceeded","message":"no"}}             | QUOTA       | 828000
      copilot | 402 | retry-after=2026-12-01                            | {"error":{"code":"quota_exceeded","message":"no"}}             | QUOTA       | 828000
      copilot | 402 | retry-after=828000                                | {"error":{"code":"quota_exceeded","message":"no"}}             | QUOTA       | 828000
      -       | 429 | retry-after=1795255220                            | {}                                                             | RATE_LIMIT  | 20
      -       | 429 | retry-after=0.2                                   | {}                                                             | RATE_LIMIT  | 1
      -       | 429 | retry-after=9999-12-31                            | {}                                                             | RATE_LIMIT  |
      -       | 429 | retry-after-ms=3024000000                         | {}                                                             | RATE_LIMIT  | 3024000
      -       | 500 | retry-after=60                                    | {}                                                             | API         | 60
      -       | 500 | retry-after=61                                    | {}                                                             | API         |
      -       | 502 | retry-after-ms=60000                              | {}                                                             | UNREACHABLE | 60
      -       | 504 | retry-after=86400                                 | {}                                                             | TIMEOUT     |
      -       | 504 | retry-after=86400                                 | {"error":{"message":"Too many requests, try again in 24h"}}    | TIMEOUT     |
      -       | 500 |                                                   | {"error":{"message":"Too many requests, try again in 61s"}}    | RATE_LIMIT  |
      -       | 500 |                                                   | {"error":{"message":"Too many requests, try again in 60s"}}    | RATE_LIMIT  | 60
      -       | 503 | retry-after=86400                                 | {}                                                             | OVERLOADED  | 86400
      -       | 529 | retry-after=86400                                 | {}                                                             | OVERLOADED  | 86400
      -       | 503 |                                                   | {"error":{"message":"busy","resets_at":1795255320}}            | OVERLOADED  | 120
      -       | 401 |                                                   | {"error":{"message":"key, resets at 2026-11-21 10:00:20"}}     | AUTHENTICATION |
      -       | 200 |                                                   | {"error":{"code":429,"message":"resets at 2026-11-21 10:00:20"}} | RATE_LIMIT | 20
      -       | 200 |                                                   | {"error":{"code":500,"message":"overloaded, retry in 2 minutes"}} | RATE_LIMIT |
      -       | 200 |                                                   | {"error":{"code":503,"message":"overloaded, retry in 2 minutes"}} | OVERLOADED | 120
      """)
  void aTimeIsBelievedWhereItCanBeTrue(String provider, int status, String headers, String body, FaultKind kind, Long seconds) {
    check(fault(provider, status, headers, body), kind, seconds, kind.scope());
  }

  /// A translator reckons from the moment in which it was made, here the first of 1970.
  @Test
  void aDateInsideAnAnswerIsReckonedFromTheRequest() {
    var row = Dialects.at(URI.create(PROVIDERS.get("minimax"))).row("any");
    var body = "{'base_resp':{'status_code':2056,'status_msg':'5-hour usage limit reached, resets at 1970-01-01T00:01:30Z (2056)'}}".replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var translator = Speaker.of(row).translator("{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'hi'}]}", row, "");
    translator.request();
    check(translator.refused(429, _ -> null, body).fault(), FaultKind.QUOTA, 90L, Scope.KEY);
    var events = new ArrayList<StreamEvent>();
    var feed = new AnswerFeed(translator.answer());
    feed.bytes(body, 0, body.length, events::add);
    feed.end(events::add);
    check(((StreamEvent.Error) events.getLast()).fault(), FaultKind.QUOTA, 90L, Scope.KEY);
  }
}
