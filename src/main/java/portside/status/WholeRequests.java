package portside.status;

import jakarta.json.JsonArray;
import java.util.Optional;

/// Requests that were kept as a whole, with what was sent and what came.
public interface WholeRequests {
  /// None is kept.
  WholeRequests NONE = _ -> Optional.empty();

  /// What was kept of a request, in the order in which it happened; empty for nothing.
  Optional<JsonArray> of(String id);

  /// Whether anything was.
  default boolean has(String id) {
    return of(id).isPresent();
  }
}
