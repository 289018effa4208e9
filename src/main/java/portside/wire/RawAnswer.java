package portside.wire;

import org.jspecify.annotations.Nullable;

/// An HTTP answer of a provider, to be passed on as it came but for its secrets.
///
/// @param status other than 200
/// @param contentType of the body
/// @param retryAfter the header of that name; null when there was none
/// @param body decompressed
public record RawAnswer(int status, String contentType, @Nullable String retryAfter, byte[] body) {}
