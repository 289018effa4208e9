package portside.counting;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.CUTS_SILENTLY;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import portside.provider.dialect.Lesson;
import portside.routing.Candidate;
import portside.routing.Routes;
import portside.translate.fault.ContextOverflow;
import portside.wire.Fault;
import portside.wire.anthropic.MessagesRequest;

/// Finds out providers that cut a prompt which does not fit without a word (Ollama; z.ai was seen to): the model then answers from what is left, and
/// nobody learns why it forgot everything. Their own count of the prompt gives them away.
///
/// A client that is told "too long" shortens its conversation, which costs it memory; so nothing is refused on a mere guess. A window that nobody
/// wrote down is believed only when the count is what a window would be, the same for two prompts of different length, or lags behind a conversation
/// that grows. Safe for any number of threads.
public final class TruncationDetector {
  private static final Logger LOG = System.getLogger(TruncationDetector.class.getName());

  /// A prompt is taken for cut when less than this part of it was counted. Tokenizers that have not been learned yet differ by less.
  private static final double COUNTED = 0.6;

  /// A prompt is refused when it seems to be this many times as long as the window: by an estimate that answers have corrected, and by one of our own
  /// alone.
  public static final double OVER = 1.05;
  public static final double FAR_OVER = 1.5;

  /// No window is smaller, and all but those that people choose are multiples of it.
  private static final long PAGE = 1_024;

  /// Two counts that differ by less than the first part are of one window; two prompts that differ by more than the second are different.
  private static final double SAME = 0.02;
  private static final double OTHER = 0.1;

  private static final int MOST_MODELS = 100;

  /// @param estimate what the prompt should have come to
  /// @param counted what it came to
  private record Suspicion(long estimate, long counted) {}

  private final Routes routes;
  private final Calibration calibration;
  private final Map<String, Suspicion> suspicions = new ConcurrentHashMap<>();
  private final CountGrowth growth = new CountGrowth();
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /// @param routes remembers the windows that are found
  /// @param calibration knows how candidates count
  public TruncationDetector(Routes routes, Calibration calibration) {
    this.routes = routes;
    this.calibration = calibration;
  }

  /// What the client is told instead of an answer when the candidate would cut this prompt.
  public Optional<Fault> foreseen(Candidate candidate, RequestSize size) {
    long window = candidate.dialect().get(CONTEXT_WINDOW);
    if (!candidate.dialect().get(CUTS_SILENTLY) || window == 0) {
      return Optional.empty();
    }
    var learned = calibration.known(candidate, size);
    long estimate = learned.orElseGet(size::tokens);
    boolean sure = learned.isPresent() || warned.contains(candidate.model());
    return estimate > window * (sure ? OVER : FAR_OVER) ? Optional.of(ContextOverflow.of(estimate, window)) : Optional.empty();
  }

  /// Whether the candidate seems to have cut the prompt it has answered; then its count says nothing of how it counts.
  ///
  /// @param conversation its name, or empty
  /// @param counted tokens of the prompt, as it says
  public boolean noticed(Candidate candidate, String conversation, MessagesRequest request, RequestSize size, long counted) {
    if (!candidate.dialect().get(CUTS_SILENTLY)) {
      return false;
    }
    long estimate = calibration.estimate(candidate, size);
    boolean lagged = switch (growth.counted(candidate.model(), conversation, request, size, counted)) {
      case CountGrowth.Verdict.Honest() -> false;
      case CountGrowth.Verdict.Doubtful() -> true;
      case CountGrowth.Verdict.Cut(var window) -> {
        if (window >= PAGE - 1) {
          found(candidate, estimate, counted, window);
        }
        yield true;
      }
    };
    return little(candidate, estimate, counted) || lagged;
  }

  /// Whether so little was counted of one prompt that it must have been cut.
  private boolean little(Candidate candidate, long estimate, long counted) {
    long window = candidate.dialect().get(CONTEXT_WINDOW);
    boolean little = counted < estimate * COUNTED;
    if (window > 0) {
      boolean cut = estimate > window && little || estimate > window * OVER && counted > window * (1 - SAME);
      if (cut) {
        warn(candidate, estimate, counted);
      }
      return cut;
    }
    return little && counted >= PAGE - 1 && unknownWindow(candidate, estimate, counted);
  }

  /// Keeps a window that was found out, unless a smaller one is known.
  private void found(Candidate candidate, long estimate, long counted, long window) {
    warn(candidate, estimate, counted);
    long known = candidate.dialect().get(CONTEXT_WINDOW);
    if (known == 0 || window < known) {
      routes.learned(candidate, Lesson.of(CONTEXT_WINDOW, Long.toString(window)), counted + " tokens of a prompt of about " + estimate);
    }
  }

  private boolean unknownWindow(Candidate candidate, long estimate, long counted) {
    var earlier = suspect(candidate, new Suspicion(estimate, counted));
    boolean first = earlier == null;
    if (isPages(counted) || !first && !differ(earlier.counted, counted, SAME) && differ(earlier.estimate, estimate, OTHER)) {
      found(candidate, estimate, counted, counted);
      return true;
    }
    return first; // a count that goes on growing with the prompts is an honest one
  }

  private Suspicion suspect(Candidate candidate, Suspicion suspicion) {
    return suspicions.size() < MOST_MODELS ? suspicions.put(candidate.model(), suspicion) : suspicions.replace(candidate.model(), suspicion);
  }

  static boolean isPages(long counted) {
    return (counted + 1) % PAGE <= 2;
  }

  /// Whether the two differ by more than that part.
  private static boolean differ(long one, long other, double part) {
    return Math.abs(one - other) > part * Math.max(one, other);
  }

  private void warn(Candidate candidate, long estimate, long counted) {
    if (warned.size() < MOST_MODELS && warned.add(candidate.model())) {
      var who = candidate.provider().name() + " (" + candidate.model() + ")";
      LOG.log(Level.WARNING, who + " cut a prompt of about " + estimate + " tokens to " + counted
          + ", without saying so. Longer prompts are refused from now on, so that the client shortens its conversation. Give the model a larger"
          + " window (Ollama: OLLAMA_CONTEXT_LENGTH=65536 or more) and start the proxy again; DIALECT_CONTEXT_WINDOW sets what it is taken to be");
    }
  }
}
