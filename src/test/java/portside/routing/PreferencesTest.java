package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Chain;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// What persons may ask for while the chain runs.
class PreferencesTest {
  private final Preferences preferences = new Preferences();
  @TempDir private Path folder;
  private Chain chain;

  @BeforeEach
  void chain() throws Exception {
    chain = GivenChain.chain(GivenChain.of(folder, "a"), GivenChain.of(folder, "b"), GivenChain.of(folder, "c"));
  }

  private static List<String> names(String typed) {
    return typed == null ? List.of() : List.of(typed.split(" "));
  }

  private static Optional<Fault> refused(String why) {
    return Optional.of(Fault.of(FaultKind.INVALID_REQUEST, why));
  }

  @Test
  void aSessionHasItsMembersUntilTheyAreTakenBack() {
    assertEquals(List.of(), preferences.pinned("s"));
    assertEquals(Optional.empty(), preferences.pin("s", List.of("b", "a"), chain));
    assertEquals(Optional.empty(), preferences.pin("t", List.of("c"), chain));
    assertEquals(List.of("b", "a"), preferences.pinned("s"));
    assertEquals(Map.of("s", List.of("b", "a"), "t", List.of("c")), preferences.pins());
    assertEquals(Optional.empty(), preferences.pin("s", List.of("c"), chain));
    assertEquals(List.of("c"), preferences.pinned("s"));
    assertTrue(preferences.unpin("s"));
    assertFalse(preferences.unpin("s"));
    assertEquals(List.of(), preferences.pinned("s"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "    | vendors: at least one name is needed",
    "b b | vendors: a name stands there twice",
    "b z | no provider here is called `z`; there are a, b, c",
  })
  void namesThatMakeNoSenseAreRefusedAndChangeNothing(String typed, String why) {
    preferences.pin("s", List.of("c"), chain);
    preferences.promote(List.of("c"), chain);
    assertEquals(refused(why), preferences.pin("s", names(typed), chain));
    assertEquals(refused(why), preferences.promote(names(typed), chain));
    assertEquals(List.of("c"), preferences.pinned("s"));
    assertEquals(List.of("c", "a", "b"), preferences.order(chain));
  }

  @Test
  void aSessionHasANameOfBoundedLength() {
    var why = "session_key: a name of 1 to 256 characters is needed";
    assertEquals(refused(why), preferences.pin(" ", List.of("a"), chain));
    assertEquals(refused(why), preferences.pin("s".repeat(257), List.of("a"), chain));
    assertEquals(Optional.empty(), preferences.pin("s".repeat(256), List.of("a"), chain));
    assertEquals(1, preferences.pins().size());
  }

  @Test
  void theSessionAskedForLeastRecentlyOfAThousandGoes() {
    for (int n = 0; n < 1_000; n++) {
      preferences.pin("s" + n, List.of("a"), chain);
    }
    preferences.pinned("s0");
    preferences.pin("one more", List.of("a"), chain);
    assertEquals(1_000, preferences.pins().size());
    assertEquals(List.of("a"), preferences.pinned("s0"));
    assertEquals(List.of(), preferences.pinned("s1"));
  }

  @ParameterizedTest
  @CsvSource({"b, b a c", "c a b, c a b", "a, a b c"})
  void oneIsMovedToTheFrontAllAreTheWholeOrder(String typed, String order) {
    assertEquals(Optional.empty(), preferences.promote(names(typed), chain));
    assertEquals(names(order), preferences.order(chain));
  }

  @Test
  void theFrontIsThatOfTheOrderThatCounts() {
    preferences.promote(List.of("c"), chain);
    preferences.promote(List.of("b"), chain);
    assertEquals(List.of("b", "c", "a"), preferences.order(chain));
  }

  @Test
  void severalMustBeAll() {
    assertEquals(refused("vendors: one is moved to the front, several are the whole order; a is missing"), preferences.promote(List.of("c", "b"), chain));
    assertEquals(List.of("a", "b", "c"), preferences.order(chain));
  }

  @Test
  void aNewOrderInTheFileIsTheLastWord() throws Exception {
    preferences.promote(List.of("c"), chain);
    var other = GivenChain.chain(GivenChain.of(folder, "b"), GivenChain.of(folder, "a"), GivenChain.of(folder, "c"));
    assertEquals(List.of("b", "a", "c"), preferences.order(other));
    assertEquals(List.of("c", "a", "b"), preferences.order(chain), "until the file is as it was");
    preferences.promote(List.of("a"), other);
    assertEquals(List.of("a", "b", "c"), preferences.order(other));
    assertEquals(List.of("a", "b", "c"), preferences.order(chain));
  }

  @Test
  void allOfItOutlivesTheProcess() {
    preferences.pin("s", List.of("b"), chain);
    preferences.pin("t", List.of("c"), chain);
    preferences.pinned("s");
    preferences.promote(List.of("c"), chain);
    var kept = preferences.kept();
    assertEquals(List.of("t", "s"), List.copyOf(kept.sessions().keySet()));
    var next = new Preferences();
    next.restore(kept);
    assertEquals(kept, next.kept());
    assertEquals(List.of("c", "a", "b"), next.order(chain));
    next.unpin("s");
    assertEquals(2, kept.sessions().size());
  }
}
