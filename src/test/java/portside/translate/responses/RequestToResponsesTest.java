package portside.translate.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Column;
import portside.wire.Json;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StreamJudge;

/// What the body says beside what is said.
class RequestToResponsesTest {
  private static final String LONG = "x".repeat(4_000);

  /// The columns: what holds four thousand characters | the tokens that are left of a window of 100,000. 4 characters are a token, and a quarter is
  /// added.
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      nothing   | 99992
      system    | 98743
      user      | 98743
      answer    | 98743
      reasoning | 98743
      arguments | 98742
      result    | 98743
      """)
  void whateverIsSaidTakesItsShareOfTheWindow(String place, long left) throws Json.Malformed {
    var thinking = "{'type':'thinking','thinking':'','signature':'" + signature(place.equals("reasoning") ? LONG : "xxxx") + "'}";
    var body = "{'model':'m','max_tokens':1000000,'system':'" + text(place, "system") + "','messages':["
        + "{'role':'user','content':'" + text(place, "user") + "'},"
        + "{'role':'assistant','content':[" + thinking + ",{'type':'text','text':'" + text(place, "answer") + "'},"
        + "{'type':'tool_use','id':'toolu_1','name':'Bash','input':{'a':'" + (place.equals("arguments") ? LONG : "") + "'}}]},"
        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'toolu_1','content':'" + text(place, "result") + "'}]}]}";
    var request = MessagesReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    var sent = Json.object(new String(Responses.body(request, Responses.ROW.as("row").with(CONTEXT_WINDOW, 100_000)), StandardCharsets.UTF_8));
    assertEquals(left, sent.getInt("max_output_tokens"));
  }

  /// The columns: cells of the row | members of the request | what the body has beside its model, its input and what never changes.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", textBlock = """
      none                          | 'max_tokens':9 | {'input':[hi],'max_output_tokens':16,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      none                          | 'max_tokens':16 | {'input':[hi],'max_output_tokens':16,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      none                          | 'max_tokens':17,'stream':true | {'input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY,'stream':true}
      ALWAYS_STREAM=true            | 'max_tokens':17 | {'input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY,'stream':true}
      PROMPT_CACHE=none             | 'max_tokens':17 | {'input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE}
      REPLAY=none                   | 'max_tokens':17 | {'input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},KEY}
      REASONING=none                | 'max_tokens':17,'thinking':{'type':'disabled'} | {'input':[hi],'max_output_tokens':17,KEY}
      none                          | 'max_tokens':17,'thinking':{'type':'disabled'},'output_config':{'effort':'high'} | {'input':[hi],'max_output_tokens':17,'reasoning':{'effort':'none'},INCLUDE,KEY}
      OFF=disabled                  | 'max_tokens':17,'thinking':{'type':'disabled'} | {'input':[hi],'max_output_tokens':17,'reasoning':{'effort':'none'},INCLUDE,KEY}
      OFF=nothing                   | 'max_tokens':17,'thinking':{'type':'disabled'} | {'input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      OFF=weakest EFFORTS=low,high  | 'max_tokens':17,'thinking':{'type':'disabled'} | {'input':[hi],'max_output_tokens':17,'reasoning':{'effort':'low','summary':'auto'},INCLUDE,KEY}
      OFF=weakest EFFORTS=          | 'max_tokens':17,'thinking':{'type':'disabled'} | {'input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      none                          | 'max_tokens':17,'thinking':{'type':'enabled','budget_tokens':20000} | {'input':[hi],'max_output_tokens':17,'reasoning':{'effort':'high','summary':'auto'},INCLUDE,KEY}
      none                          | 'max_tokens':17,'thinking':{'type':'enabled','budget_tokens':20000},'output_config':{'effort':'low'} | {'input':[hi],'max_output_tokens':17,'reasoning':{'effort':'low','summary':'auto'},INCLUDE,KEY}
      SAMPLING=pass                 | 'max_tokens':17,'temperature':0.5,'top_p':0.25 | {'input':[hi],'max_output_tokens':17,'temperature':0.5,'top_p':0.25,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      SAMPLING=drop                 | 'max_tokens':17,'temperature':0.5,'top_p':0.25 | {'input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      none                          | 'max_tokens':17,'system':'S' | {'instructions':'S','input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      WITHOUT=instructions          | 'max_tokens':17,'system':'S' | {'input':[{'type':'message','role':'system','content':[{'type':'input_text','text':'S'}]},hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      WITHOUT=instructions SYSTEM_ROLE=developer | 'max_tokens':17,'system':'S' | {'input':[{'type':'message','role':'developer','content':[{'type':'input_text','text':'S'}]},hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      none                          | TOOLED | {'input':[hi],TOOLS,'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,FORMAT,KEY}
      FORMAT_WITH_TOOLS=false       | TOOLED | {'instructions':'ASKED','input':[hi],TOOLS,'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      FORMAT_WITH_TOOLS=false       | 'max_tokens':17,'output_config':{'format':{'type':'json_schema','schema':{}}} | {'input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,FORMAT,KEY}
      WITHOUT=instructions          | 'max_tokens':17 | {'input':[hi],'max_output_tokens':17,'reasoning':{'summary':'auto'},INCLUDE,KEY}
      """)
  void eachColumnSaysWhatIsSent(String cells, String members, String sent) throws Json.Malformed {
    var row = Responses.ROW;
    for (var cell : cells == null ? new String[0] : cells.split(" ")) {
      row = Column.named(cell.substring(0, cell.indexOf('='))).orElseThrow().set(row, cell.substring(cell.indexOf('=') + 1)).orElseThrow();
    }
    var body = "{'model':'m','messages':[{'role':'user','content':'hi'}],"
        + members.replace("TOOLED", "'max_tokens':17,'tools':[{'name':'t','input_schema':{}}],'output_config':{'format':{'type':'json_schema','schema':{}}}") + "}";
    var request = MessagesReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    var told = new String(Responses.body(request, row), StandardCharsets.UTF_8).replace('"', '\'');
    assertEquals(sent, told.replace("{'model':'gpt-x',", "{").replace("{'type':'message','role':'user','content':[{'type':'input_text','text':'hi'}]}", "hi")
        .replace("'store':false,", "").replace("'store':false", "").replace("'include':['reasoning.encrypted_content']", "INCLUDE")
        .replace("'prompt_cache_key':'conversation-1'", "KEY").replaceAll("'text':\\{'format':.*?\\}\\}\\}", "FORMAT")
        .replaceAll("Answer only with one JSON[^']*", "ASKED").replaceAll("'tools':\\[.*?\\]", "TOOLS").replace(",}", "}"));
  }

  /// A thought that nothing follows is refused; the next turn does not take it over.
  @Test
  void aThoughtThatTheUserInterruptedIsLeftOut() {
    var thought = "{'role':'assistant','content':[{'type':'thinking','thinking':'','signature':'" + signature("gAAAA") + "'}]}";
    var said = "{'role':'assistant','content':'a'}";
    for (var between : List.of("", "{'role':'user','content':'go on'},")) {
      var body = "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'hi'}," + thought + "," + between + said + ",{'role':'user','content':'b'}]}";
      var request = MessagesReader.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      assertEquals(between.isEmpty(), new String(Responses.body(request, Responses.ROW), StandardCharsets.UTF_8).contains("gAAAA"));
    }
  }

  private static String text(String place, String here) {
    return place.equals(here) ? LONG : "xxxx";
  }

  /// Of a thinking block that holds this.
  private static String signature(String encrypted) {
    var item = "{'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'" + encrypted + "'}";
    var said = "{'type':'message','id':'msg_1','content':[{'type':'output_text','text':'a'}]}";
    var stream = "data: {'type':'response.completed','response':{'status':'completed','output':[" + item + "," + said + "]}}\n\n";
    var bytes = stream.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return StreamJudge.judge(Responses.events(bytes, bytes.length)).blocks().getFirst().signature();
  }
}
