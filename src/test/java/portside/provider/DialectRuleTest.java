package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which names a glob covers.
class DialectRuleTest {
  @ParameterizedTest
  @CsvSource(textBlock = """
      a,            a,                     true
      a,            ab,                    false
      '',           '',                    true
      '',           a,                     false
      *,            '',                    true
      *,            anything,              true
      gpt-5*,       gpt-5,                 true
      gpt-5*,       gpt-4,                 false
      *-pro,        kimi-k3.1-pro,         true
      *-pro,        pro-pro-proper,        false
      gpt-5*codex*, gpt-5.1-codex-mini,    true
      gpt-5*codex*, gpt-5-mini,            false
      *aab,         aaaab,                 true
      *ab*ab,       abab,                  true
      *ab*ab,       ab,                    false
      a**b,         ab,                    true
      """)
  void aStarStandsForAnythingOrNothing(String glob, String text, boolean expected) {
    assertEquals(expected, DialectRule.matches(glob, text));
  }

  @Test
  void aNameOfAMegabyteTakesNoTime() {
    var name = "gpt-5" + "a-".repeat(500_000);
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertFalse(DialectRule.matches("gpt-5*codex*", name)));
  }
}
