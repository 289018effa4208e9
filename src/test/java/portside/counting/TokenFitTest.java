package portside.counting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// Providers that count in ways of their own, and what is known of them after ten answers.
class TokenFitTest {
  private static final RequestSize TURN = new RequestSize(30_000, 12_000, true, 0, 0);
  private static final RequestSize TITLE = new RequestSize(400, 0, false, 0, 0);

  /// The conversation of a client with tools, with a small request in between.
  private static TokenFit after(int answers, ToLongFunction<RequestSize> provider) {
    var fit = new TokenFit();
    var random = new Random(7);
    for (int i = 0; i < answers; i++) {
      var size = i % 4 == 3 ? new RequestSize(300 + random.nextInt(300), 0, false, 0, 0) : new RequestSize(5_000 + 2_500 * i, 12_000, true, 0, 0);
      fit.learn(size, provider.applyAsLong(size));
    }
    return fit;
  }

  private static void assertNear(long expected, long actual) {
    assertEquals(expected, actual, 0.05 * expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 1, 1.3, 2})
  void learnsARatio(double ratio) {
    ToLongFunction<RequestSize> provider = size -> Math.round(ratio * size.tokens());
    var fit = after(10, provider);
    assertNear(provider.applyAsLong(TURN), fit.estimate(TURN));
    assertNear(provider.applyAsLong(TITLE), fit.estimate(TITLE));
  }

  @Test
  void learnsWhatToolsAndTemplatesAdd() {
    ToLongFunction<RequestSize> provider = size -> Math.round(1.2 * size.text() + 0.9 * size.tools() + (size.offersTools() ? 400 : 0) + 150);
    var fit = after(20, provider);
    assertNear(provider.applyAsLong(TURN), fit.estimate(TURN));
    assertNear(provider.applyAsLong(TITLE), fit.estimate(TITLE));
  }

  @Test
  void learnsWhatAPictureCostsAndThatThinkingAreSentAgain() {
    ToLongFunction<RequestSize> provider = size -> size.text() + size.tools() + 4 * size.media() + size.thinking();
    var fit = after(10, provider);
    for (int i = 1; i <= 5; i++) {
      var size = new RequestSize(30_000 + 1_000 * i, 12_000, true, 1_500L * i, 4_000L * i * i);
      fit.learn(size, provider.applyAsLong(size));
    }
    var next = new RequestSize(40_000, 12_000, true, 7_500, 120_000);
    assertNear(provider.applyAsLong(next), fit.estimate(next));
  }

  @Test
  void oneAbsurdCountDoesNoHarm() {
    var fit = after(10, RequestSize::tokens);
    fit.learn(TURN, 8 * TURN.tokens());
    assertNear(TURN.tokens(), fit.estimate(TURN));
  }

  @Test
  void aModelThatChangesIsFollowed() {
    var fit = after(30, RequestSize::tokens);
    for (int i = 0; i < 15; i++) {
      var size = new RequestSize(20_000 + 1_000 * i, 12_000, true, 0, 0);
      fit.learn(size, Math.round(1.3 * size.tokens()));
    }
    assertNear(Math.round(1.3 * TURN.tokens()), fit.estimate(TURN));
  }

  @Test
  void whatIsNotUsedForLongDoesNotBecomeArbitrary() {
    var fit = after(5_000, size -> Math.round(1.1 * size.tokens()));
    var picture = new RequestSize(30_000, 12_000, true, 1_500, 0);
    assertNear(Math.round(1.1 * TURN.tokens()) + 1_500, fit.estimate(picture));
  }

  @Test
  void theFiguresTellHowItGoes() {
    var summary = after(20, size -> Math.round(1.3 * size.tokens())).summary();
    assertEquals(20, summary.getInt("answers"));
    assertEquals(1.3, summary.getJsonNumber("ratio").doubleValue(), 0.01);
    assertTrue(summary.getJsonNumber("error").doubleValue() < 0.05, summary.toString());
  }

  @Test
  void whatWasLearnedCanBeKept() throws Json.Malformed {
    var fit = after(10, size -> Math.round(1.3 * size.tokens()));
    var again = TokenFit.of(Json.object(Json.text(fit.json())));
    assertEquals(fit.json(), again.json());
    assertEquals(fit.estimate(TURN), again.estimate(TURN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"answers", "ratio", "error", "weights", "covariance"})
  void whatIsNotWholeIsRefused(String member) {
    JsonObject without = Json.BUILD.createObjectBuilder(after(1, RequestSize::tokens).json()).remove(member).build();
    assertThrows(IllegalArgumentException.class, () -> TokenFit.of(without));
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 0, false, 0, 0, 95000", "0, 1000, false, 0, 0, 1000", "0, 0, true, 0, 0, 1", "0, 0, false, 1500, 0, 1500", "0, 0, false, 0, 9000, 1",
    "0, 0, false, 0, 0, 1"
  })
  void ourOwnCountsHoldUntilAModelHasAnswered(long text, long tools, boolean offers, long media, long thinking, long estimate) {
    assertEquals(estimate, new TokenFit().estimate(new RequestSize(text, tools, offers, media, thinking)));
  }

  /// The arithmetic to its last digit; a change of any constant is seen here.
  @Test
  void whatFourAnswersTeach() {
    var fit = new TokenFit();
    fit.learn(new RequestSize(1_000, 500, true, 0, 0), 2_000);
    fit.learn(new RequestSize(9_000, 500, true, 1_500, 0), 11_000);
    fit.learn(new RequestSize(300, 0, false, 0, 0), 400);
    fit.learn(new RequestSize(12_000, 500, true, 1_500, 4_000), 100_000);
    assertEquals("{\"answers\":4,\"ratio\":2.702,\"error\":0.358}", fit.summary().toString());
    assertArrayEquals(new double[] {1.2424392597, 1.1849607569, 133.1717449339, 26.3956554514, -0.6115608914, 0.0990439596}, numbers(fit, "weights"), 1e-9);
    assertArrayEquals(new double[] {
      0.0532414272, -0.0305579453, -22.0017206306, -14.9619257391, -0.2828560676, -0.0001886296,
      -0.0305579453, 0.1683705512, -58.9892031041, 8.0252917649, 0.1610814828, 0.0001067064,
      -22.0017206306, -58.9892031041, 47635.7737650191, 5778.2100707576, 115.9786676181, 0.0768285937,
      -14.9619257391, 8.0252917649, 5778.2100707576, 4940.2023853404, 79.6287519155, 0.0527061621,
      -0.2828560676, 0.1610814828, 115.9786676181, 79.6287519155, 1.5427475497, 0.0009340299,
      -0.0001886296, 0.0001067064, 0.0768285937, 0.0527061621, 0.0009340299, 0.2488390656
    }, numbers(fit, "covariance"), 1e-9);
  }

  private static double[] numbers(TokenFit fit, String name) {
    return fit.json().getJsonArray(name).getValuesAs(JsonNumber.class).stream().mapToDouble(JsonNumber::doubleValue).toArray();
  }

  @Test
  void anEstimateIsNeverLessThanAQuarterOfTheText() {
    var fit = new TokenFit();
    for (int n = 0; n < 50; n++) {
      fit.learn(new RequestSize(10_000, 0, false, 0, 0), 1_000);
    }
    assertEquals(2_500, fit.estimate(new RequestSize(10_000, 0, false, 0, 0)));
  }
}
