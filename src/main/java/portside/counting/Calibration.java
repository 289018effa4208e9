package portside.counting;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import portside.routing.Candidate;
import portside.wire.Json;
import portside.wire.OneLine;

/// What the answers so far taught about how each model counts, so that our counts are those of the provider. Kept over restarts where there is
/// a file for it; the file is read once, before the first estimate, and written some seconds after an answer and at the end, never on the way
/// of a request.
public final class Calibration implements AutoCloseable {
  /// This many answers make what was learned better than a tokenizer that may not be the provider's.
  private static final int ENOUGH = 3;

  /// The most models that are kept. Clients name models, so there could be any number.
  static final int MODELS = 50;

  /// The most characters of a key, which names a provider and a model.
  private static final int LONGEST_KEY = 512;

  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(5);

  private final CalibrationFile file;
  private final Runnable pause;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicBoolean learned = new AtomicBoolean();
  private volatile @Nullable Map<String, TokenFit> known;

  /// @param file where it is kept
  public Calibration(CalibrationFile file) {
    this(file, Calibration::sleep);
  }

  /// @param pause waits between an answer and the writing of what it taught
  Calibration(CalibrationFile file, Runnable pause) {
    this.file = file;
    this.pause = pause;
  }

  /// Reads what was kept, unless that was done; for a thread that has nothing else to do.
  public void load() {
    fits();
  }

  /// How many tokens the candidate will count.
  public long estimate(Candidate candidate, RequestSize size) {
    var fit = fits().get(key(candidate));
    return fit == null ? size.tokens() : fit.estimate(size);
  }

  /// The same, if enough was learned for it to be better than a tokenizer's count.
  public OptionalLong known(Candidate candidate, RequestSize size) {
    var fit = fits().get(key(candidate));
    return fit == null || fit.answers() < ENOUGH ? OptionalLong.empty() : OptionalLong.of(fit.estimate(size));
  }

  /// Takes in what the candidate counted.
  ///
  /// @param reported tokens of the whole prompt, cached ones included
  public void learn(Candidate candidate, RequestSize size, long reported) {
    var fits = fits();
    var key = key(candidate);
    if (!plausible(size, reported)) {
      return;
    }
    if (fits.size() >= MODELS && !fits.containsKey(key)) {
      forgetOne(fits);
    }
    fits.computeIfAbsent(key, _ -> new TokenFit()).learn(size, reported);
    learned.set(true);
    if (file.kept() && writing.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::writeLater);
    }
  }

  /// Forgets the model that has answered least: names that were made up have answered once or twice.
  private static void forgetOne(Map<String, TokenFit> fits) {
    fits.entrySet().stream().min(Comparator.comparingLong(known -> known.getValue().answers())).ifPresent(least -> fits.remove(least.getKey()));
  }

  /// For `/health`: by `host model` how many answers were learned from, what a token of ours comes to, and how wrong the estimates were.
  public JsonObject summary() {
    var summary = Json.BUILD.createObjectBuilder();
    var fits = known;
    if (fits != null) {
      new TreeMap<>(fits).forEach((key, fit) -> summary.add(OneLine.of(key, LONGEST_KEY), fit.summary()));
    }
    return summary.build();
  }

  /// Writes what was learned since the last time.
  @Override
  public void close() {
    write();
  }

  private void writeLater() {
    pause.run();
    writing.set(false); // before writing, so that an answer that comes meanwhile is written next time
    write();
  }

  private static void sleep() {
    try {
      Thread.sleep(BETWEEN_WRITES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    if (file.kept() && learned.compareAndSet(true, false)) {
      if (!file.write(Map.copyOf(fits()))) {
        learned.set(true); // with the next answer it is tried again
      }
    }
  }

  /// Whether a tokenizer can have come to that count. No tokenizer makes so few or so many of a text: such a count leaves out what was cached, or
  /// adds up several calls.
  private static boolean plausible(RequestSize size, long reported) {
    return reported >= size.text() / 4 && reported <= 8 * size.tokens() + 4_000;
  }

  /// Names a candidate without the path of the address, which holds an account with some providers.
  private static String key(Candidate candidate) {
    var provider = candidate.provider();
    return (provider.demo() ? provider.identity() : provider.endpoint().base().getAuthority()) + " " + candidate.model();
  }

  private Map<String, TokenFit> fits() {
    var fits = known;
    return fits == null ? read() : fits;
  }

  /// What the file holds: the first call reads it, and the others wait for that.
  private synchronized Map<String, TokenFit> read() {
    if (known == null) {
      known = new ConcurrentHashMap<>(file.read());
    }
    return known;
  }
}
