package portside.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import portside.ledger.UsageSums;
import portside.ledger.index.Dimension;
import portside.ledger.index.Failover;
import portside.ledger.index.UsageBlock;
import portside.ledger.index.UsageFilter;
import portside.ledger.index.UsageQuery;
import portside.ledger.index.UsageReport;

@Execution(ExecutionMode.CONCURRENT)
class UsageJsonTest {
  private static final UsageQuery QUERY = new UsageQuery(Instant.parse("2026-11-28T23:00:00Z"), Instant.parse("2026-11-29T23:00:00Z"), ZoneId.of("Europe/Berlin"),
      List.of(Dimension.DAY, Dimension.PROJECT), UsageFilter.ALL);
  private static final UsageSums SUMS = new UsageSums(2, 1, 200, 800, 3, 4, 50, 20, 0, Map.of("USD", 708_001L, "CNY", 2_000_000_000L), Map.of("USD", 9L), 5, 6);
  private static final String HEAD = "{\"since\":\"2026-11-28T23:00:00Z\",\"until\":\"2026-11-29T23:00:00Z\",\"zone\":\"Europe/Berlin\",";
  private static final String IN_JSON = "\"requests\":2,\"failed\":1,\"tokens\":{\"input\":200,\"cache_read\":800,\"cache_write\":3,\"cache_write_1h\":4,\"output\":50,"
      + "\"thinking\":20},\"cost\":{\"CNY\":2,\"USD\":0.000708001},\"worth\":{\"USD\":9E-9},\"unpriced\":5,\"estimated\":6";

  @Test
  void groupsHaveTheirNamesAndSumsAndNullForNone() {
    var of = new LinkedHashMap<Dimension, String>();
    of.put(Dimension.DAY, "2026-11-29");
    of.put(Dimension.PROJECT, "");
    assertEquals(HEAD + "\"groups\":[{\"day\":\"2026-11-29\",\"project\":null," + IN_JSON + "}],\"total\":{" + IN_JSON + "}}",
        UsageJson.of(new UsageReport(QUERY, List.of(new UsageReport.Group(of, SUMS)), SUMS)).toString());
  }

  @Test
  void theWindowThatIsNotOverHasARate() {
    var start = Instant.parse("2026-11-29T10:00:00Z");
    var over = new UsageBlock(start.minusSeconds(50_000), SUMS, start.minusSeconds(50_000));
    assertEquals(HEAD + "\"blocks\":[{\"start\":\"2026-11-28T20:06:40Z\",\"end\":\"2026-11-29T01:06:40Z\",\"active\":false," + IN_JSON + "},"
            + "{\"start\":\"2026-11-29T10:00:00Z\",\"end\":\"2026-11-29T15:00:00Z\",\"active\":true," + IN_JSON
            + ",\"tokens_per_minute\":18,\"projected\":{\"tokens\":5285,\"cost\":{\"CNY\":10,\"USD\":0.003540005}}}]}",
        UsageJson.blocks(QUERY, List.of(over, new UsageBlock(start, SUMS, start)), start.plusSeconds(3_600)).toString());
  }

  @Test
  void failoversAreCounted() {
    assertEquals(HEAD + "\"failovers\":[{\"from\":\"kimi\",\"to\":\"glm\",\"why\":\"rate_limit\",\"requests\":3}]}",
        UsageJson.failovers(QUERY, List.of(new Failover("kimi", "glm", "rate_limit", 3))).toString());
  }
}
