package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Dialect;
import portside.provider.Dialect.CallIdForm;
import portside.provider.Dialect.ForcedToolChoice;
import portside.provider.Dialect.NamedToolChoice;
import portside.provider.Dialect.Off;
import portside.provider.Dialect.ParallelToolCalls;
import portside.provider.Dialect.Reasoning;
import portside.provider.Dialect.Schemas;
import portside.provider.Dialect.Strict;
import portside.provider.Dialect.SystemRole;
import portside.provider.Dialects;

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
    var dialect = Dialects.STANDARD.as("x").forcedToolChoice(ForcedToolChoice.UNLESS_THINKING).off(off).reasoning(style).efforts("low").row();
    assertEquals(expected, Translated.of(TWO + ",'tool_choice':{'type':'any'},'thinking':{'type':'disabled'}", dialect).settings());
    var thinking = Translated.of(TWO + ",'tool_choice':{'type':'any'},'thinking':{'type':'adaptive'}", dialect);
    assertEquals("{}", thinking.members("tool_choice"));
  }

  @Test
  void offersTheNamedToolAlone() {
    var alone = Dialects.STANDARD.as("x").namedToolChoice(NamedToolChoice.ALONE).requiredWord("any").row();
    var request = Translated.of(NAMED, alone);
    assertEquals("{'tool_choice':'any'}", request.members("tool_choice"));
    assertEquals("{'name':'B','parameters':{'type':'object','properties':{}}}", request.tool(0));
    assertEquals(1, request.tools());
    assertEquals(2, Translated.of(TWO + ",'tool_choice':{'type':'tool','name':'C'}", alone).tools());
    assertEquals(2, Translated.of(NAMED, alone.as("x").forcedToolChoice(ForcedToolChoice.NO).row()).tools());
  }

  @Test
  void saysTheRequiredWord() {
    var dialect = Dialects.STANDARD.as("x").requiredWord("any").row();
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
    var dialect = Variant.of("parallelToolCalls", column).dialect();
    var choice = "'tool_choice':{'type':'auto','disable_parallel_tool_use':" + disable + "}";
    assertEquals(expected, Translated.of(TWO + "," + choice, dialect).settings());
    assertEquals("{}", Translated.of(choice, dialect).settings());
  }

  @Test
  void shortensCallIdsToNine() {
    var dialect = Variant.of("callIds", CallIdForm.NINE_ALPHANUMERIC).dialect();
    var request = Translated.of(CALLED + "]", dialect);
    assertEquals("{'role':'assistant','content':null,'tool_calls':[{'id':'7a95b7039','type':'function','function':{'name':'A','arguments':'{}'}}]}",
        request.message(1));
    assertEquals("{'role':'tool','tool_call_id':'7a95b7039','content':'ok'}", request.message(2));
    var own = Translated.of((CALLED + "]").replace("toolu_01", "aB3dE6gH9"), dialect);
    assertEquals("{'role':'tool','tool_call_id':'aB3dE6gH9','content':'ok'}", own.message(2));
  }

  @Test
  void namesTheToolOfAResult() {
    var request = Translated.of(CALLED + "]", Variant.of("toolResultName", true).dialect());
    assertEquals("{'role':'tool','tool_call_id':'toolu_01','name':'A','content':'ok'}", request.message(2));
  }

  @Test
  void repliesToResultsBeforeTheUserSpeaks() {
    var dialect = Variant.of("replyAfterTools", true).dialect();
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
    var dialect = Variant.of("strict", column).dialect();
    var request = Translated.of("'tools':[{'name':'A','strict':" + asked + ",'input_schema':" + schema + "}]", dialect);
    assertEquals(expected.replace("P", schema), request.tool(0));
  }

  @Test
  void doesNotAskForStrictnessThatTheSchemaCannotKeep() {
    var dialect = Variant.of("strict", Strict.WHEN_ASKED).dialect();
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
    var dialect = Variant.of("schemas", column).and("withoutKeywords", keyword == null ? List.of() : List.of(keyword)).dialect();
    var request = Translated.of("'tools':[{'name':'A','input_schema':" + schema + "}]", dialect);
    assertEquals("{'name':'A','parameters':" + expected + "}", request.tool(0));
  }

  @Test
  void systemRole() {
    var dialect = Variant.of("systemRole", SystemRole.DEVELOPER).and("systemInPlace", true).dialect();
    var request = Translated.of("'system':'S','messages':[{'role':'user','content':'a'},{'role':'system','content':'b'}]", dialect);
    assertEquals("[{'role':'developer','content':'S'},{'role':'user','content':'a'},{'role':'developer','content':'b'}]", request.messages());
  }

  @Test
  void sendsPdfsAsDocumentUrls() {
    var pdf = "{'type':'document','title':'T','source':{'type':'base64','media_type':'application/pdf','data':'JVBERi0='}}";
    var request = Translated.of("'messages':[{'role':'user','content':[" + pdf + "]}]", Variant.of("pdf", Dialect.Pdf.DOCUMENT_URL).dialect());
    assertEquals("{'role':'user','content':[{'type':'document_url','document_url':'data:application/pdf;base64,JVBERi0=','document_name':'T.pdf'}]}",
        request.message(0));
  }

  @Test
  void alwaysStreams() {
    var dialect = Variant.of("alwaysStream", true).dialect();
    assertEquals("{'stream':true,'stream_options':{'include_usage':true}}", Translated.of("'stream':false", dialect).settings());
  }

  @Test
  void leavesOutWhatIsRefused() {
    var dialect = Dialects.STANDARD.as("x").without("stream_options", "tool_stream", "temperature")
        .extraBody(new Dialect.ExtraMember("tool_stream", "true"), new Dialect.ExtraMember("other", "1")).row();
    assertEquals("{'stream':true,'other':1}", Translated.of("'stream':true,'temperature':1", dialect).settings());
  }

  @Test
  void shortensDescriptionsThatAreTooLong() {
    var long30 = "x".repeat(30);
    var schema = "{'type':'object','description':'" + long30 + "','properties':{'description':{'type':'string','description':'" + long30
        + "','default':{'description':'" + long30 + "'}}}}";
    var tools = "'tools':[{'name':'A','description':'" + long30 + "','input_schema':" + schema + "},{'name':'B','description':'short','input_schema':{}}]";
    var request = Translated.of(tools, Variant.of("maxDescription", 10).dialect());
    var cut = "x".repeat(9) + "…";
    assertEquals("{'name':'A','description':'" + cut + "','parameters':{'type':'object','description':'" + cut
        + "','properties':{'description':{'type':'string','description':'" + cut + "','default':{'description':'" + long30 + "'}}}}}", request.tool(0));
    assertEquals("{'name':'B','description':'short','parameters':{'type':'object','properties':{}}}", request.tool(1));
  }

  @Test
  void halfACharacterIsNoEnd() {
    var tools = "'tools':[{'name':'A','description':'abc\ud83d\ude00def','input_schema':{}}]";
    assertEquals("{'name':'A','description':'abc…','parameters':{'type':'object','properties':{}}}",
        Translated.of(tools, Variant.of("maxDescription", 5).dialect()).tool(0));
  }

  @Test
  void tellsCallsInWordsWhereTheyNeedTools() {
    var untold = Variant.of("callsWithoutTools", false).dialect();
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
    assertEquals(Translated.of(tools + talk, Dialects.STANDARD).messages(), Translated.of(tools + talk, untold).messages());
    var none = tools + "'tool_choice':{'type':'none'},";
    assertEquals(Translated.of(none + talk, Dialects.STANDARD).messages(), Translated.of(none + talk, untold).messages());
    var unsaid = untold.as("x").noneToolChoice(false).row();
    assertEquals(0, Translated.of(none + talk, unsaid).tools());
    assertEquals(Translated.of(talk, untold).messages(), Translated.of(none + talk, unsaid).messages());
  }

  @Test
  void saysTheSchemaInWordsBesideTools() {
    var dialect = Variant.of("formatWithTools", false).dialect();
    var format = ",'output_config':{'format':{'type':'json_schema','schema':{'type':'object','properties':{}}}}";
    var beside = Translated.of(TWO + format, dialect);
    assertEquals("{}", beside.members("response_format"));
    assertEquals(2, beside.tools());
    assertEquals(Translated.of(TWO + format, Variant.of("structuredOutput", Dialect.StructuredOutput.NONE).dialect()).message(0), beside.message(0));
    assertEquals(Translated.of(format.substring(1), Dialects.STANDARD).members("response_format"),
        Translated.of(format.substring(1), dialect).members("response_format"));
  }
}
