package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `usage` says.
class UsageTest {
  @TempDir private Path folder;
  private Recorded recorded;

  @BeforeEach
  void record() throws Exception {
    recorded = new Recorded(folder);
    recorded.request("2026-11-28T12:00:00Z", "in=600000", "read=17900000", "out=140000", "cost=6112000000", "worth=6112000000")
        .request("2026-11-29T12:00:00Z", "in=900000", "write=300000", "read=38400000", "out=309380", "cost=13013112000", "worth=13013112000")
        .request("2026-11-29T12:10:00Z")
        .request("2026-11-29T12:11:00Z", "status=529", "result=\"overloaded_error\"", "in=0", "read=0", "out=0", "cost=0", "worth=0")
        .request("2026-11-29T12:20:00Z", "instance=\"kimi-k2\"", "provider=\"kimi-k2\"", "served=\"k3.1-pro\"", "in=40000", "read=900000", "out=12000", "cost=0",
            "worth=380000000", "cost_source=\"plan\"", "est=true", "result=\"left\"", "status=499", "project=null", "conversation=null")
        .request("2026-11-29T12:30:00Z", "instance=\"qwen\"", "provider=\"qwen\"", "served=\"qwen4-max-preview\"", "cost=null", "worth=null", "currency=null",
            "cost_source=\"unknown\"", "project=\"=HYPERLINK(\\\"x\\\")\"");
  }

  @Test
  void daysInstancesAndModelsWithTheirSumsAndWhatIsNotExact() {
    var said = recorded.typed("usage", "-d", "2");
    assertEquals("""
        2 days to 2026-11-29, Europe/Berlin, prices of 2026-11-20
        DAY         INSTANCE  MODEL              REQ  FAILED  INPUT  CACHED  OUTPUT   HIT          COST
        2026-11-28  glm       glm-5.3              1       0   0.6M   17.9M    140k  97 %         $6.11
        2026-11-29  glm       glm-5.3              3       1   1.2M   38.4M    310k  97 %        $13.03
                    kimi-k2   k3.1-pro             1       0    40k    0.9M     12k  96 %  plan ($0.38)
                    qwen      qwen4-max-preview    1       0   1.2k     48k     620  98 %             ?
        TOTAL                                      6       1   1.8M   57.3M    463k  97 %        $19.14
        """, said.out());
    assertEquals("""
        1 count is an estimate: the answer ended before the provider counted.
        1 request has no price: qwen4-max-preview at qwen. Add it to env/prices.json.
        """, said.err());
    assertEquals(0, said.code());
  }

  @Test
  void exactNumbers() {
    assertEquals("""
        2026-11-29, Europe/Berlin, prices of 2026-11-20
        PROVIDER  REQ  FAILED    INPUT    CACHED  OUTPUT   HIT          COST
        glm         3       1  1201200  38448000  310000  97 %        $13.03
        kimi-k2     1       0    40000    900000   12000  96 %  plan ($0.38)
        qwen        1       0     1200     48000     620  98 %             ?
        TOTAL       5       1  1242400  39396000  322620  97 %        $13.03
        """, recorded.typed("usage", "-d", "1", "--full", "--by", "provider").out());
  }

