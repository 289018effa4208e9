package portside.counting;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// Learns how many tokens one model counts where we count ours: `reported ≈ Σ weight × part`, over the parts of a [RequestSize] and a constant.
///
/// One ratio is not enough. A tool on offer makes Claude and Grok add hundreds of tokens whatever its size, a template adds some to each
/// request, and schemas are written out in ways of their own. Over recorded answers of one model to requests of all kinds, a single running
/// ratio was wrong by 18 to 57 % (median, after ten answers), these weights by 1 to 6 %, and for the requests of Claude Code by 1 %.
///
/// Each answer moves the weights by recursive least squares (a Kalman filter whose weights wander a little, so that old answers fade), in
/// constant time and memory. An answer counts by how exact it can be: small requests say little. A surprise is weighed down the more it
/// surprises, so one absurd count does no harm, and many of the same are believed. Safe for any number of threads.
final class TokenFit {
  /// What is assumed of a model that has not answered: our own counts hold, and thinking is not sent again. The order is that of [#parts].
  private static final double[] FIRST = {0.95, 1, 0, 0, 1, 0};

  /// How far each weight may be from what is assumed.
  private static final double[] SPREAD = {0.5, 0.5, 300, 100, 3, 0.5};

  private static final int PARTS = FIRST.length;

  /// What cannot be foreseen of a count: a part of it, and some tokens.
  private static final double VAGUE = 0.02;
  private static final double VAGUE_TOKENS = 20;

  /// A count that is off by this many times the expected error is a surprise.
  private static final double SURPRISE = 2;

  /// How much of its spread a weight may wander from answer to answer.
  private static final double WANDER = 0.02;

  /// The part of the running figures that each answer replaces.
  private static final double FADE = 0.1;

  private final double[] weights;
  private final double[][] covariance;
  private long answers;
  private double ratio = 1;
  private double error;

  TokenFit() {
    weights = FIRST.clone();
    covariance = new double[PARTS][PARTS];
    for (int i = 0; i < PARTS; i++) {
      covariance[i][i] = SPREAD[i] * SPREAD[i];
    }
  }

  private TokenFit(double[] weights, double[][] covariance) {
    this.weights = weights;
    this.covariance = covariance;
  }

  /// How many answers were learned from.
  synchronized long answers() {
    return answers;
  }

  /// What the provider will likely count; at least 1.
  synchronized long estimate(RequestSize size) {
    return Math.round(expected(size));
  }

  /// @param reported what the provider counted, for the whole prompt
  synchronized void learn(RequestSize size, long reported) {
    remember(size, reported);
    wander();
    var parts = parts(size);
    var vague = VAGUE * reported + VAGUE_TOKENS;
    var shift = new double[PARTS];
    double doubt = 0;
    double surprise = reported;
    for (int i = 0; i < PARTS; i++) {
      for (int j = 0; j < PARTS; j++) {
        shift[i] += covariance[i][j] * parts[j];
      }
      doubt += shift[i] * parts[i];
      surprise -= weights[i] * parts[i];
    }
    double often = Math.max(1, Math.abs(surprise) / (SURPRISE * Math.sqrt(doubt + vague * vague)));
    double total = doubt + vague * vague * often * often;
    for (int i = 0; i < PARTS; i++) {
      weights[i] += shift[i] / total * surprise;
      for (int j = 0; j < PARTS; j++) {
        covariance[i][j] -= shift[i] * shift[j] / total;
      }
    }
  }

  /// `{"answers": N, "ratio": reported to our own, "error": how wrong the estimate was}`; the last two over some ten answers.
  synchronized JsonObject summary() {
    return Json.BUILD.createObjectBuilder().add("answers", answers).add("ratio", rounded(ratio)).add("error", rounded(error)).build();
  }

  /// Everything learned, for [#of].
  synchronized JsonObject json() {
    var all = Json.BUILD.createArrayBuilder();
    for (var row : covariance) {
      Arrays.stream(row).forEach(all::add);
    }
    var known = Json.BUILD.createArrayBuilder();
    Arrays.stream(weights).forEach(known::add);
    return Json.BUILD.createObjectBuilder(summary()).add("weights", known).add("covariance", all).build();
  }

  /// Reads what [#json()] wrote.
  ///
  /// @throws IllegalArgumentException when it is something else
  static TokenFit of(JsonObject json) {
    var weights = numbers(json, "weights", PARTS);
    var flat = numbers(json, "covariance", PARTS * PARTS);
    var covariance = new double[PARTS][];
    for (int i = 0; i < PARTS; i++) {
      covariance[i] = Arrays.copyOfRange(flat, i * PARTS, (i + 1) * PARTS);
      if (covariance[i][i] < 0) {
        throw new IllegalArgumentException("covariance");
      }
    }
    var fit = new TokenFit(weights, covariance);
    fit.answers = (long) number(json, "answers");
    fit.ratio = number(json, "ratio");
    fit.error = number(json, "error");
    return fit;
  }

  private static double[] parts(RequestSize size) {
    return new double[] {size.text(), size.tools(), size.offersTools() ? 1 : 0, 1, size.media(), size.thinking()};
  }

  private double expected(RequestSize size) {
    var parts = parts(size);
    double expected = 0;
    for (int i = 0; i < PARTS; i++) {
      expected += weights[i] * parts[i];
    }
    return Math.max(expected, Math.max(1, size.text() / 4.0));
  }

  private void remember(RequestSize size, long reported) {
    double fade = Math.max(FADE, 1.0 / ++answers);
    ratio += fade * ((double) reported / size.tokens() - ratio);
    error += fade * (Math.abs(expected(size) - reported) / reported - error);
  }

  /// Doubt grows a little with each answer, and never beyond what it was at first: what is not used for long must not become arbitrary.
  private void wander() {
    for (int i = 0; i < PARTS; i++) {
      double most = SPREAD[i] * SPREAD[i];
      covariance[i][i] += most * WANDER * WANDER;
      if (covariance[i][i] > most) {
        double scale = Math.sqrt(most / covariance[i][i]);
        for (int j = 0; j < PARTS; j++) {
          covariance[i][j] *= scale;
          covariance[j][i] *= scale;
        }
      }
    }
  }

  private static double[] numbers(JsonObject json, String name, int count) {
    if (!(json.get(name) instanceof JsonArray array) || array.size() != count) {
      throw new IllegalArgumentException(name);
    }
    return array.stream().mapToDouble(value -> number(value, name)).toArray();
  }

  private static double number(JsonObject json, String name) {
    return number(json.get(name), name);
  }

  private static double number(@Nullable Object value, String name) {
    if (value instanceof JsonNumber number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException(name);
  }

  private static double rounded(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
