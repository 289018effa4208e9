package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import portside.provider.Provider;
import portside.provider.settings.Settings;

/// When nothing is repeated any more.
class RetryBudgetTest {
  @TempDir private Path folder;
  private final RetryBudget budget = new RetryBudget();
  private Provider provider;

  @BeforeEach
  void provider() throws Exception {
    var file = Files.writeString(folder.resolve(".env-a"), "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nOPENAI_API_KEY=key\nBIG_MODEL=big\n");
    provider = Settings.load(Optional.of(file.toString()), Map.of()).provider();
  }

  /// @return whether something may be repeated then
  private boolean after(int failures) {
    for (int n = 0; n < failures; n++) {
      budget.failed(provider);
    }
    return budget.allowed(provider);
  }

  @Test
  void halfOfTenFailuresEndIt() {
    assertEquals(true, after(4));
    assertEquals(false, after(1));
  }

  @Test
  void anAnswerIsWorthATenthOfAFailureAndMoreThanTenAreNeverKept() {
    assertEquals(false, after(5));
    budget.succeeded(provider);
    assertEquals(true, after(0));
    for (int n = 0; n < 1_000; n++) {
      budget.succeeded(provider);
    }
    assertEquals(true, after(4));
    assertEquals(false, after(1));
  }

  @Test
  void itIsNeverBelowNothing() {
    after(100);
    for (int n = 0; n < 51; n++) {
      budget.succeeded(provider);
    }
    assertEquals(true, after(0));
  }
}
