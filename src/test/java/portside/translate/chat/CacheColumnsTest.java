package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.AFFINITY_HEADER;
import static portside.provider.dialect.Column.PROMPT_CACHE;

import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.PromptCache;
import portside.translate.TranslatorContext;
import portside.wire.anthropic.MessagesReader;

/// How prompt caches are helped.
class CacheColumnsTest {
  private static final String MARK = ",'cache_control':{'type':'ephemeral'}";
  private static final String HOUR = ",'cache_control':{'type':'ephemeral','ttl':'1h'}";
  private static final Dialect TIMED = Dialect.STANDARD.with(PROMPT_CACHE, PromptCache.TIMED_MARKS);
  private static final Dialect MARKS = Dialect.STANDARD.with(PROMPT_CACHE, PromptCache.MARKS);

  @Test
  void namesTheConversation() {
    var key = Dialect.STANDARD.with(PROMPT_CACHE, PromptCache.KEY);
    assertEquals("{'prompt_cache_key':'abc'}", Translated.of("'max_tokens':1", key, "abc").settings());
    assertEquals("{}", Translated.of("'max_tokens':1", key, "").settings());
    assertEquals("{}", Translated.of("'max_tokens':1", Dialect.STANDARD, "abc").settings());
  }

  @Test
  void namesItInAHeader() {
    assertEquals(Map.of("x-session", "abc"), headers("x-session", "abc"));
    assertEquals(Map.of(), headers("x-session", ""));
    assertEquals(Map.of(), headers("", "abc"));
  }

  @Test
  void partsTheSystemPromptAtItsMarks() {
    var system = "'system':[{'type':'text','text':'a'},{'type':'text','text':'b'" + MARK + "},{'type':'text','text':'c'" + MARK + "},{'type':'text','text':'d'}]";
    assertEquals("{'role':'system','content':[{'type':'text','text':'a\\n\\nb'" + MARK + "},{'type':'text','text':'\\n\\nc'" + MARK
        + "},{'type':'text','text':'\\n\\nd'}]}", Translated.of(system, MARKS).message(0));
    assertEquals("{'role':'system','content':'a\\n\\nb\\n\\nc\\n\\nd'}", Translated.of(system, Dialect.STANDARD).message(0));
  }

  /// Messages of the system that come first join its prompt, their marks too; one before any text, or a second one at the same place, marks nothing.
  @Test
  void partsTheSystemPromptAtTheMarksOfLeadingMessages() {
    var leading = "'messages':[{'role':'system','content':[{'type':'text','text':' '" + MARK + "}]},"
        + "{'role':'system','content':[{'type':'text','text':'a'" + MARK + "},{'type':'text','text':' '" + MARK + "}]},{'role':'user','content':'hi'}]";
    assertEquals("{'role':'system','content':[{'type':'text','text':'a'" + MARK + "}]}", Translated.of(leading, MARKS).message(0));
  }

  @Test
  void marksTheLastTextOfAMessage() {
    var picture = "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}" + MARK + "}";
    var user = "'messages':[{'role':'user','content':[{'type':'text','text':'a'" + MARK + "},{'type':'text','text':'b'}," + picture + "]}]";
    assertEquals("{'role':'user','content':[{'type':'text','text':'a\\n\\nb'" + MARK
        + "},{'type':'image_url','image_url':{'url':'data:image/png;base64,iVBORw0KGgo='}}]}", Translated.of(user, MARKS).message(0));
  }

  @Test
  void marksTheResultOfATool() {
    var calls = "{'type':'tool_use','id':'t','name':'A','input':{}},{'type':'tool_use','id':'u','name':'A','input':{}}";
    var results = "{'type':'tool_result','tool_use_id':'u','content':'2'},{'type':'tool_result','tool_use_id':'t','content':'1'" + MARK + "}";
    var request = Translated.of("'messages':[{'role':'user','content':'go'},{'role':'assistant','content':[" + calls + "]},{'role':'user','content':["
        + results + "]}]", MARKS);
    assertEquals("{'role':'tool','tool_call_id':'t','content':[{'type':'text','text':'1'" + MARK + "}]}", request.message(2));
    assertEquals("{'role':'tool','tool_call_id':'u','content':'2'}", request.message(3));
  }

  @Test
  void marksWhatASystemMessageBecame() {
    var note = "{'role':'system','content':[{'type':'text','text':'n'" + MARK + "}]}";
    var request = Translated.of("'messages':[{'role':'user','content':'a'}," + note + "]", MARKS);
    assertEquals("{'role':'user','content':[{'type':'text','text':'a\\n\\n<system-reminder>\\nn\\n</system-reminder>'" + MARK + "}]}", request.message(0));
  }

  @Test
  void keepsTheLastFour() {
    var turn = "{'role':'user','content':[{'type':'text','text':'q'" + MARK + "}]},{'role':'assistant','content':'a'},";
    var system = "'system':[{'type':'text','text':'s'" + MARK + "},{'type':'text','text':'t'" + MARK + "}],";
    var three = Translated.of(system + "'messages':[" + (turn + turn + turn).replaceAll(",$", "") + "]", MARKS);
    assertEquals("{'role':'system','content':[{'type':'text','text':'s\\n\\nt'" + MARK + "}]}", three.message(0));
    assertEquals(4, three.messages().split("cache_control", -1).length - 1);
    var five = Translated.of(system + "'messages':[" + (turn.repeat(5)).replaceAll(",$", "") + "]", MARKS);
    assertEquals("{'role':'system','content':'s\\n\\nt'}", five.message(0));
    assertEquals("{'role':'user','content':'q'}", five.message(1));
    assertEquals(4, five.messages().split("cache_control", -1).length - 1);
  }

