package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.provider.Chain.Dealing;
import portside.provider.Chain.Strategy;

/// How strategies order those that can answer.
class DealerTest {
  private final AtomicLong nanoTime = new AtomicLong();
  private final Speeds speeds = new Speeds(nanoTime::get);
  @TempDir private Path folder;
  private Aim a;
  private Aim b;
  private Aim c;

  @BeforeEach
  void aims() throws Exception {
    a = new Aim(GivenChain.of(folder, "a"), "m");
    b = new Aim(GivenChain.of(folder, "b"), "m");
    c = new Aim(GivenChain.of(folder, "c"), "m");
  }

  private Dealer dealer(Strategy strategy) {
    return new Dealer(new Dealing(strategy, Map.of(), 0), speeds, () -> 0);
  }

  private static String order(Dealer dealer, Aim... aims) {
    return dealer.order(List.of(aims)).stream().map(aim -> aim.member().name()).collect(Collectors.joining());
  }

  private static String orders(Dealer dealer, int times, Aim... aims) {
    return IntStream.range(0, times).mapToObj(_ -> order(dealer, aims)).collect(Collectors.joining(" "));
  }

  private void speed(Aim aim, double tokensPerSecond) {
    speeds.answered(GivenChain.candidate(aim.member(), 1, aim.model()), Duration.ofMillis(1), Duration.ofNanos((long) (100e9 / tokensPerSecond)), 100);
  }

  @Test
  void byPriorityTheOrderStays() {
    assertEquals("abc abc", orders(dealer(Strategy.PRIORITY), 2, a, b, c));
  }

  @Test
  void oneAfterTheOtherAndTheNextInTurnStandsIn() {
    assertEquals("abc bca cab abc", orders(dealer(Strategy.ROUND_ROBIN), 4, a, b, c));
  }

  @Test
  void byWeightAndSmoothly() {
    var dealer = new Dealer(new Dealing(Strategy.WEIGHTED, Map.of("a", 5, "gone", 9), 0), speeds, () -> 0);
    assertEquals("aabacaa", IntStream.range(0, 7).mapToObj(_ -> order(dealer, a, b, c).substring(0, 1)).collect(Collectors.joining()));
    assertEquals("aabacaa", IntStream.range(0, 7).mapToObj(_ -> order(dealer, a, b, c).substring(0, 1)).collect(Collectors.joining()));
  }

  @Test
  void aWeightOfNothingIsForTheWorstCase() {
    var dealer = new Dealer(new Dealing(Strategy.WEIGHTED, Map.of("a", 0), 0), speeds, () -> 0);
    assertEquals("bbbb", IntStream.range(0, 4).mapToObj(_ -> order(dealer, a, b).substring(0, 1)).collect(Collectors.joining()));
  }

  @Test
  void weightsMeanNothingToAnotherStrategy() {
    assertEquals("ab ba ab", orders(new Dealer(new Dealing(Strategy.ROUND_ROBIN, Map.of("a", 9), 0), speeds, () -> 0), 3, a, b));
  }

  @Test
  void requestsOfTwoKindsInTurnAreDealtEachOnItsOwn() {
    var dealer = dealer(Strategy.ROUND_ROBIN);
    var smallA = new Aim(a.member(), "small");
    var smallB = new Aim(b.member(), "small");
    var big = new ArrayList<String>();
    for (int n = 0; n < 4; n++) {
      big.add(order(dealer, a, b));
      order(dealer, smallA, smallB);
    }
    assertEquals(List.of("ab", "ba", "ab", "ba"), big);
  }

  @Test
  void aRequestForOneDealsNothing() {
    var dealer = dealer(Strategy.ROUND_ROBIN);
    assertEquals("a a", orders(dealer, 2, a));
    assertEquals("ab ba", orders(dealer, 2, a, b));
    assertEquals(List.of(), dealer.order(List.of()));
  }

  @Test
  void namesThatAreMadeUpFillNothing() {
    var dealer = dealer(Strategy.ROUND_ROBIN);
    for (int n = 0; n < 100; n++) {
      assertEquals("ab", order(dealer, new Aim(a.member(), "m" + n), new Aim(b.member(), "m" + n)));
    }
    assertEquals("ba", order(dealer, new Aim(a.member(), "m0"), new Aim(b.member(), "m0")), "a hundred are remembered");
    assertEquals("ab", order(dealer, a, b));
    assertEquals("ab", order(dealer, new Aim(a.member(), "m1"), new Aim(b.member(), "m1")), "it went for the one before");
  }

  @Test
  void atRandomEveryOrderComes() {
    for (var expected : Map.of("abc", List.of(0.0, 0.0, 0.0), "cba", List.of(0.99, 0.99, 0.99), "bac", List.of(0.34, 0.49, 0.0),
        "acb", List.of(0.33, 0.5, 0.5)).entrySet()) {
      Iterator<Double> random = expected.getValue().iterator();
      assertEquals(expected.getKey(), order(new Dealer(GivenChain.dealing(Strategy.RANDOM), speeds, random::next), a, b, c));
    }
  }

  @Test
  void theFastestIsFirstAndWhoeverIsUnknownBeforeIt() {
    speed(a, 10);
    speed(b, 50);
    var dealer = dealer(Strategy.FASTEST);
    assertEquals("cba", order(dealer, a, b, c));
    speed(c, 20);
    assertEquals("bca", order(dealer, a, b, c));
  }

  @Test
  void whoLeadsIsOvertakenByAFifth() {
    var dealer = dealer(Strategy.FASTEST);
    speed(a, 100);
    speed(b, 90);
    assertEquals("ab", order(dealer, a, b));
    speed(b, 148.5); // the median of two is their middle
    assertEquals("ab", order(dealer, a, b), "119.25 is not enough");
    speed(b, 120);
    assertEquals("ba", order(dealer, a, b));
    speed(a, 142);
    assertEquals("ba", order(dealer, a, b), "121 leads nobody who has 120");
  }

  @Test
  void aLeaderOfWhomNothingIsKnownAnyMoreLeadsNot() {
    var dealer = dealer(Strategy.FASTEST);
    speed(b, 100);
    assertEquals("ab", order(dealer, a, b));
    nanoTime.addAndGet(Duration.ofMinutes(15).toNanos());
    speed(a, 1);
    assertEquals("ba", order(dealer, a, b));
    speed(b, 1.1);
    assertEquals("ab", order(dealer, a, b), "it is a that leads now");
  }

  @Test
  void whoeverIsBelowTheFloorGoesBehind() {
    speed(a, 39);
    speed(b, 40);
    var dealer = new Dealer(new Dealing(Strategy.PRIORITY, Map.of(), 40), speeds, () -> 0);
    assertEquals("bca", order(dealer, a, b, c));
    assertEquals("abc", order(dealer(Strategy.PRIORITY), a, b, c));
    speed(c, 1);
    assertEquals("bac", order(dealer, a, b, c), "among the slow the order stays");
    assertEquals("a", order(dealer, a), "it goes behind, not away");
  }
}
