package portside.translate.answer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for stop sequences in text as it arrives and lets nothing of one through, wherever it is split. The one that is complete first counts, as it
/// would while the text is made. As much is kept back as may be the start of one.
final class StopSequences {
  private final List<String> sequences;
  private final StringBuilder kept = new StringBuilder();
  private @Nullable String hit;

  /// @param sequences the client's; blank ones, which Anthropic refuses, are left to the provider: they stand at the start of many an answer
  StopSequences(List<String> sequences) {
    this.sequences = sequences.stream().filter(sequence -> !sequence.isBlank()).toList();
  }

  /// The sequence that was met; null for none. Nothing of the text behind it is of interest.
  @Nullable String hit() {
    return hit;
  }

  /// What of the text so far may be passed on and was not yet.
  String pass(String text) {
    if (sequences.isEmpty()) {
      return text;
    }
    kept.append(text);
    int start = find();
    return take(hit == null ? kept.length() - possible() : start);
  }

  /// What was kept back, of a text that goes no further. Looking begins anew.
  String rest() {
    return take(kept.length());
  }

  /// Notes the sequence that is complete first; returns where it begins.
  private int find() {
    int start = 0;
    int end = Integer.MAX_VALUE;
    for (var sequence : sequences) {
      int at = kept.indexOf(sequence);
      boolean first = at >= 0 && (at + sequence.length() < end || at + sequence.length() == end && at < start);
      if (first) {
        hit = sequence;
        start = at;
        end = at + sequence.length();
      }
    }
    return start;
  }

  /// How many characters at the end may be the start of a sequence.
  private int possible() {
    int most = 0;
    for (var sequence : sequences) {
      for (int length = Math.min(sequence.length() - 1, kept.length()); length > most; length--) {
        if (endsInStart(sequence, length)) {
          most = length;
        }
      }
    }
    return most;
  }

  private boolean endsInStart(String sequence, int length) {
    int from = kept.length() - length;
    for (int i = 0; i < length; i++) {
      if (kept.charAt(from + i) != sequence.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String take(int length) {
    var taken = kept.substring(0, length);
    kept.delete(0, length);
    return taken;
  }
}
