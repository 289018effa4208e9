package portside.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which price counts, and what an unknown one comes to.
class PricesTest {
  private static final LedgerEntry.Tokens TOKENS = new LedgerEntry.Tokens(200, 50, OptionalLong.of(800), OptionalLong.empty());

  @TempDir private Path folder;

  private Cost cost(String kind, String address, String model, Answerer.Billing billing, BigDecimal reported) {
    var answerer = new Answerer(kind, address, "host", "chat", "none", billing);
    return new Prices(Optional.of(file())).cost(entry(answerer, model, reported));
  }

  private static LedgerEntry entry(Answerer answerer, String model, BigDecimal reported) {
    return new LedgerEntry(Instant.parse("2026-11-29T12:00:00Z"), "req_1", "p", "asked", model, true, List.of(), LedgerEntry.Result.OK, "", null,
        Duration.ofSeconds(1), TOKENS, new LedgerEntry.Details(Origin.UNKNOWN, answerer, "", reported, null));
  }

  private Path file() {
    return folder.resolve("prices.json");
  }

  private Cost listed(String kind, String address, String model) {
    return cost(kind, address, model, Answerer.Billing.LISTED, null);
  }

  @Test
  void theShippedTable() {
    assertEquals(new Cost(708_000L, 708_000L, "USD", "list", "glm/glm-5.3*@2026-11-20"), listed("glm", "api.z.ai/api/paas/v4", "glm-5.3"));
  }

  @Test
  void aPlanCostsNothingAndIsWorthTheListPrice() {
    assertEquals(new Cost(0L, 708_000L, "USD", "plan", "glm/glm-5.3*@2026-11-20"), listed("glm", "api.z.ai/api/coding/paas/v4", "glm-5.3"));
  }

  @Test
  void aModelOnTheUsersMachineIsFree() {
    assertEquals(new Cost(0L, null, "", "free", ""), listed("ollama", "localhost:11434/v1", "gpt-oss"));
  }

  @Test
  void unknownIsNotFree() {
    assertEquals(Cost.UNKNOWN, listed("glm", "api.z.ai/api/paas/v4", "glm-9"));
    assertEquals(Cost.UNKNOWN, listed("127.0.0.1:9", "127.0.0.1:9/v1", "glm-5.3"));
    assertEquals(Cost.UNKNOWN, new Prices(Optional.empty()).cost(entry(Answerer.NOBODY, "", null)));
  }

  @Test
  void theSettingGoesBeforeTheTable() {
    assertEquals("free 0", shown(cost("glm", "api.z.ai/api/paas/v4", "glm-5.3", Answerer.Billing.FREE, null)));
    assertEquals("plan 0", shown(cost("glm", "api.z.ai/api/paas/v4", "glm-5.3", Answerer.Billing.PLAN, null)));
    assertEquals("list 708000", shown(cost("glm", "api.z.ai/api/coding/paas/v4", "glm-5.3", Answerer.Billing.TOKENS, null)));
  }

  @Test
  void whatTheProviderReportsGoesBeforeAll() {
    assertEquals(new Cost(12_300_000L, 12_300_000L, "USD", "reported", ""),
        cost("glm", "api.z.ai/api/paas/v4", "glm-5.3", Answerer.Billing.FREE, new BigDecimal("0.0123")));
    assertEquals(new Cost(0L, 0L, "USD", "reported", ""), cost("x", "y", "z", Answerer.Billing.LISTED, BigDecimal.ZERO));
  }

  @Test
  void theUsersFileGoesBeforeTheShippedTableAndIsReadAgainWhenItChanges() throws Exception {
    var prices = new Prices(Optional.of(file()));
    var glm = entry(new Answerer("glm", "api.z.ai/api/paas/v4", "h", "chat", "none", Answerer.Billing.LISTED), "glm-5.3", null);
    assertEquals("list 708000", shown(prices.cost(glm)));
    Files.writeString(file(), "{\"date\":\"2026-12-01\",\"prices\":[{\"model\":\"glm-5.3\",\"currency\":\"CNY\",\"in\":10,\"read\":1,\"out\":20}]}");
    assertEquals(new Cost(3_800_000L, 3_800_000L, "CNY", "own", "*/glm-5.3@2026-12-01"), prices.cost(glm));
    Files.writeString(file(), "{\"prices\":[{\"provider\":\"glm\",\"model\":\"*\",\"plan\":true}]}");
    Files.setLastModifiedTime(file(), FileTime.from(Instant.parse("2026-12-02T00:00:00Z")));
    assertEquals(new Cost(0L, 708_000L, "USD", "plan", "glm/glm-5.3*@2026-11-20"), prices.cost(glm));
    Files.delete(file());
    assertEquals("list 708000", shown(prices.cost(glm)));
  }

  private static String shown(Cost cost) {
    return cost.source() + " " + cost.paid();
  }
}
