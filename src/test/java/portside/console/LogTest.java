package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// What `log` says.
class LogTest {
  /// A request that a second provider answered.
  static final String TWO_TRIES = "tries=[{\"n\":1,\"provider\":\"kimi\",\"served\":\"k3\",\"key\":1,\"why\":\"first\",\"outcome\":\"refused\",\"fault\":\"rate_limit\",\"at_ms\":2,\"ms\":80},"
      + "{\"n\":2,\"provider\":\"glm\",\"served\":\"glm-5.3\",\"key\":2,\"why\":\"next\",\"outcome\":\"answered\",\"fault\":null,\"at_ms\":82,\"ms\":9128}]";

  @TempDir private Path folder;
  private Recorded recorded;

  @BeforeEach
  void record() throws Exception {
    recorded = new Recorded(folder);
    recorded.request("2026-11-29T12:10:00Z", TWO_TRIES, "sub_type=\"Explore\"", "class=\"subagent\"")
        .request("2026-11-29T12:11:00Z", "status=529", "result=\"overloaded_error\"", "fault=\"overloaded\"", "detail=\"try \\u001b[31mlater\"", "in=0", "read=0", "out=0", "cost=null",
            "worth=null", "currency=null", "cost_source=\"unknown\"", "price=null", "stop=null", "first_ms=null",
            "tries=[{\"n\":1,\"provider\":\"glm\",\"served\":\"glm-5.3\",\"key\":1,\"why\":\"first\",\"outcome\":\"refused\",\"fault\":\"overloaded\",\"at_ms\":2,\"ms\":80}]")
        .request("2026-11-29T12:20:00Z", "instance=\"kimi-k2\"", "provider=\"kimi-k2\"", "served=\"k3.1-pro\"", "cost=0", "cost_source=\"plan\"", "worth=380000000", "est=true",
            "result=\"left\"", "status=499", "stream=false", "write_1h=5");
  }

  @Test
  void inANarrowTerminalNoRowIsBroken() throws Exception {
    recorded.request("2026-11-29T13:20:00Z", TWO_TRIES);
    for (var columns = 60; columns <= 140; columns++) {
      var limit = columns;
      var out = recorded.typed(columns, "log").out();
      assertTrue(out.lines().allMatch(line -> DisplayWidth.of(line) <= limit), columns + ":\n" + out);
      assertTrue(out.contains("TIME") && out.contains("REQUEST") && out.contains("RESULT") && out.contains("TOTAL") && out.contains("COST"), out);
    }
    assertTrue(recorded.typed(80, "log").out().contains("INSTANCE  MODEL"));
  }

  @Test
  void theLastRequestsTheNewestFirst() {
    var said = recorded.typed("log");
    assertEquals("""
        TIME      REQUEST       INSTANCE  MODEL     CLASS     RESULT            INPUT  CACHED  OUTPUT  FIRST  TOTAL    COST
        13:20:00  req_00000003  kimi-k2   k3.1-pro  main      left              ~1.2k    ~48k    ~620          9.2s    plan
        13:11:00  req_00000002  glm       glm-5.3   main      overloaded_error      0       0       0          9.2s
        13:10:00  req_00000001  glm       glm-5.3   subagent  ok, 2 tries        1.2k     48k     620  0.42s   9.2s  $0.017
        """, said.out());
    assertEquals("", said.err());
    assertEquals(0, said.code());
  }

  /// Lines may be damaged, or from another program.
  @Test
  void whatIsMissingInARowIsLeftOut() throws Exception {
    recorded.request("2026-11-29T12:30:00Z", "cost=\"12\"", "served=\"\\u202ered\\u0007\"", "tries=null", "ms=null", "key=null", "class=null");
    var row = recorded.typed("log", "-n", "1").out().lines().skip(1).findFirst().orElseThrow().replaceAll(" +", " ");
    assertEquals("13:30:00 req_00000004 glm \\u202ered\\u0007 ok 1.2k 48k 620 0.42s ?", row);
    assertTrue(recorded.typed("log", "req_00000004").out().contains("  cost          unknown\n"));
  }

