package portside.wire.anthropic;

import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.JsonText;

/// The envelope every error travels in, as a body and as an `error` event: `{"type":"error","error":{"type","message"},"request_id"}`.
public final class ErrorBody {
  private ErrorBody() {}

  /// The envelope as UTF-8 JSON.
  ///
  /// @param requestId also sent as the `request-id` header; null leaves the member out
  public static byte[] of(Fault fault, @Nullable String requestId) {
    var json = new JsonText();
    write(fault, requestId, json);
    return json.copy();
  }

  static void write(Fault fault, @Nullable String requestId, JsonText json) {
    json.raw("{\"type\":\"error\",\"error\":{\"type\":").string(fault.kind().type());
    json.raw(",\"message\":").string(fault.message()).raw("}");
    if (requestId != null) {
      json.raw(",\"request_id\":").string(requestId);
    }
    json.raw("}");
  }
}
