package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Dialect;
import portside.provider.DialectDraft;
import portside.provider.Dialects;
import portside.provider.Provider;
import portside.wire.Json;

/// What each column changes in the request of an OpenAI client.
class ChatToChatTest {
  private static final String TOOL = "{'type':'function','function':{'name':'t'}}";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      0   | 0  | 0  | 'max_tokens':10            | 'max_tokens':10
      0   | 0  | 0  | 'max_completion_tokens':10 | 'max_tokens':10
      20  | 0  | 0  | 'max_tokens':10            | 'max_tokens':20
      0   | 7  | 0  | 'max_tokens':10            | 'max_tokens':7
      0   | 1  | 0  | 'max_tokens':10            | 'max_tokens':1
      0   | 0  | 1  | 'max_tokens':10            | 'max_tokens':1
      0   | 0  | 99 | 'max_tokens':10            | 'max_tokens':10
      0   | 0  | 5  | 'max_tokens':null          | 'max_tokens':null
      """)
  void limits(long min, long max, long most, String asked, String sent) throws Json.Malformed {
    assertEquals(sent, sent(cells().maxOutput(most).row(), new Provider.Limits(min, max, 0), asked));
  }

  @Test
  void sampling() throws Json.Malformed {
    var floor = cells().samplingFloor(0.01).row();
    assertEquals("'temperature':0.01,'top_p':0.010", sent(floor, "'temperature':0.001,'top_p':0.010"));
    assertEquals("'temperature':'warm'", sent(floor, "'temperature':'warm'"));
    assertEquals("", sent(cells().sampling(Dialect.Sampling.DROP).row(), "'temperature':1,'top_p':1"));
  }

  @Test
  void stops() throws Json.Malformed {
    assertEquals("'stop':['a','b']", sent(cells().maxStops(2).row(), "'stop':['a','b','c']"));
    assertEquals("'stop':['a']", sent(cells().maxStops(2).row(), "'stop':['a']"));
    assertEquals("'stop':'a'", sent(cells().maxStops(2).row(), "'stop':'a'"));
    assertEquals("", sent(cells().maxStops(0).row(), "'stop':'a'"));
  }

  @Test
  void membersThatOnlySomeTake() throws Json.Malformed {
    var all = "'top_k':3,'stream_options':{},'seed':1";
    assertEquals(all, sent(cells().topK(true).streamUsage(true).row(), all));
    assertEquals("'seed':1", sent(cells().topK(false).streamUsage(false).row(), all));
    var tools = "'tools':[" + TOOL + "],'parallel_tool_calls':true";
    assertEquals(tools, sent(cells().parallelToolCalls(Dialect.ParallelToolCalls.OFF).row(), tools));
    assertEquals("'tools':[" + TOOL + "]", sent(cells().parallelToolCalls(Dialect.ParallelToolCalls.UNSAID).row(), tools));
  }

  @Test
  void settingsOfToolsGoWithTheTools() throws Json.Malformed {
    assertEquals("'n':1", sent(Dialects.STANDARD, "'tool_choice':'auto','parallel_tool_calls':true,'n':1"));
  }

  /// The columns: whether `none` may be said | whether a tool may be forced | how one is named | the choice | what is sent.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
      true  | YES             | OBJECT   | 'auto'                                      | 'auto'
      false | NO              | REQUIRED | 'auto'                                      | 'auto'
      true  | NO              | OBJECT   | 'none'                                      | 'none'
      false | YES             | OBJECT   | 'none'                                      | none
      true  | YES             | OBJECT   | 'required'                                  | 'must'
      true  | NO              | OBJECT   | 'required'                                  | none
      true  | UNLESS_THINKING | OBJECT   | 'required'                                  | none
      true  | YES             | OBJECT   | {'type':'function','function':{'name':'t'}} | {'type':'function','function':{'name':'t'}}
      true  | YES             | REQUIRED | {'type':'function','function':{'name':'t'}} | 'must'
      true  | NO              | OBJECT   | {'type':'function','function':{'name':'t'}} | none
      """)
  void choices(boolean none, Dialect.ForcedToolChoice forced, Dialect.NamedToolChoice named, String asked, String choice) throws Json.Malformed {
    var row = cells().noneToolChoice(none).forcedToolChoice(forced).namedToolChoice(named).requiredWord("must").row();
    var tools = "'tools':[" + TOOL + "]";
    assertEquals(tools + (choice == null ? "" : ",'tool_choice':" + choice), sent(row, tools + ",'tool_choice':" + asked));
  }

  @Test
  void effort() throws Json.Malformed {
    assertEquals("'reasoning_effort':'high'", sent(cells().efforts("low", "high").reasoning(Dialect.Reasoning.EFFORT).row(), "'reasoning_effort':'high'"));
    assertEquals("'reasoning':{'effort':'low'}", sent(cells().efforts("low", "high").reasoning(Dialect.Reasoning.REASONING_OBJECT).row(), "'reasoning_effort':'low'"));
    assertEquals("", sent(cells().efforts("low", "high").reasoning(Dialect.Reasoning.NONE).row(), "'reasoning_effort':'low'"));
    assertEquals("", sent(cells().efforts("low", "high").reasoning(Dialect.Reasoning.EFFORT).row(), "'reasoning_effort':7"));
  }

  @Test
  void format() throws Json.Malformed {
    var schema = "'response_format':{'type':'json_schema','json_schema':{}}";
    var object = "'response_format':{'type':'json_object'}";
    for (var form : Dialect.StructuredOutput.values()) {
      var row = cells().structuredOutput(form).row();
      assertEquals(form == Dialect.StructuredOutput.NONE ? "" : object, sent(row, object));
      assertEquals(form == Dialect.StructuredOutput.NONE ? "" : form == Dialect.StructuredOutput.JSON_OBJECT ? object : schema, sent(row, schema));
    }
    var tools = "'tools':[" + TOOL + "]";
    assertEquals(tools + "," + object, sent(cells().formatWithTools(true).row(), tools + "," + object));
    assertEquals(tools, sent(cells().formatWithTools(false).row(), tools + "," + object));
    assertEquals(object, sent(cells().formatWithTools(false).row(), object));
    assertEquals("'tools':[]," + object, sent(cells().formatWithTools(false).row(), "'tools':[]," + object));
  }

  @Test
  void tools() throws Json.Malformed {
    var three = "'tools':[" + TOOL + "," + TOOL.replace("'t'", "'u'") + "," + TOOL.replace("'t'", "'v'") + "]";
    assertEquals(three, sent(Dialects.STANDARD, three));
    assertEquals(three, sent(cells().maxTools(9).row(), three));
    assertEquals("'tools':[" + TOOL + "]", sent(cells().maxTools(1).row(), three));
    assertEquals("'tools':['x',{'type':'custom'}]", sent(Dialects.STANDARD, "'tools':['x',{'type':'custom'}]"));
    assertEquals("'tools':7", sent(Dialects.STANDARD, "'tools':7"));
    var strict = "'tools':[{'type':'function','function':{'name':'t','strict':true}}]";
    assertEquals("'tools':[" + TOOL + "]", sent(cells().strict(Dialect.Strict.OMIT).row(), strict));
    assertEquals(strict, sent(cells().strict(Dialect.Strict.WHEN_ASKED).row(), strict));
    var described = "'tools':[{'type':'function','function':{'name':'t','description':'abcd'}}]";
    assertEquals(described, sent(cells().maxDescription(0).row(), described));
    assertEquals(described.replace("abcd", "…"), sent(cells().maxDescription(1).row(), described));
    var empty = "'tools':[{'type':'function','function':{'name':'t','parameters':{'type':'object'}}}]";
    assertEquals("'tools':[" + TOOL + "]", sent(cells().schemas(Dialect.Schemas.GEMINI).row(), empty));
    assertEquals(empty.replace("'object'", "'object','properties':{}"), sent(Dialects.STANDARD, empty));
  }

  @Test
  void membersOfTheRow() throws Json.Malformed {
    var row = cells().without("seed").extraBody(new Dialect.ExtraMember("n", "2"), new Dialect.ExtraMember("a", "true")).row();
    assertEquals("'n':1,'a':true", sent(row, "'seed':1,'n':1"));
  }

  /// The columns: the message | what is sent to a row that takes everything | and to one that takes little.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {'role':'developer','content':'x'} | {'role':'developer','content':'x'} | {'role':'system','content':'x'}
      {'role':'user','content':[{'type':'image_url','image_url':{'url':'u'}},{'type':'text','text':'x'}]} | SAME | \
      {'role':'user','content':[{'type':'text','text':'[image left out: this model cannot see pictures]'},{'type':'text','text':'x'}]}
      {'role':'tool','tool_call_id':'c','content':'ok'} | SAME | {'role':'user','content':'[a tool returned:]~ok'}
      {'role':'assistant','content':'I do.','tool_calls':[{'function':{'name':'t','arguments':'{}'}},7]} | SAME | \
      {'role':'assistant','content':'I do.~~[called the tool t with {}]'}
      {'role':'assistant','content':null,'tool_calls':[{'function':{'name':'t','arguments':'{}'}},{'function':7}]} | SAME | \
      {'role':'assistant','content':'[called the tool t with {}]'}
      7 | SAME | SAME
      """)
  void messages(String message, String everything, String little) throws Json.Malformed {
    var rich = cells().systemRole(Dialect.SystemRole.DEVELOPER).images(true).callsWithoutTools(true).row();
    var poor = cells().systemRole(Dialect.SystemRole.SYSTEM).images(false).callsWithoutTools(false).row();
    var asked = "'messages':[" + message + "]";
    assertEquals(everything.equals("SAME") ? asked : "'messages':[" + everything + "]", sent(rich, asked));
    assertEquals(little.equals("SAME") ? asked : "'messages':[" + little.replace("~", "\\n") + "]", sent(poor, asked));
  }

  @Test
  void callsStayCallsWhereToolsAreOffered() throws Json.Malformed {
    var asked = "'messages':[{'role':'tool','tool_call_id':'c','content':'ok'}],'tools':[" + TOOL + "]";
    assertEquals(asked, sent(cells().callsWithoutTools(false).row(), asked));
  }

  private static DialectDraft cells() {
    return Dialects.STANDARD.as("row");
  }

  private static String sent(Dialect row, String members) throws Json.Malformed {
    return sent(row, new Provider.Limits(0, 0, 0), members);
  }

  /// What becomes of these members, without the model.
  private static String sent(Dialect row, Provider.Limits limits, String members) throws Json.Malformed {
    var body = Json.object(("{'model':'client-x'," + members + "}").replace('\'', '"'));
    var sent = Json.text(ChatToChat.translate(body, "model-x", row, limits));
    assertEquals("{\"model\":\"model-x\"", sent.substring(0, 18));
    return sent.substring(18, sent.length() - 1).replaceFirst("^,", "").replace('"', '\'');
  }
}
