package portside.translate.client;

import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.JsonText;

/// An error as OpenAI's API sends it, as a body and inside a stream of chat completions: `{"error":{"type","message","param","code"}}`
/// (OpenAI API, "Error codes"). The types are Anthropic's, as in everything else this proxy says; the codes are OpenAI's, by which its clients tell
/// errors apart.
public final class OpenAiErrorBody {
  private OpenAiErrorBody() {}

  /// The error as UTF-8 JSON.
  public static byte[] of(Fault fault) {
    var json = new JsonText();
    write(fault, json);
    return json.copy();
  }

  static void write(Fault fault, JsonText json) {
    json.raw("{\"error\":{\"type\":").string(fault.kind().type()).raw(",\"message\":").string(fault.message());
    json.raw(",\"param\":null,\"code\":").raw(code(fault.kind())).raw("}}");
  }

  /// The code as JSON.
  static String code(FaultKind kind) {
    return switch (kind) {
      case CONTEXT_OVERFLOW -> "\"context_length_exceeded\"";
      case POLICY -> "\"content_policy_violation\"";
      case CLIENT_KEY, AUTHENTICATION -> "\"invalid_api_key\"";
      case BILLING, QUOTA -> "\"insufficient_quota\"";
      case NOT_FOUND -> "\"model_not_found\"";
      case RATE_LIMIT -> "\"rate_limit_exceeded\"";
      case INVALID_REQUEST, PERMISSION, CONFLICT, TOO_LARGE, API, UNREACHABLE, MISDIRECTED, LOOP, TIMEOUT, OVERLOADED -> "null";
    };
  }
}
