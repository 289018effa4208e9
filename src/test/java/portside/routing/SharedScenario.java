package portside.routing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.RoutingDatabase;
import portside.ledger.index.DatabaseUrl;
import portside.ledger.index.TestPostgres;
import portside.provider.Chain;
import portside.provider.KeyRules;
import portside.provider.KeyRules.Quota;
import portside.provider.Provider;
import portside.wire.FaultKind;

/// Instances that share a real PostgreSQL. They tell and listen when a test says so; lengths are measured by the clock of the machine, the time of day
/// stands still.
abstract class SharedScenario {
  static final String ADDRESS = "http://provider.example/v1";
  static final Duration HOUR = Duration.ofHours(1);

  private static final AtomicInteger DATABASES = new AtomicInteger();

  @RegisterExtension private static final TestPostgres POSTGRES = new TestPostgres();

  final String database = "shared" + DATABASES.incrementAndGet();
  private final List<One> all = new ArrayList<>();

  @TempDir Path folder;

  @BeforeEach
  void makeDatabase() throws SQLException {
    POSTGRES.made(database);
  }

  @AfterEach
  void leave() {
    all.forEach(one -> one.database.close());
  }

  /// Done by the database's owner.
  static void sql(String sql) throws SQLException {
    POSTGRES.sql(sql);
  }

  /// Nobody is let in, and who is in is thrown out.
  void databaseGoes() throws SQLException {
    sql("alter database " + database + " with allow_connections false");
    sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
  }

  void databaseComes() throws SQLException {
    sql("alter database " + database + " with allow_connections true");
  }

  /// Every row of a table, as text.
  List<String> rows(String table) throws SQLException {
    var rows = new ArrayList<String>();
    try (var connection = POSTGRES.connection(database); var statement = connection.createStatement();
        var found = statement.executeQuery("select t::text from " + table + " t order by 1")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  DatabaseUrl url() {
    return TestPostgres.url(POSTGRES.port(), database);
  }

  /// An instance.
  final class One {
    final FakeClock wall = new FakeClock();
    final Provider member;
    final Routing routing = Routing.begun(new Lessons(wall), wall, System::nanoTime);
    final RoutingDatabase database;
    final String machine;
    Sharing sharing;

    One(String machine, Provider member) {
      this.machine = machine;
      this.member = member;
      this.database = new RoutingDatabase(url(), machine + "/" + member.name());
      all.add(this);
    }

    /// From now on it shares; what it knows by then it has from its file.
    One sharing() {
      sharing = new Sharing(database, routing, () -> Chain.of(member), machine);
      return this;
    }

    /// Tells and listens.
    void exchange() {
      assertTrue(sharing.exchange(), "the database did not answer");
    }

    Candidate candidate(int key) {
      return GivenChain.candidate(member, key, "m");
    }

    /// Its provider says so of that key.
    void told(int key, FaultKind kind, Duration time) {
      StandingsScenario.fail(routing.standings().unheld(candidate(key), StandingsScenario.BREAKER, StandingsScenario.LEASE), kind, time.toSeconds());
    }

    boolean open(int key) {
      return routing.standings().holds(candidate(key)).isEmpty();
    }

    /// Why the key is out and for how long, in minutes, with a word when the provider told that.
    String out(int key) {
      var hold = routing.standings().holds(candidate(key)).getFirst();
      var left = Duration.between(wall.instant(), hold.until()).plusSeconds(5).toMinutes();
      return hold.scope().scope() + " " + hold.reason() + " " + left + (hold.told() ? " told" : "");
    }

    long used() {
      return routing.quotas().usage(member, 1).getFirst().used();
    }

    void uses(long tokens) {
      routing.quotas().used(candidate(1), tokens, 1);
    }
  }

  /// One whose member has that name, at [#ADDRESS].
  One one(String name, String... keys) throws Exception {
    return one(name, ADDRESS, keys).sharing();
  }

  One one(String name, String address, String[] keys, Quota... quotas) throws Exception {
    var rules = new KeyRules(KeyRules.Strategy.SPREAD, List.of(quotas), 99, ZoneId.of("Asia/Shanghai"));
    return new One("machine", GivenChain.with(GivenChain.of(folder, name, "OPENAI_BASE_URL=" + address), rules, keys));
  }

  One on(String machine, One like) {
    return new One(machine, like.member).sharing();
  }
}
