package portside.translate.text;

/// Estimates tokens from text, for providers that do not count: four Latin characters a token, two tokens for three wide ones.
public final class TokenEstimate {
  /// The first character of the scripts that are mostly Chinese, Japanese and Korean.
  private static final char WIDE = '\u2E80';

  private static final long PDF_PAGE = 2_000;
  private static final int BYTES_OF_A_PAGE = 50_000;

  private long narrow;
  private long wide;

  /// Tokens of a PDF by its size alone.
  ///
  /// @param length of its base64
  public static long ofPdf(long length) {
    return PDF_PAGE * (1 + length * 3 / 4 / BYTES_OF_A_PAGE);
  }

  public void add(String text) {
    int wideHere = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= WIDE) {
        wideHere++;
      }
    }
    wide += wideHere;
    narrow += text.length() - wideHere;
  }

  public long tokens() {
    return (narrow + 3) / 4 + (wide * 2 + 2) / 3;
  }
}
