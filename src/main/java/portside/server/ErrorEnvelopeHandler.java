package portside.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.ErrorBody;

/// Answers what fails before any handler runs (a malformed request line, headers over their limit) in the Anthropic envelope too.
final class ErrorEnvelopeHandler implements DirectHandler {
  /// The words with which Helidon answers when it tells the reason to its log alone, at a level that is off.
  private static final String UNSAID = "Bad request, see server log";

  private static final String MALFORMED = "the HTTP request is malformed: look at its path, where blanks and percent signs must be encoded";

  private ErrorEnvelopeHandler() {}

  /// Makes a handler for every kind of event.
  static DirectHandlers everywhere() {
    var handlers = DirectHandlers.builder();
    for (var type : EventType.values()) {
      handlers.addHandler(type, new ErrorEnvelopeHandler());
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
    var requestId = FrontDoor.requestId();
    var body = ErrorBody.of(fault(status, message), requestId);
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .header(HelidonClient.Headers.REQUEST_ID, requestId)
        .keepAlive(false)
        .entity(body)
        .build();
  }

  /// @param words for the client, from [RequestReader] or Helidon; null or empty for none
  private static Fault fault(Status status, @Nullable String words) {
    if (status == Status.INTERNAL_SERVER_ERROR_500) {
      return Fault.of(FaultKind.API, "the proxy failed on this request");
    }
    return Fault.of(FaultKind.INVALID_REQUEST, words == null || words.isEmpty() || words.startsWith(UNSAID) ? MALFORMED : words);
  }
}
