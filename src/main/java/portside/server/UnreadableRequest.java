package portside.server;

import io.helidon.http.Status;
import java.util.OptionalLong;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// A request that cannot be read, and what its client is told. Where the next request would begin is not known then, so its connection is closed.
final class UnreadableRequest extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Status status;
  private final transient Fault fault;

  private UnreadableRequest(Status status, Fault fault) {
    super(fault.message(), null, false, false);
    this.status = status;
    this.fault = fault;
  }

  static UnreadableRequest malformed(String words) {
    return of(Status.BAD_REQUEST_400, words);
  }

  /// @param status one of the 4xx and 5xx that say what HTTP feature is wanting
  static UnreadableRequest of(Status status, String words) {
    return new UnreadableRequest(status, Fault.of(FaultKind.INVALID_REQUEST, words));
  }

  static UnreadableRequest tooLarge(long limit) {
    var words = "Request too large: the body is over this proxy's limit of " + limit / (1024 * 1024) + " MB (MAX_BODY_MB)";
    return new UnreadableRequest(Status.REQUEST_ENTITY_TOO_LARGE_413, Fault.of(FaultKind.TOO_LARGE, words));
  }

  static UnreadableRequest noMemory() {
    var words = "the proxy has no memory left for a body of this size beside those it is working on; try again";
    return new UnreadableRequest(Status.create(FaultKind.OVERLOADED.status()), new Fault(FaultKind.OVERLOADED, words, OptionalLong.of(5)));
  }

  /// A body with too many values for any budget. No wait helps, so this is none of the errors after which clients try again.
  static UnreadableRequest tooDense() {
    var words = "Request too large: the body has so many small values that the proxy's heap of " + (Runtime.getRuntime().maxMemory() >> 20)
        + " MB cannot hold them; java -Xmx sets it";
    return new UnreadableRequest(Status.REQUEST_ENTITY_TOO_LARGE_413, Fault.of(FaultKind.TOO_LARGE, words));
  }

  Status status() {
    return status;
  }

  Fault fault() {
    return fault;
  }
}