  @Test
  void requestsOfOtherDaysHaveTheirDayAndANarrowTerminalFewerColumns() throws Exception {
    recorded.request("2026-11-28T12:10:00Z", "served=\"a-model-of-some-length\"");
    assertEquals("""
        TIME            REQUEST       INSTANCE  MODEL        RESULT            TOKENS  FIRST  TOTAL    COST
        11-29 13:20:00  req_00000003  kimi-k2   k3.1-pro     left                ~50k          9.2s    plan
        11-29 13:11:00  req_00000002  glm       glm-5.3      overloaded_error       0          9.2s
        11-29 13:10:00  req_00000001  glm       glm-5.3      ok, 2 tries          50k  0.42s   9.2s  $0.017
        11-28 13:10:00  req_00000004  glm       a-model-of…  ok                   50k  0.42s   9.2s  $0.017
        """, recorded.typed(99, "log").out());
    assertTrue(recorded.typed(120, "log").out().contains("CACHED"));
  }

  @Test
  void theSlowestOfToday() throws Exception {
    recorded.request("2026-11-28T12:10:00Z", "ms=99000").request("2026-11-29T12:21:00Z", "ms=64000").request("2026-11-29T12:22:00Z", "ms=9300");
    var ids = Json.object(recorded.typed("log", "--slowest", "-n", "3", "--json").out()).getJsonArray("requests").stream()
        .map(request -> request.asJsonObject().getString("id").substring(0, 12)).toList();
    assertEquals(List.of("req_00000005", "req_00000006", "req_00000003"), ids);
  }

  @Test
  void coloursGoByRole() {
    var out = recorded.typed("log", "--color=always").out();
    for (var part : List.of("\033[33mleft\033[0m", "\033[31moverloaded_error\033[0m", "\033[33mok, 2 tries\033[0m", "\033[2m13:20:00\033[0m")) {
      assertTrue(out.contains(part), part + " in " + out);
    }
  }

  private void recordWhole(String id) throws Exception {
    var requests = Files.createDirectories(folder.resolve("logs/requests"));
    Files.writeString(requests.resolve("glm-2026-11-29.jsonl"), """
        {"v":1,"record":"client_request","id":"ID","at":"2026-11-29T12:09:50Z","method":"POST","path":"/v1/messages","query":"beta=true","headers":{"authorization":"(hidden)"},"length":9,"body":"a\\u001b[2Jb\\nc"}
        {"v":1,"record":"upstream_request","id":"ID","at":"2026-11-29T12:09:50Z","n":1,"provider":"kimi","served":"k3","method":"POST","url":"http://x/y","headers":{},"length":7,"body":null,"dropped":true}
        {"v":1,"record":"upstream_answer","id":"ID","at":"2026-11-29T12:09:51Z","n":1,"status":null,"ms":5,"headers":{},"length":0,"body":"","failed":"cannot connect"}
        {"v":1,"record":"client_answer","id":"ID","at":"2026-11-29T12:09:52Z","status":502,"headers":{"content-type":"application/json"},"result":"api_error","length":2000000,"body":"{}","cut":true}
        """.replace("ID", id));
  }

  @Test
  void theWholeRequestWhereItWasRecorded() throws Exception {
    recordWhole("req_00000001abcdefgh");
    var said = recorded.typed("log", "req_00000001", "--full");
    assertEquals(recorded.typed("log", "req_00000001").out() + """

        client request POST /v1/messages?beta=true  2026-11-29T12:09:50Z
          authorization: (hidden)
        a\\u001b[2Jb
        c

        upstream request 1 kimi k3 POST http://x/y  2026-11-29T12:09:50Z
          (7 bytes, for which there was no room)

        upstream answer 1  2026-11-29T12:09:51Z
          it failed: cannot connect

        client answer 502 api_error  2026-11-29T12:09:52Z
          content-type: application/json
        {}
          (cut: there were 2000000 bytes)
        """, said.out());
    assertEquals("0 ", said.code() + " " + said.err());
    var json = Json.object(recorded.typed("log", "req_00000001", "--full", "--json").out());
    assertEquals(4, json.getJsonArray("records").size());
    assertEquals("glm-5.3", json.getString("served"));
  }

  @Test
  void wholeRequestsAreFoundWithoutTheJournal() throws Exception {
    recordWhole("req_elsewhere");
    assertEquals(0, recorded.typed("log", "req_else", "--full").code());
    assertTrue(recorded.typed("log", "req_else", "--full").out().startsWith("client request POST"));
    assertEquals(1, recorded.typed("log", "req_else").code());
  }

  @Test
  void whatWasNotRecordedIsSaidToBeSo() {
    var said = recorded.typed("log", "req_00000001", "--full");
    assertEquals("0 portside: its texts were not recorded\n  hint: LOG_REQUESTS=errors or all in the env file records the next ones\n", said.code() + " " + said.err());
    assertEquals(1, recorded.typed("log", "req_nobody", "--full").code());
    assertEquals(2, recorded.typed("log", "--full").code());
    assertTrue(recorded.typed("log", "--full").err().contains("--full: of which request?"));
  }

