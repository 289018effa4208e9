package portside.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An HTTP answer of a provider, to be passed on as it came but for its secrets.
///
/// @param status other than 200
/// @param contentType of the body
/// @param headers that pass beside it, in lower case
/// @param body decompressed
public record RawAnswer(int status, String contentType, Map<String, String> headers, byte[] body) {
  public RawAnswer {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }
}
