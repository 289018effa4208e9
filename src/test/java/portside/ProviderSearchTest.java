package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// The searches that providers run themselves, each in its own form, over sockets.
class ProviderSearchTest {
  /// A configured backend must not be asked where the provider searches itself.
  private static final String NOT_ASKED = "WEB_SEARCH=searxng:http://127.0.0.1:1";

  /// What a provider streams: chunks before and behind the words.
  private static ScriptedProvider.Script searching(String before, String behind) {
    return line -> {
      line.stream();
      if (!before.isEmpty()) {
        line.event(before);
      }
      line.text("At the quay.");
      if (!behind.isEmpty()) {
        line.event(behind);
        line.event(behind); // told twice, one page all the same
      }
      WebSearchTest.finish(line, "stop");
    };
  }

  private static final String HIT = "web_search_tool_result Ships https://ships.example/a";
  private static final String USE = "server_tool_use web_search {\"query\":\"where ships lie\"}";
  private static final String TEXT = "text At the quay.";
  private static final String END = "end_turn, 10 in, 2 out, 1 searches";

  @Test
  void zhipuTellsItsPagesAtTheTopLevel() throws Exception {
    var pages = "{\"web_search\":[{\"title\":\"Ships\",\"link\":\"https://ships.example/a\",\"content\":\"…\",\"refer\":\"ref_1\"}],\"choices\":[]}";
    try (var provider = new ScriptedProvider().then(searching(pages, "")).then(searching("", pages));
        var proxy = RunningProxy.before(provider.url(), "DIALECT=glm-5.3", NOT_ASKED)) {
      assertEquals(List.of(USE, HIT, TEXT, END), blocks(proxy));
      assertEquals(List.of(TEXT, USE, HIT, END), blocks(proxy));
      assertEquals("{}", Json.object(proxy.get("/health").body()).get("token_counts").toString(), "its prompt had pages that were not seen here");
      var request = Json.object(provider.take().body());
      assertEquals(
          "[{\"type\":\"web_search\",\"web_search\":{\"enable\":true,\"search_engine\":\"search_pro\",\"search_result\":true,\"count\":10}}]",
          Json.text(request.get("tools")));
      assertEquals(null, request.get("tool_choice"));
    }
  }

  @Test
  void openRouterCitesInAnnotations() throws Exception {
    var annotation = "{\"choices\":[{\"index\":0,\"delta\":{\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":"
        + "{\"url\":\"https://ships.example/a\",\"title\":\"Ships\",\"start_index\":1,\"end_index\":2}}]}}]}";
    try (var provider = new ScriptedProvider().then(searching("", annotation));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_SEARCH=openrouter_tool", NOT_ASKED)) {
      assertEquals(List.of(TEXT, USE, HIT, END), blocks(proxy));
      var request = WebSearchTest.claudeCode(true).replace("\"max_uses\":8", "\"blocked_domains\":[\"other.example\"]");
      proxy.post("/v1/messages", request);
      assertEquals("[{\"type\":\"openrouter:web_search\"}]", Json.text(Json.object(provider.take().body()).get("tools")));
      assertEquals("[{\"type\":\"openrouter:web_search\",\"parameters\":{\"excluded_domains\":[\"other.example\"]}}]",
          Json.text(Json.object(provider.take().body()).get("tools")));
    }
  }

  @Test
  void groqTellsWhatItRan() throws Exception {
    var ran = "{\"choices\":[{\"index\":0,\"delta\":{\"executed_tools\":[{\"index\":0,\"type\":\"browser_search\",\"search_results\":"
        + "{\"results\":[{\"title\":\"Ships\",\"url\":\"https://ships.example/a\",\"score\":0.9}]}}]}}]}";
    try (var provider = new ScriptedProvider().then(searching(ran, ""));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_SEARCH=browser_search", NOT_ASKED)) {
      assertEquals(List.of(USE, HIT, TEXT, END), blocks(proxy));
      var request = Json.object(provider.take().body());
      assertEquals("[{\"type\":\"browser_search\"}] \"required\"", Json.text(request.get("tools")) + " " + request.get("tool_choice"));
    }
  }

