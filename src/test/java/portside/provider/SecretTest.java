package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void showsItselfOnlyWhenRevealed() {
    assertEquals("(hidden) (none) sk-1", new Secret("sk-1") + " " + new Secret("") + " " + new Secret("sk-1").reveal());
  }

  @Test
  void matchesItsTextAlone() {
    assertTrue(new Secret("sk-1").matches("sk-1"));
    assertFalse(new Secret("sk-1").matches("sk-12"));
    assertFalse(new Secret("sk-1").matches(""));
  }
}
