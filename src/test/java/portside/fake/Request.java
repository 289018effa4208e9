package portside.fake;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A request as a fake received it.
///
/// @param line method, target and version
/// @param head the headers, names in lower case
/// @param body without its chunks
/// @param written line and headers as they came, with the empty line behind them
public record Request(String line, Map<String, String> head, byte[] body, String written) {
  /// The body as text.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
