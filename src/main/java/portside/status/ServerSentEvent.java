package portside.status;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import portside.wire.Json;

/// An event as its stream has it (HTML Living Standard, "Server-sent events").
final class ServerSentEvent {
  /// A comment that keeps a connection open.
  static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);

  private ServerSentEvent() {}

  static byte[] of(String name, JsonObject data) {
    return ("event: " + name + "\ndata: " + Json.text(data) + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] unnamed(JsonObject data) {
    return ("data: " + Json.text(data) + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}