  /// The counts of tokens become one column, and names are cut.
  @Test
  void inANarrowTerminalNothingIsWiderThanIt() {
    assertEquals("""
        7 days to 2026-11-29, Europe/Berlin, prices of 2026-11-20
        DAY         INSTANCE  MODEL     REQ  FAILED  TOKENS   HIT          COST
        2026-11-28  glm       glm-5.3     1       0   18.6M  97 %         $6.11
        2026-11-29  glm       glm-5.3     3       1   40.0M  97 %        $13.03
                    kimi-k2   k3.1-pro    1       0    1.0M  96 %  plan ($0.38)
                    qwen      qwen4-m…    1       0     50k  98 %             ?
        TOTAL                             6       1   59.6M  97 %        $19.14
        """, recorded.typed(71, "usage").out());
    assertEquals("""
        7 days to 2026-11-29, Europe/Berlin, prices of 2026-11-20
        DAY         INSTANCE  MODEL     REQ  FAILED  TOKENS          COST
        2026-11-28  glm       glm-5.3     1       0   18.6M         $6.11
        2026-11-29  glm       glm-5.3     3       1   40.0M        $13.03
                    kimi-k2   k3.1-pro    1       0    1.0M  plan ($0.38)
                    qwen      qwen4-m…    1       0     50k             ?
        TOTAL                             6       1   59.6M        $19.14
        """, recorded.typed(65, "usage").out());
    assertEquals("""
        7 days to 2026-11-29, Europe/Berlin,
        prices of 2026-11-20
        DAY INSTANCE MODEL
        REQ  FAILED  TOKENS   HIT          COST
        2026-11-28 glm glm-5.3
          1       0   18.6M  97 %         $6.11
        2026-11-29 glm glm-5.3
          3       1   40.0M  97 %        $13.03
        kimi-k2 k3.1-pro
          1       0    1.0M  96 %  plan ($0.38)
        qwen qwen4-max-preview
          1       0     50k  98 %             ?
        TOTAL
          6       1   59.6M  97 %        $19.14
        """, recorded.typed(40, "usage").out());
    assertTrue(recorded.typed(100, "usage").out().contains("CACHED"));
    assertFalse(recorded.typed(99, "usage").out().contains("CACHED"));
  }

  @Test
  void atNoWidthIsALineWider() throws Exception {
    recorded.request("2026-11-29T12:40:00Z", LogTest.TWO_TRIES);
    for (var columns = 20; columns <= 120; columns++) {
      var limit = columns;
      for (var line : List.of("usage", "usage --by hour,project,class", "usage --blocks", "usage --failovers")) {
        var out = recorded.typed(columns, line.split(" ")).out();
        var table = line.endsWith("blocks") ? out.replaceAll("(?m)^.* left; .*$", "") : out; // a sentence, which a terminal wraps
        assertTrue(table.lines().allMatch(one -> DisplayWidth.of(one) <= limit), columns + ":\n" + out);
        assertTrue(table.lines().noneMatch(one -> one.endsWith(" ")), out);
      }
    }
  }

  @Test
  void coloursGoByRole() {
    var out = recorded.typed("usage", "-d", "2", "--color=always").out();
    for (var part : List.of("\033[2m2 days to", "\033[1mDAY\033[0m", "\033[31m1\033[0m", "\033[2m0\033[0m", "\033[33m?\033[0m", "\033[2mplan ($0.38)\033[0m", "\033[1m$19.14\033[0m")) {
      assertTrue(out.contains(part), part + " in " + out);
    }
    assertEquals(recorded.typed("usage", "-d", "2").out(), out.replaceAll("\033\\[[0-9]*m", ""));
  }

  @Test
  void whatHasNoNameAndIdsThatAreLong() {
    assertEquals("""
        7 days to 2026-11-29, Europe/Berlin, prices of 2026-11-20
        CONVERSATION  REQ  FAILED  INPUT  CACHED  OUTPUT   HIT          COST
        -               1       0    40k    0.9M     12k  96 %  plan ($0.38)
        35351122…       5       1   1.8M   56.4M    451k  97 %        $19.14
        TOTAL           6       1   1.8M   57.3M    463k  97 %        $19.14
        """, recorded.typed("usage", "--group-by", "session").out());
    assertTrue(recorded.typed("usage", "--by", "session", "--full").out().contains("35351122-3344 "));
  }

  @Test
  void whatIsFreeAndWhatIsLost() throws Exception {
    recorded.lost("2026-11-29T13:00:00Z").lost("2026-11-29T13:10:00Z").request("2026-11-29T13:00:00Z", "instance=\"ollama\"", "cost=0", "worth=null", "currency=null", "cost_source=\"free\"");
    var said = recorded.typed("usage", "--since", "2026-11-29T14:00", "--by", "instance");
    assertEquals("""
        2026-11-29 14:00 to 2026-11-29, Europe/Berlin, prices of 2026-11-20
        INSTANCE  REQ  FAILED  INPUT  CACHED  OUTPUT   HIT  COST
        glm         2       2    82k       0       0   0 %     ?
        ollama      1       0   1.2k     48k     620  98 %  free
        TOTAL       3       2    84k     48k     620  36 %     ?
        """, said.out());
    assertEquals("2 requests were lost when their process ended: their tokens are an estimate, what was paid is unknown.\n", said.err());
  }

