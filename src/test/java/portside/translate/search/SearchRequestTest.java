package portside.translate.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.WIRE;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Search;
import portside.provider.dialect.Dialect.Wire;
import portside.wire.anthropic.ContentBlock;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.InputMessage;
import portside.wire.anthropic.MessagesRequest.Role;
import portside.wire.anthropic.MessagesRequest.Tool;
import portside.wire.anthropic.MessagesRequest.ToolChoice;

/// What a request says of a web search, and how that is offered to a provider.
class SearchRequestTest {
  private static final String SEARCH = "{'type':'web_search_20250305','name':'web_search'}";
  private static final String FETCH = "{'type':'web_fetch_20250910','name':'web_fetch'}";
  private static final String OWN = "{'name':'Bash','input_schema':{}}";

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 1", "1, 1", "20, 20", "21, 20", "'\"many\"', 20"})
  void upToTwentySearchesAreAllowed(String said, int uses) {
    assertEquals(uses, tool("'max_uses':" + said).maxUses());
  }

  @Test
  void withoutSettingsAllIsAllowed() {
    assertEquals(new SearchTool("web_search", 20, List.of(), List.of()), SearchTool.in(request(SEARCH, "", "hi")).orElseThrow());
    assertEquals(Optional.empty(), SearchTool.in(request(OWN + "," + FETCH, "", "hi")));
    assertEquals(List.of("a.example", "b.example/c"), tool("'allowed_domains':[' A.example ',7,'','b.example/C']").allowed());
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x, true", "https://A.Example, true", "https://www.a.example/x, true", "https://aa.example/x, false", "https://example/a.example, false",
    "https://b.example/docs/x, true", "https://b.example/Docs, true", "https://b.example/other, false", "https://b.example, false",
    "https://secret.a.example/x, false", "mailto:a.example, false", "'https://a.example/{', false"
  })
  void aDomainCoversWhatIsBelowIt(String url, boolean shown) {
    var tool = new SearchTool("web_search", 20, List.of("a.example", "b.example/docs"), List.of("secret.a.example"));
    assertEquals(shown, tool.shows(url));
  }

  @Test
  void whereNothingIsAllowedByNameAllButTheBlockedIsShown() {
    var tool = new SearchTool("web_search", 20, List.of(), List.of("b.example"));
    assertEquals(List.of(true, false), List.of(tool.shows("https://a.example"), tool.shows("https://b.example")));
  }

  /// The columns: the tools, the choice of one, the user's words, which tool of the server is insisted on.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      S     |                                         | hi                                        |
      S     |                                         | Perform a web search for the query: ships | web_search
      F     |                                         | Perform a web search for the query: ships | web_fetch
      F,S   |                                         | Perform a web search for the query: ships | web_search
      S,O   |                                         | Perform a web search for the query: ships |
      S,O   | {'type':'any'}                          | hi                                        |
      F,S   | {'type':'any'}                          | hi                                        | web_search
      S,O   | {'type':'tool','name':'web_search'}     | hi                                        | web_search
      S,O   | {'type':'tool','name':'Bash'}           | hi                                        |
      S,O   | {'type':'tool','name':'gone'}           | hi                                        |
      S     | {'type':'auto'}                         | hi                                        |
      """)
  void aSearchMayBeInsistedOn(String tools, String choice, String words, String kind) {
    assertEquals(Optional.ofNullable(kind), RequiredServerTool.of(request(spelled(tools), choice == null ? "" : choice, words)));
  }

  @Test
  void theQueryIsTheUsersLastWords() {
    assertEquals("ships", RequiredServerTool.query(request(SEARCH, "", "Perform a web search for the query: ships ")));
    assertEquals("x".repeat(400), RequiredServerTool.query(request(SEARCH, "", " " + "x".repeat(401))));
    assertEquals("x".repeat(400), RequiredServerTool.query(request(SEARCH, "", "x".repeat(400))));
  }

  /// The columns: the provider's form, the settings of the tool, the choice, then what is offered: tools, members, names, whether it is demanded, whether it is told.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      BUILTIN_FUNCTION |                                   |                | [{'type':'builtin_function','function':{'name':'$web_search'}}] | {} | {web_search=$web_search} | false | true
      WEB_SEARCH_TOOL  | ,'allowed_domains':['a.b']        |                | [{'type':'web_search','web_search':{'enable':true,'search_engine':'search_pro','search_result':true,'count':10,'search_domain_filter':'a.b'}}] | {} | {} | false | true
      WEB_SEARCH_TOOL  | ,'allowed_domains':['a.b','c.d']  |                | [{'type':'web_search','web_search':{'enable':true,'search_engine':'search_pro','search_result':true,'count':10}}] | {} | {} | false | true
      OPENROUTER_TOOL  |                                   |                | [{'type':'openrouter:web_search'}] | {} | {} | false | true
      OPENROUTER_TOOL  | ,'allowed_domains':['a.b'],'blocked_domains':['c.d'] | | [{'type':'openrouter:web_search','parameters':{'allowed_domains':['a.b']}}] | {} | {} | false | true
      OPENROUTER_TOOL  | ,'blocked_domains':['c.d']        |                | [{'type':'openrouter:web_search','parameters':{'excluded_domains':['c.d']}}] | {} | {} | false | true
      BROWSER_SEARCH   |                                   |                | [{'type':'browser_search'}] | {} | {} | false | true
      BROWSER_SEARCH   |                                   | {'type':'any'} | [{'type':'browser_search'}] | {'tool_choice':'required'} | {} | true | true
      ENABLE_SEARCH    |                                   |                | [] | {'enable_search':true} | {} | false | false
      ENABLE_SEARCH    |                                   | {'type':'any'} | [] | {'enable_search':true,'search_options':{'forced_search':true}} | {} | true | false
      NONE             |                                   | {'type':'any'} | [] | {} | {} | false | true
      RESPONSES_TOOL   |                                   | {'type':'any'} | [] | {} | {} | false | true
      """)
  void eachProviderIsOfferedTheSearchInItsOwnForm(
      Search form, String settings, String choice, String tools, String members, String names, boolean demanded, boolean told) {
    var request = request(SEARCH.replace("}", (settings == null ? "" : settings) + "}"), choice == null ? "" : choice, "hi");
    var offered = OfferedSearch.of(request, Dialect.STANDARD.as("s").with(Column.SEARCH, form));
    assertEquals(tools, quoted(offered.tools()));
    assertEquals(members, quoted(offered.members()));
    assertEquals(names, offered.names().toString());
    assertEquals(List.of(demanded, told), List.of(offered.demanded(), offered.told()));
  }

  @Test
  void theResponsesWireTakesAllowedDomains() {
    var row = Dialect.STANDARD.as("r").with(WIRE, Wire.RESPONSES).with(Column.SEARCH, Search.RESPONSES_TOOL);
    assertEquals("[{'type':'web_search'}]", quoted(OfferedSearch.of(request(SEARCH, "", "hi"), row).tools()));
    assertEquals("[{'type':'web_search','filters':{'allowed_domains':['a.b']}}]",
        quoted(OfferedSearch.of(request(SEARCH.replace("}", ",'allowed_domains':['a.b']}"), "", "hi"), row).tools()));
    assertEquals(OfferedSearch.NONE, OfferedSearch.of(request(SEARCH, "", "hi"), row.as("n").with(Column.SEARCH, Search.BROWSER_SEARCH)));
    assertEquals(OfferedSearch.NONE, OfferedSearch.of(request(OWN, "", "hi"), row));
  }

  /// Where the provider cannot be told to call nothing, nothing is offered.
  @Test
  void aSearchThatMustNotBeCalledIsNotOffered() {
    var row = Dialect.STANDARD.as("b").with(Column.SEARCH, Search.BROWSER_SEARCH);
    var none = request(SEARCH, "{'type':'none'}", "hi");
    assertEquals("[{'type':'browser_search'}]", quoted(OfferedSearch.of(none, row.as("y").with(NONE_TOOL_CHOICE, true)).tools()));
    assertEquals(OfferedSearch.NONE, OfferedSearch.of(none, row.as("n").with(NONE_TOOL_CHOICE, false)));
    assertEquals("[{'type':'browser_search'}]", quoted(OfferedSearch.of(request(SEARCH, "", "hi"), row.as("n").with(NONE_TOOL_CHOICE, false)).tools()));
  }

  @Test
  void aSearchOfTheProxysOwnIsAFunctionAmongTheOthers() {
    var request = request(OWN + "," + SEARCH, "{'type':'any'}", "hi");
    var rounds = SearchRounds.withFunction(request, SearchTool.in(request).orElseThrow());
    assertEquals(List.of("Bash", "web_search"), rounds.request().tools().stream().map(Tool::name).toList());
    assertEquals(List.of(false, true), rounds.request().tools().stream().map(SearchPrompts::isFunction).toList());
    assertEquals(new ToolChoice.Any(), rounds.request().toolChoice());
    assertEquals(request.tools(), SearchRounds.asOffered(request, SearchTool.in(request).orElseThrow()).request().tools());
  }

  /// The columns: the tools, whether the model may search again, whether it must not.
  @ParameterizedTest
  @CsvSource({"S, true, false", "S, false, true", "'S,O', false, false"})
  void whatWasFoundIsAnsweredInTheNextRound(String tools, boolean more, boolean never) {
    var request = request(spelled(tools), "{'type':'any'}", "hi");
    var rounds = SearchRounds.withFunction(request, SearchTool.in(request).orElseThrow());
    rounds.answered(List.of(new ContentBlock.Text("I look.")), List.of(new ContentBlock.Text("Found.")), more);
    var messages = rounds.request().messages();
    assertEquals(request.messages(), messages.subList(0, 3));
    assertEquals(List.of(new InputMessage(Role.ASSISTANT, List.of(new ContentBlock.Text("I look."))),
        new InputMessage(Role.USER, List.of(new ContentBlock.Text("Found.")))), messages.subList(3, 5));
    assertEquals(never ? new ToolChoice.None() : null, rounds.request().toolChoice());
  }

  private static SearchTool tool(String settings) {
    return SearchTool.in(request(SEARCH.replace("}", "," + settings + "}"), "", "hi")).orElseThrow();
  }

  private static String spelled(String tools) {
    return tools.replace("S", SEARCH).replace("F", FETCH).replace("O", OWN);
  }

  private static MessagesRequest request(String tools, String choice, String words) {
    var body = "{'model':'m','max_tokens':9,'tools':[" + tools + "]," + (choice.isEmpty() ? "" : "'tool_choice':" + choice + ",")
        + "'messages':[{'role':'user','content':'before'},{'role':'assistant','content':'yes'},{'role':'user','content':'" + words + "'}]}";
    return MessagesReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(Object json) {
    return json.toString().replace('"', '\'').replace(", ", ",");
  }
}
