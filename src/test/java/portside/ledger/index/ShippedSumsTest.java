package portside.ledger.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The sums of several machines in one PostgreSQL are those of a plain model, whatever happens on the way there: an end counts once, as it was amended; a
/// beginning without an end is lost once its process is gone.
@Timeout(240)
class ShippedSumsTest {
  @RegisterExtension private static final TestPostgres POSTGRES = new TestPostgres();

  @TempDir private Path data;

  /// An instance on its machine, with the journal it writes.
  private record Writer(String machine, String instance, Path ledger, Map<Long, Boolean> running) {
    void append(int day, String line) throws IOException {
      Files.createDirectories(ledger);
      Files.writeString(ledger.resolve(instance + "-2026-11-2" + day + ".jsonl"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void ship(DatabaseUrl to, boolean over) throws SQLException, IOException {
      Files.createDirectories(ledger);
      try (var connection = to.open()) {
        new JournalImport(connection, Flavour.POSTGRESQL, ledger, new JournalImport.Scope(machine + "/", Optional.of(instance)),
            (pid, _) -> !over && running.getOrDefault(pid, true)).run();
      }
    }
  }

  /// All at the same time; one of them may be cut off.
  private static void ship(List<Writer> all, DatabaseUrl to, Optional<String> cut) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var shipping = new ArrayList<Future<Boolean>>();
      for (var one : all) {
        shipping.add(threads.submit(() -> {
          one.ship(to, false);
          return true;
        }));
      }
      if (cut.isPresent()) {
        POSTGRES.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + cut.get() + "'");
      }
      for (var one : shipping) {
        if (cut.isEmpty()) {
          one.get();
        }
      }
    }
  }

  @Test
  void anyOrderOfLinesAndMishapsGivesTheSumsOfAPlainModel() throws Exception {
    for (var seed = 0; seed < 4; seed++) {
      var name = "seed" + seed;
      var database = POSTGRES.made(name);
      var random = new Random(seed);
      var writers = new ArrayList<Writer>();
      for (var machine : List.of("m1", "m2")) {
        for (var instance : List.of("glm", "glm-2")) {
          writers.add(new Writer(machine, instance, data.resolve(name).resolve(machine), new HashMap<>()));
        }
      }
      var expected = new TreeMap<String, String>();
      var begun = new TreeMap<String, Boolean>();
      var amended = new TreeMap<String, Boolean>();
      for (var step = 0; step < 60; step++) {
        var writer = writers.get(random.nextInt(writers.size()));
        var id = writer.machine() + writer.instance() + random.nextInt(6);
        var pid = (long) random.nextInt(3);
        var day = random.nextInt(3);
        switch (random.nextInt(9)) {
          case 0, 1 -> {
            writer.append(day, UsageIndexTest.begin(id, pid));
            begun.put(id, true);
          }
          case 2, 3, 4 -> {
            writer.append(day, UsageIndexTest.ok(id));
            expected.put(id, "ok");
          }
          case 5 -> {
            writer.append(day, UsageIndexTest.amend(id));
            amended.put(id, true);
          }
          case 6 -> writer.append(day, UsageIndexTest.ok("torn").substring(0, random.nextInt(200)));
          case 7 -> writer.running().put(pid, random.nextBoolean());
          default -> ship(writers, database, random.nextBoolean() ? Optional.of(name) : Optional.empty());
        }
      }
      for (var writer : writers) {
        writer.ship(database, true);
      }
      expected.replaceAll((id, result) -> amended.containsKey(id) ? "left" : result);
      begun.keySet().forEach(id -> expected.putIfAbsent(id, "lost"));
      try (var index = UsageIndex.at(database)) {
        var told = new TreeMap<String, String>();
        index.requests(RequestQuery.newest(100)).requests().forEach(row -> told.put(row.getString("id"), row.getString("result")));
        assertEquals(expected, told, name);
        var sums = index.usage(UsageIndexTest.all()).total();
        var lost = expected.values().stream().filter("lost"::equals).count();
        assertEquals(List.of((long) expected.size(), lost, lost * 1000 + (expected.size() - lost) * 200, lost),
            List.of(sums.requests(), sums.failed(), sums.input(), sums.estimated()), name);
        assertEquals(index.usage(UsageIndexTest.all(Dimension.KEY)).total(), sums, name + ": the sums of slots are those of requests");
      }
    }
  }
}
