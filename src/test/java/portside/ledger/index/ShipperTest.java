package portside.ledger.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.Logged;

/// The journal in a real PostgreSQL.
@Timeout(120)
class ShipperTest {
  @RegisterExtension private static final TestPostgres POSTGRES = new TestPostgres();

  @TempDir private Path data;

  private void line(String instance, String line) throws IOException {
    Files.createDirectories(data.resolve("ledger"));
    Files.writeString(data.resolve("ledger/" + instance + "-2026-11-29.jsonl"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String ok(String id, String instance) {
    return "{\"v\":1,\"end\":\"" + id + "\",\"at\":\"2026-11-29T12:00:00Z\",\"instance\":\"" + instance + "\",\"provider\":\"glm\",\"served\":\"glm-5.3\",\"class\":\"main\",\"project\":\"a\\u0000b\","
        + "\"stream\":true,\"status\":200,\"result\":\"ok\",\"first_ms\":420,\"ms\":9,\"in\":200,\"read\":800,\"write\":0,\"write_1h\":0,\"out\":50,\"think\":20,\"est\":false,"
        + "\"cost\":708000,\"worth\":708000,\"currency\":\"USD\",\"tries\":[{\"n\":1,\"provider\":\"kimi\",\"served\":\"k3\",\"key\":1,\"why\":\"first\",\"outcome\":\"refused\",\"fault\":\"overloaded\","
        + "\"at_ms\":1,\"ms\":2},{\"n\":2,\"provider\":\"glm\",\"served\":\"glm-5.3\",\"key\":1,\"why\":\"next\",\"outcome\":\"answered\",\"fault\":null,\"at_ms\":3,\"ms\":6}]}";
  }

  private static String begin(String id) {
    return "{\"v\":1,\"begin\":\"" + id + "\",\"at\":\"2026-11-29T12:00:00Z\",\"pid\":1,\"start\":1,\"provider\":\"glm\",\"asked\":\"a\",\"served\":\"glm-5.3\",\"est_in\":1000}";
  }

  private Shipper shipper(DatabaseUrl to, String machine, String instance) {
    var shipper = new Shipper(to, data.resolve("ledger"), machine, instance, (_, _) -> false);
    shipper.start();
    return shipper;
  }

  private static UsageReport report(UsageIndex index) {
    return index.usage(new UsageQuery(Instant.MIN, Instant.MAX, ZoneOffset.UTC, List.of(Dimension.DAY, Dimension.INSTANCE, Dimension.MODEL), UsageFilter.ALL));
  }

  private static long requests(DatabaseUrl database) {
    try (var index = UsageIndex.at(database)) {
      return report(index).total().requests();
    }
  }

  private static void until(BooleanSupplier condition) {
    for (var end = System.nanoTime() + 60_000_000_000L; !condition.getAsBoolean(); ) {
      assertTrue(System.nanoTime() < end, "it never came");
      Thread.onSpinWait();
    }
  }

  @Test
  void theDatabaseTellsWhatTheIndexTells() throws Exception {
    var database = POSTGRES.made("same");
    line("glm", begin("r0"));
    line("glm", begin("r1"));
    line("glm", ok("r1", "glm"));
    line("glm", ok("r2", "glm"));
    line("glm", "{\"v\":1,\"amend\":\"r2\",\"at\":\"2026-11-29T12:00:01Z\",\"status\":499,\"result\":\"left\"}");
    line("glm", "torn");
    shipper(database, "m", "glm").close();
    try (var there = UsageIndex.at(database); var here = UsageIndex.open(data.resolve("usage.db"), data.resolve("ledger"), (_, _) -> false)) {
      here.refresh();
      there.refresh();
      assertEquals(3, report(there).total().requests());
      assertEquals(report(here), report(there));
      assertEquals(here.requests(RequestQuery.newest(10)), there.requests(RequestQuery.newest(10)));
      assertEquals(here.request("r1"), there.request("r1"));
      assertEquals(here.medianFirstMillis(Instant.EPOCH), there.medianFirstMillis(Instant.EPOCH));
      var all = new UsageQuery(Instant.MIN, Instant.MAX, ZoneOffset.UTC, List.of(), new UsageFilter(List.of("glm"), "glm-*", ""));
      assertEquals(here.failovers(all), there.failovers(all));
    }
  }

  @Test
  void machinesAndInstancesShareADatabaseAndNothingCountsTwice() throws Exception {
    var database = POSTGRES.made("shared");
    for (var number = 0; number < 50; number++) {
      line("glm", ok("g" + number, "glm"));
      line("glm-2", ok("h" + number, "glm-2"));
    }
    try (var _ = shipper(database, "m", "glm"); var _ = shipper(database, "m", "glm-2")) {
      until(() -> requests(database) == 100);
    }
    shipper(database, "m", "glm").close();
    Files.delete(data.resolve("ledger/glm-2-2026-11-29.jsonl"));
    Files.delete(data.resolve("ledger/glm-2026-11-29.jsonl"));
    line("glm", ok("other", "glm"));
    shipper(database, "another", "glm").close();
    assertEquals(101, requests(database), "a machine with files of the same names");
    try (var there = UsageIndex.at(database)) {
      assertTrue(there.request("g1").isPresent(), "the database keeps what the files no longer have");
    }
  }

  /// Its files have another name than it.
  @Test
  void anInstanceOfAnyNameIsSent() throws Exception {
    var database = POSTGRES.made("names");
    line("a%20b", ok("r1", "a b"));
    line("a%20b", begin("r2"));
    line("a_b", ok("r3", "a_b"));
    shipper(database, "m", "a b").close();
    try (var there = UsageIndex.at(database)) {
      assertEquals(List.of("a b 2"), report(there).groups().stream().map(group -> group.of().get(Dimension.INSTANCE) + " " + group.sums().requests()).toList());
    }
  }

  /// A database refuses a NUL and a long key; no line may hold up those behind it.
  @Test
  void noLineHoldsUpTheRest() throws Exception {
    var database = POSTGRES.made("hostile");
    for (var id : List.of("", "a\\u0000b", "i".repeat(100_000))) {
      line("glm", begin(id));
      line("glm", ok(id, "glm"));
      line("glm", "{\"v\":1,\"amend\":\"" + id + "\",\"status\":499,\"result\":\"left\"}");
    }
    line("glm", ok("r1", "\\u0000" + "n".repeat(1 << 20)).replace("kimi", "\\u0000").replace("\"ok\"", "\"o\\u0000k\""));
    line("glm", "{\"v\":1,\"amend\":\"r1\",\"status\":1e300,\"result\":\"\\u0000\"}");
    line("glm", begin("r2").replace("\"asked\":\"a\"", "\"asked\":\"\\u0000\""));
    line("glm", ok("r3", "glm"));
    try (var _ = shipper(database, "m", "glm")) {
      until(() -> requests(database) == 3);
    }
    assertEquals(3, requests(database));
  }

  @Test
  void whileTheDatabaseIsDownTheJournalWaits() throws Exception {
    line("glm", ok("r1", "glm"));
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (var log = new Logged("portside.ledger.index"); var _ = shipper(TestPostgres.url(port, "postgres"), "m", "glm")) {
      until(() -> log.from(Level.WARNING).size() == 1);
      line("glm", ok("r2", "glm"));
      try (var _ = EmbeddedPostgres.builder().setPort(port).start()) {
        until(() -> requests(TestPostgres.url(port, "postgres")) == 2);
        until(() -> log.from(Level.INFO).contains("the database of LEDGER_URL takes the journal again; lines that had waited: 2"));
      }
    }
  }

  @Test
  void aConnectionThatIsCutIsMadeAnewAndNothingCountsTwice() throws Exception {
    var database = POSTGRES.made("cut");
    line("glm", ok("r1", "glm"));
    try (var _ = shipper(database, "m", "glm")) {
      until(() -> requests(database) == 1);
      try (var connection = POSTGRES.connection("postgres"); var statement = connection.createStatement();
          var cut = statement.executeQuery("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = 'cut'")) {
        assertTrue(cut.next() && cut.getInt(1) > 0, "the shipper was connected");
      }
      line("glm", ok("r2", "glm"));
      until(() -> requests(database) == 2);
    }
    assertEquals(2, requests(database));
  }

  @Test
  void aDatabaseThatRefusesIsToldWithoutThePassword() throws Exception {
    var wrong = assertThrows(IndexFailure.class, () -> UsageIndex.at(DatabaseUrl.of("postgresql://nobody:s3cr%40t@localhost:" + POSTGRES.port() + "/nowhere")));
    assertFalse(String.valueOf(wrong.getMessage()).contains("s3cr"), wrong.getMessage());
    assertEquals("postgresql://localhost:5432/db", DatabaseUrl.of("postgres://a:b@localhost/db?sslmode=require").orPassword(Optional.of("c")).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql://a:s3cret@h/d", "postgresql://a:s3cret@h", "postgresql://a:s3cret@/d", "postgresql://a:s3 cret@h/d", "", "h/d"})
  void whatIsNoAddressIsToldWithoutRepeatingIt(String text) {
    var wrong = assertThrows(IllegalArgumentException.class, () -> DatabaseUrl.of(text));
    assertFalse(wrong.getMessage().contains("s3"), wrong.getMessage());
  }
}
