package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.fake.Line;
import portside.wire.Json;
import portside.wire.anthropic.StreamJudge;

/// Searches of the web over sockets: at a backend, or nowhere.
@ResourceLock("the log of WebSearch")
class WebSearchTest {
  private static final String PAGES = """
      {"results":[{"title":"Ships","url":"https://ships.example/a","content":"They lie at the quay."},
      {"title":"Other","url":"https://other.example/b","content":"Elsewhere."}]}""";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBackendIsAskedAndTheModelWritesOfWhatItFound(boolean stream) throws Exception {
    try (var provider = new ScriptedProvider().then(WebSearchTest::callsSearch).then(line -> says(line, "At the quay."));
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", PAGES));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine))) {
      var blocks = blocks(proxy.post("/v1/messages", claudeCode(stream)).body(), stream);
      assertEquals(List.of(
          "text Let me look.",
          "server_tool_use web_search {\"query\":\"where ships lie\"}",
          "web_search_tool_result Ships https://ships.example/a, Other https://other.example/b",
          "text At the quay.",
          "end_turn, 20 in, 4 out, 1 searches"), blocks);

      assertEquals("GET /search?q=where%20ships%20lie&format=json HTTP/1.1", engine.take().line());
      var first = Json.object(provider.take().body());
      assertEquals("{\"type\":\"function\",\"function\":{\"name\":\"web_search\"}}", Json.text(first.get("tool_choice")));
      assertEquals(List.of("web_search"), functions(first));
      var second = Json.object(provider.take().body());
      assertEquals(List.of("web_search"), functions(second));
      assertFalse(second.containsKey("tool_choice"), "a forced call would come again and again");
      var messages = second.getJsonArray("messages");
      assertEquals(first.getJsonArray("messages").getFirst(), messages.getFirst());
      assertEquals("assistant tool", role(messages, 1) + " " + role(messages, 2));
      var result = messages.getJsonObject(2).getString("content");
      assertTrue(result.contains("https://ships.example/a\nThey lie at the quay."), result);
    }
  }

  @Test
  void braveIsAskedWithItsKeyAndTavilyWithIts() throws Exception {
    var brave = """
        {"type":"search","web":{"results":[{"title":"<strong>Ships</strong>","url":"https://ships.example/a","description":"They <strong>lie</strong>."}]}}""";
    for (var kind : List.of("brave", "tavily")) {
      try (var provider = new ScriptedProvider().then(WebSearchTest::callsSearch).then(line -> says(line, "Done."));
          var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", kind.equals("brave") ? brave : PAGES));
          var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=" + kind + ":BSA-secret@" + root(engine) + "/find")) {
        var blocks = blocks(proxy.post("/v1/messages", claudeCode(true)).body(), true);
        assertTrue(blocks.get(2).startsWith("web_search_tool_result Ships https://ships.example/a"), blocks.toString());
        var asked = engine.take();
        if (kind.equals("brave")) {
          assertEquals("GET /find?q=where%20ships%20lie&count=10 HTTP/1.1", asked.line());
          assertEquals("BSA-secret", asked.head().get("x-subscription-token"));
          assertFalse(asked.head().containsKey("authorization"));
        } else {
          assertEquals("POST /find HTTP/1.1", asked.line());
          assertEquals("Bearer BSA-secret", asked.head().get("authorization"));
          assertEquals("{\"query\":\"where ships lie\",\"max_results\":10,\"include_domains\":[],\"exclude_domains\":[]}", asked.text());
        }
        provider.take();
        assertFalse(provider.take().text().contains("BSA-secret"));
      }
    }
  }

  @Test
  void aModelThatNeverStopsSearchingIsStopped() throws Exception {
    try (var provider = new ScriptedProvider().then(WebSearchTest::callsSearch);
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", PAGES));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine))) {
      var answer = proxy.post("/v1/messages", claudeCode(true).replace("\"max_uses\":8", "\"max_uses\":500"));
      assertEquals(200, answer.statusCode());
      assertEquals(null, StreamJudge.judge(answer.body().getBytes(StandardCharsets.UTF_8)).error());
      assertEquals(12, provider.waiting());
      for (int round = 1; round <= 12; round++) {
        assertEquals(round == 12, provider.take().text().contains("\"tool_choice\":\"none\""), "round " + round);
      }
    }
  }

