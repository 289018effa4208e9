package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// Nothing is hedged while more than a tenth of the last hundred requests were.
class HedgeBudgetTest {
  private final HedgeBudget budget = new HedgeBudget();

  private int takes(int times) {
    var taken = 0;
    for (int n = 0; n < times; n++) {
      taken += budget.take() ? 1 : 0;
    }
    return taken;
  }

  @Test
  void theTwelfthIsOneTooMany() {
    assertEquals(11, takes(50));
  }

  @Test
  void requestsPassAndMakeRoom() {
    takes(11);
    for (int n = 0; n < 89; n++) {
      budget.without();
    }
    assertFalse(budget.take(), "the first is still one of the last hundred");
    budget.without();
    assertTrue(budget.take());
  }
}
