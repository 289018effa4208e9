package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import portside.provider.Chain;
import portside.wire.FaultKind;

/// Whatever happens to the database and to processes in between, in the end all instances know the same: every use once, and of all told times the latest.
@Timeout(240)
@ResourceLock("the log of Sharing")
class SharedSumsTest extends SharedScenario {
  private static final int INSTANCES = 3;

  private One begun(int number) throws Exception {
    return one("m" + number, ADDRESS, new String[] {"k1", "k2"}, SharedUseTest.tokens(1_000_000_000));
  }

  /// The process ends without a word, and another one goes on with what its file has.
  private One again(One before, int number) throws Exception {
    var file = new RoutingFile(folder, "m" + number);
    file.save(RoutingState.of(before.routing, Chain.of(before.member).stickiness()));
    before.database.close();
    var next = begun(number);
    file.load().restore(next.routing, Chain.of(next.member));
    return next.sharing();
  }

  @Test
  void inTheEndAllKnowTheSame() throws Exception {
    var used = 0L;
    var hours = new long[] {0, 0};
    var all = new ArrayList<One>();
    for (var number = 0; number < INSTANCES; number++) {
      all.add(begun(number).sharing());
    }
    for (var seed = 0; seed < 6; seed++) {
      var random = new Random(seed);
      var steps = new ArrayList<String>();
      var there = true;
      for (var step = 0; step < 40; step++) {
        var number = random.nextInt(INSTANCES);
        var one = all.get(number);
        var what = random.nextInt(10);
        steps.add(number + ":" + what);
        switch (what) {
          case 0, 1, 2 -> {
            var tokens = random.nextInt(1_000);
            one.uses(tokens);
            used += tokens;
          }
          case 3 -> {
            var key = random.nextInt(2);
            var time = 1 + random.nextInt(800);
            one.told(key + 1, FaultKind.QUOTA, Duration.ofHours(time));
            hours[key] = Math.max(hours[key], time);
          }
          case 4 -> {
            if (there) {
              databaseGoes();
            } else {
              databaseComes();
            }
            there = !there;
          }
          case 5 -> all.set(number, again(one, number));
          default -> one.sharing.exchange();
        }
      }
      if (!there) {
        databaseComes();
      }
      for (var round = 0; round < 3; round++) { // one may find its connection cut
        all.forEach(one -> one.sharing.exchange());
      }
      for (var one : all) {
        var said = "seed " + seed + " " + steps;
        assertEquals(used, one.used(), said);
        assertEquals(List.of(hours[0], hours[1]), List.of(left(one, 1), left(one, 2)), said);
      }
    }
  }

  /// In hours; a key of which nobody was told has none.
  private static long left(One one, int key) {
    return one.routing.standings().holds(one.candidate(key)).stream().mapToLong(hold -> Duration.between(one.wall.instant(), hold.until()).plusMinutes(10).toHours())
        .max().orElse(0);
  }
}
