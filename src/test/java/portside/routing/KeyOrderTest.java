package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.provider.KeyRules;
import portside.provider.KeyRules.Strategy;
import portside.provider.Provider;

/// Which key of a member is tried first, and which next.
class KeyOrderTest {
  private final KeyOrder keys = new KeyOrder();
  @TempDir private Path folder;

  private Provider member(String name, Strategy strategy, String... names) throws Exception {
    var usual = KeyRules.USUAL;
    return GivenChain.with(GivenChain.of(folder, name), new KeyRules(strategy, usual.quotas(), usual.stopAtPercent(), usual.zone()), names);
  }

  @Test
  void spreadIsLeastRecentlyUsedFirst() throws Exception {
    var member = member("a", Strategy.SPREAD, "k1", "k2", "k3");
    assertEquals(List.of(1, 2, 3), keys.places(member, Optional.empty()));
    keys.used(member, 1);
    assertEquals(List.of(2, 3, 1), keys.places(member, Optional.empty()));
    keys.used(member, 3);
    keys.used(member, 2);
    keys.used(member, 1);
    assertEquals(List.of(3, 2, 1), keys.places(member, Optional.empty()));
  }

  @Test
  void theHomeOfAConversationComesFirst() throws Exception {
    var member = member("a", Strategy.SPREAD, "k1", "k2", "k3");
    keys.used(member, 3);
    assertEquals(List.of(3, 1, 2), keys.places(member, Optional.of(3)));
    assertEquals(List.of(1, 2, 3), keys.places(member, Optional.of(9)), "a key that is gone");
  }

  @Test
  void fillIsTheOrderOfTheFile() throws Exception {
    var member = member("a", Strategy.FILL, "k1", "k2", "k3");
    keys.used(member, 1);
    assertEquals(List.of(1, 2, 3), keys.places(member, Optional.empty()));
    assertEquals(List.of(2, 1, 3), keys.places(member, Optional.of(2)));
  }

  @Test
  void membersThatShareAddressAndKeyShareItsUse() throws Exception {
    var one = member("a", Strategy.SPREAD, "k1", "k2");
    keys.used(one, 1);
    var twin = GivenChain.with(GivenChain.of(folder, "twin", "OPENAI_BASE_URL=http://127.0.0.1:1/a"), KeyRules.USUAL, "k1", "k2");
    assertEquals(List.of(2, 1), keys.places(twin, Optional.empty()));
    assertEquals(List.of(1, 2), keys.places(member("b", Strategy.SPREAD, "k1", "k2"), Optional.empty()));
  }

  @Test
  void aMemberWithoutAKeyHasOnePlace() throws Exception {
    assertEquals(List.of(1), keys.places(GivenChain.of(folder, "a", "OPENAI_API_KEY="), Optional.empty()));
  }
}