  @Test
  void whatWasFoundIsSentBeforeTheModelIsAskedAgain() throws Exception {
    var seen = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(WebSearchTest::callsSearch).then(line -> {
          seen.await();
          says(line, "At the quay.");
        });
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", PAGES));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine));
        var client = new RawClient(proxy.port())) {
      client.send(RawClient.post("/v1/messages", claudeCode(true))).readUntil("web_search_tool_result");
      seen.countDown();
      client.readUntil("At the quay.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "429, {}, too_many_requests",
    "432, {}, too_many_requests",
    "500, oops, unavailable",
    "200, <html>, unavailable",
    "200, {}, unavailable",
    "403, {}, unavailable",
  })
  void aBackendThatFailsIsToldAndTheAnswerGoesOn(int status, String body, String code) throws Exception {
    try (var provider = new ScriptedProvider().then(WebSearchTest::callsSearch).then(line -> says(line, "I could not search."));
        var engine = new ScriptedProvider().then(line -> line.whole(status, "application/json", body));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=tavily:tvly-secret@" + root(engine))) {
      var answer = proxy.post("/v1/messages", claudeCode(true)).body();
      assertEquals(List.of(
          "text Let me look.", "server_tool_use web_search {\"query\":\"where ships lie\"}", "web_search " + code, "text I could not search.",
          "end_turn, 20 in, 4 out, 0 searches"), blocks(answer, true));
      assertFalse(answer.contains("tvly-secret"));
      provider.take();
      assertTrue(provider.take().text().contains("The web search failed (" + code + ")"));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "brave:BSA-secret@ | 401 | Brave Search | it answered with status 401; see WEB_SEARCH",
    "searxng:          | 403 | SearXNG      | it answered with status 403; see WEB_SEARCH and, at the instance, whether search.formats has json",
    "brave:BSA-secret@ | 429 | Brave Search | it answered with status 429",
    "tavily:BSA-secret@ | 433 | Tavily      | it answered with status 433",
    "tavily:BSA-secret@ | 500 | Tavily      | it answered with status 500",
    "brave:BSA-secret@ | 200 | Brave Search | its answer is not what Brave Search answers",
  })
  void theLogSaysWhyASearchFailedWithoutTheKey(String backend, int status, String title, String why) throws Exception {
    try (var logged = new Logged("portside.exchange.search.SearchClient");
        var provider = new ScriptedProvider().then(WebSearchTest::callsSearch).then(line -> says(line, "No luck."));
        var engine = new ScriptedProvider().then(line -> line.whole(status, "application/json", "{\"error\":\"bad key BSA-secret\""));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=" + backend + root(engine))) {
      assertFalse(proxy.post("/v1/messages", claudeCode(true)).body().contains("BSA-secret"));
      assertEquals(List.of("a web search at " + title + " failed: " + why), logged.from(Level.WARNING));
    }
  }

