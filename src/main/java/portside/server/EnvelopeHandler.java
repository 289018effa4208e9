package portside.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.ErrorBody;

/// Answers what fails before any handler runs (a malformed request line, a header or body over its limit) in the Anthropic envelope too.
final class EnvelopeHandler implements DirectHandler {
  private EnvelopeHandler() {}

  /// One for every kind of event.
  static DirectHandlers everywhere() {
    var handlers = DirectHandlers.builder();
    for (var type : EventType.values()) {
      handlers.addHandler(type, new EnvelopeHandler());
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
    var requestId = FrontDoor.requestId();
    var body = ErrorBody.of(fault(status), requestId);
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HelidonClient.Headers.REQUEST_ID, requestId)
        .keepAlive(false)
        .entity(body)
        .build();
  }

  private static Fault fault(Status status) {
    return switch (status.code()) {
      case 413 -> Fault.of(FaultKind.TOO_LARGE, "Request too large: the body is over this proxy's limit (MAX_BODY_MB)");
      case 404 -> Fault.of(FaultKind.NOT_FOUND, "no such path");
      case 503 -> Fault.of(FaultKind.OVERLOADED, "the proxy is busy");
      default -> status.code() < 500
          ? Fault.of(FaultKind.INVALID_REQUEST, "the HTTP request is malformed or over a limit (request line 16 KB, headers 64 KB)")
          : Fault.of(FaultKind.API, "the proxy failed on this request");
    };
  }
}
