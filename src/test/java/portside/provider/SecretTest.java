package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void showsItselfOnlyWhenRevealed() {
    assertEquals("(hidden) (none) sk-1", new Secret("sk-1") + " " + new Secret("") + " " + new Secret("sk-1").reveal());
  }
}
