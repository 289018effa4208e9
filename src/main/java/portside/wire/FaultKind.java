package portside.wire;

/// The one table of error kinds: what the client is told and whether anybody may try again.
///
/// `type` is the Anthropic error type, `status` the HTTP status of the answer (Anthropic API, "Errors"). `nextMayTry` says whether
/// another candidate may be tried for the same request. `retryHeader` becomes `x-should-retry`, which the official SDKs and
/// Claude Code obey before they look at the status; `null` leaves the decision to the status.
public enum FaultKind {
  /// The request itself is wrong; it would be wrong everywhere.
  INVALID_REQUEST("invalid_request_error", 400, false, null),
  /// The prompt does not fit; the client compacts on the wording `prompt is too long: N tokens > M maximum`.
  CONTEXT_OVERFLOW("invalid_request_error", 400, false, null),
  /// A key is missing or refused: the client's own, or ours at the provider. The message says which. Without the header Claude Code
  /// asks again and again before it shows the message (2.1.329, seen 2026-11-21); a key does not come by waiting.
  AUTHENTICATION("authentication_error", 401, true, false),
  /// The account is empty (HTTP 402).
  BILLING("billing_error", 402, true, false),
  /// The provider forbids this (HTTP 403).
  PERMISSION("permission_error", 403, true, null),
  /// No such model, or no such path of ours.
  NOT_FOUND("not_found_error", 404, true, null),
  /// Somebody else is at it (HTTP 409); the SDKs try again.
  CONFLICT("invalid_request_error", 409, false, null),
  /// The body is larger than somebody takes (HTTP 413).
  TOO_LARGE("request_too_large", 413, false, null),
  /// Too many requests now; waiting helps.
  RATE_LIMIT("rate_limit_error", 429, true, null),
  /// A quota or plan is used up; waiting for seconds does not help.
  QUOTA("rate_limit_error", 429, true, false),
  /// The provider failed (HTTP 500).
  API("api_error", 500, true, null),
  /// The provider could not be reached, or what it said was no answer.
  UNREACHABLE("api_error", 502, true, null),
  /// The provider does not know the address it was asked at (HTTP 404, 405): the base URL may be wrong, and waiting does not mend it.
  MISDIRECTED("api_error", 502, true, false),
  /// The request came back to an instance that had passed it on (HTTP 508); waiting does not mend it.
  LOOP("api_error", 508, false, false),
  /// No answer in time.
  TIMEOUT("timeout_error", 504, true, null),
  /// The provider has no capacity now.
  OVERLOADED("overloaded_error", 529, true, null);

  private final String type;
  private final int status;
  private final boolean nextMayTry;
  private final Boolean retryHeader;

  FaultKind(String type, int status, boolean nextMayTry, Boolean retryHeader) {
    this.type = type;
    this.status = status;
    this.nextMayTry = nextMayTry;
    this.retryHeader = retryHeader;
  }

  /// The Anthropic error type.
  public String type() {
    return type;
  }

  /// The HTTP status for the client.
  public int status() {
    return status;
  }

  /// Whether another candidate may be tried for the same request.
  public boolean nextMayTry() {
    return nextMayTry;
  }

  /// The value of `x-should-retry`, or null when the header is left out.
  public Boolean retryHeader() {
    return retryHeader;
  }
}
