package portside.translate.client;

import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.JsonText;

/// An error as Gemini's API sends it: `{"error":{"code","message","status"}}` (Google Cloud API design guide, "Errors").
public final class GeminiErrorBody {
  private GeminiErrorBody() {}

  /// The error as UTF-8 JSON.
  public static byte[] of(Fault fault) {
    var json = new JsonText();
    json.raw("{\"error\":{\"code\":" + status(fault.kind()) + ",\"message\":").string(fault.message());
    json.raw(",\"status\":").string(name(fault.kind())).raw("}}");
    return json.copy();
  }

  /// The HTTP status; Gemini knows no 529.
  public static int status(FaultKind kind) {
    return kind == FaultKind.OVERLOADED ? 503 : kind.status();
  }

  private static String name(FaultKind kind) {
    return switch (kind) {
      case INVALID_REQUEST, CONTEXT_OVERFLOW, POLICY, TOO_LARGE -> "INVALID_ARGUMENT";
      case CLIENT_KEY, AUTHENTICATION -> "UNAUTHENTICATED";
      case BILLING -> "FAILED_PRECONDITION";
      case PERMISSION -> "PERMISSION_DENIED";
      case NOT_FOUND -> "NOT_FOUND";
      case CONFLICT -> "ABORTED";
      case RATE_LIMIT, QUOTA -> "RESOURCE_EXHAUSTED";
      case API -> "INTERNAL";
      case TIMEOUT -> "DEADLINE_EXCEEDED";
      case UNREACHABLE, MISDIRECTED, LOOP, OVERLOADED -> "UNAVAILABLE";
    };
  }
}
