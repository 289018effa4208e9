package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.CALLS_WITHOUT_TOOLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.MAX_DESCRIPTION;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REQUIRED_WORD;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.WITHOUT;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
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
    assertEquals(sent, sent(cells().with(MAX_OUTPUT, most), new Provider.Limits(min, max), asked));
  }

  @Test
  void sampling() throws Json.Malformed {
    var floor = cells().with(SAMPLING_FLOOR, 0.01);
    assertEquals("'temperature':0.01,'top_p':0.010", sent(floor, "'temperature':0.001,'top_p':0.010"));
    assertEquals("'temperature':'warm'", sent(floor, "'temperature':'warm'"));
    assertEquals("", sent(cells().with(SAMPLING, Dialect.Sampling.DROP), "'temperature':1,'top_p':1"));
  }

  @Test
  void stops() throws Json.Malformed {
    assertEquals("'stop':['a','b']", sent(cells().with(MAX_STOPS, 2), "'stop':['a','b','c']"));
    assertEquals("'stop':['a']", sent(cells().with(MAX_STOPS, 2), "'stop':['a']"));
    assertEquals("'stop':'a'", sent(cells().with(MAX_STOPS, 2), "'stop':'a'"));
    assertEquals("", sent(cells().with(MAX_STOPS, 0), "'stop':'a'"));
  }

  @Test
  void membersThatOnlySomeTake() throws Json.Malformed {
    var all = "'top_k':3,'stream_options':{},'seed':1";
    assertEquals(all, sent(cells().with(TOP_K, true).with(STREAM_USAGE, true), all));
    assertEquals("'seed':1", sent(cells().with(TOP_K, false).with(STREAM_USAGE, false), all));
    var tools = "'tools':[" + TOOL + "],'parallel_tool_calls':true";
    assertEquals(tools, sent(cells().with(PARALLEL_TOOL_CALLS, Dialect.ParallelToolCalls.OFF), tools));
    assertEquals("'tools':[" + TOOL + "]", sent(cells().with(PARALLEL_TOOL_CALLS, Dialect.ParallelToolCalls.UNSAID), tools));
  }

  @Test
  void settingsOfToolsGoWithTheTools() throws Json.Malformed {
    assertEquals("'n':1", sent(Dialect.STANDARD, "'tool_choice':'auto','parallel_tool_calls':true,'n':1"));
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
    var row = cells().with(NONE_TOOL_CHOICE, none).with(FORCED_TOOL_CHOICE, forced).with(NAMED_TOOL_CHOICE, named).with(REQUIRED_WORD, "must");
    var tools = "'tools':[" + TOOL + "]";
    assertEquals(tools + (choice == null ? "" : ",'tool_choice':" + choice), sent(row, tools + ",'tool_choice':" + asked));
  }

  @Test
  void effort() throws Json.Malformed {
    assertEquals("'reasoning_effort':'high'", sent(cells().with(EFFORTS, "low", "high").with(REASONING, Dialect.Reasoning.EFFORT), "'reasoning_effort':'high'"));
    assertEquals("'reasoning':{'effort':'low'}", sent(cells().with(EFFORTS, "low", "high").with(REASONING, Dialect.Reasoning.REASONING_OBJECT), "'reasoning_effort':'low'"));
    assertEquals("", sent(cells().with(EFFORTS, "low", "high").with(REASONING, Dialect.Reasoning.NONE), "'reasoning_effort':'low'"));
    assertEquals("", sent(cells().with(EFFORTS, "low", "high").with(REASONING, Dialect.Reasoning.EFFORT), "'reasoning_effort':7"));
  }

  @Test
  void format() throws Json.Malformed {
    var schema = "'response_format':{'type':'json_schema','json_schema':{}}";
    var object = "'response_format':{'type':'json_object'}";
    for (var form : Dialect.StructuredOutput.values()) {
      var row = cells().with(STRUCTURED_OUTPUT, form);
      assertEquals(form == Dialect.StructuredOutput.NONE ? "" : object, sent(row, object));
      assertEquals(form == Dialect.StructuredOutput.NONE ? "" : form == Dialect.StructuredOutput.JSON_OBJECT ? object : schema, sent(row, schema));
    }
    var tools = "'tools':[" + TOOL + "]";
    assertEquals(tools + "," + object, sent(cells().with(FORMAT_WITH_TOOLS, true), tools + "," + object));
    assertEquals(tools, sent(cells().with(FORMAT_WITH_TOOLS, false), tools + "," + object));
    assertEquals(object, sent(cells().with(FORMAT_WITH_TOOLS, false), object));
    assertEquals("'tools':[]," + object, sent(cells().with(FORMAT_WITH_TOOLS, false), "'tools':[]," + object));
  }

  @Test
  void tools() throws Json.Malformed {
    var three = "'tools':[" + TOOL + "," + TOOL.replace("'t'", "'u'") + "," + TOOL.replace("'t'", "'v'") + "]";
    assertEquals(three, sent(Dialect.STANDARD, three));
    assertEquals(three, sent(cells().with(MAX_TOOLS, 9), three));
    assertEquals("'tools':[" + TOOL + "]", sent(cells().with(MAX_TOOLS, 1), three));
    assertEquals("'tools':['x',{'type':'custom'}]", sent(Dialect.STANDARD, "'tools':['x',{'type':'custom'}]"));
    assertEquals("'tools':7", sent(Dialect.STANDARD, "'tools':7"));
    var strict = "'tools':[{'type':'function','function':{'name':'t','strict':true}}]";
    assertEquals("'tools':[" + TOOL + "]", sent(cells().with(STRICT, Dialect.Strict.OMIT), strict));
    assertEquals(strict, sent(cells().with(STRICT, Dialect.Strict.WHEN_ASKED), strict));
    var described = "'tools':[{'type':'function','function':{'name':'t','description':'abcd'}}]";
    assertEquals(described, sent(cells().with(MAX_DESCRIPTION, 0), described));
    assertEquals(described.replace("abcd", "…"), sent(cells().with(MAX_DESCRIPTION, 1), described));
    var empty = "'tools':[{'type':'function','function':{'name':'t','parameters':{'type':'object'}}}]";
    assertEquals("'tools':[" + TOOL + "]", sent(cells().with(SCHEMAS, Dialect.Schemas.GEMINI), empty));
    assertEquals(empty.replace("'object'", "'object','properties':{}"), sent(Dialect.STANDARD, empty));
  }

  @Test
  void membersOfTheRow() throws Json.Malformed {
    var row = cells().with(WITHOUT, "seed").with(EXTRA_BODY, new Dialect.ExtraMember("n", "2"), new Dialect.ExtraMember("a", "true"));
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
    var rich = cells().with(SYSTEM_ROLE, Dialect.SystemRole.DEVELOPER).with(IMAGES, true).with(CALLS_WITHOUT_TOOLS, true);
    var poor = cells().with(SYSTEM_ROLE, Dialect.SystemRole.SYSTEM).with(IMAGES, false).with(CALLS_WITHOUT_TOOLS, false);
    var asked = "'messages':[" + message + "]";
    assertEquals(everything.equals("SAME") ? asked : "'messages':[" + everything + "]", sent(rich, asked));
    assertEquals(little.equals("SAME") ? asked : "'messages':[" + little.replace("~", "\\n") + "]", sent(poor, asked));
  }

  @Test
  void callsStayCallsWhereToolsAreOffered() throws Json.Malformed {
    var asked = "'messages':[{'role':'tool','tool_call_id':'c','content':'ok'}],'tools':[" + TOOL + "]";
    assertEquals(asked, sent(cells().with(CALLS_WITHOUT_TOOLS, false), asked));
  }

  private static Dialect cells() {
    return Dialect.STANDARD.as("row");
  }

  private static String sent(Dialect row, String members) throws Json.Malformed {
    return sent(row, new Provider.Limits(0, 0), members);
  }

  /// What becomes of these members, without the model.
  private static String sent(Dialect row, Provider.Limits limits, String members) throws Json.Malformed {
    var body = Json.object(("{'model':'client-x'," + members + "}").replace('\'', '"'));
    var sent = Json.text(ChatToChat.translate(body, "model-x", row, limits));
    assertEquals("{\"model\":\"model-x\"", sent.substring(0, 18));
    return sent.substring(18, sent.length() - 1).replaceFirst("^,", "").replace('"', '\'');
  }
}