  private static String marked(String text, String mark) {
    return "[{'type':'text','text':'" + text + "'" + mark + "}]";
  }

  @Test
  void keepsTheHourWhereTheProviderKnowsIt() {
    var request = "'system':" + marked("s", HOUR) + ",'messages':[{'role':'user','content':" + marked("u", HOUR) + "}]";
    var timed = Translated.of(request, TIMED);
    assertEquals("{'role':'system','content':" + marked("s", HOUR) + "}", timed.message(0));
    assertEquals("{'role':'user','content':" + marked("u", HOUR) + "}", timed.message(1));
    var plain = Translated.of(request, MARKS);
    assertEquals("{'role':'system','content':" + marked("s", MARK) + "}", plain.message(0));
    assertEquals("{'role':'user','content':" + marked("u", MARK) + "}", plain.message(1));
    assertEquals("{'role':'user','content':" + marked("u", MARK) + "}",
        Translated.of("'messages':[{'role':'user','content':" + marked("u", HOUR.replace("1h", "5m")) + "}]", TIMED).message(0));
  }

  @Test
  void keepsTheHourOfAResultAndOfAMarkInsideIt() {
    for (var results : new String[] {"{'type':'tool_result','tool_use_id':'t','content':'1'" + HOUR + "}",
        "{'type':'tool_result','tool_use_id':'t','content':[{'type':'text','text':'1'" + HOUR + "}]}"}) {
      var request = Translated.of("'messages':[{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'A','input':{}}]},"
          + "{'role':'user','content':[" + results + "]}]", TIMED);
      assertEquals("{'role':'tool','tool_call_id':'t','content':" + marked("1", HOUR) + "}", request.message(2));
    }
  }

  @Test
  void marksToolsWhereTheProviderTakesThat() {
    var tools = "'tools':[{'name':'A','input_schema':{}},{'name':'B','input_schema':{}" + HOUR + "},{'type':'bash_20250124','name':'bash'" + MARK + "}]";
    assertEquals("[{},{'cache_control':{'type':'ephemeral','ttl':'1h'}},{'cache_control':{'type':'ephemeral'}}]", Translated.of(tools, TIMED).toolMarks());
    assertEquals("[{},{},{}]", Translated.of(tools, MARKS).toolMarks());
    assertEquals("[{},{},{}]", Translated.of(tools, Dialect.STANDARD).toolMarks());
  }

  @Test
  void theRequestsOwnMarkStandsAtItsEnd() {
    var own = MARK.substring(1) + ",";
    var talk = "'messages':[{'role':'user','content':'a'},{'role':'assistant','content':'b'},{'role':'user','content':'c'}]";
    assertEquals("{'role':'user','content':" + marked("c", MARK) + "}", Translated.of(own + talk, MARKS).message(-1));
    assertEquals("{'role':'user','content':" + marked("c", HOUR) + "}", Translated.of(HOUR.substring(1) + "," + talk, TIMED).message(-1));
    assertEquals("{'role':'user','content':'c'}", Translated.of(own + talk, Dialect.STANDARD).message(-1));
    var prefilled = talk.replace("'c'}]", "'c'},{'role':'assistant','content':'d'}]");
    assertEquals("{'role':'user','content':" + marked("c", MARK) + "}", Translated.of(own + prefilled, MARKS).message(-2));
    var twice = "'messages':[{'role':'user','content':" + marked("c", HOUR) + "}]";
    assertEquals("{'role':'user','content':" + marked("c", HOUR) + "}", Translated.of(own + twice, TIMED).message(0));
    var picture = "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}}";
    var seen = Translated.of(own + "'system':'s','messages':[{'role':'user','content':[" + picture + "]}]", TIMED);
    assertEquals("{'role':'system','content':" + marked("s", MARK) + "}", seen.message(0));
  }

  @Test
  void ofAllMarksTheLastFourStay() {
    var tools = "'tools':[{'name':'A','input_schema':{}" + HOUR + "}],";
    var system = "'system':[{'type':'text','text':'s'" + HOUR + "},{'type':'text','text':'t'" + HOUR + "}],";
    var talk = "'messages':[{'role':'user','content':" + marked("q", MARK) + "},{'role':'assistant','content':'a'},{'role':'user','content':'r'}]";
    assertEquals("[{'cache_control':{'type':'ephemeral','ttl':'1h'}}]", Translated.of(tools + system + talk, TIMED).toolMarks());
    var five = Translated.of(MARK.substring(1) + "," + tools + system + talk, TIMED);
    assertEquals("[{}]", five.toolMarks());
    assertEquals(4, five.messages().split("cache_control", -1).length - 1);
  }

  /// Results come before words, whatever their order was, and Anthropic refuses an hour behind five minutes.
  @Test
  void noMarkOutlivesOneBeforeIt() {
    var turn = "{'type':'text','text':'w'" + HOUR + "},{'type':'tool_result','tool_use_id':'t','content':'1'" + MARK + "}";
    var request = Translated.of("'messages':[{'role':'user','content':'go'},{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'A','input':{}}]},"
        + "{'role':'user','content':[" + turn + "]}]", TIMED);
    assertEquals("{'role':'tool','tool_call_id':'t','content':" + marked("1", HOUR) + "}", request.message(2));
    assertEquals("{'role':'user','content':" + marked("w", HOUR) + "}", request.message(3));
  }

  private static Map<String, String> headers(String name, String conversation) {
    var request = MessagesReader.read("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".getBytes());
    var context = new TranslatorContext("msg_1", "acme", 1, Instant.EPOCH, UnaryOperator.identity(), conversation);
    var dialect = Dialect.STANDARD.with(AFFINITY_HEADER, name);
    return new ChatTranslator(request, dialect, "m", new Provider.Limits(0, 0), "acme", context).request().headers();
  }
}
