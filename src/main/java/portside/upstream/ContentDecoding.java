package portside.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Takes the compression off a body, if it has any.
///
/// Providers and gateways in between send gzip that nobody asked for, also without saying so, and say so without doing it; so the first
/// byte decides. No JSON, event stream or page of text begins with that of gzip.
final class ContentDecoding {
  private static final int GZIP = 0x1f;
  private static final int BUFFER = 4096;
  private static final Set<String> READABLE = Set.of("", "identity", "gzip", "x-gzip", "deflate");

  private ContentDecoding() {}

  /// The name of a compression we cannot take off.
  ///
  /// @param contentEncoding the header, or null
  static Optional<String> unreadable(@Nullable String contentEncoding) {
    return Optional.of(name(contentEncoding)).filter(name -> !READABLE.contains(name));
  }

  /// The content of the body, without its compression; waits for its first byte.
  ///
  /// @param contentEncoding the header, or null
  static InputStream of(AnswerBody body, @Nullable String contentEncoding) throws IOException {
    var first = body.peek();
    if (first == GZIP) {
      return new GZIPInputStream(body, BUFFER);
    }
    if (first >= 0 && name(contentEncoding).equals("deflate") && first != '{' && first != '[') {
      // With the zlib header, as the standard wants it, the low half of the first byte is 8; some servers leave the header out.
      return new Deflated(body, new Inflater((first & 0x0f) != 8));
    }
    return body;
  }

  /// A stream that ends the decompressor it was given, too.
  private static final class Deflated extends InflaterInputStream {
    Deflated(InputStream packed, Inflater inflater) {
      super(packed, inflater, BUFFER);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }

  private static String name(@Nullable String contentEncoding) {
    return contentEncoding == null ? "" : contentEncoding.strip().toLowerCase(Locale.ROOT);
  }
}
