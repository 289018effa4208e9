package portside.ledger.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.Logged;
import portside.ledger.Answerer;
import portside.ledger.Cost;
import portside.ledger.LedgerEntry;
import portside.ledger.Origin;

/// How budgets are used up, told of, lifted and begun anew.
@Timeout(60)
class BudgetsTest {
  private static final long CENT = 10_000_000;
  private static final long OVER = 4_000_000; // beyond the numbers of processes

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();
  private int number;

  private static Budget day(String limit, String unit) {
    return new Budget("BUDGET_DAY", Window.DAY, new BigDecimal(limit), unit);
  }

  private Budgets budgets(BudgetRules.Action action, Budget... budgets) {
    var made = new Budgets("glm", rules(action, budgets), Optional.of(folder), clock, ZoneId.of("UTC"), System::nanoTime);
    made.start();
    read(made);
    return made;
  }

  private static BudgetRules rules(BudgetRules.Action action, Budget... budgets) {
    return new BudgetRules("env/.env-glm", List.of(budgets), action, 80, Optional.empty());
  }

  /// Waits until the journal has been read: a refusal is judged behind that.
  private static void read(Budgets budgets) {
    until(() -> !budgets.reads());
  }

  private static void until(BooleanSupplier condition) {
    for (var end = System.nanoTime() + Duration.ofSeconds(10).toNanos(); !condition.getAsBoolean(); Thread.onSpinWait()) {
      assertTrue(System.nanoTime() < end, "it does not come");
    }
  }

  private LedgerEntry entry(Long paid, String currency, long tokens) {
    number++;
    var counted = new LedgerEntry.Tokens(tokens, 0, OptionalLong.empty(), OptionalLong.empty());
    return new LedgerEntry(clock.instant(), "req_" + number, "glm", "claude", "glm-5.3", true, List.of(), LedgerEntry.Result.OK, "", null, Duration.ZERO, counted,
        new LedgerEntry.Details(Origin.UNKNOWN, Answerer.NOBODY, "", null, new Cost(paid, paid, currency, "list", "")));
  }

  private static String spent(Budgets budgets) {
    return String.join(" ", budgets.standing().stream().map(one -> one.spent().stripTrailingZeros().toPlainString() + one.unit()).toList());
  }

  @Test
  void eachPartIsToldOfOnceInAWindow() {
    try (var log = new Logged("portside.ledger.budget")) {
      var budgets = budgets(BudgetRules.Action.WARN, day("1", "USD"));
      for (var cents : List.of(79, 1, 1, 19, 50)) {
        budgets.append(entry(cents * CENT, "USD", 10));
      }
      var told = log.from(Level.WARNING);
      assertEquals(2, told.size(), told.toString());
      assertEquals("80 % of BUDGET_DAY in env/.env-glm are used: 0.8 of 1 USD today; it begins anew at 2026-01-02 00:00 (UTC)", told.getFirst());
      assertTrue(told.getLast().startsWith("100 % of BUDGET_DAY") && told.getLast().contains("1 of 1 USD today; requests go on, since BUDGET_ACTION is warn"), told.getLast());
      assertEquals(Optional.empty(), budgets.refusal());
      clock.pass(Duration.ofDays(1));
      assertEquals("0USD", spent(budgets));
      budgets.append(entry(85 * CENT, "USD", 10));
      assertEquals(3, log.from(Level.WARNING).size());
    }
  }

  @Test
  void requestsAreRefusedUntilTheNextWindow() {
    var budgets = budgets(BudgetRules.Action.STOP, day("1", "USD"));
    budgets.append(entry(99 * CENT, "USD", 10));
    assertEquals(Optional.empty(), budgets.refusal());
    budgets.append(entry(CENT, "USD", 10));
    assertEquals("BUDGET_DAY in env/.env-glm is used up: 1 of 1 USD today. Requests are answered again from 2026-01-02 00:00 (UTC), or when BUDGET_DAY is raised, "
        + "BUDGET_ACTION=warn is set, or the operator runs: ./portside reset glm --budget", budgets.refusal().orElseThrow());
    clock.pass(Duration.ofDays(1).minusMillis(1));
    assertTrue(budgets.refusal().isPresent());
    clock.pass(Duration.ofMillis(1));
    assertEquals(Optional.empty(), budgets.refusal());
  }

