package portside.translate.pdf;

import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;

/// The words of a PDF, for providers that take no files. The same bytes give the same text each time, so a document in the history does not
/// move the prompt's prefix.
///
/// Nothing of PDFBox is loaded before the first document. A document is sent again with every turn, so its text is kept: a memo of a pure
/// function, bounded, lost with the process and made again. Documents are read one at a time, so that what one may use is what all may use.
public final class PdfText {
  /// What Anthropic takes in one request.
  static final int MOST_BYTES = 32 << 20;

  private static final PdfTextCache MEMO = new PdfTextCache();
  private static final ReentrantLock READING = new ReentrantLock();

  private PdfText() {}

  /// What came of a document.
  public sealed interface Reading {
    /// Its pages, each under a line that names it, and what was left out.
    record Words(String text) implements Reading {}

    /// There is nothing to show.
    ///
    /// @param why ends the sentence "the document was left out: …"
    record Unreadable(String why) implements Reading {}
  }

  /// Reads a document; never fails, whatever the bytes are.
  ///
  /// @param base64 without a data URL's head
  public static Reading of(String base64) {
    if (base64.length() / 4L * 3 > MOST_BYTES) {
      return new Reading.Unreadable("it is larger than " + (MOST_BYTES >> 20) + " MB");
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new Reading.Unreadable("it is not valid base64");
    }
    return of(bytes);
  }

  private static Reading of(byte[] bytes) {
    var key = PdfTextCache.key(bytes);
    var known = MEMO.get(key);
    if (known != null) {
      return known;
    }
    READING.lock();
    try {
      known = MEMO.get(key); // read while this one waited
      if (known == null) {
        known = PdfReader.read(bytes);
        MEMO.put(key, known);
      }
      return known;
    } finally {
      READING.unlock();
    }
  }
}
