package portside.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How much of a prompt was there before.
class PrefixCacheTest {
  @Test
  void wholeStepsOfABeginningAreSeen() {
    var a = "a".repeat(512);
    var b = "b".repeat(512);
    assertEquals(List.of(0, 0, 512, 512, 1_024, 0, 512), seen("a".repeat(511), a, a + "x", a + b, a + b + "x", b + a, b + b));
  }

  @Test
  void theOldestBeginningsAreForgotten() {
    var cache = new PrefixCache();
    var a = "a".repeat(512);
    cache.seen(a);
    cache.seen("b".repeat(512 * 65_535));
    assertEquals(512, cache.seen(a), "as many are remembered");
    cache.seen("c".repeat(512));
    assertEquals(0, cache.seen("b".repeat(512)), "this was the oldest");
    assertEquals(512, cache.seen(a), "this was asked for again");
  }

  private static List<Integer> seen(String... prompts) {
    var cache = new PrefixCache();
    return Stream.of(prompts).map(cache::seen).toList();
  }
}
