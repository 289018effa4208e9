package portside.translate;

import java.util.Map;

/// What to send.
///
/// @param path appended to the provider's base URL, such as `/chat/completions`; may have a query
/// @param headers of this request alone
/// @param body UTF-8 JSON
/// @param stream whether events are asked for
public record UpstreamRequest(String path, Map<String, String> headers, byte[] body, boolean stream) {}