  @Test
  void severalCurrencies() throws Exception {
    recorded.request("2026-11-29T12:10:00Z", "cost=4200000000", "worth=4200000000", "currency=\"CNY\"");
    assertTrue(recorded.typed("usage", "-d", "1", "--by", "day").out().contains("  ¥4.20 + $13.03\n"));
    var rows = recorded.typed("usage", "-d", "1", "--by", "day", "--csv").out().split("\r\n");
    assertEquals("2026-11-29,,,,,,,,,,,,,6,1,943600,39444000,300000,0,323240,1800,0,1,1,CNY,4.2,4.2", rows[1]);
    assertEquals("2026-11-29,,,,,,,,,,,,,0,0,0,0,0,0,0,0,0,0,0,USD,13.03,13.41", rows[2]);
  }

  @Test
  void spreadsheetsGetNoFormula() {
    assertEquals("day,hour,week,month,instance,provider,model,class,project,conversation,prompt,key,client,requests,failed,input,cache_read,cache_write,cache_write_1h,output,"
        + "thinking,searches,unpriced,estimated,currency,cost,worth\r\n"
        + ",,,,,,,,\"'=HYPERLINK(\"\"x\"\")\",,,,,1,0,1200,48000,0,0,620,300,0,1,0,,,\r\n", recorded.typed("usage", "-b", "qwen", "--by", "project", "--csv").out());
  }

  @Test
  void jsonHasAllDigits() {
    assertEquals("{\"since\":\"2026-11-28T23:00:00Z\",\"until\":\"2026-11-29T23:00:00Z\",\"zone\":\"Europe/Berlin\",\"groups\":[{\"project\":null,\"requests\":1,\"failed\":0,"
        + "\"tokens\":{\"input\":40000,\"cache_read\":900000,\"cache_write\":0,\"cache_write_1h\":0,\"output\":12000,\"thinking\":300},\"cost\":{},\"worth\":{\"USD\":0.38},"
        + "\"unpriced\":0,\"estimated\":1}],\"total\":{\"requests\":1,\"failed\":0,\"tokens\":{\"input\":40000,\"cache_read\":900000,\"cache_write\":0,\"cache_write_1h\":0,"
        + "\"output\":12000,\"thinking\":300},\"cost\":{},\"worth\":{\"USD\":0.38},\"unpriced\":0,\"estimated\":1}}\n",
        recorded.typed("usage", "-d", "1", "-m", "k3*", "--by", "project", "--json").out());
  }

  /// Programs that read it find an empty answer in the usual form, whether nothing of that kind was recorded or nothing at all.
  @Test
  void whereNothingIsRecordedProgramsGetAnEmptyAnswer() throws Exception {
    for (var empty : List.of(new Recorded(folder.resolve("new")), recorded)) {
      for (var said : List.of(
          List.of("usage -m none --json", "{\"since\":\"2026-11-22T23:00:00Z\",\"until\":\"2026-11-29T23:00:00Z\",\"zone\":\"Europe/Berlin\",\"groups\":[],"
              + "\"total\":{\"requests\":0,\"failed\":0,\"tokens\":{\"input\":0,\"cache_read\":0,\"cache_write\":0,\"cache_write_1h\":0,\"output\":0,\"thinking\":0},"
              + "\"cost\":{},\"worth\":{},\"unpriced\":0,\"estimated\":0}}\n"),
          List.of("usage -m none --csv --failovers", "from,to,why,requests\r\n"),
          List.of("log -m none --json", "{\"requests\":[]}\n"), List.of("log req_none --json", "{}\n"))) {
        assertEquals(said.getLast(), empty.typed(said.getFirst().split(" ")).out());
        assertEquals(1, empty.typed(said.getFirst().split(" ")).code());
      }
      for (var header : List.of("usage -m none --csv", "usage -m none --csv --blocks")) {
        assertEquals(1, empty.typed(header.split(" ")).out().lines().count(), header);
      }
      assertEquals(List.of("blocks", "failovers"), List.of("blocks", "failovers").stream()
          .filter(kind -> empty.typed("usage", "-m", "none", "--json", "--" + kind).out().endsWith("\"" + kind + "\":[]}\n")).toList());
      assertEquals("", empty.typed("usage", "-m", "none").out());
    }
  }

