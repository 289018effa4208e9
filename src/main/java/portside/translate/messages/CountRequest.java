package portside.translate.messages;

import java.util.Set;
import portside.translate.UpstreamRequest;
import portside.wire.Json;
import portside.wire.JsonSource;

/// Makes of a request for a message the one that asks how many tokens its prompt has (Anthropic API, "Count Message tokens").
public final class CountRequest {
  /// What says nothing of the prompt. The first three are refused at Anthropic (CLIProxyAPI, November 2026).
  private static final Set<String> LEFT_OUT = Set.of(
      "metadata", "context_management", "diagnostics", "max_tokens", "stream", "stop_sequences", "temperature", "top_p", "top_k");

  private CountRequest() {}

  /// @param message as it would be sent for an answer, to a path of the Messages API
  public static UpstreamRequest of(UpstreamRequest message) {
    var query = message.path().indexOf('?') < 0 ? message.path().length() : message.path().indexOf('?');
    var path = message.path().substring(0, query) + "/count_tokens" + message.path().substring(query);
    return new UpstreamRequest(path, message.headers(), body(message.body()), false);
  }

  private static byte[] body(byte[] message) {
    try {
      var all = Json.object(message);
      var left = JsonEdits.members(all, (name, value) -> LEFT_OUT.contains(name) ? null : value);
      return left == all ? message : JsonSource.bytes(left);
    } catch (Json.Malformed written) {
      throw new IllegalStateException(written); // by a translator
    }
  }
}
