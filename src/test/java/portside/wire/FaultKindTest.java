package portside.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients are told of each kind of error: SDKs and Claude Code act on every one of these values.
class FaultKindTest {
  /// The columns: kind | Anthropic type | HTTP status | status for Claude Code | another candidate may be tried | `x-should-retry`.
  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
      INVALID_REQUEST  | invalid_request_error | 400 | 400 | null  | REQUEST
      CONTEXT_OVERFLOW | invalid_request_error | 400 | 400 | null  | REQUEST
      POLICY           | invalid_request_error | 400 | 424 | false | REQUEST
      CLIENT_KEY       | authentication_error  | 401 | 401 | false | REQUEST
      AUTHENTICATION   | authentication_error  | 401 | 424 | false | KEY
      BILLING          | billing_error         | 402 | 402 | false | KEY
      PERMISSION       | permission_error      | 403 | 424 | false | KEY_AND_MODEL
      NOT_FOUND        | not_found_error       | 404 | 424 | false | MODEL
      CONFLICT         | invalid_request_error | 409 | 409 | null  | REQUEST
      TOO_LARGE        | request_too_large     | 413 | 413 | null  | REQUEST
      RATE_LIMIT       | rate_limit_error      | 429 | 429 | null  | KEY_AND_MODEL
      QUOTA            | rate_limit_error      | 429 | 429 | false | KEY
      API              | api_error             | 500 | 500 | null  | MODEL
      UNREACHABLE      | api_error             | 502 | 502 | null  | MODEL
      MISDIRECTED      | api_error             | 502 | 502 | false | PROVIDER
      LOOP             | api_error             | 508 | 508 | false | REQUEST
      TIMEOUT          | timeout_error         | 504 | 504 | null  | MODEL
      OVERLOADED       | overloaded_error      | 529 | 529 | null  | MODEL
      """)
  void isToldAs(FaultKind kind, String type, int status, int shownStatus, Boolean retryHeader, Scope scope) {
    assertEquals(type, kind.type());
    assertEquals(status, kind.status());
    assertEquals(shownStatus, kind.shownStatus());
    assertEquals(retryHeader, kind.retryHeader());
    assertEquals(scope, kind.scope());
  }
}
