package portside.counting;

import java.util.LinkedHashMap;
import java.util.Map;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesRequest;

/// Compares how a conversation grows with how its provider's counts grow. What is added to a prompt can only add to an honest count; a count that
/// lags behind is that of a prompt that was cut, in whatever way: to the window, to whole messages, to half.
///
/// ```
///              grew by 5 %, its count did not            grew by 5 % again, its count did not
///   HONEST ──────────────────────────────────► DOUBTFUL ─────────────────────────────────────► CUT
///     │  ▲               its count grew            │
///     │  └─────────────────────────────────────────┘
///     └── the same count of whole pages for a longer prompt ──► CUT
/// ```
/// A conversation that became shorter, or lost tools or pictures, starts anew. Bounded; safe for any number of threads.
final class CountGrowth {
  /// What a count says of its prompt.
  sealed interface Verdict {
    /// Nothing is wrong with it.
    record Honest() implements Verdict {}

    /// It may be that of a cut prompt, and must teach nothing.
    record Doubtful() implements Verdict {}

    /// @param window what was left of the prompt, or more if more was counted before
    record Cut(long window) implements Verdict {}
  }

  /// How much longer than before a prompt must be for its count to be compared; a count of whole pages stands out sooner.
  private static final double GREW = 0.05;
  private static final double GREW_A_LITTLE = 0.01;

  /// The part of the expected growth that a count must show. What is added may have fewer tokens than our count says.
  private static final double LEAN = 0.3;

  /// A count below this part of our own, or of an earlier one, does not cover the whole prompt: some providers leave out what was cached.
  private static final double PART = 0.25;

  /// A prompt below this part of the one before belongs to a conversation that was made shorter.
  private static final double SHORTER = 0.95;

  private static final int MOST_CONVERSATIONS = 500;
  private static final int HEAD = 256;

  /// The longest prompt of a conversation whose count was honest.
  ///
  /// @param opening of the conversation
  /// @param length of the prompt in our own tokens
  /// @param size the same in parts
  /// @param counted by the provider
  /// @param doubts how often the count has lagged since
  /// @param doubtedAt the length at the last doubt, or that of this prompt
  private record Seen(Opening opening, long length, RequestSize size, long counted, int doubts, long doubtedAt) {
    Seen doubted(long at) {
      return new Seen(opening, length, size, counted, doubts + 1, at);
    }
  }

  /// The words of the first message, which all later requests of the conversation begin with.
  private record Opening(int length, int hash) {
    boolean begins(String words) {
      return words.length() >= length && words.substring(0, length).hashCode() == hash;
    }
  }

  private final Map<String, Seen> conversations = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
      return size() > MOST_CONVERSATIONS;
    }
  };

  /// Takes in what the provider counted.
  ///
  /// @param model whose count it is
  /// @param conversation its name, or empty
  synchronized Verdict counted(String model, String conversation, MessagesRequest request, RequestSize size, long counted) {
    var words = firstWords(request);
    var key = model + '\n' + conversation + '\n' + words.substring(0, Math.min(HEAD, words.length()));
    var seen = conversations.get(key);
    var now = new Seen(new Opening(words.length(), words.hashCode()), length(size), size, counted, 0, length(size));
    if (counted < now.length * PART || seen != null && counted < seen.counted * PART) {
      return new Verdict.Honest();
    }
    if (seen == null || !seen.opening.begins(words) || isShorter(now, seen)) {
      conversations.put(key, now);
      return new Verdict.Honest();
    }
    long grown = now.length - seen.length;
    double least = LEAN * grown * seen.counted / seen.length;
    boolean still = counted == seen.counted && grown > GREW_A_LITTLE * seen.length;
    if (still && TruncationDetector.isPages(counted)) {
      return cut(key, counted);
    }
    if (!still && counted >= seen.counted + least) {
      conversations.put(key, now);
      return new Verdict.Honest();
    }
    // Models do not get the thinking of earlier turns back when the user speaks, so a count may fall by that.
    boolean lags = still || counted < seen.counted - seen.size.thinking() + least;
    if (lags && now.length - seen.doubtedAt >= GREW * seen.doubtedAt) {
      if (seen.doubts > 0) {
        return cut(key, Math.max(seen.counted, counted));
      }
      conversations.put(key, seen.doubted(now.length));
    }
    return new Verdict.Doubtful();
  }

  private Verdict cut(String key, long window) {
    conversations.remove(key);
    return new Verdict.Cut(window);
  }

  private static boolean isShorter(Seen now, Seen seen) {
    return now.length < seen.length * SHORTER || now.size.tools() < seen.size.tools() || now.size.media() < seen.size.media();
  }

  /// Pictures and thinking are counted in too many ways.
  private static long length(RequestSize size) {
    return size.text() + size.tools();
  }

  private static String firstWords(MessagesRequest request) {
    var words = new StringBuilder();
    for (var block : request.messages().getFirst().content()) {
      if (block instanceof ContentBlock.Text(var text)) {
        words.append(text);
      }
    }
    return words.toString();
  }
}