  @Test
  void everythingOfOneRequest() {
    var said = recorded.typed("log", "req_00000001");
    assertEquals("""
        req_00000001abcdefgh
          time          2026-11-29 13:10:00, Europe/Berlin
          instance      glm
          asked for     claude-opus-5-5
          answered by   glm-5.3 at glm (api.z.ai, chat, key 9f3a1c)
          instead of    kimi
          result        ok, status 200, stop reason tool_use
          client        claude-cli/2.1.332, stream
          class         subagent (Explore)
          project       shop
          conversation  35351122-3344
          times         prepared in 1ms, first byte after 0.42s, all after 9.2s, 71 tokens/s
          tokens        input 1200, cache read 48000, output 620 (thinking 300)
          cost          $0.016888, price glm/glm-5.3@2026-11-20

        TRY  AFTER  TOOK  PROVIDER  MODEL    KEY  WHY                 OUTCOME
          1    2ms  80ms  kimi      k3         1  first in the order  refused: rate limit
          2   82ms  9.1s  glm       glm-5.3    2  next in the order   answered
        """, said.out());
    assertEquals(0, said.code());
  }

  @Test
  void oneThatFailedSaysWhy() {
    assertEquals("""
        req_00000002abcdefgh
          time          2026-11-29 13:11:00, Europe/Berlin
          instance      glm
          asked for     claude-opus-5-5
          asked last    glm-5.3 at glm (api.z.ai, chat, key 9f3a1c)
          result        overloaded_error, status 529, fault overloaded
          detail        try \\u001b[31mlater
          client        claude-cli/2.1.332, stream
          class         main
          project       shop
          conversation  35351122-3344
          times         prepared in 1ms, all after 9.2s
          tokens        input 0, cache read 0, output 0 (thinking 300)
          cost          unknown

        TRY  AFTER  TOOK  PROVIDER  MODEL    KEY  WHY                 OUTCOME
          1    2ms  80ms  glm       glm-5.3    1  first in the order  refused: overloaded
        """, recorded.typed("log", "req_00000002").out());
  }

  @Test
  void whatAPlanCovers() {
    var lines = recorded.typed("log", "req_00000003").out().lines().toList();
    assertTrue(lines.contains("  tokens        input 1200, cache read 48000, for an hour 5, output 620 (thinking 300), by estimate"), lines.toString());
    assertTrue(lines.contains("  cost          in a plan, worth $0.38, price glm/glm-5.3@2026-11-20"), lines.toString());
    assertTrue(lines.contains("  client        claude-cli/2.1.332, no stream"), lines.toString());
  }

  @ParameterizedTest
  @CsvSource({"--failed, req_00000002", "-n 1, req_00000003", "-b kimi-k2, req_00000003", "-m k3*, req_00000003", "-q explore, req_00000001"})
  void whichRequests(String flags, String id) {
    var rows = recorded.typed(("log " + flags).split(" ")).out().lines().skip(1).toList();
    assertEquals(1, rows.size());
    assertTrue(rows.getFirst().contains(id), rows.getFirst());
  }

  @Test
  void asJson() throws Exception {
    var all = Json.object(recorded.typed("log", "--json", "-n", "2").out()).getJsonArray("requests");
    assertEquals(List.of("req_00000003abcdefgh", "req_00000002abcdefgh"), all.getValuesAs(row -> row.asJsonObject().getString("id")));
    var one = Json.object(recorded.typed("log", "--json", "req_00000001").out());
    assertEquals(2, one.getJsonArray("attempts").size());
    assertEquals("0.016888", one.getJsonNumber("cost").toString());
  }

  @Test
  void anIdThatIsUnknownOrOfSeveral() {
    for (var id : List.of("req_9", "req_0000000")) {
      var said = recorded.typed("log", id);
      assertEquals(List.of(1, "", "portside: no request has the id " + id + ", or several begin so\n  hint: log shows the last ones with their ids\n"),
          List.of(said.code(), said.out(), said.err()));
    }
    assertEquals(1, recorded.typed("log", "-q", "nothing like it").code());
    assertEquals(Verbs.MISUSED, recorded.typed("log", "a", "b").code());
    assertEquals(Verbs.MISUSED, recorded.typed("log", "-n", "0").code());
  }
}
