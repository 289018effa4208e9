package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"your-api-key-here", "YOUR_KEY", "sk-your-token", "<key>", "sk-...", "sk-…", "xxxx", "sk-xxx", "sk-x*x", "sk-xxxxxxxx", "sk-****", "changeme", "$ZAI_API_KEY",
        "${ZAI_API_KEY}", "${ZAI_API_KEY:-}"})
  void noKey(String text) {
    assertTrue(Placeholder.looksLike(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-proj-4fXxxK2", "AIzaSyA-b_c", "ollama", "lm-studio", "none", "dummy", "abc.def", "0", "k-xx", "$2y$10", "a$b"})
  void key(String text) {
    assertFalse(Placeholder.looksLike(text));
  }
}