  @Test
  void aResetHoldsForTheWindowAndForWhatIsUsedUp() {
    var week = new Budget("BUDGET_WEEK", Window.WEEK, new BigDecimal("2"), "USD");
    var budgets = budgets(BudgetRules.Action.STOP, day("1", "USD"), week);
    budgets.append(entry(100 * CENT, "USD", 10));
    budgets.reset();
    budgets.append(entry(50 * CENT, "USD", 10));
    assertEquals(Optional.empty(), budgets.refusal());
    assertFalse(budgets.standing().getFirst().refusing());
    budgets.append(entry(50 * CENT, "USD", 10));
    assertTrue(budgets.refusal().orElseThrow().startsWith("BUDGET_WEEK "), "it was not used up");
    budgets.reset();
    clock.pass(Duration.ofDays(1));
    budgets.append(entry(100 * CENT, "USD", 10));
    assertTrue(budgets.refusal().orElseThrow().startsWith("BUDGET_DAY "), "a new day");
  }

  @Test
  void anAnswerCountsOnceAndBeforeItsEnd() {
    var budgets = budgets(BudgetRules.Action.STOP, day("1", "USD"));
    var entry = entry(60 * CENT, "USD", 10);
    budgets.answered(entry);
    assertEquals("0.6USD", spent(budgets));
    budgets.append(entry);
    assertEquals("0.6USD", spent(budgets));
  }

  @Test
  void plansAndWhatHasNoPriceCountInTokensAlone() {
    try (var log = new Logged("portside.ledger.budget")) {
      var budgets = budgets(BudgetRules.Action.WARN, day("1", "USD"), day("1000", Budget.TOKENS));
      budgets.append(entry(0L, "USD", 100));
      budgets.append(entry(null, "", 100));
      budgets.append(entry(null, "", 100));
      assertEquals("0USD 300tokens", spent(budgets));
      assertEquals(List.of("no price is known of glm-5.3, so it does not count in BUDGET_DAY; prices.json beside the env file takes one"), log.from(Level.WARNING));
    }
  }

  @Test
  void anotherCurrencyDoesNotCountAndIsSaidOnce() {
    try (var log = new Logged("portside.ledger.budget")) {
      var budgets = budgets(BudgetRules.Action.WARN, day("100", ""));
      budgets.append(entry(7 * CENT, "CNY", 1));
      budgets.append(entry(5 * CENT, "USD", 1));
      budgets.append(entry(5 * CENT, "USD", 1));
      assertEquals("0.07CNY", spent(budgets), "the currency of the prices is that of the first");
      assertEquals(List.of("what is paid in USD does not count in BUDGET_DAY, which is in CNY"), log.from(Level.WARNING));
    }
  }

  @Test
  void theForecastGoesOnAsTheLastHour() {
    var budgets = budgets(BudgetRules.Action.WARN, day("100", "USD"));
    budgets.append(entry(100 * CENT, "USD", 1));
    clock.pass(Duration.ofHours(12));
    budgets.append(entry(50 * CENT, "USD", 1));
    assertEquals(0, new BigDecimal("7.5").compareTo(budgets.standing().getFirst().forecast()), "1.5 and 12 hours of 0.5");
  }

  @Test
  void otherRulesCountWhatWasUsedBefore() {
    var budgets = budgets(BudgetRules.Action.WARN, day("1", "USD"));
    budgets.append(entry(150 * CENT, "USD", 10));
    budgets.rules(rules(BudgetRules.Action.STOP, new Budget("BUDGET_MONTH", Window.MONTH, BigDecimal.ONE, "USD")));
    assertTrue(budgets.refusal().orElseThrow().contains("BUDGET_MONTH in env/.env-glm is used up: 1.5 of 1 USD this month"));
    budgets.rules(rules(BudgetRules.Action.STOP, day("2", "USD")));
    assertEquals(Optional.empty(), budgets.refusal());
    budgets.rules(rules(BudgetRules.Action.STOP));
    assertEquals("", spent(budgets));
  }