  @Test
  void windowsOfFiveHours() {
    assertEquals("""
        7 days to 2026-11-29, Europe/Berlin, prices of 2026-11-20
        FROM              TO         REQ  FAILED  INPUT  CACHED  OUTPUT   HIT    COST
        2026-11-28 13:00  18:00        1       0   0.6M   17.9M    140k  97 %   $6.11
        2026-11-29 13:00  18:00 now    5       1   1.2M   39.4M    323k  97 %  $13.03
        3h00m left; 341k tokens a minute, $6.52 an hour; $32.58 and 102M tokens by 18:00 if that goes on.
        """, recorded.typed("usage", "--blocks").out());
    assertEquals("start,end,requests", recorded.typed("usage", "--blocks", "--csv").out().substring(0, 18));
    assertTrue(recorded.typed("usage", "--blocks", "--json").out().contains("\"active\":true"));
  }

  @Test
  void stepsFromOneProviderToAnother() throws Exception {
    assertEquals(1, recorded.typed("usage", "--failovers").code());
    recorded.request("2026-11-29T12:40:00Z", LogTest.TWO_TRIES);
    assertEquals("""
        FROM  TO   WHY         REQ
        kimi  glm  rate limit    1
        """, recorded.typed("usage", "--failovers").out());
    assertEquals("from,to,why,requests\r\nkimi,glm,rate_limit,1\r\n", recorded.typed("usage", "--failovers", "--csv").out());
  }

  /// A request at half past eleven in the evening of Greenwich is one of the next day in Tokyo.
  /// Clocks were put back in Berlin on 25 October 2026, on Lord Howe Island by half an hour on 5 April.
  @Test
  void anHourThatComesTwiceIsShownTwice() throws Exception {
    for (var at : List.of("2026-10-24T23:59:59Z", "2026-10-25T00:00:00Z", "2026-10-25T00:59:59Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z")) {
      recorded.request(at, "cost=0", "worth=0");
    }
    assertEquals("""
        2026-10-25 to 2026-10-25, Europe/Berlin, prices of 2026-11-20
        HOUR                     MODEL    REQ  FAILED  INPUT  CACHED  OUTPUT   HIT  COST
        2026-10-25 01:00         glm-5.3    1       0   1.2k     48k     620  98 %  free
        2026-10-25 02:00 +02:00  glm-5.3    2       0   2.4k     96k    1.2k  98 %  free
        2026-10-25 02:00 +01:00  glm-5.3    1       0   1.2k     48k     620  98 %  free
        2026-10-25 03:00         glm-5.3    1       0   1.2k     48k     620  98 %  free
        TOTAL                               5       0   6.0k    240k    3.1k  98 %  free
        """, recorded.typed("usage", "--by", "hour,model", "--since", "2026-10-25", "--until", "2026-10-25").out());
    assertTrue(recorded.typed("usage", "--by", "hour", "--json", "--since", "2026-10-25", "--until", "2026-10-25").out()
        .matches("(?s).*\"hour\":\"2026-10-25 01:00\".*02:00 \\+02:00\".*02:00 \\+01:00\".*03:00\".*"));
    recorded.request("2026-04-04T14:45:00Z").request("2026-04-04T15:15:00Z");
    assertEquals(List.of("2026-04-05 01:00 +11:00", "2026-04-05 01:00 +10:30"), recorded.typed("usage", "--by", "hour", "--zone", "Australia/Lord_Howe", "--since", "2026-04-05", "--until", "2026-04-05")
        .out().lines().filter(line -> line.startsWith("2026-04-05 0")).map(line -> line.substring(0, 23)).toList());
  }

