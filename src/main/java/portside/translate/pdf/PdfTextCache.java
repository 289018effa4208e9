package portside.translate.pdf;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The documents that were asked for last, by a digest of their bytes.
final class PdfTextCache {
  /// Each is at most [PdfPages#MOST_CHARACTERS] long.
  static final int MOST = 24;

  private final SequencedMap<String, PdfText.Reading> readings = new LinkedHashMap<>(MOST, 0.75f, true);

  static String key(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  synchronized PdfText.@Nullable Reading get(String key) {
    return readings.get(key);
  }

  synchronized void put(String key, PdfText.Reading reading) {
    readings.put(key, reading);
    if (readings.size() > MOST) {
      readings.pollFirstEntry();
    }
  }
}
