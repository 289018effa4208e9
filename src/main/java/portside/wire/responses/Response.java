package portside.wire.responses;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.common.ProviderError;
import portside.wire.common.TokenCounts;

/// An answer as a whole: the body of one that was not streamed, and what the last event of a stream holds.
///
/// @param status `completed`, `incomplete`, `failed`, `cancelled`, `in_progress` or `queued`
/// @param output in order; some servers leave it empty at the end of a stream
/// @param tokens null when nothing is said of usage
/// @param incomplete why the answer is incomplete, such as `max_output_tokens`; empty when that is not said
/// @param error null for none
public record Response(String status, List<OutputItem> output, @Nullable TokenCounts tokens, String incomplete, @Nullable ProviderError error) {
  /// Reads a response object.
  ///
  /// @param otherwise the status of one that does not say its own
  static Response read(JsonObject response, String otherwise) {
    var status = Json.string(response, "status");
    var output = new ArrayList<OutputItem>();
    if (response.get("output") instanceof JsonArray items) {
      items.forEach(item -> {
        if (item instanceof JsonObject object) {
          output.add(OutputItem.read(object));
        }
      });
    }
    var details = response.get("incomplete_details") instanceof JsonObject object ? Json.string(object, "reason") : null;
    var error = ProviderError.saysSomething(response.get("error")) ? ProviderError.anywhere(response) : null;
    return new Response(status == null ? otherwise : status, output, TokenCounts.read(response, null), details == null ? "" : details, error);
  }
}
