package portside.counting;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the tokens of texts in OpenAI's `o200k_base`. Its tables (some 35 MB) are loaded when the first text is counted.
///
/// A text counted before is looked up: a client sends the same system prompt and tools again and again. Kept are counts and hashes, never
/// the texts. Long texts are counted in pieces, since the tokenizer's time grows faster than the length for some (a thousand times the same
/// character), and after each piece other virtual threads get their turn: counting must not hold up the streams.
final class Tokenizer {
  private static final int PIECE = 2_048;
  private static final int LOOK_BACK = 256;
  private static final int KEPT = 8_192;

  private final Map<Long, Integer> counted =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > KEPT;
        }
      };

  private @Nullable Encoding encoding;

  long count(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    var key = hash(text);
    var known = known(key);
    if (known != null) {
      return known;
    }
    var count = countPieces(text);
    keep(key, count);
    return count;
  }

  private synchronized @Nullable Integer known(long key) {
    return counted.get(key);
  }

  private synchronized void keep(long key, int count) {
    counted.put(key, count);
  }

  /// How many counts are kept.
  synchronized int kept() {
    return counted.size();
  }

  @SuppressWarnings("ThreadPriorityCheck") // counting waits for nothing else, so other virtual threads would
  private int countPieces(String text) {
    var tokens = 0;
    for (var from = 0; from < text.length(); ) {
      var to = end(text, from);
      tokens += encoding().countTokensOrdinary(text.substring(from, to));
      from = to;
      Thread.yield();
    }
    return tokens;
  }

  /// Where a piece ends: before a space or line break where there is one, as tokens begin there; never inside a surrogate pair.
  private static int end(String text, int from) {
    var limit = from + PIECE;
    if (limit >= text.length()) {
      return text.length();
    }
    for (var i = limit; i > limit - LOOK_BACK; i--) {
      if (text.charAt(i) <= ' ' && text.charAt(i - 1) > ' ') {
        return i;
      }
    }
    return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
  }

  private synchronized Encoding encoding() {
    if (encoding == null) {
      encoding = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    }
    return encoding;
  }

  private static long hash(String text) {
    var hash = 0x9e3779b97f4a7c15L + text.length();
    for (var i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
