package portside.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.FakeClock;
import portside.Logged;

/// What is in the files of a journal, and that nothing about them holds up a request.
@Timeout(30)
class JournalTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:09.500123Z");
  private static final LedgerEntry.Tokens TOKENS =
      new LedgerEntry.Tokens(1200, 620, OptionalLong.of(48_000), OptionalLong.of(70), OptionalLong.of(50), OptionalLong.of(300), 1, false);
  private static final Origin ORIGIN =
      new Origin("s-1", "a-2", "a-1", "Explore", "subagent", "p-1", null, "shop", "claude-cli/2.1.332", 1, "00-1-2-01");
  private static final Answerer ANSWERER = new Answerer("glm", "api.z.ai/api/paas/v4", "api.z.ai", "chat", "9f3a1c", Answerer.Billing.LISTED);

  @TempDir private Path folder;
  private final FakeClock clock = new FakeClock();

  private Path ledger() {
    return folder.resolve("ledger");
  }

  private Journal journal() {
    return new Journal(new Journal.Settings(ledger(), "glm", 90, false, Journal.Project.FOLDER), clock);
  }

  private List<String> lines(String day) throws IOException {
    return Files.readAllLines(ledger().resolve("glm-" + day + ".jsonl"));
  }

  private static LedgerEntry entry(String id, Instant at, LedgerEntry.Result result) {
    return entry(id, at, result, "");
  }

  private static LedgerEntry entry(String id, Instant at, LedgerEntry.Result result, String detail) {
    var refused = new AttemptRecord("kimi", "k3", 1, "first", "refused", "overloaded", Duration.ofMillis(1), Duration.ofMillis(80), LedgerEntry.Tokens.NONE);
    var answered = new AttemptRecord("glm", "glm-5.3", 2, "next", "answered", "", Duration.ofMillis(82), Duration.ofMillis(9000), TOKENS);
    var cost = new Cost(16_888_000L, 16_888_000L, "USD", "list", "glm/glm-5.3@2026-11-20");
    return new LedgerEntry(at, id, "glm", "claude-opus-5-5", "glm-5.3", true, List.of(refused, answered), result, detail, Duration.ofMillis(420),
        Duration.ofMillis(9210), TOKENS, new LedgerEntry.Details(ORIGIN, ANSWERER, "tool_use", new BigDecimal("0.1"), cost));
  }

  private static Begun begun(String id) {
    return begun(id, () -> new Begun.PassedOn(0, 0));
  }

  private static Begun begun(String id, Supplier<Begun.PassedOn> passedOn) {
    return new Begun(NEW_YEAR.minusSeconds(9), id, "kimi", "claude-opus-5-5", "k3", Origins.ofSession("s-1"), 41_200, passedOn);
  }

  /// What is due is told once, and again only where it grew; of what ended nothing is.
  @Test
  void whatWasPassedOnSoFarIsWrittenFromTimeToTime() {
    var told = new ArrayList<String>();
    var passed = new AtomicLong(410);
    var progress = new JournalProgress(clock);
    JournalProgress.Lines lines = (_, text) -> told.add(new String(text.get(), StandardCharsets.UTF_8));
    progress.begun(begun("req_1", () -> new Begun.PassedOn(passed.get(), 120)));
    progress.begun(begun("req_2"));
    progress.begun(begun("req_3", () -> new Begun.PassedOn(1, 0)));
    progress.ended("req_3");
    progress.lines(lines);
    progress.lines(lines);
    passed.set(900);
    progress.lines(lines);
    clock.pass(JournalProgress.BETWEEN);
    progress.lines(lines);
    clock.pass(JournalProgress.BETWEEN);
    progress.lines(lines);
    assertEquals(List.of("{\"v\":1,\"so_far\":\"req_1\",\"at\":\"2026-01-01T00:00:00Z\",\"out\":410,\"think\":120}\n",
        "{\"v\":1,\"so_far\":\"req_1\",\"at\":\"2026-01-01T00:00:01Z\",\"out\":900,\"think\":120}\n"), told);
    passed.set(1_124);
    clock.pass(JournalProgress.BETWEEN);
    progress.lines(lines);
    assertEquals(2, told.size(), "it grew by less than a quarter");
    passed.set(1_125);
    clock.pass(Duration.ofHours(-1));
    progress.lines(lines);
    assertEquals(3, told.size(), "the clock was set back");
  }

  @Test
  void aRequestHasALineWhenItBeginsAndOneWhenItIsAnswered() throws Exception {
    try (var journal = journal()) {
      journal.begun(begun("req_1"));
      journal.answered(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
      var start = ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
      var lines = lines("2026-01-01"); // it is there already
      assertEquals("{\"v\":1,\"begin\":\"req_1\",\"at\":\"2026-01-01T00:00:00.500Z\",\"pid\":" + ProcessHandle.current().pid() + ",\"start\":" + start
          + ",\"provider\":\"kimi\",\"asked\":\"claude-opus-5-5\",\"served\":\"k3\",\"conversation\":\"s-1\",\"est_in\":41200}", lines.getFirst());
      assertEquals("""
          {"v":1,"end":"req_1","at":"2026-01-01T00:00:09.500Z","instance":"glm","provider":"glm","host":"api.z.ai","wire":"chat","asked":"claude-opus-5-5",\
          "served":"glm-5.3","key":"9f3a1c","conversation":"s-1","sub":"a-2","sub_parent":"a-1","sub_type":"Explore","class":"subagent","prompt":"p-1",\
          "project":"shop","client":"claude-cli/2.1.332","client_retry":1,"trace":"00-1-2-01","stream":true,"status":200,"result":"ok","fault":null,\
          "stop":"tool_use","detail":"","prep_ms":1,"first_ms":420,"ms":9210,"in":1200,"read":48000,"write":20,"write_1h":50,"out":620,"think":300,\
          "searches":1,"est":false,"cost":16888000,"worth":16888000,"currency":"USD","cost_source":"list","price":"glm/glm-5.3@2026-11-20","tries":[\
          {"n":1,"provider":"kimi","served":"k3","key":1,"why":"first","outcome":"refused","fault":"overloaded","at_ms":1,"ms":80},\
          {"n":2,"provider":"glm","served":"glm-5.3","key":2,"why":"next","outcome":"answered","fault":null,"at_ms":82,"ms":9000}]}""", lines.getLast());
      journal.append(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
    }
    assertEquals(2, lines("2026-01-01").size(), "the end was recorded before");
  }

  @Test
  void anEndThatCouldNotBeSentIsAmended() throws Exception {
    try (var journal = journal()) {
      journal.answered(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
      journal.append(entry("req_1", NEW_YEAR, LedgerEntry.Result.LEFT));
    }
    assertEquals("{\"v\":1,\"amend\":\"req_1\",\"at\":\"2026-01-01T00:00:09.500Z\",\"status\":499,\"result\":\"left\"}", lines("2026-01-01").getLast());
  }

  @Test
  void aDetailIsCutAtThreeHundredCharacters() throws Exception {
    try (var journal = journal()) {
      journal.append(entry("req_1", NEW_YEAR, LedgerEntry.Result.LEFT, "d".repeat(300)));
      journal.append(entry("req_2", NEW_YEAR, LedgerEntry.Result.LEFT, "d".repeat(301)));
    }
    assertEquals(List.of("d".repeat(300), "d".repeat(300) + "…"), lines("2026-01-01").stream().map(line -> line.replaceAll(".*\"detail\":\"([^\"]*)\".*", "$1")).toList());
  }

  /// A disk that fails for long is a line a minute, however many requests there are.
  @Test
  void aDiskThatFailsIsAWarningAMinute() throws Exception {
    Files.writeString(ledger(), "in the way");
    try (var log = new Logged("portside.ledger")) {
      try (var journal = journal()) {
        for (var second : List.of(0L, 1L, 58L, 1L, 59L, 1L)) {
          clock.pass(Duration.ofSeconds(second));
          for (int time = 0; time < 2; time++) { // the first is told of when the second comes
            var failures = journal.failures();
            journal.append(entry("req_" + second, NEW_YEAR, LedgerEntry.Result.OK));
            while (journal.failures() == failures) {
              Thread.onSpinWait();
            }
          }
        }
      }
      var warning = "the journal cannot be written (FileAlreadyExistsException); its last 1000 lines wait in memory, requests go on";
      assertEquals(List.of(warning, warning, warning, "the journal ends; lines that are missing: 12"), log.from(Level.WARNING), "at 0, 60 and 120 s");
    }
  }

  @Test
  void onlyTheOwnerReadsIt() throws Exception {
    try (var journal = journal()) {
      journal.append(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
    }
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ledger())));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ledger().resolve("glm-2026-01-01.jsonl"))));
  }

  @Test
  void nothingIsMadeBeforeTheFirstRequest() {
    journal().close();
    assertFalse(Files.exists(ledger()));
  }

  @Test
  void eachDayHasItsFileAndOldOnesGo() throws Exception {
    Files.createDirectories(ledger());
    for (var name : List.of("glm-2025-10-02", "glm-2025-10-03", "glm-air-2024-01-01", "glm-notes")) {
      Files.writeString(ledger().resolve(name + ".jsonl"), "{}\n");
    }
    try (var journal = journal()) {
      journal.append(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
      journal.append(entry("req_2", NEW_YEAR.plus(Duration.ofDays(1)), LedgerEntry.Result.OK));
    }
    try (var files = Files.list(ledger())) {
      assertEquals(List.of("glm-2025-10-03.jsonl", "glm-2026-01-01.jsonl", "glm-2026-01-02.jsonl", "glm-air-2024-01-01.jsonl", "glm-notes.jsonl"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /// An earlier version gave such names one file, which is still read.
  @Test
  void noTwoNamesShareAFile() throws Exception {
    for (var name : List.of("a b", "a_b")) {
      try (var journal = new Journal(new Journal.Settings(ledger(), name, 90, false, Journal.Project.OFF), clock)) {
        journal.append(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
      }
    }
    assertEquals(List.of("a%20b-2026-01-01.jsonl", "a_b-2026-01-01.jsonl"),
        Journal.files(ledger(), "a b", LocalDate.EPOCH).stream().map(file -> file.getFileName().toString()).toList());
    assertEquals(1, Journal.files(ledger(), "a_b", LocalDate.EPOCH).size());
  }

  @Test
  void aLineThatWasTornStaysALineOfItsOwn() throws Exception {
    Files.createDirectories(ledger());
    Files.writeString(ledger().resolve("glm-2026-01-01.jsonl"), "{\"v\":1,\"end\":\"req_0\",\"at");
    try (var journal = journal()) {
      journal.append(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
    }
    assertEquals(List.of("{\"v\":1,\"end\":\"req_0\",\"at", "{\"v\":1,\"end\":\"req_1\",\"at\":"),
        lines("2026-01-01").stream().map(line -> line.substring(0, Math.min(line.length(), 26))).toList());
  }

  @Test
  void whatADiskRefusesWaitsUntilItTakesIt() throws Exception {
    Files.writeString(ledger(), "in the way");
    try (var journal = journal()) {
      journal.answered(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
      assertEquals("FileAlreadyExistsException", journal.failing().orElse("nothing"));
      assertTrue(journal.failures() > 0);
      Files.delete(ledger());
      journal.answered(entry("req_2", NEW_YEAR, LedgerEntry.Result.OK));
      assertEquals("nothing", journal.failing().orElse("nothing"));
    }
    assertEquals(List.of(true, true), List.of(lines("2026-01-01").getFirst().contains("req_1"), lines("2026-01-01").getLast().contains("req_2")));
  }

  @Test
  void whatDoesNotFindRoomWhileADiskFailsIsCounted() throws Exception {
    Files.writeString(ledger(), "in the way");
    var asked = 2 * JournalWriter.MOST_WAITING + 500;
    try (var log = new Logged("portside.ledger"); var journal = journal()) {
      for (var number = 0; number < asked; number++) {
        journal.append(entry("req_" + number, NEW_YEAR, LedgerEntry.Result.OK));
      }
      journal.answered(entry("req_last", NEW_YEAR, LedgerEntry.Result.OK));
      assertTrue(journal.dropped() >= 500, "dropped: " + journal.dropped());
      Files.delete(ledger());
      while (log.from(Level.WARNING).size() < 2) {
        Thread.onSpinWait();
      }
      assertEquals(asked + 1 - journal.dropped(), lines("2026-01-01").size());
      assertEquals(List.of("the journal is written again; lines that are missing: " + journal.dropped()),
          log.from(Level.WARNING).stream().filter(line -> !line.contains("cannot be written")).toList());
    }
  }

  @Test
  void whatADiskRefusesToTheEndIsCounted() throws Exception {
    Files.writeString(ledger(), "in the way");
    var journal = journal();
    try (var log = new Logged("portside.ledger")) {
      journal.answered(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
      journal.close();
      assertEquals(1, journal.dropped());
      assertEquals("the journal ends; lines that are missing: 1", log.from(Level.WARNING).getLast());
    }
  }

  /// A pipe that is not read lets no writer in.
  @Test
  void aDiskThatStandsStillHoldsUpNobody() throws Exception {
    Files.createDirectories(ledger());
    var pipe = ledger().resolve("glm-2026-01-01.jsonl");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    var journal = journal();
    for (var number = 0; number < 2 * JournalWriter.MOST_WAITING; number++) {
      journal.answered(entry("req_" + number, NEW_YEAR, LedgerEntry.Result.OK)); // half a second each would be too long for this test
    }
    assertTrue(journal.failures() >= JournalWriter.MOST_WAITING - 1, "what is beyond the queue is dropped: " + journal.failures());
    try (var in = Files.newBufferedReader(pipe)) {
      assertTrue(in.readLine().contains("\"end\":\"req_0\""));
    }
  }

  @Test
  void aFileThatIsOpenIsWrittenByTheThreadThatBringsALine() throws Exception {
    try (var journal = journal()) {
      journal.answered(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK)); // waits for the file
      for (var number = 2; number < 200; number++) {
        journal.append(entry("req_" + number, NEW_YEAR, LedgerEntry.Result.OK)); // waits for nothing
        assertEquals(number, lines("2026-01-01").size());
      }
    }
  }

  /// A pipe with sixteen pages in it takes no more. The one that writes then waits for its reader, no other does.
  @Test
  void aDiskThatStopsHoldsUpTheOneThatWrites() throws Exception {
    Files.createDirectories(ledger());
    var pipe = ledger().resolve("glm-2026-01-01.jsonl");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    try (var ends = new RandomAccessFile(pipe.toFile(), "rw"); var journal = journal()) {
      journal.answered(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
      ends.write(new byte[15 * 4096]);
      var held = Thread.ofPlatform().daemon().start(() -> journal.answered(entry("req_2", NEW_YEAR, LedgerEntry.Result.OK)));
      while (Arrays.stream(held.getStackTrace()).noneMatch(frame -> frame.getMethodName().equals("write0"))) {
        Thread.onSpinWait();
      }
      for (var number = 0; number < 2 * JournalWriter.MOST_WAITING; number++) {
        journal.answered(entry("other_" + number, NEW_YEAR, LedgerEntry.Result.OK));
      }
      assertTrue(held.isAlive());
      assertTrue(journal.failures() >= JournalWriter.MOST_WAITING - 1, "what is beyond the queue is dropped: " + journal.failures());
      while (!String.valueOf(ends.readLine()).contains("other_0")) {
        // the rest of what was in the pipe
      }
      held.join();
      Thread.ofPlatform().daemon().start(() -> drain(ends));
    }
  }

  private static void drain(RandomAccessFile pipe) {
    try {
      while (pipe.read(new byte[4096]) > 0) {
        // on
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @Test
  void aFileThatWasDeletedIsMadeAnew() throws Exception {
    try (var journal = journal()) {
      journal.answered(entry("req_1", NEW_YEAR, LedgerEntry.Result.OK));
      Files.delete(ledger().resolve("glm-2026-01-01.jsonl"));
      journal.answered(entry("req_2", NEW_YEAR, LedgerEntry.Result.OK));
    }
    assertEquals(1, lines("2026-01-01").size());
  }
}
