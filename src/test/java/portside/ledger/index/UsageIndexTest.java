package portside.ledger.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.ledger.UsageSums;

/// The index says what the journal says, whatever happens to either.
@Timeout(60)
class UsageIndexTest {
  private static final String DAY = "2026-11-29";

  @TempDir private Path data;
  private final Map<Long, Boolean> processes = new HashMap<>();

  private UsageIndex open() {
    return UsageIndex.open(data.resolve("usage.db"), data.resolve("ledger"), (pid, _) -> processes.getOrDefault(pid, false));
  }

  static String begin(String id, long pid) {
    return "{\"v\":1,\"begin\":\"" + id + "\",\"at\":\"" + DAY + "T12:00:00.000Z\",\"pid\":" + pid
        + ",\"start\":1,\"provider\":\"glm\",\"asked\":\"claude-opus-5-5\",\"served\":\"glm-5.3\",\"conversation\":null,\"est_in\":1000}";
  }

  private static String end(String id, String at, String result, int status, long in, String cost) {
    return "{\"v\":1,\"end\":\"" + id + "\",\"at\":\"" + at + "\",\"instance\":\"glm\",\"provider\":\"glm\",\"host\":\"api.z.ai\",\"wire\":\"chat\",\"asked\":\"claude-opus-5-5\""
        + ",\"served\":\"glm-5.3\",\"key\":\"9f3a1c\",\"conversation\":\"c1\",\"sub\":null,\"sub_parent\":null,\"sub_type\":null,\"class\":\"main\",\"prompt\":null"
        + ",\"project\":\"shop\",\"client\":\"claude-cli/2.1.332\",\"client_retry\":0,\"trace\":null,\"stream\":true,\"status\":" + status + ",\"result\":\"" + result
        + "\",\"fault\":null,\"stop\":\"end_turn\",\"detail\":\"\",\"prep_ms\":1,\"first_ms\":420,\"ms\":9210,\"in\":" + in
        + ",\"read\":800,\"write\":0,\"write_1h\":0,\"out\":50,\"think\":20,\"searches\":0,\"est\":false,\"cost\":" + cost + ",\"worth\":" + cost
        + ",\"currency\":\"USD\",\"cost_source\":\"list\",\"price\":\"glm/glm-5.3@2026-11-20\",\"tries\":["
        + "{\"n\":1,\"provider\":\"kimi\",\"served\":\"k3\",\"key\":1,\"why\":\"first\",\"outcome\":\"refused\",\"fault\":\"overloaded\",\"at_ms\":1,\"ms\":80},"
        + "{\"n\":2,\"provider\":\"glm\",\"served\":\"glm-5.3\",\"key\":1,\"why\":\"next\",\"outcome\":\"answered\",\"fault\":null,\"at_ms\":82,\"ms\":9000}]}";
  }

  static String ok(String id) {
    return end(id, DAY + "T12:07:47.651Z", "ok", 200, 200, "708000");
  }

  private static String soFar(String id, long output, long thinking) {
    return "{\"v\":1,\"so_far\":\"" + id + "\",\"at\":\"" + DAY + "T12:07:50Z\",\"out\":" + output + ",\"think\":" + thinking + "}";
  }

