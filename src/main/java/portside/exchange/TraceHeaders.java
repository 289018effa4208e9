package portside.exchange;

import java.util.Map;
import java.util.regex.Pattern;
import portside.routing.Candidate;

/// What goes up of the headers by which a client's request is followed over several services (W3C, "Trace Context"): `traceparent`, to a provider whose
/// file says so (`FORWARD_TRACE`). `tracestate` and `baggage` never do, since applications keep in them what they like, such as an e-mail address.
final class TraceHeaders {
  private static final String PARENT = "traceparent";
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceHeaders() {}

  /// The headers for a request to this candidate.
  static Map<String, String> up(Client client, Candidate asked) {
    if (!asked.provider().traced()) {
      return Map.of();
    }
    var parent = client.header(PARENT);
    return parent != null && FORM.matcher(parent).matches() ? Map.of(PARENT, parent) : Map.of();
  }
}
