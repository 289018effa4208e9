package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.ledger.index.TestPostgres;

/// Two running chains that share their state through `LEDGER_URL`.
@Timeout(120)
class SharedStateTest extends ChainScenario {
  private static String url(int port) {
    return "LEDGER_URL=postgresql://postgres:postgres@localhost:" + port + "/postgres";
  }

  private RunningChain sharing(int port) throws Exception {
    return chain("SHARED_STATE=true", url(port));
  }

  @Test
  void whatOneWasToldTheOtherDoesNotAskAgain() throws Exception {
    TestPostgres.assumeAvailable();
    a.then(usedUp("your plan is used up", "retry-after: 3600"));
    b.then(ok("B"));
    try (var postgres = EmbeddedPostgres.builder().start()) {
      var one = sharing(postgres.getPort());
      var other = sharing(postgres.getPort());
      assertEquals("from B", one.ask().text());
      await(() -> key(other, "a", 1).equals("out QUOTA"));
      assertEquals("from B", other.ask().text());
      assertEquals("A1 B2", calls());
      one.pass(Duration.ofMinutes(5)); // the clocks of chains stand still, that of the database does not
      other.pass(Duration.ofMinutes(5));
      a.then(ok("A"));
      assertEquals(200, other.send("PUT", "/api/session-vendor", "{\"session_key\":\"s\",\"vendors\":[\"b\"]}").status());
      assertEquals(200, other.send("POST", "/providers/reset", "").status());
      await(() -> key(one, "a", 1).startsWith("in"));
      await(() -> one.instance().routes().routing().preferences().pinned("s").equals(List.of("b")));
      assertEquals("from A", one.ask().text());
      assertEquals("from B", one.askIn("s").text());
      assertEquals("A2 B3", calls());
      assertTrue(one.send("POST", "/providers/reload", "").body().contains("\"changes\":[]"));
    }
    assertEquals("from A", sharing(1).ask().text(), "one whose database is gone");
  }

  @Test
  void noRequestWaitsForADatabaseThatDoesNotAnswer() throws Exception {
    a.then(ok("A"));
    try (var logged = new Logged("portside.routing.Sharing")) {
      try (var silent = new ServerSocket(0)) {
        var chain = sharing(silent.getLocalPort());
        try (var _ = silent.accept()) { // and says nothing
          assertEquals("from A", chain.ask().text());
          assertEquals(200, chain.get("/api/status").status());
        }
        assertEquals("A1 B0", calls());
      }
      await(() -> logged.from(Level.WARNING).size() == 1);
    }
  }
}
