package portside.translate.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
