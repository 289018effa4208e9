package portside.wire;

import org.jspecify.annotations.Nullable;

/// The one table of error kinds: what the client is told, and what an error says about further requests.
///
/// `type` is the Anthropic error type, `status` the HTTP status of the answer (Anthropic API, "Errors"). `retryHeader` becomes `x-should-retry`, which the official SDKs and
/// Claude Code obey before they look at the status; `null` leaves the decision to the status. `scope` is what the error says about further
/// requests where the provider does not say it itself ([Fault#scope()]).
///
/// `shownStatus` is the status for Claude Code, which answers some statuses with words of its own: `Please run /login` for 401 and 403, which leads
/// away from this proxy, and `Run /model` for 404, where the message is never shown; and it asks six times before it shows a 400. Of
/// a 424 it shows the message word for word, after one request (2.1.332, seen 2026-11-29). SDKs make their exceptions of `status`.
public enum FaultKind {
  /// The request itself is wrong; it would be wrong everywhere.
  INVALID_REQUEST("invalid_request_error", 400, null, Scope.REQUEST),
  /// The prompt does not fit; the client compacts on the wording `prompt is too long: N tokens > M maximum`.
  CONTEXT_OVERFLOW("invalid_request_error", 400, null, Scope.REQUEST),
  /// The provider's policy forbids what the request holds, and will the next time.
  POLICY("invalid_request_error", 400, Shown.WORD_FOR_WORD, false, Scope.REQUEST),
  /// The client's key is missing or none of those this proxy knows. Without the header Claude Code asks again and again before it shows the
  /// message (2.1.329, seen 2026-11-21); a key does not come by waiting.
  CLIENT_KEY("authentication_error", 401, false, Scope.REQUEST),
  /// Our key at the provider is missing or refused.
  AUTHENTICATION("authentication_error", 401, Shown.WORD_FOR_WORD, false, Scope.KEY),
  /// The account is empty (HTTP 402).
  BILLING("billing_error", 402, false, Scope.KEY),
  /// The provider forbids this (HTTP 403).
  PERMISSION("permission_error", 403, Shown.WORD_FOR_WORD, false, Scope.KEY_AND_MODEL),
  /// No such model, or no such path of ours.
  NOT_FOUND("not_found_error", 404, Shown.WORD_FOR_WORD, false, Scope.MODEL),
  /// Somebody else is at it (HTTP 409); the SDKs try again.
  CONFLICT("invalid_request_error", 409, null, Scope.REQUEST),
  /// The body is larger than somebody takes (HTTP 413).
  TOO_LARGE("request_too_large", 413, null, Scope.REQUEST),
  /// Too many requests now; waiting helps.
  RATE_LIMIT("rate_limit_error", 429, null, Scope.KEY_AND_MODEL),
  /// A quota or plan is used up; waiting for seconds does not help.
  QUOTA("rate_limit_error", 429, false, Scope.KEY),
  /// The provider failed (HTTP 500).
  API("api_error", 500, null, Scope.MODEL),
  /// The provider could not be reached, or what it said was no answer.
  UNREACHABLE("api_error", 502, null, Scope.MODEL),
  /// The provider does not know the address it was asked at (HTTP 404, 405): the base URL may be wrong, and waiting does not mend it.
  MISDIRECTED("api_error", 502, false, Scope.PROVIDER),
  /// The request came back to an instance that had passed it on (HTTP 508); waiting does not mend it.
  LOOP("api_error", 508, false, Scope.REQUEST),
  /// No answer in time.
  TIMEOUT("timeout_error", 504, null, Scope.MODEL),
  /// The provider has no capacity now.
  OVERLOADED("overloaded_error", 529, null, Scope.MODEL);

  private static final class Shown {
    static final int WORD_FOR_WORD = 424;
  }

  private final String type;
  private final int status;
  private final int shownStatus;
  private final @Nullable Boolean retryHeader;
  private final Scope scope;

  FaultKind(String type, int status, @Nullable Boolean retryHeader, Scope scope) {
    this(type, status, status, retryHeader, scope);
  }

  FaultKind(String type, int status, int shownStatus, @Nullable Boolean retryHeader, Scope scope) {
    this.type = type;
    this.status = status;
    this.shownStatus = shownStatus;
    this.retryHeader = retryHeader;
    this.scope = scope;
  }

  /// The Anthropic error type.
  public String type() {
    return type;
  }

  /// The HTTP status for the client.
  public int status() {
    return status;
  }

  /// The HTTP status at which Claude Code shows the message.
  public int shownStatus() {
    return shownStatus;
  }

  /// The value of `x-should-retry`, or null when the header is left out.
  public @Nullable Boolean retryHeader() {
    return retryHeader;
  }

  /// What the error says about further requests, unless the provider says more.
  public Scope scope() {
    return scope;
  }
}
