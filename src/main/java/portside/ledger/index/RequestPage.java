package portside.ledger.index;

import jakarta.json.JsonObject;
import java.util.List;

/// A page of requests.
///
/// @param requests the newest first. Members are those of an `end` line of the journal, but `id` holds the id, `tries` says how many there were,
///     `failover_from` who was asked first when another answered, and `cost` and `worth` are amounts of the currency
/// @param before the cursor of the next page; empty when this is the last
public record RequestPage(List<JsonObject> requests, String before) {
  /// Keeps a copy of the list.
  public RequestPage {
    requests = List.copyOf(requests);
  }
}