  @Test
  void aDayIsOneOfTheZone() throws Exception {
    recorded.request("2026-11-27T23:30:00Z");
    assertEquals("2026-11-28 glm", days("Asia/Tokyo"));
    assertEquals("2026-11-27 glm", days("UTC"));
  }

  private String days(String zone) {
    return recorded.typed("usage", "--zone", zone).out().lines().skip(2).findFirst().orElseThrow().replaceAll(" +", " ").substring(0, 14);
  }

  @ParameterizedTest
  @CsvSource({"-d 2, 6", "-b kimi-k2, 1", "-b kimi-k2 qwen, 2", "'-b kimi-k2,qwen', 2", "-m glm*, 4", "-p shop, 4", "--until 2026-11-28, 1",
    "--since 2026-11-28 --until 2026-11-29T13:15, 4", "--since 2026-11-29T13:10:30, 3"})
  void whatIsAskedFor(String flags, int requests) {
    var total = recorded.typed(("usage --by instance " + flags).split(" ")).out().lines().toList().getLast();
    assertEquals("TOTAL " + requests, total.replaceAll(" +", " ").substring(0, 7));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "--days 0 | portside: --days: \"0\" is no number of days",
    "--days x | portside: --days: \"x\" is no number of days",
    "--since yesterday | portside: --since: \"yesterday\" is no day",
    "--since 2026-11-29 --until 2026-11-28 | portside: usage: --since is not before --until",
    "--since 2026-11-29 -d 3 | portside: usage: --days and --since say two beginnings",
    "--by colour | portside: --by: \"colour\" is not known",
    "--by day --group-by day | portside: usage: --by and --group-by are two answers",
    "--json --csv | portside: usage: --json and --csv are two answers",
    "--blocks --failovers | portside: usage: --blocks and --failovers are two answers",
    "--zone Atlantis | portside: --zone: \"Atlantis\" is not known",
    "--db nowhere.db | portside: --db: nowhere.db is not there",
    "glm | portside: usage: \"glm\" belongs to no flag",
  })
  void whatCannotBeUsed(String flags, String problem) {
    var said = recorded.typed(("usage " + flags).split(" "));
    assertEquals(List.of(Verbs.MISUSED, "", problem), List.of(said.code(), said.out(), said.err().lines().findFirst().orElseThrow()));
    assertTrue(said.err().contains("\n  hint: "), said.err());
  }

  @Test
  void whereNothingWasRecordedNothingIsMade(@TempDir Path empty) {
    var said = new Recorded(empty).typed("usage");
    assertEquals(1, said.code());
    assertEquals("", said.out());
    assertTrue(said.err().startsWith("portside: nothing was recorded, 7 days to 2026-11-29\n  hint: --days 30"), said.err());
    assertFalse(Files.exists(empty.resolve("data")));
    assertEquals(1, recorded.typed("usage", "-b", "nobody", "--json").code());
  }

  @Test
  void anotherFileHasItsJournalBesideIt(@TempDir Path other) throws Exception {
    new Recorded(other).request("2026-11-29T12:00:00Z");
    assertEquals(1, new Recorded(other).typed("usage").out().lines().filter(line -> line.startsWith("2026")).count());
    var said = recorded.typed("usage", "--by", "day", "--db", other.resolve("data/usage.db").toString());
    assertTrue(said.out().lines().toList().getLast().startsWith("TOTAL         1 "), said.out());
  }

  @Test
  void anIndexThatCannotBeUsedIsSaid() throws Exception {
    Files.createDirectories(folder.resolve("data/usage.db"));
    var said = recorded.typed("usage");
    assertEquals(Verbs.MISUSED, said.code());
    assertTrue(said.err().startsWith("portside: the index ") && said.err().contains("  hint: if it is damaged, delete "), said.err());
  }
}