  @Test
  void aBackendThatHangsOrIsNotThereIsUnavailable() throws Exception {
    try (var provider = new ScriptedProvider().then(WebSearchTest::callsSearch).then(line -> says(line, "No luck."))
            .then(WebSearchTest::callsSearch).then(line -> says(line, "No luck."));
        var engine = new ScriptedProvider().then(Line::closedByPeer);
        var hanging = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine), "REQUEST_TIMEOUT=300ms");
        var absent = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:http://127.0.0.1:1")) {
      assertEquals("web_search unavailable", blocks(hanging.post("/v1/messages", claudeCode(true)).body(), true).get(2));
      assertEquals("web_search unavailable", blocks(absent.post("/v1/messages", claudeCode(true)).body(), true).get(2));
    }
  }

  @Test
  void noMoreSearchesThanAllowedAndOnlyInAllowedDomains() throws Exception {
    try (var provider = new ScriptedProvider().then(WebSearchTest::callsSearch).then(WebSearchTest::callsSearch).then(line -> says(line, "Enough."));
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", PAGES));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine))) {
      var request = claudeCode(true).replace("\"max_uses\":8", "\"max_uses\":1,\"allowed_domains\":[\"ships.example\"]");
      assertEquals(List.of(
          "text Let me look.", "server_tool_use web_search {\"query\":\"where ships lie\"}", "web_search_tool_result Ships https://ships.example/a",
          "text Let me look.", "server_tool_use web_search {\"query\":\"where ships lie\"}", "web_search max_uses_exceeded",
          "text Enough.", "end_turn, 30 in, 6 out, 1 searches"), blocks(proxy.post("/v1/messages", request).body(), true));
      assertEquals("GET /search?q=where%20ships%20lie%20site%3Aships.example&format=json HTTP/1.1", engine.take().line());
      assertEquals(0, engine.waiting());
      provider.take();
      assertEquals("none", Json.object(provider.take().body()).getString("tool_choice"));
    }
  }

  @Test
  void aToolOfTheClientEndsTheTurn() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.event(call(0, "call_look1", "look", "{\\\"q\\\":1}"));
          line.event(call(1, "call_search1", "web_search", "{\\\"query\\\":\\\"ships\\\"}"));
          finish(line, "tool_calls");
        });
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", PAGES));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine))) {
      assertEquals(List.of(
          "tool_use look {\"q\":1}", "server_tool_use web_search {\"query\":\"ships\"}",
          "web_search_tool_result Ships https://ships.example/a, Other https://other.example/b", "tool_use, 10 in, 2 out, 1 searches"),
          blocks(proxy.post("/v1/messages", mixed()).body(), true));
      provider.take();
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void withoutASearchTheModelDoesWithoutWhereItMay() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> says(line, "From memory."));
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals(List.of("text From memory.", "end_turn, 10 in, 2 out, 0 searches"), blocks(proxy.post("/v1/messages", mixed()).body(), true));
      assertEquals(List.of("look"), functions(Json.object(provider.take().body())));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutASearchAClientThatInsistsIsToldSoAndNobodyIsAsked(boolean stream) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> says(line, "Made up."));
        var proxy = RunningProxy.before(provider.url())) {
      for (var choice : List.of(",\"tool_choice\":{\"type\":\"tool\",\"name\":\"web_search\"}", ",\"tool_choice\":{\"type\":\"any\"}", "")) {
        var blocks = blocks(proxy.post("/v1/messages", claudeCode(stream, choice)).body(), stream);
        assertEquals("server_tool_use web_search {\"query\":\"where ships lie\"}", blocks.get(0));
        assertEquals("web_search unavailable", blocks.get(1));
        assertTrue(blocks.get(2).contains("WEB_SEARCH=searxng:<url>, brave:<key> or tavily:<key> in "), blocks.get(2));
        assertTrue(blocks.get(3).startsWith("end_turn"), blocks.get(3));
      }
      var fetch = claudeCode(stream).replace("web_search", "web_fetch");
      assertEquals("web_fetch unavailable", blocks(proxy.post("/v1/messages", fetch).body(), stream).get(1));
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void aModelThatCannotBeForcedIsGivenWhatItWasToSearchFor() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> says(line, "At the quay."));
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", PAGES));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine), "DIALECT_FORCED_TOOL_CHOICE=no")) {
      var request = claudeCode(true).replace("where ships lie", "C++ & 50% ü=?#");
      assertEquals(List.of(
          "server_tool_use web_search {\"query\":\"C++ & 50% ü=?#\"}",
          "web_search_tool_result Ships https://ships.example/a, Other https://other.example/b",
          "text At the quay.", "end_turn, 10 in, 2 out, 1 searches"), blocks(proxy.post("/v1/messages", request).body(), true));
      var asked = engine.take().line();
      assertEquals("C++ & 50% ü=?#", URLDecoder.decode(asked.substring(asked.indexOf("q=") + 2, asked.indexOf("&format")), StandardCharsets.UTF_8), asked);
      assertEquals("tool", role(Json.object(provider.take().body()).getJsonArray("messages"), 2));
    }
  }

  @Test
  void aModelThatWillNotSearchIsNoSearch() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> says(line, "From memory."));
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", PAGES));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine))) {
      assertEquals(List.of(
          "text From memory.", "server_tool_use web_search {\"query\":\"where ships lie\"}", "web_search unavailable",
          "end_turn, 10 in, 2 out, 0 searches"), blocks(proxy.post("/v1/messages", claudeCode(true)).body(), true));
    }
  }

  @Test
  void aClientThatLeavesEndsTheSearch() throws Exception {
    var ended = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider().then(WebSearchTest::callsSearch);
        var engine = new ScriptedProvider().then(line -> ended.complete(line.closedByPeer()));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine))) {
      try (var client = new Socket("127.0.0.1", proxy.port())) {
        var body = claudeCode(true).getBytes(StandardCharsets.UTF_8);
        client.getOutputStream().write(("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: " + body.length
            + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(body);
        engine.take();
      }
      assertTrue(ended.get(10, TimeUnit.SECONDS));
      provider.take();
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void aLaterRoundThatFailsEndsAStreamWithAnErrorAndIsTriedAgainOnlyWhereItIsSafe() throws Exception {
    try (var provider = new ScriptedProvider().then(WebSearchTest::callsSearch).then(line -> line.whole(503, "application/json", "{}"))
            .then(line -> says(line, "At the quay.")).then(WebSearchTest::callsSearch).then(line -> line.whole(401, "application/json", "{}"));
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", PAGES));
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine))) {
      assertEquals("text At the quay.", blocks(proxy.post("/v1/messages", claudeCode(true)).body(), true).get(3));
      var verdict = StreamJudge.judge(proxy.post("/v1/messages", claudeCode(true)).body().getBytes(StandardCharsets.UTF_8));
      assertEquals("authentication_error", verdict.error().kind().type());
      assertEquals(3, verdict.blocks().size());
    }
  }

  @Test
  void aFirstRoundIsTriedAgainAsOftenAsAnyRequestIs() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(502, "application/json", "{}"));
        var engine = new ScriptedProvider();
        var proxy = RunningProxy.before(provider.url(), "WEB_SEARCH=searxng:" + root(engine), "MAX_RETRIES=0")) {
      assertEquals(502, proxy.post("/v1/messages", claudeCode(true)).statusCode());
      assertEquals(1, provider.waiting(), "asked once");
    }
  }

  @Test
  void whatWasFoundBecomesTextInLaterTurns() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> says(line, "Yes."));
        var proxy = RunningProxy.before(provider.url())) {
      proxy.post("/v1/messages", """
          {"model":"claude-sonnet-5-5","max_tokens":100,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[
          {"type":"server_tool_use","id":"srvtoolu_1_0","name":"web_search","input":{"query":"ships"}},
          {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1_0","content":[
          {"type":"web_search_result","url":"https://ships.example/a","title":"Ships","encrypted_content":"","page_age":null}]},
          {"type":"server_tool_use","id":"srvtoolu_1_1","name":"web_search","input":{"query":"more"}},
          {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1_1","content":{"type":"web_search_tool_result_error","error_code":"unavailable"}},
          {"type":"text","text":"At the quay."}]},{"role":"user","content":"sure?"}]}""");
      assertEquals(
          "[web_search: ships]\n\n[web_search results]\nShips – https://ships.example/a\n\n[web_search: more]\n\n[web_search failed: unavailable]\n\nAt the quay.",
          Json.object(provider.take().body()).getJsonArray("messages").getJsonObject(1).getString("content"));
    }
  }

  static String claudeCode(boolean stream) {
    return claudeCode(stream, ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"web_search\"}");
  }

  private static String claudeCode(boolean stream, String choice) {
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,\"stream\":" + stream
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Perform a web search for the query: where ships lie\"}]"
        + ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\",\"max_uses\":8}]" + choice + "}";
  }

  static String mixed() {
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":1000,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Where do ships lie?\"}]"
        + ",\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\"},{\"name\":\"look\",\"input_schema\":{\"type\":\"object\"}}]}";
  }

  static String root(ScriptedProvider engine) {
    return engine.url().resolve("/").toString().replaceAll("/$", "");
  }

  private static void callsSearch(Line line) throws Exception {
    line.stream();
    line.text("Let me look.");
    line.event(call(0, "call_search1", "web_search", "{\\\"query\\\":\\\"where ships lie\\\"}"));
    finish(line, "tool_calls");
  }

  static void says(Line line, String text) throws Exception {
    line.stream();
    line.text(text);
    finish(line, "stop");
  }

  static String call(int index, String id, String name, String arguments) {
    return "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"" + id
        + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\"" + arguments + "\"}}]}}]}";
  }

  static void finish(Line line, String reason) throws Exception {
    line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}");
    line.event("[DONE]");
    line.chunkEnd();
  }

  private static List<String> functions(JsonObject request) {
    return request.getJsonArray("tools").stream().map(tool -> tool.asJsonObject().getJsonObject("function").getString("name")).toList();
  }

  private static String role(JsonArray messages, int index) {
    return messages.getJsonObject(index).getString("role");
  }

  /// The blocks of an answer and how it ended, one line each.
  static List<String> blocks(String answer, boolean stream) throws Json.Malformed {
    var lines = new ArrayList<String>();
    if (stream) {
      var verdict = StreamJudge.judge(answer.getBytes(StandardCharsets.UTF_8));
      assertEquals(null, verdict.error());
      verdict.blocks().forEach(block -> lines.add(SearchBlocks.line(block)));
      var usage = verdict.usage();
      lines.add(SearchBlocks.end(verdict.stopReason().wire(), usage.input(), usage.output(), usage.webSearches()));
    } else {
      var message = Json.object(answer);
      message.getJsonArray("content").forEach(block -> lines.add(SearchBlocks.line(block.asJsonObject())));
      var usage = message.getJsonObject("usage");
      var searches = usage.containsKey("server_tool_use") ? usage.getJsonObject("server_tool_use").getInt("web_search_requests") : 0;
      lines.add(SearchBlocks.end(message.getString("stop_reason"), usage.getInt("input_tokens"), usage.getInt("output_tokens"), searches));
    }
    return lines;
  }
}