  static String amend(String id) {
    return "{\"v\":1,\"amend\":\"" + id + "\",\"at\":\"" + DAY + "T12:08:00Z\",\"status\":499,\"result\":\"left\"}";
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(data.resolve("ledger"));
    Files.writeString(data.resolve("ledger").resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void lines(String... lines) throws IOException {
    write("glm-" + DAY + ".jsonl", String.join("\n", lines) + "\n");
  }

  static UsageQuery all(Dimension... by) {
    return new UsageQuery(Instant.MIN, Instant.MAX, ZoneOffset.UTC, List.of(by), UsageFilter.ALL);
  }

  private static UsageSums total(UsageIndex index) {
    index.refresh();
    return index.usage(all()).total();
  }

  @Test
  void whatARequestUsedIsAddedUpByDayAndModel() throws Exception {
    lines(begin("r1", 1), ok("r1"));
    try (var index = open()) {
      index.refresh();
      var report = index.usage(all(Dimension.DAY, Dimension.MODEL));
      assertEquals(Map.of(Dimension.DAY, DAY, Dimension.MODEL, "glm-5.3"), report.groups().getFirst().of());
      assertEquals(new UsageSums(1, 0, 200, 800, 0, 0, 50, 20, 0, Map.of("USD", 708_000L), Map.of("USD", 708_000L), 0, 0), report.total());
      assertEquals(report.total(), index.usage(all(Dimension.CONVERSATION)).total(), "sums and requests tell the same");
    }
  }

  @Test
  void aDayIsOneOfTheZone() throws Exception {
    lines(end("r1", DAY + "T23:30:00Z", "ok", 200, 1, "1"));
    try (var index = open()) {
      index.refresh();
      var query = new UsageQuery(Instant.MIN, Instant.MAX, ZoneId.of("Asia/Kathmandu"), List.of(Dimension.DAY, Dimension.HOUR, Dimension.WEEK, Dimension.MONTH), UsageFilter.ALL);
      assertEquals(List.of("2026-11-30", "2026-11-30 05:00", "2026-W49", "2026-11"), List.copyOf(index.usage(query).groups().getFirst().of().values()));
      assertEquals(DAY, index.usage(all(Dimension.DAY)).groups().getFirst().of().get(Dimension.DAY));
    }
  }

  @Test
  void aRequestWhoseProcessIsGoneIsLostAndOneThatRunsIsNotYetThere() throws Exception {
    processes.put(7L, true);
    lines(begin("r1", 1), begin("r2", 7), soFar("r1", 40, 9), soFar("r1", 30, 0), soFar("r2", 5, 0), soFar("r3", 5, 0));
    try (var index = open()) {
      var lost = total(index);
      assertEquals(List.of(1L, 1L, 1000L, 40L, 9L, 1L),
          List.of(lost.requests(), lost.failed(), lost.input(), lost.output(), lost.thinking(), lost.estimated()));
      assertEquals("lost", index.request("r1").orElseThrow().getString("result"));
      assertTrue(index.request("r2").isEmpty());
      lines(ok("r1")); // it was not gone after all
      assertEquals(List.of(1L, 0L, 200L, 0L), List.of(total(index).requests(), total(index).failed(), total(index).input(), total(index).estimated()));
    }
  }

  @Test
  void aLineThatIsNotWholeYetIsReadWhenItIs() throws Exception {
    var line = ok("r1") + "\n";
    try (var index = open()) {
      write("glm-" + DAY + ".jsonl", line.substring(0, 100));
      assertEquals(0, total(index).requests());
      write("glm-" + DAY + ".jsonl", line.substring(100));
      assertEquals(1, total(index).requests());
    }
  }

  @Test
  void aTornLineInTheMiddleIsPassedOver() throws Exception {
    lines("{\"v\":1,\"end\":\"r0\",\"at\":\"2026-1", ok("r1"), "[]", "", "{\"end\":7}", "{\"end\":\"r9\",\"at\":\"yesterday\"}", "{\"end\":\"r9\"}");
    try (var index = open()) {
      assertEquals(1, total(index).requests());
    }
  }

  @Test
  void sumsOutliveTheFilesOfTheJournal() throws Exception {
    lines(ok("r1"));
    try (var index = open()) {
      assertEquals(1, total(index).requests());
      Files.delete(data.resolve("ledger/glm-" + DAY + ".jsonl"));
      assertEquals(1, total(index).requests());
      assertTrue(index.request("r1").isEmpty());
      lines(ok("r1")); // put back from somewhere
      assertEquals(1, total(index).requests());
    }
  }

  @Test
  void aFileThatAnotherTookThePlaceOfIsReadAnew() throws Exception {
    lines(ok("r1"), ok("r2"));
    try (var index = open()) {
      assertEquals(2, total(index).requests());
      Files.delete(data.resolve("ledger/glm-" + DAY + ".jsonl"));
      lines(ok("other1"));
      assertEquals(1, total(index).requests());
      Files.delete(data.resolve("ledger/glm-" + DAY + ".jsonl"));
      lines(ok("different-and-longer"), ok("r5"), ok("r6"));
      assertEquals(3, total(index).requests());
    }
  }

  @Test
  void anIndexThatIsThrownAwayOrDamagedIsMadeAnew() throws Exception {
    lines(ok("r1"));
    try (var index = open()) {
      assertEquals(1, total(index).requests());
    }
    var file = data.resolve("usage.db");
    Files.delete(file);
    try (var index = open()) {
      assertEquals(1, total(index).requests());
    }
    for (var rest : new String[] {"-wal", "-shm"}) {
      Files.deleteIfExists(data.resolve("usage.db" + rest));
    }
    Files.writeString(file, "this is no database at all, but longer than the head of one, which has a hundred bytes; so it is read as one and is none");
    try (var index = open()) {
      assertEquals(1, total(index).requests());
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aFormOfEarlierTimesIsFilledAgain() throws Exception {
    lines(ok("r1"));
    write("old-2026-01-01.jsonl", ok("r0").replace(DAY, "2026-01-01") + "\n");
    try (var index = open()) {
      assertEquals(2, total(index).requests());
      Files.delete(data.resolve("ledger/old-2026-01-01.jsonl"));
      index.refresh();
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("usage.db")); var statement = connection.createStatement()) {
      statement.execute("update version set number = 0");
    }
    try (var index = open()) {
      assertEquals(2, total(index).requests(), "the sums of the file that is gone are kept, the others made again");
    }
  }

  @Test
  void manyAtOnceTakeInEachRequestOnce() throws Exception {
    var writes = new ArrayList<String>();
    for (var number = 0; number < 400; number++) {
      writes.add(ok("r" + number));
    }
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (var reader = 0; reader < 4; reader++) {
        threads.submit(() -> {
          for (var round = 0; round < 10; round++) {
            try (var index = open()) {
              index.refresh();
            }
          }
          return true;
        });
      }
      for (var line : writes) {
        lines(line);
      }
    }
    try (var index = open()) {
      assertEquals(400, total(index).requests());
    }
  }

  @Test
  void theMedianOfFirstBytesIsOfStreamsSinceThen() throws Exception {
    lines(end("r0", DAY + "T01:00:00Z", "ok", 200, 1, "1").replace("\"first_ms\":420", "\"first_ms\":1"),
        end("r1", DAY + "T12:00:00Z", "ok", 200, 1, "1").replace("\"first_ms\":420", "\"first_ms\":900"),
        end("r2", DAY + "T12:00:01Z", "ok", 200, 1, "1").replace("\"first_ms\":420", "\"first_ms\":700"),
        end("r3", DAY + "T12:00:02Z", "ok", 200, 1, "1").replace("\"first_ms\":420", "\"first_ms\":100"),
        end("r4", DAY + "T12:00:03Z", "ok", 200, 1, "1").replace("\"first_ms\":420", "\"first_ms\":null"),
        end("r5", DAY + "T12:00:04Z", "ok", 200, 1, "1").replace("\"stream\":true", "\"stream\":false"));
    try (var index = open()) {
      index.refresh();
      assertEquals(OptionalLong.of(700), index.medianFirstMillis(Instant.parse(DAY + "T12:00:00Z")));
      assertEquals(OptionalLong.empty(), index.medianFirstMillis(Instant.parse(DAY + "T13:00:00Z")));
    }
  }

  @Test
  void anAnswerThatBrokeOffFailedThoughItBeganWell() throws Exception {
    lines(end("r1", DAY + "T12:00:00Z", "api_error", 200, 1, "1"));
    try (var index = open()) {
      assertEquals(1, total(index).failed());
    }
  }

  @Test
  void requestsComeInPagesTheNewestFirst() throws Exception {
    for (var number = 10; number < 35; number++) {
      lines(end("r" + number, DAY + "T12:00:" + number + "Z", number % 5 == 0 ? "overloaded_error" : "ok", number % 5 == 0 ? 529 : 200, 1, "null"));
    }
    try (var index = open()) {
      index.refresh();
      var seen = new ArrayList<String>();
      for (var before = ""; ; ) {
        var page = index.requests(new RequestQuery(10, before, Instant.MIN, "", "", "", ""));
        page.requests().forEach(row -> seen.add(row.getString("id")));
        before = page.before();
        if (before.isEmpty()) {
          break;
        }
      }
      assertEquals(25, seen.size());
      assertEquals("r34", seen.getFirst());
      assertEquals(seen.stream().sorted(Comparator.reverseOrder()).toList(), seen);
      assertEquals(5, index.requests(new RequestQuery(100, "", Instant.MIN, "", "", "", "failed")).requests().size());
      assertEquals(25, index.requests(new RequestQuery(100, "", Instant.MIN, "SHOP", "glm", "glm-*", "")).requests().size());
      assertEquals(0, index.requests(new RequestQuery(100, "", Instant.MIN, "100%", "", "", "")).requests().size(), "signs of the language are texts");
      assertEquals(0, index.requests(new RequestQuery(100, "", Instant.MIN, "' or 1=1 --", "", "", "")).requests().size());
    }
  }

  @Test
  void oneRequestIsFoundByTheBeginningOfItsIdWithItsAttempts() throws Exception {
    lines(ok("req_abc"), ok("req_abd"));
    try (var index = open()) {
      index.refresh();
      assertTrue(index.request("req_ab").isEmpty());
      var row = index.request("req_abc").orElseThrow();
      assertEquals("kimi", row.getString("failover_from"));
      assertEquals(2, row.getInt("tries"));
      assertEquals("0.000708", row.getJsonNumber("cost").toString());
      assertEquals(2, row.getJsonArray("attempts").size());
      assertEquals(row, index.request("req_abc").orElseThrow());
      assertEquals(List.of("refused", "answered"), row.getJsonArray("attempts").getValuesAs(one -> one.asJsonObject().getString("outcome")));
    }
  }

  @Test
  void stepsFromOneProviderToAnotherAreCounted() throws Exception {
    lines(ok("r1"), ok("r2"), ok("r3").replace("\"fault\":\"overloaded\"", "\"fault\":null"),
        ok("r4").replace("\"outcome\":\"refused\"", "\"outcome\":\"unfit\""), ok("r5").replace("\"provider\":\"kimi\"", "\"provider\":\"glm\""));
    try (var index = open()) {
      index.refresh();
      assertEquals(List.of(new Failover("kimi", "glm", "overloaded", 2), new Failover("kimi", "glm", "refused", 1)), index.failovers(all()));
      var others = new UsageQuery(Instant.MIN, Instant.MAX, ZoneOffset.UTC, List.of(), new UsageFilter(List.of("qwen"), "", ""));
      assertEquals(List.of(), index.failovers(others));
    }
  }

  @Test
  void windowsOfFiveHoursAreMadeOfTheSums() throws Exception {
    lines(ok("r1"), ok("r2"), end("r3", DAY + "T18:00:00Z", "ok", 200, 1, "1"));
    try (var index = open()) {
      index.refresh();
      assertEquals(List.of(DAY + "T12:00:00Z 2", DAY + "T18:00:00Z 1"),
          index.blocks(all()).stream().map(block -> block.start() + " " + block.sums().requests()).toList());
      assertEquals(Instant.parse(DAY + "T12:00:00Z"), index.blocks(all()).getFirst().first());
    }
  }

  /// Of what is lost the price is not what is missing.
  @Test
  void onlyWhatWasCountedCanMissAPrice() throws Exception {
    lines(begin("r1", 1), end("r2", DAY + "T12:00:00Z", "ok", 200, 1, "null"), end("r3", DAY + "T12:00:00Z", "ok", 200, 0, "null").replace(":800", ":0").replace("\"out\":50", "\"out\":0"));
    try (var index = open()) {
      assertEquals(List.of(3L, 1L), List.of(total(index).requests(), total(index).unpriced()));
      assertEquals(1, index.lost(all()));
      assertEquals(0, index.lost(new UsageQuery(Instant.MIN, Instant.EPOCH.plusSeconds(9), ZoneOffset.UTC, List.of(), UsageFilter.ALL)));
    }
  }

  /// What may happen, in any order and any number of times, gives the sums of a plain model: an end counts once, as it was amended; a beginning without
  /// an end is lost once its process is gone.
  @Test
  void anyOrderOfLinesAndMishapsGivesTheSumsOfAPlainModel() throws Exception {
    for (var seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      var folder = data.resolve("seed" + seed);
      var running = new HashMap<Long, Boolean>();
      var expected = new TreeMap<String, String>();
      var begun = new TreeMap<String, Long>();
      var amended = new TreeMap<String, Boolean>();
      Files.createDirectories(folder.resolve("ledger"));
      for (var step = 0; step < 60; step++) {
        var number = random.nextInt(12);
        var id = "r" + number;
        var pid = (long) random.nextInt(3);
        var file = folder.resolve("ledger").resolve("glm-2026-11-2" + random.nextInt(3) + ".jsonl");
        switch (random.nextInt(8)) {
          case 0, 1 -> {
            append(file, begin(id, pid) + "\n");
            begun.putIfAbsent(id, pid);
          }
          case 2, 3 -> {
            append(file, ok(id) + "\n");
            expected.putIfAbsent(id, "ok");
          }
          case 4 -> {
            append(file, amend(id) + "\n");
            amended.put(id, true);
          }
          case 5 -> append(file, ok("torn").substring(0, random.nextInt(200)) + "\n");
          case 6 -> running.put(pid, random.nextBoolean());
          default -> {
            if (random.nextInt(4) == 0) {
              Files.deleteIfExists(folder.resolve("usage.db"));
              Files.deleteIfExists(folder.resolve("usage.db-wal"));
              Files.deleteIfExists(folder.resolve("usage.db-shm"));
            }
            try (var index = UsageIndex.open(folder.resolve("usage.db"), folder.resolve("ledger"), (one, _) -> running.getOrDefault(one, true))) {
              index.refresh();
            }
          }
        }
      }
      try (var index = UsageIndex.open(folder.resolve("usage.db"), folder.resolve("ledger"), (_, _) -> false)) {
        index.refresh();
        var told = new TreeMap<String, String>();
        index.requests(RequestQuery.newest(100)).requests().forEach(row -> told.put(row.getString("id"), row.getString("result")));
        expected.replaceAll((id, result) -> amended.containsKey(id) ? "left" : result);
        begun.keySet().forEach(id -> expected.putIfAbsent(id, "lost"));
        assertEquals(expected, told, "seed " + seed);
        var sums = index.usage(all()).total();
        assertEquals(expected.size(), sums.requests(), "seed " + seed);
        var lost = expected.values().stream().filter("lost"::equals).count();
        assertEquals(List.of(lost, lost * 1000 + (expected.size() - lost) * 200, lost), List.of(sums.failed(), sums.input(), sums.estimated()), "seed " + seed);
        assertEquals(index.usage(all(Dimension.KEY)).total(), sums, "seed " + seed);
      }
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
