package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How much an instance may use.
class BudgetSettingsTest extends WithEnvFile {
  private static final String URL = "OPENAI_BASE_URL=https://llm.example/v1\n";
  private static final String ENOUGH = URL + "OPENAI_API_KEY=sk-1\nBIG_MODEL=big\n";

  @ParameterizedTest
  @CsvSource({"5, 5, ''", "0.0005, 0.0005, ''", "5 USD, 5, USD", "35cny, 35, CNY", "20M tokens, 20000000, tokens", "1.5k Tokens, 1500, tokens", "7 token, 7, tokens", "5 mur, 5, MUR"})
  void budgetsAreMoneyOrTokens(String typed, BigDecimal amount, String unit) throws Exception {
    var budget = load(ENOUGH + "BUDGET_WEEK=" + typed + "\n").instance().budgets().all().getFirst();
    assertEquals("BUDGET_WEEK WEEK " + unit, budget.setting() + " " + budget.window() + " " + budget.unit());
    assertEquals(0, amount.compareTo(budget.amount()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-5", "0", "0.0", "NaN", "Infinity", "5 ABC", "20M", "5k USD", "5e3", "1,000", "1000000001", "1.5 tokens", "2000000000M tokens", "0 tokens", "0.0000000001", "5 USD a day"})
  void whatIsNoBudgetIsSaid(String typed) {
    var message = faults(ENOUGH + "BUDGET_DAY=" + typed + "\n").getMessage();
    assertTrue(message.contains("BUDGET_DAY: ") && message.contains("is no budget") && message.contains(file() + ":4"), message);
  }

  @Test
  void whatHappensWithBudgets() throws Exception {
    var budgets = load(ENOUGH + "BUDGET_DAY=5\nBUDGET_MONTH=1G tokens\nBUDGET_ACTION=Stop\nBUDGET_WARN=75%\nALERT_URL=https://hooks.example/T0/s3cret\n").instance().budgets();
    assertEquals("STOP 75 https://hooks.example/T0/s3cret BUDGET_MONTH", budgets.action() + " " + budgets.warnPercent() + " " + budgets.alert().orElseThrow().reveal() + " "
        + budgets.all().getLast().setting());
    assertFalse(budgets.toString().contains("s3cret"));
    assertEquals(InstanceSettings.Budgets.NONE, load(ENOUGH).instance().budgets());
    var message = faults(ENOUGH + "BUDGET_DAY=1\nBUDGET_ACTION=block\nBUDGET_WARN=101\nALERT_URL=ftp://hooks.example/s3cret\n").getMessage();
    for (var setting : List.of("BUDGET_ACTION: ", "BUDGET_WARN: ", "ALERT_URL: ")) {
      assertTrue(message.contains(setting) && !message.contains("s3cret"), message);
    }
    for (var address : List.of("hooks.example/x", "https://", "http://me:pw@hooks.example/", "http://h:0/", "http://h:99999/", "http://a b/")) {
      assertTrue(faults(ENOUGH + "BUDGET_DAY=1\nALERT_URL=" + address + "\n").getMessage().contains("ALERT_URL: "), address);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BUDGET_ACTION=stop, has no effect without a budget", "ALERT_URL=http://h/x, has no effect without a budget", "BUDGET_WARN=80, has no effect without a budget",
    "BUDGET_DAY=5;LEDGER=off, counts from the start of the process"
  })
  void budgetsThatDoLessThanTheySeemToAreSaid(String lines, String said) throws Exception {
    var warnings = load(ENOUGH + lines.replace(';', '\n') + "\n").warnings();
    assertTrue(warnings.size() == 1 && warnings.getFirst().problem().contains(said), warnings.toString());
  }
}