  private void write(String day, String... lines) throws Exception {
    Files.writeString(folder.resolve("glm-" + day + ".jsonl"), String.join("\n", lines) + "\n");
  }

  private static String end(String id, Instant at, long cost) {
    return "{\"v\":1,\"end\":\"" + id + "\",\"at\":\"" + at + "\",\"served\":\"m\",\"in\":10,\"read\":20,\"write\":3,\"write_1h\":4,\"out\":5,\"think\":5,\"cost\":" + cost
        + ",\"currency\":\"USD\"}";
  }

  private static String soFar(String id, long output) {
    return "{\"v\":1,\"so_far\":\"" + id + "\",\"at\":\"2026-01-09T12:00:09Z\",\"out\":" + output + ",\"think\":0}";
  }

  private static String begin(String id, Instant at, long pid) {
    return "{\"v\":1,\"begin\":\"" + id + "\",\"at\":\"" + at + "\",\"pid\":" + pid + ",\"start\":7,\"est_in\":1000}";
  }

  @Test
  void whatWasUsedBeforeTheProcessBeganCounts() throws Exception {
    clock.pass(Duration.ofDays(9).plusHours(12)); // Saturday, 10 January
    var now = clock.instant();
    write("2026-01-01", end("a", Instant.parse("2026-01-01T10:00:00Z"), 100 * CENT), "{\"v\":1,\"end\":\"torn");
    write("2026-01-09", begin("b", Instant.parse("2026-01-09T23:59:00Z"), OVER), begin("lost", Instant.parse("2026-01-09T12:00:00Z"), OVER),
        soFar("lost", 40), soFar("b", 3));
    write("2026-01-10", soFar("lost", 70), soFar("b", 4), end("b", Instant.parse("2026-01-10T00:01:00Z"), 10 * CENT), end("c", now.minusSeconds(60), 5 * CENT), end("c", now.minusSeconds(60), 5 * CENT),
        end("own", now, 90 * CENT), "", end("foreign", now.minusSeconds(60), 90 * CENT).replace("\"served\"", "\"instance\":\"other\",\"served\""));
    Files.writeString(folder.resolve("glm-2-2026-01-10.jsonl"), end("x", now.minusSeconds(60), 100 * CENT) + "\n");
    var units = new Budget[] {day("1", "USD"), new Budget("BUDGET_WEEK", Window.WEEK, BigDecimal.ONE, "USD"), new Budget("BUDGET_MONTH", Window.MONTH, BigDecimal.ONE, "USD"),
      day("5000", Budget.TOKENS), new Budget("BUDGET_WEEK", Window.WEEK, BigDecimal.valueOf(5000), Budget.TOKENS)};
    try (var log = new Logged("portside.ledger.budget")) {
      var budgets = budgets(BudgetRules.Action.STOP, units);
      assertEquals("0.15USD 0.15USD 1.15USD 84tokens 1154tokens", spent(budgets));
      assertTrue(budgets.refusal().orElseThrow().startsWith("BUDGET_MONTH "));
      assertEquals(2, log.from(Level.WARNING).size(), log.from(Level.WARNING).toString());
      budgets.append(entry(CENT, "USD", 1));
      assertEquals("0.16USD 0.16USD 1.16USD 85tokens 1155tokens", spent(budgets));
      assertEquals(2, log.from(Level.WARNING).size(), "the process before has told it");
    }
  }

  @Test
  void readingEndsWhenItsTimeIsOver() throws Exception {
    write("2026-01-01", end("a", Instant.parse("2025-12-31T23:00:00Z"), CENT));
    var time = new long[1];
    var found = new RecordedUse(folder, "glm", Duration.ofSeconds(1), () -> time[0] += Duration.ofSeconds(1).toNanos(), (_, _) -> false)
        .read(Instant.parse("2025-12-31T00:00:00Z"), clock.instant(), _ -> {});
    assertEquals(Optional.of(folder.resolve("glm-2026-01-01.jsonl")), found);
  }
}
