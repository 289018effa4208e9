package portside.counting;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import portside.translate.text.TokenEstimate;
import portside.wire.anthropic.ContentBlock.Source;

/// What pictures and PDFs cost: a picture a token for each 750 of its pixels, but no more than it costs after it is scaled down, as large
/// ones are (Anthropic API, "Vision"); a page of a PDF about 2,000.
final class MediaTokens {
  /// A picture whose size is not known.
  static final long IMAGE = 1_500;

  private static final int PIXELS = 750;
  private static final long LARGEST_IMAGE = 1_600;
  private static final long PAGE = 2_000;

  /// The bytes that hold the header of every format, also with a preview in front of a JPEG's size.
  private static final int HEADER = 128 * 1024;

  private static final Pattern PDF_PAGE = Pattern.compile("/Type\\s*/Page(?![A-Za-z])");

  private MediaTokens() {}

  static long image(Source source) {
    if (!(source instanceof Source.Base64(var _, var data))) {
      return IMAGE;
    }
    return ImageSize.of(decoded(data, HEADER))
        .map(size -> Math.clamp(size.width() * size.height() / PIXELS, 1, LARGEST_IMAGE))
        .orElse(IMAGE);
  }

  /// The cost of a PDF by its pages where they can be counted, else by its size.
  static long pdf(String base64) {
    var pages = PDF_PAGE.matcher(new String(decoded(base64, base64.length()), StandardCharsets.ISO_8859_1)).results().count();
    return pages == 0 ? pdfBySize(base64) : pages * PAGE;
  }

  static long pdfBySize(String base64) {
    return TokenEstimate.ofPdf(base64.length());
  }

  /// The first bytes, or none when this is no base64.
  private static byte[] decoded(String base64, int most) {
    try {
      return Base64.getMimeDecoder().decode(base64.substring(0, Math.min(base64.length(), most)));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
