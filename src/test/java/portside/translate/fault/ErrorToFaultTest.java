package portside.translate.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static portside.provider.dialect.Column.ERROR_CODES;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import portside.provider.Dialects;
import portside.provider.dialect.Dialect;
import portside.wire.Fault;
import portside.wire.FaultKind;

class ErrorToFaultTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static Fault fault(int status, String body, Map<String, String> headers) {
    return fault(status, body, headers, Dialect.STANDARD);
  }

  private static Fault fault(int status, String body, Map<String, String> headers, Dialect dialect) {
    var translation = new ErrorToFault("acme", "some-model", dialect, 5000, 1000, text -> text.replace("topsecret", "***"), NOW);
    return translation.of(status, headers::get, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Fault fault(int status, String body) {
    return fault(status, body, Map.of());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      400 | {"error":{"message":"no","type":"invalid_request_error"}}                 | INVALID_REQUEST
      400 | {"error":{"message":"API key not valid. Please pass a valid API key."}}   | AUTHENTICATION
      400 | {"code":"Arrearage","message":"Access denied"}                            | BILLING
      401 | {"error":{"message":"bad key"}}                                           | AUTHENTICATION
      402 | {"error":{"message":"Insufficient credits","code":402}}                   | BILLING
      403 | {"error":{"message":"not yours"}}                                         | PERMISSION
      403 | {"error":{"message":"The response was filtered","code":"content_filter"}} | POLICY
      400 | {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy."}} | POLICY
      400 | {"error":{"message":"no","code":"content_policy_violation"}}              | POLICY
      451 | {"error":{"message":"not here"}}                                          | POLICY
      400 | {"error":{"message":"The model `x` has been decommissioned and is no longer supported."}} | NOT_FOUND
      400 | {"error":{"message":"Model Not Exist"}}                                   | NOT_FOUND
      400 | {"error":{"message":"foo/bar is not a valid model ID"}}                   | NOT_FOUND
      400 | {"error":{"message":"Invalid model: mistral-huge"}}                       | NOT_FOUND
      400 | {"error":{"message":"The requested model is not supported.","code":"model_not_supported"}} | NOT_FOUND
      400 | {"error":{"message":"model \"x:1b\" not found, try pulling it first"}}    | NOT_FOUND
      410 | {"error":{"message":"This model has been retired"}}                       | NOT_FOUND
      400 | {"error":{"message":"`temperature` is deprecated for this model."}}       | INVALID_REQUEST
      400 | {"error":{"message":"Unsupported parameter: 'stop' is not supported with this model."}} | INVALID_REQUEST
      403 | {"error":"Your team is out of credits"}                                   | BILLING
      403 | {"code":"The caller does not have permission","error":"Your newly created team doesn't have any credits yet."} | BILLING
      412 | {"error":{"message":"Account acme is suspended, possibly due to reaching the monthly spending limit"}} | BILLING
      429 | {"error":{"code":429,"status":"RESOURCE_EXHAUSTED","message":"no","details":[{"reason":"QUOTA_EXHAUSTED"}]}} | QUOTA
      404 | {"error":{"message":"The model `x` does not exist"}}                      | NOT_FOUND
      404 | {"error":{"message":"no","code":"DeploymentNotFound"}}                    | NOT_FOUND
      404 | {"error":{"message":"Resource not found","code":"404"}}                   | MISDIRECTED
      404 | 404 page not found                                                        | MISDIRECTED
      405 | {}                                                                        | MISDIRECTED
      408 | {}                                                                        | TIMEOUT
      409 | {"message":"conflict"}                                                    | CONFLICT
      413 | {"error":{"message":"too big"}}                                           | TOO_LARGE
      415 | {}                                                                        | MISDIRECTED
      422 | {"detail":[{"loc":["body"],"msg":"field required"}]}                      | INVALID_REQUEST
      429 | {"error":{"message":"slow","type":"rate_limit_reached_error"}}            | RATE_LIMIT
      429 | {"error":{"message":"maximum context length is 8 tokens per minute"}}     | RATE_LIMIT
      429 | {"error":{"message":"no","code":"insufficient_quota"}}                    | QUOTA
      499 | {"error":{"message":"usage limit reached"}}                               | QUOTA
      500 | {"error":{"message":"usage limit reached"}}                               | API
      429 | {"error":{"message":"no","type":"exceeded_current_quota_error"}}          | QUOTA
      429 | {"error":{"message":"busy","type":"engine_overloaded_error"}}             | OVERLOADED
      429 | [{"error":{"code":429,"message":"Too much","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProject"}]}]}}] | QUOTA
      429 | [{"error":{"code":429,"message":"You exceeded your current quota","details":[{"retryDelay":"34s"}]}}] | RATE_LIMIT
      498 | {}                                                                        | OVERLOADED
      500 | {"error":{"message":"oops"}}                                              | API
      500 | {"error":{"message":"The engine is currently overloaded"}}                | OVERLOADED
      502 | <html><title>Bad gateway</title></html>                                   | UNREACHABLE
      503 | {"error":{"message":"Loading model"}}                                     | OVERLOADED
      504 | {}                                                                        | TIMEOUT
      522 | error code: 522                                                           | UNREACHABLE
      529 | {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}} | OVERLOADED
      399 | {"error":{"message":"no"}}                                                | UNREACHABLE
      408 | {"error":{"message":"busy","type":"overloaded_error"}}                    | OVERLOADED
      499 | {"error":{"message":"busy","type":"overloaded_error"}}                    | UNREACHABLE
      400 | {"error":{"message":"busy","type":"overloaded_error"}}                    | INVALID_REQUEST
      500 | {"error":{"message":"busy","type":"overloaded_error"}}                    | OVERLOADED
      499 | {"error":{"message":"no","type":"authentication_error"}}                  | AUTHENTICATION
      500 | {"error":{"message":"no","type":"authentication_error"}}                  | API
      500 | {"error":{"message":"insufficient balance"}}                              | API
      500 | {"error":{"message":"invalid api key"}}                                   | API
      502 | {"error":{"message":"Too many requests"}}                                 | UNREACHABLE
      413 | {"error":{"message":"Too many requests"}}                                 | TOO_LARGE
      429 | {"error":{"message":"no","details":[{"violations":[]}]}}                  | RATE_LIMIT
      301 | moved                                                                     | UNREACHABLE
      400 | {"error":{"message":"Invalid model name passed in model=x. Call `/v1/models` to view available models"}} | NOT_FOUND
      422 | {"error":{"message":"Unsupported model: x"}} | NOT_FOUND
      400 | {"error":{"error":{"code":"model_not_found","message":"no"}}} | NOT_FOUND
      """)
  void theKindFollowsCodeWordsAndStatus(int status, String body, FaultKind kind) {
    assertEquals(kind, fault(status, body).kind());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      400 | {"error":{"message":"a","type":"t"},"message":"b"}               | a
      400 | {"error":"a","message":"b"}                                      | a
      400 | {"message":"a","detail":"b"}                                     | a
      400 | {"detail":"a"}                                                   | a
      400 | {"detail":{"message":"a"}}                                       | a
      422 | {"detail":[{"msg":"a"},{"msg":"b"}]}                             | a
      400 | {"Message":"a"}                                                  | a
      400 | {"success":false,"msg":"a"}                                      | a
      400 | {"errors":[{"message":"a"}]}                                     | a
      400 | {"error":{"message":"Provider returned error","metadata":{"raw":"{\\"error\\":{\\"message\\":\\"a\\"}}"}}} | Provider returned error: a
      400 | {"error":{"message":"Provider returned error","metadata":{"raw":"a"}}} | Provider returned error: a
      400 | {"error":{"message":"Provider said: a","metadata":{"raw":"a"}}} | Provider said: a
      400 | {"error":{"message":"invalid","details":[{"msg":"a string"}]}}   | invalid: a string
      400 | [{"error":{"message":"a"}}]                                      | a
      400 | plain words                                                      | plain words
      400 | {}                                                               | upstream acme refuses this and does not say why: HTTP 400
      400 | <!DOCTYPE html><p>secret page</p>                                | acme answered with a web page instead of an error
      400 | {"error":{"message":"key topsecret, Bearer abcdefgh12 and sk-proj-abc_defghi are bad"}} | key ***, Bearer *** and sk-*** are bad
      401 | {"error":{"message":"a"}}                                        | upstream acme rejected the configured API key: a
      404 | {"error":{"message":"no such model"}}                            | model: some-model (upstream acme: no such model)
      404 | nothing here                                                     | upstream acme does not know this path, the base URL may be wrong: nothing here
      413 | {"error":{"message":"a"}}                                        | Request too large: a
      502 | <html></html>                                                    | upstream acme: acme answered with a web page instead of an error
      503 | {"error":{"message":"a"}}                                        | a (upstream acme)
      """)
  void theMessageIsFoundWhereverItStands(int status, String body, String message) {
    assertEquals(message, fault(status, body).message());
  }

  /// Five minutes are near: then a quota is one of minutes.
  @Test
  void aQuotaThatComesBackSoonIsARateLimit() {
    var words = "{\"error\":{\"message\":\"You exceeded your current quota\"}}";
    assertEquals(FaultKind.RATE_LIMIT, fault(429, words, Map.of("retry-after", "300")).kind());
    assertEquals(FaultKind.QUOTA, fault(429, words, Map.of("retry-after", "301")).kind());
    assertEquals(FaultKind.QUOTA, fault(429, words).kind());
    assertEquals(FaultKind.BILLING, fault(400, words, Map.of("retry-after", "300")).kind());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"code":"rate_limit_exceeded","message":"no","retry_after":7} | RATE_LIMIT | 7
      {"code":"insufficient_quota","message":"no","retry_after":7}  | QUOTA      | 7
      {"code":"overloaded_error","message":"no","retry_after":7}    | OVERLOADED | 7
      {"code":"permission_denied","message":"no","retry_after":7}   | PERMISSION |
      """)
  void insideAnAnswerOnlyWhatPassesHasAWaitingTime(String error, FaultKind kind, Long seconds) {
    var translation = new ErrorToFault("acme", "some-model", Dialect.STANDARD, 5000, 1000, text -> text, NOW);
    assertEquals("upstream acme: HTTP 200", translation.inside("null").message());
    var fault = translation.inside("{\"error\":" + error + "}");
    assertEquals(kind, fault.kind());
    assertEquals(seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds), fault.retryAfterSeconds());
  }

  @Test
  void longTextIsShortened() {
    assertEquals("x".repeat(500), fault(400, "x".repeat(10_000)).message());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      503 | {"error":{"message":"ThrottlingException: Too many tokens, please wait before trying again."}} | OVERLOADED
      400 | {"error":{"message":"ThrottlingException: Too many tokens, please wait before trying again."}} | RATE_LIMIT
      400 | {"error":{"message":"Too many tokens","type":"ThrottlingException"}}                          | RATE_LIMIT
      500 | {"error":{"message":"Rate limit exceeded, slow down"}}                                        | RATE_LIMIT
      503 | {"error":{"message":"Too many tokens"}}                                                       | OVERLOADED
      400 | {"error":{"message":"Unknown parameter: rate_limit"}}                                         | INVALID_REQUEST
      """)
  void aThrottleIsKnownByItsWords(int status, String body, FaultKind kind) {
    assertEquals(kind, fault(status, body).kind());
  }

  @Test
  void aThrottleNamesItsTimeWithAnyStatus() {
    assertEquals(OptionalLong.of(13), fault(400, "{\"error\":{\"message\":\"Too many requests, try again in 12.3s\"}}").retryAfterSeconds());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      https://api.z.ai/api/paas/v4 | 429 | {"error":{"code":"1113","message":"余额不足或无可用资源包,请充值。"}}           | QUOTA
      https://api.z.ai/api/paas/v4 | 429 | {"error":{"code":"1302","message":"concurrency"}}                     | RATE_LIMIT
      https://api.z.ai/api/paas/v4 | 429 | {"error":{"code":"1308","message":"usage limit reached for 5 hour"}}  | QUOTA
      https://api.z.ai/api/paas/v4 | 429 | {"error":{"code":"1305","message":"busy"}}                            | OVERLOADED
      https://api.z.ai/api/paas/v4 | 400 | {"error":{"code":"1261","message":"no"}}                              | CONTEXT_OVERFLOW
      https://api.minimax.io/v1    | 200 | {"base_resp":{"status_code":1008,"status_msg":"no"}}                  | BILLING
      https://api.minimax.io/v1    | 200 | {"base_resp":{"status_code":2013,"status_msg":"invalid params, context window exceeds limit (2013)"}} | CONTEXT_OVERFLOW
      https://api.minimax.io/v1    | 200 | {"base_resp":{"status_code":2013,"status_msg":"invalid params"}}      | INVALID_REQUEST
      """)
  void codesOfAProvidersOwnAreInItsRow(URI provider, int status, String body, FaultKind kind) {
    assertEquals(kind, fault(status, body, Map.of(), Dialects.at(provider).row("any")).kind());
  }

  @ParameterizedTest
  @EnumSource
  void aCodeMeansWhatItsRowSays(Dialect.ErrorMeaning meaning) {
    var row = Dialect.STANDARD.as("own").with(ERROR_CODES, new Dialect.ErrorCode("777", meaning));
    var name = meaning == Dialect.ErrorMeaning.INVALID ? "INVALID_REQUEST" : meaning == Dialect.ErrorMeaning.OVERFLOW ? "CONTEXT_OVERFLOW" : meaning.name();
    assertEquals(FaultKind.valueOf(name), fault(200, "{\"base_resp\":{\"status_code\":777,\"status_msg\":\"no\"}}", Map.of(), row).kind());
    assertEquals(FaultKind.UNREACHABLE, fault(200, "{\"base_resp\":{\"status_code\":777,\"status_msg\":\"no\"}}").kind());
  }

  @Test
  void noBodyBreaksTheTranslation() {
    for (var body : new String[] {"", "null", "[]", "[1]", "{\"error\":null}", "{\"error\":[]}", "{\"error\":{\"message\":{}}}", "\u0000", "{"}) {
      for (int status : new int[] {100, 302, 400, 401, 404, 429, 500, 599, 999}) {
        assertFalse(fault(status, body).message().isBlank(), status + " " + body);
      }
    }
  }
}
