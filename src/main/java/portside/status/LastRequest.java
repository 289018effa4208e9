package portside.status;

import jakarta.json.JsonObject;
import java.time.Instant;
import portside.ledger.LedgerEntry;
import portside.wire.Json;
import portside.wire.OneLine;

/// How a request ended that reached the provider.
///
/// @param at when it ended
/// @param result `ok`, or the Anthropic error type
/// @param status the HTTP status the client got
/// @param message what the client was told of a failure, in one line; empty when there was none
public record LastRequest(Instant at, String result, int status, String message) {
  /// The most characters of a message that are shown.
  private static final int LONGEST = 1_000;

  static LastRequest of(LedgerEntry entry) {
    return new LastRequest(entry.at(), entry.result().name(), entry.result().status(), OneLine.of(entry.detail(), LONGEST));
  }

  /// False when the provider is at fault, or our key; a request that was wrong in itself says nothing about the provider.
  public boolean good() {
    return status < 500 && status != 401 && status != 402 && status != 403;
  }

  JsonObject json() {
    return Json.BUILD.createObjectBuilder().add("at", at.toString()).add("result", result).add("status", status).add("message", message).build();
  }
}
