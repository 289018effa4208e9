package portside.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients are told of each kind of error: SDKs and Claude Code act on every one of these values.
class FaultKindTest {
  /// The columns: kind | Anthropic type | HTTP status | status for Claude Code | another candidate may be tried | `x-should-retry`.
  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
      INVALID_REQUEST  | invalid_request_error | 400 | 400 | false | null
      CONTEXT_OVERFLOW | invalid_request_error | 400 | 400 | false | null
      POLICY           | invalid_request_error | 400 | 424 | true  | false
      CLIENT_KEY       | authentication_error  | 401 | 401 | false | false
      AUTHENTICATION   | authentication_error  | 401 | 424 | true  | false
      BILLING          | billing_error         | 402 | 402 | true  | false
      PERMISSION       | permission_error      | 403 | 424 | true  | null
      NOT_FOUND        | not_found_error       | 404 | 424 | true  | null
      CONFLICT         | invalid_request_error | 409 | 409 | false | null
      TOO_LARGE        | request_too_large     | 413 | 413 | false | null
      RATE_LIMIT       | rate_limit_error      | 429 | 429 | true  | null
      QUOTA            | rate_limit_error      | 429 | 429 | true  | false
      API              | api_error             | 500 | 500 | true  | null
      UNREACHABLE      | api_error             | 502 | 502 | true  | null
      MISDIRECTED      | api_error             | 502 | 502 | true  | false
      LOOP             | api_error             | 508 | 508 | false | false
      TIMEOUT          | timeout_error         | 504 | 504 | true  | null
      OVERLOADED       | overloaded_error      | 529 | 529 | true  | null
      """)
  void isToldAs(FaultKind kind, String type, int status, int shownStatus, boolean nextMayTry, Boolean retryHeader) {
    assertEquals(type, kind.type());
    assertEquals(status, kind.status());
    assertEquals(shownStatus, kind.shownStatus());
    assertEquals(nextMayTry, kind.nextMayTry());
    assertEquals(retryHeader, kind.retryHeader());
  }
}
