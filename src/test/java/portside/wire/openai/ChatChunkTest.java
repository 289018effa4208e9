package portside.wire.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;
import portside.wire.common.ProviderError;
import portside.wire.common.ToolCallDelta;

/// What is read of a choice, in all the shapes seen.
class ChatChunkTest {
  /// The columns: the delta | its text | its refusal | its thinking with the field it stood in.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      'content':'a'                                                             | a   | ~~ | ~~
      'content':''                                                              | ~~  | ~~ | ~~
      'content':null,'refusal':'no'                                             | ~~  | no | ~~
      'content':['a',{'type':'text','text':'b'},{'text':'c'},7,{'type':'x'}]    | abc | ~~ | ~~
      'content':{'type':'text','text':'a'}                                      | a   | ~~ | ~~
      'content':[{'type':'thinking','thinking':'t'},{'type':'text','text':'a'}] | a   | ~~ | content t
      'content':[{'type':'thinking','thinking':[{'type':'text','text':'t'}]}]   | ~~  | ~~ | content t
      'content':[{'type':'reasoning','text':'t'}]                               | ~~  | ~~ | content t
      'reasoning_content':'t'                                                   | ~~  | ~~ | reasoning_content t
      'reasoning_content':'','reasoning':'t'                                    | ~~  | ~~ | reasoning t
      'reasoning':{'content':'t'}                                               | ~~  | ~~ | reasoning t
      'reasoning':{'content':''},'reasoning_text':'t'                           | ~~  | ~~ | reasoning_text t
      'reasoning_details':[{'text':'t'},{'summary':'u'},{'data':'x'},7]         | ~~  | ~~ | reasoning_details tu
      'reasoning':'t','reasoning_details':[{'text':'u'}]                        | ~~  | ~~ | reasoning t
      """)
  void wordsAreRead(String delta, String text, String refusal, String thinking) throws Json.Malformed {
    var read = only("'delta':{" + delta + "}").delta();
    assertEquals(text, read.text());
    assertEquals(refusal, read.refusal());
    assertEquals(thinking, (read.reasoning().field() + " " + read.reasoning().text()).strip());
    assertEquals(text.isEmpty() && refusal.isEmpty() && thinking.isEmpty(), read.isEmpty());
  }

  @Test
  void whatSaysNothingToPeopleIsThereToo() throws Json.Malformed {
    var details = only("'delta':{'reasoning_details':[{'data':'x'},7]}").delta();
    assertEquals(List.of(Json.object("{\"data\":\"x\"}")), details.reasoning().details());
    assertFalse(details.isEmpty());
    var signed = only("'delta':{'extra_content':{'google':{'thought_signature':'s'}}}").delta();
    assertEquals("s", signed.reasoning().signature());
    assertFalse(signed.isEmpty());
    assertTrue(only("'delta':{'extra_content':{'google':{'thought_signature':''}}}").delta().isEmpty());
  }

  /// The columns: the delta | each call as index, id, name, arguments and signature, `-` for none.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      'tool_calls':[{'index':2,'id':'c','function':{'name':'t','arguments':'x'}}]    | 2 c t x -
      'tool_calls':[{'index':0,'id':'c','function':{'name':'t','arguments':{'a':1}}}]| 0 c t {"a":1} -
      'tool_calls':[{'index':-1,'id':'','function':{'name':'','arguments':null}}]    | -1 - - - -
      'tool_calls':[{'index':1.5,'function':{'arguments':7}},7]                      | -1 - - 7 -
      'tool_calls':[{'id':7,'name':'t','arguments':'x'}]                             | -1 - t x -
      'tool_calls':[{'name':'t'},{'arguments':'x'}]                                  | -1 - t - -;-1 - - x -
      'tool_calls':[{'index':0,'id':'c'}]                                            | 0 c - - -
      'tool_calls':[{'id':'c','custom':{'name':'t','input':'x'}}]                    | -1 c t {"input":"x"} -
      'tool_calls':[{'id':'c','custom':{'name':'t'}}]                                | -1 c t - -
      'tool_calls':[{'function':{'name':'t'},'extra_content':{'google':{'thought_signature':'s'}}}] | -1 - t - s
      'tool_calls':[{'id':'c','extra_content':{'google':{'thought_signature':'s'}}}] | -1 c - - s
      'tool_calls':[],'function_call':{'name':'t','arguments':'x'}                   | 0 - t x -
      'function_call':{'name':'t'}                                                   | 0 - t - -
      'function_call':{'arguments':'x'}                                              | 0 - - x -
      'function_call':{'name':'','arguments':''}                                     | ~~
      """)
  void callsAreRead(String delta, String calls) throws Json.Malformed {
    assertEquals(calls, only("'delta':{" + delta + "}").delta().calls().stream().map(ChatChunkTest::told).collect(Collectors.joining(";")));
  }

  @Test
  void aChoiceIsReadWithAllItSays() throws Json.Malformed {
    var choice = only("'index':3,'message':{'content':'a'},'finish_reason':'stop','stop_reason':'X'");
    assertEquals(3, choice.index());
    assertEquals(ChatDelta.EMPTY, choice.delta());
    assertEquals("a", choice.message().text());
    assertEquals("stop", choice.finishReason());
    assertEquals("X", choice.matchedStop());
    var other = only("'index':1.5,'text':'b','finish_details':{'type':'max_tokens'},'matched_stop':'Y'");
    assertEquals(0, other.index());
    assertEquals("b", other.message().text());
    assertEquals("max_tokens", other.finishReason());
    assertEquals("Y", other.matchedStop());
    assertEquals("", only("'finish_reason':null,'finish_details':{}").finishReason());
    assertEquals("a", only("'text':'b','message':{'content':'a'}").message().text());
  }

  @Test
  void somethingIsSaidWhereOneChoiceSaysSomething() throws Json.Malformed {
    assertFalse(chunk("{'choices':[]}").saysSomething());
    assertFalse(chunk("{'choices':[{'delta':{}},{'index':1,'delta':{'role':'assistant'}}]}").saysSomething());
    assertTrue(chunk("{'choices':[{'delta':{}},{'index':1,'delta':{'content':'a'}}]}").saysSomething());
    assertTrue(chunk("{'choices':[{'message':{'content':'a'}}]}").saysSomething());
    assertEquals(2, chunk("{'choices':[{},7,{}]}").choices().size());
  }

  /// The columns: the payload | the pages in it as title=address.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {'web_search':[{'title':'A','link':'https://a'},{'link':' '},{'title':'B'},7]}                           | A=https://a
      {'search_info':{'search_results':[{'title':'A','url':'https://a','link':'https://b'}]}}                  | A=https://a
      {'choices':[{'delta':{'annotations':[{'url_citation':{'url':'https://a'}},{'title':'B','url':'b'}]}},7]} | https://a=https://a;B=b
      {'choices':[{'message':{'executed_tools':[{'search_results':{'results':[{'title':'A','url':'a'}]}},{}]}}]} | A=a
      {'choices':{}}                                                                                           | ~~
      """)
  void pagesAreFound(String payload, String pages) throws Json.Malformed {
    var found = ChatSearchHits.read(Json.object(payload.replace('\'', '"')));
    assertEquals(pages, found.stream().map(page -> page.title() + "=" + page.url()).collect(Collectors.joining(";")));
  }

  @Test
  void longWordsOfAnErrorAreCut() throws Json.Malformed {
    for (var length : List.of(199, 200, 201, 15_999, 16_000, 16_001)) {
      var error = ProviderError.anywhere(Json.object("{\"error\":{\"message\":\"%1$s\",\"type\":\"%1$s\",\"code\":\"%1$s\"}}".formatted("x".repeat(length))));
      assertEquals(Math.min(length, 16_000), error.message().length());
      assertEquals(Math.min(length, 200), error.type().length());
      assertEquals(Math.min(length, 200), error.code().length());
    }
  }

  private static String told(ToolCallDelta call) {
    return "%d %s %s %s %s".formatted(call.index(), none(call.id()), none(call.name()), none(call.arguments().isEmpty() ? null : call.arguments()), none(call.signature()));
  }

  private static String none(String text) {
    return text == null ? "-" : text;
  }

  private static ChatChunk.Choice only(String members) throws Json.Malformed {
    return chunk("{'choices':[{" + members + "}]}").choices().getFirst();
  }

  private static ChatChunk chunk(String json) throws Json.Malformed {
    return ChatChunk.read(Json.object(json.replace('\'', '"')));
  }
}