  @Test
  void alibabaSearchesWithoutTellingWhere() throws Exception {
    try (var provider = new ScriptedProvider().then(searching("", ""));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_SEARCH=enable_search", NOT_ASKED)) {
      assertEquals(List.of(TEXT, USE, "web_search_tool_result ", END), blocks(proxy));
      var request = Json.object(provider.take().body());
      assertEquals("true {\"forced_search\":true}", request.get("enable_search") + " " + Json.text(request.get("search_options")));
      assertEquals(false, request.containsKey("tools"));
      proxy.post("/v1/messages", WebSearchTest.mixed());
      assertEquals(false, Json.object(provider.take().body()).containsKey("search_options"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theResponsesWireCitesAndTellsItsQuery(boolean stream) throws Exception {
    var call = "{'type':'web_search_call','id':'ws_1','status':'completed','action':{'type':'search','query':'quays'}}";
    var said = "{'type':'message','id':'m_1','role':'assistant','content':[{'type':'output_text','text':'At the quay.','annotations':"
        + "[{'type':'url_citation','url':'https://ships.example/a','title':'Ships'}]}]}";
    var response = "{'object':'response','status':'completed','output':[" + call + "," + said + "],'usage':{'input_tokens':10,'output_tokens':2}}";
    try (var provider = new ScriptedProvider().then(line -> {
          if (!stream) {
            line.whole(200, "application/json", quoted(response));
            return;
          }
          line.stream();
          line.event(quoted("{'type':'response.output_item.added','output_index':0,'item':" + call.replace(",'query':'quays'", "") + "}"));
          line.event(quoted("{'type':'response.output_item.done','output_index':0,'item':" + call + "}"));
          line.event(quoted("{'type':'response.output_text.delta','output_index':1,'item_id':'m_1','content_index':0,'delta':'At the quay.'}"));
          line.event(quoted("{'type':'response.output_item.done','output_index':1,'item':" + said + "}"));
          line.event(quoted("{'type':'response.completed','response':" + response + "}"));
          line.chunkEnd();
        });
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=responses", "DIALECT_SEARCH=responses_tool", NOT_ASKED)) {
      assertEquals(List.of(TEXT, "server_tool_use web_search {\"query\":\"quays\"}", HIT, END),
          WebSearchTest.blocks(proxy.post("/v1/messages", WebSearchTest.claudeCode(stream)).body(), stream));
      var request = Json.object(provider.take().body());
      assertEquals("[{\"type\":\"web_search\"}] \"required\"", Json.text(request.get("tools")) + " " + request.get("tool_choice"));
    }
  }

  /// Nobody demanded a search; one that was run is shown all the same, with what is known of it.
  @Test
  void aSearchThatWasRunIsShownWithoutPages() throws Exception {
    var call = "{'type':'web_search_call','id':'ws_1','status':'completed','action':{'type':'search','query':'quays'}}";
    var said = "{'type':'message','id':'m_1','role':'assistant','content':[{'type':'output_text','text':'At the quay.','annotations':[]}]}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json",
            quoted("{'object':'response','status':'completed','output':[" + call + "," + said + "],'usage':{'input_tokens':10,'output_tokens':2}}")));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=responses", "DIALECT_SEARCH=responses_tool", NOT_ASKED)) {
      assertEquals(List.of(TEXT, "server_tool_use web_search {\"query\":\"quays\"}", "web_search_tool_result ", END),
          WebSearchTest.blocks(proxy.post("/v1/messages", WebSearchTest.mixed().replace("\"stream\":true", "\"stream\":false")).body(), false));
    }
  }

  /// Pages that come between the arguments of a call wait for its end.
  @Test
  void pagesDoNotBreakIntoACall() throws Exception {
    var pages = "{\"web_search\":[{\"title\":\"Ships\",\"link\":\"https://ships.example/a\",\"content\":\"…\"}],\"choices\":[]}";
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.event(WebSearchTest.call(0, "call_aaaaaa", "Bash", "{\\\"command\\\":"));
          line.event(pages);
          line.text("At the quay.");
          line.event(WebSearchTest.call(0, "call_aaaaaa", "", "\\\"ls\\\"}"));
          WebSearchTest.finish(line, "tool_calls");
        });
        var proxy = RunningProxy.before(provider.url(), "DIALECT=glm-5.3", NOT_ASKED)) {
      assertEquals(List.of("tool_use Bash {\"command\":\"ls\"}", TEXT, "server_tool_use web_search {\"query\":\"Where do ships lie?\"}", HIT,
          "tool_use, 10 in, 2 out, 1 searches"), WebSearchTest.blocks(proxy.post("/v1/messages", WebSearchTest.mixed()).body(), true));
    }
  }

  @Test
  void whoTellsPagesAndTellsNoneHasNotSearched() throws Exception {
    try (var provider = new ScriptedProvider().then(searching("", ""));
        var proxy = RunningProxy.before(provider.url(), "DIALECT=glm-5.3", NOT_ASKED)) {
      assertEquals(List.of(TEXT, USE, "web_search unavailable", "end_turn, 10 in, 2 out, 0 searches"), blocks(proxy));
      assertEquals(List.of(TEXT, "end_turn, 10 in, 2 out, 0 searches"), WebSearchTest.blocks(proxy.post("/v1/messages", WebSearchTest.mixed()).body(), true));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void moonshotGetsItsArgumentsBack(boolean stream) throws Exception {
    var arguments = "{\\\"search_result\\\":{\\\"search_id\\\":\\\"s-1\\\"},\\\"usage\\\":{\\\"total_tokens\\\":8822}}";
    try (var provider = new ScriptedProvider()
            .then(line -> {
              line.stream();
              line.event(WebSearchTest.call(0, "t-web_search-1", "$web_search", arguments).replace("\"function\",\"function\"", "\"builtin_function\",\"function\""));
              WebSearchTest.finish(line, "tool_calls");
            })
            .then(line -> WebSearchTest.says(line, "At the quay."));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_SEARCH=builtin_function", NOT_ASKED)) {
      assertEquals(
          List.of(USE, "web_search_tool_result ", TEXT, "end_turn, 20 in, 4 out, 1 searches"),
          WebSearchTest.blocks(proxy.post("/v1/messages", WebSearchTest.claudeCode(stream)).body(), stream));
      var tools = "[{\"type\":\"builtin_function\",\"function\":{\"name\":\"$web_search\"}}]";
      assertEquals(tools, Json.text(Json.object(provider.take().body()).get("tools")));
      var second = Json.object(provider.take().body());
      assertEquals(tools, Json.text(second.get("tools")));
      var call = message(second, 1).getJsonArray("tool_calls").getJsonObject(0);
      var echoed = "{\"search_result\":{\"search_id\":\"s-1\"},\"usage\":{\"total_tokens\":8822}}";
      assertEquals("builtin_function $web_search " + echoed,
          call.getString("type") + " " + call.getJsonObject("function").getString("name") + " " + call.getJsonObject("function").getString("arguments"));
      assertEquals(call.getString("id") + " " + echoed, message(second, 2).getString("tool_call_id") + " " + message(second, 2).getString("content"));
    }
  }

  @Test
  void whoRefusesItsOwnSearchIsHelpedByTheBackend() throws Exception {
    var refusal = "{\"error\":{\"message\":\"tool type 'web_search' is not supported\"}}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", refusal))
            .then(line -> {
              line.stream();
              line.event(WebSearchTest.call(0, "call_search1", "web_search", "{\\\"query\\\":\\\"where ships lie\\\"}"));
              WebSearchTest.finish(line, "tool_calls");
            })
            .then(searching("", ""));
        var engine = new ScriptedProvider().then(line -> line.whole(200, "application/json", "{\"results\":[{\"title\":\"Ships\",\"url\":\"https://ships.example/a\"}]}"));
        var proxy = RunningProxy.before(provider.url(), "DIALECT=glm-5.3", "WEB_SEARCH=searxng:" + WebSearchTest.root(engine))) {
      assertEquals(List.of(USE, HIT, TEXT, "end_turn, 20 in, 4 out, 1 searches"), blocks(proxy));
      provider.take();
      assertEquals("web_search", Json.object(provider.take().body()).getJsonArray("tools").getJsonObject(0).getJsonObject("function").getString("name"));
    }
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  private static JsonObject message(JsonObject request, int index) {
    return request.getJsonArray("messages").getJsonObject(index);
  }

  private static List<String> blocks(RunningProxy proxy) throws Exception {
    return WebSearchTest.blocks(proxy.post("/v1/messages", WebSearchTest.claudeCode(true)).body(), true);
  }
}
