package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.CALLS_WITHOUT_TOOLS;
import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.MAX_DESCRIPTION;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLY_AFTER_TOOLS;
import static portside.provider.dialect.Column.REQUIRED_WORD;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallIdForm;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.NamedToolChoice;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.ParallelToolCalls;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.Schemas;
import portside.provider.dialect.Dialect.Strict;
import portside.provider.dialect.Dialect.SystemRole;

/// What the columns about tools and messages change in the request.
class ToolColumnsTest {
  private static final String TWO = "'tools':[{'name':'A','input_schema':{}},{'name':'B','input_schema':{}}]";
  private static final String NAMED = TWO + ",'tool_choice':{'type':'tool','name':'B'}";
  private static final String CALLED =
      "'messages':[{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'tool_use','id':'toolu_01','name':'A','input':{}}]},"
          + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_01','content':'ok'}]}";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      NOTHING     | THINKING        | {}
      WEAKEST     | THINKING        | {'thinking':{'type':'enabled'},'reasoning_effort':'low'}
      DISABLED    | THINKING        | {'tool_choice':'required','thinking':{'type':'disabled'}}
      DISABLED    | ENABLE_THINKING | {'tool_choice':'required','enable_thinking':false}
      EFFORT_NONE | EFFORT          | {'tool_choice':'required','reasoning_effort':'none'}
      EFFORT_NONE | NONE            | {}
      """)
  void forcesUnlessThinkingWhereItCanBeSwitchedOff(Off off, Reasoning style, String expected) {
    var dialect = Dialect.STANDARD.as("x").with(FORCED_TOOL_CHOICE, ForcedToolChoice.UNLESS_THINKING).with(OFF, off).with(REASONING, style).with(EFFORTS, "low");
    assertEquals(expected, Translated.of(TWO + ",'tool_choice':{'type':'any'},'thinking':{'type':'disabled'}", dialect).settings());
    var thinking = Translated.of(TWO + ",'tool_choice':{'type':'any'},'thinking':{'type':'adaptive'}", dialect);
    assertEquals("{}", thinking.members("tool_choice"));
  }

  @Test
  void offersTheNamedToolAlone() {
    var alone = Dialect.STANDARD.as("x").with(NAMED_TOOL_CHOICE, NamedToolChoice.ALONE).with(REQUIRED_WORD, "any");
    var request = Translated.of(NAMED, alone);
    assertEquals("{'tool_choice':'any'}", request.members("tool_choice"));
    assertEquals("{'name':'B','parameters':{'type':'object','properties':{}}}", request.tool(0));
    assertEquals(1, request.tools());
    assertEquals(2, Translated.of(TWO + ",'tool_choice':{'type':'tool','name':'C'}", alone).tools());
    assertEquals(2, Translated.of(NAMED, alone.as("x").with(FORCED_TOOL_CHOICE, ForcedToolChoice.NO)).tools());
  }

  @Test
  void saysTheRequiredWord() {
    var dialect = Dialect.STANDARD.as("x").with(REQUIRED_WORD, "any");
    assertEquals("{'tool_choice':'any'}", Translated.of(TWO + ",'tool_choice':{'type':'any'}", dialect).settings());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      UNSAID | true  | {}
      OFF    | true  | {'parallel_tool_calls':false}
      OFF    | false | {}
      SAID   | true  | {'parallel_tool_calls':false}
      SAID   | false | {'parallel_tool_calls':true}
      """)
  void parallelToolCalls(ParallelToolCalls column, boolean disable, String expected) {
    var dialect = Dialect.STANDARD.with(PARALLEL_TOOL_CALLS, column);
    var choice = "'tool_choice':{'type':'auto','disable_parallel_tool_use':" + disable + "}";
    assertEquals(expected, Translated.of(TWO + "," + choice, dialect).settings());
    assertEquals("{}", Translated.of(choice, dialect).settings());
  }

  @Test
  void shortensCallIdsToNine() {
    var dialect = Dialect.STANDARD.with(CALL_IDS, CallIdForm.NINE_ALPHANUMERIC);
    var request = Translated.of(CALLED + "]", dialect);
    assertEquals("{'role':'assistant','content':null,'tool_calls':[{'id':'7a95b7039','type':'function','function':{'name':'A','arguments':'{}'}}]}",
        request.message(1));
    assertEquals("{'role':'tool','tool_call_id':'7a95b7039','content':'ok'}", request.message(2));
    var own = Translated.of((CALLED + "]").replace("toolu_01", "aB3dE6gH9"), dialect);
    assertEquals("{'role':'tool','tool_call_id':'aB3dE6gH9','content':'ok'}", own.message(2));
  }

  @Test
  void namesTheToolOfAResult() {
    var request = Translated.of(CALLED + "]", Dialect.STANDARD.with(TOOL_RESULT_NAME, true));
    assertEquals("{'role':'tool','tool_call_id':'toolu_01','name':'A','content':'ok'}", request.message(2));
  }

  @Test
  void repliesToResultsBeforeTheUserSpeaks() {
    var dialect = Dialect.STANDARD.with(REPLY_AFTER_TOOLS, true);
    var spoken = Translated.of(CALLED + ",{'role':'user','content':'more'}]", dialect);
    assertEquals("{'role':'assistant','content':'I have read the results.'}", spoken.message(3));
    assertEquals("{'role':'user','content':'more'}", spoken.message(4));
    assertEquals("{'role':'tool','tool_call_id':'toolu_01','content':'ok'}", Translated.of(CALLED + "]", dialect).message(-1));
    assertEquals("{'role':'user','content':'hi'}", Translated.of("'system':'S'", dialect).message(1));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      OMIT       | true  | {'name':'A','parameters':P}
      FALSE      | true  | {'name':'A','parameters':P,'strict':false}
      FALSE      | false | {'name':'A','parameters':P,'strict':false}
      WHEN_ASKED | true  | {'name':'A','parameters':P,'strict':true}
      WHEN_ASKED | false | {'name':'A','parameters':P}
      """)
  void strict(Strict column, boolean asked, String expected) {
    var schema = "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}";
    var dialect = Dialect.STANDARD.with(STRICT, column);
    var request = Translated.of("'tools':[{'name':'A','strict':" + asked + ",'input_schema':" + schema + "}]", dialect);
    assertEquals(expected.replace("P", schema), request.tool(0));
  }

  @Test
  void doesNotAskForStrictnessThatTheSchemaCannotKeep() {
    var dialect = Dialect.STANDARD.with(STRICT, Strict.WHEN_ASKED);
    var request = Translated.of("'tools':[{'name':'A','strict':true,'input_schema':{'type':'object','properties':{'a':{}}}}]", dialect);
    assertEquals("{'name':'A','parameters':{'type':'object','properties':{'a':{}}}}", request.tool(0));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      LLAMACPP     |         | {'type':'object','properties':{'format':{'type':'string'},'list':{'type':'array','items':{'type':'string'}}},'additionalProperties':false}
      OPEN_OBJECTS |         | {'type':'object','properties':{'format':{'type':'string','format':'uri','maxLength':9},'list':{'type':'array','minItems':1,'items':{'$ref':'#/$defs/S'}}},'$defs':{'S':{'type':'string','pattern':'a'}}}
      NONE         | format  | {'type':'object','properties':{'format':{'type':'string','maxLength':9},'list':{'type':'array','minItems':1,'items':{'$ref':'#/$defs/S'}}},'additionalProperties':false,'$defs':{'S':{'type':'string','pattern':'a'}}}
      INLINE_REFS  | items   | {'type':'object','properties':{'format':{'type':'string','format':'uri','maxLength':9},'list':{'type':'array','minItems':1}},'additionalProperties':false}
      """)
  void schemas(Schemas column, String keyword, String expected) {
    var schema = "{'type':'object','properties':{'format':{'type':'string','format':'uri','maxLength':9},"
        + "'list':{'type':'array','minItems':1,'items':{'$ref':'#/$defs/S'}}},'additionalProperties':false,'$defs':{'S':{'type':'string','pattern':'a'}}}";
    var dialect = Dialect.STANDARD.with(SCHEMAS, column).with(WITHOUT_KEYWORDS, keyword == null ? List.of() : List.of(keyword));
    var request = Translated.of("'tools':[{'name':'A','input_schema':" + schema + "}]", dialect);
    assertEquals("{'name':'A','parameters':" + expected + "}", request.tool(0));
  }

  @Test
  void systemRole() {
    var dialect = Dialect.STANDARD.with(SYSTEM_ROLE, SystemRole.DEVELOPER).with(SYSTEM_IN_PLACE, true);
    var request = Translated.of("'system':'S','messages':[{'role':'user','content':'a'},{'role':'system','content':'b'}]", dialect);
    assertEquals("[{'role':'developer','content':'S'},{'role':'user','content':'a'},{'role':'developer','content':'b'}]", request.messages());
  }

  @Test
  void sendsPdfsAsDocumentUrls() {
    var pdf = "{'type':'document','title':'T','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}}";
    var request = Translated.of("'messages':[{'role':'user','content':[" + pdf + "]}]", Dialect.STANDARD.with(PDF, Dialect.Pdf.DOCUMENT_URL));
    assertEquals("{'role':'user','content':[{'type':'document_url','document_url':'data:application/pdf;base64,JVBERi0=','document_name':'T.pdf'}]}",
        request.message(0));
  }

  @Test
  void alwaysStreams() {
    var dialect = Dialect.STANDARD.with(ALWAYS_STREAM, true);
    assertEquals("{'stream':true,'stream_options':{'include_usage':true}}", Translated.of("'stream':false", dialect).settings());
  }

  @Test
  void leavesOutWhatIsRefused() {
    var dialect = Dialect.STANDARD.as("x").with(WITHOUT, "stream_options", "tool_stream", "temperature")
        .with(EXTRA_BODY, new Dialect.ExtraMember("tool_stream", "true"), new Dialect.ExtraMember("other", "1"));
    assertEquals("{'stream':true,'other':1}", Translated.of("'stream':true,'temperature':1", dialect).settings());
  }

  @Test
  void shortensDescriptionsThatAreTooLong() {
    var long30 = "x".repeat(30);
    var schema = "{'type':'object','description':'" + long30 + "','properties':{'description':{'type':'string','description':'" + long30
        + "','default':{'description':'" + long30 + "'}}}}";
    var tools = "'tools':[{'name':'A','description':'" + long30 + "','input_schema':" + schema + "},{'name':'B','description':'short','input_schema':{}}]";
    var request = Translated.of(tools, Dialect.STANDARD.with(MAX_DESCRIPTION, 10));
    var cut = "x".repeat(9) + "…";
    assertEquals("{'name':'A','description':'" + cut + "','parameters':{'type':'object','description':'" + cut
        + "','properties':{'description':{'type':'string','description':'" + cut + "','default':{'description':'" + long30 + "'}}}}}", request.tool(0));
    assertEquals("{'name':'B','description':'short','parameters':{'type':'object','properties':{}}}", request.tool(1));
  }

  @Test
  void halfACharacterIsNoEnd() {
    var tools = "'tools':[{'name':'A','description':'abc\ud83d\ude00def','input_schema':{}}]";
    assertEquals("{'name':'A','description':'abc…','parameters':{'type':'object','properties':{}}}",
        Translated.of(tools, Dialect.STANDARD.with(MAX_DESCRIPTION, 5)).tool(0));
  }

  @Test
  void tellsCallsInWordsWhereTheyNeedTools() {
    var untold = Dialect.STANDARD.with(CALLS_WITHOUT_TOOLS, false);
    var mark = ",'cache_control':{'type':'ephemeral'}";
    var talk = "'messages':[{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'text','text':'I look.'},"
        + "{'type':'tool_use','id':'t1','name':'Bash','input':{'command':'ls'}},{'type':'tool_use','id':'t2','name':'Read','input':{}}]},"
        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t1','content':'a.txt'},"
        + "{'type':'tool_result','tool_use_id':'t2','content':[{'type':'text','text':'no'}],'is_error':true" + mark + "},{'type':'text','text':'Sum it up.'}]}]";
    assertEquals("[{'role':'user','content':'go'},"
        + "{'role':'assistant','content':'I look.\\n\\n[called the tool Bash with {\\'command\\':\\'ls\\'}]\\n\\n[called the tool Read with {}]'},"
        + "{'role':'user','content':'[the tool Bash returned:]\\n\\na.txt\\n\\n[the tool Read failed:]\\n\\nno\\n\\nSum it up.'}]",
        Translated.of(talk, untold).messages());
    var tools = "'tools':[{'name':'Bash','input_schema':{}}],";
    assertEquals(Translated.of(tools + talk, Dialect.STANDARD).messages(), Translated.of(tools + talk, untold).messages());
    var none = tools + "'tool_choice':{'type':'none'},";
    assertEquals(Translated.of(none + talk, Dialect.STANDARD).messages(), Translated.of(none + talk, untold).messages());
    var unsaid = untold.as("x").with(NONE_TOOL_CHOICE, false);
    assertEquals(0, Translated.of(none + talk, unsaid).tools());
    assertEquals(Translated.of(talk, untold).messages(), Translated.of(none + talk, unsaid).messages());
  }

  @Test
  void saysTheSchemaInWordsBesideTools() {
    var dialect = Dialect.STANDARD.with(FORMAT_WITH_TOOLS, false);
    var format = ",'output_config':{'format':{'type':'json_schema','schema':{'type':'object','properties':{}}}}";
    var beside = Translated.of(TWO + format, dialect);
    assertEquals("{}", beside.members("response_format"));
    assertEquals(2, beside.tools());
    assertEquals(Translated.of(TWO + format, Dialect.STANDARD.with(STRUCTURED_OUTPUT, Dialect.StructuredOutput.NONE)).message(0), beside.message(0));
    assertEquals(Translated.of(format.substring(1), Dialect.STANDARD).members("response_format"),
        Translated.of(format.substring(1), dialect).members("response_format"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      0 | TOOLS                                               | A,B,C,D
      2 | TOOLS                                               | A,B
      4 | TOOLS                                               | A,B,C,D
      9 | TOOLS                                               | A,B,C,D
      2 | TOOLS,'tool_choice':{'type':'tool','name':'C'}        | A,C
      2 | TOOLS,CALLED                                        | A,D
      1 | TOOLS,'tool_choice':{'type':'tool','name':'C'},CALLED | C
      """)
  void maxTools(int most, String asked, String expected) {
    var tools = Stream.of("A", "B", "C", "D").map(name -> "{'name':'" + name + "','input_schema':{}}").collect(Collectors.joining(",", "'tools':[", "]"));
    var called = "'messages':[{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'D','input':{}}]}]";
    var request = Translated.of(asked.replace("TOOLS", tools).replace("CALLED", called), Dialect.STANDARD.with(MAX_TOOLS, most));
    var offered = IntStream.range(0, request.tools()).mapToObj(tool -> request.tool(tool).replaceAll("^.'name':'(.)'.*", "$1"));
    assertEquals(expected, offered.collect(Collectors.joining(",")));
  }
}
