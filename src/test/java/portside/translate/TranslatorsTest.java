package portside.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static portside.provider.dialect.Column.AFFINITY_HEADER;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.WIRE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.translate.chat.ChatTranslator;
import portside.translate.responses.ResponsesTranslator;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// What the translators of both wires add to a body and remember for the answer.
class TranslatorsTest {
  @Test
  void aConversationIsNamedInTheHeaderOfTheRow() {
    for (var wire : Dialect.Wire.values()) {
      var row = Dialect.STANDARD.as("row").with(WIRE, wire).with(AFFINITY_HEADER, "x-conversation");
      assertEquals("c", translator(row, "c").request().headers().get("x-conversation"));
      assertNull(translator(row, "").request().headers().get("x-conversation"));
      assertNull(translator(Dialect.STANDARD.as("row").with(WIRE, wire), "c").request().headers().get("x-conversation"));
    }
  }

  @Test
  void thePathIsThatOfTheWire() {
    assertEquals("/chat/completions", translator(Dialect.STANDARD, "").request().path());
    assertEquals("/responses", translator(Dialect.STANDARD.as("row").with(WIRE, Dialect.Wire.RESPONSES), "").request().path());
  }

  @Test
  void callsThatAMessageRepeatsWithoutIdsAreNotDoubled() {
    var calls = List.of("{'INDEXname':'Read','arguments':'{~'a~':1}'}", "{'INDEXname':'Read','arguments':'{~'a~':2}'}");
    var answer = translator(Dialect.STANDARD, "").answer();
    var events = new ArrayList<StreamEvent>();
    for (int i = 0; i < 2; i++) {
      answer.data("", json("{'choices':[{'delta':{'tool_calls':[" + calls.get(i).replace("'INDEX", "'index':" + i + ",'id':'call_000" + i + "','") + "]}}]}"), events::add);
    }
    answer.data("", json("{'choices':[{'message':{'tool_calls':[" + String.join(",", calls).replace("INDEX", "") + "]},'finish_reason':'tool_calls'}]}"), events::add);
    answer.end(events::add);
    assertEquals(List.of("{\"a\":1}", "{\"a\":2}"), StreamJudge.judge(events).blocks().stream().map(StreamJudge.Block::content).toList());
  }

  private static String json(String text) {
    return text.replace('\'', '"').replace('~', '\\');
  }

  /// Google's signature of a call travels in a block of thinking without words.
  @Test
  void aSignatureOfACallIsKept() {
    var row = Dialect.STANDARD.as("row").with(CALL_SIGNATURES, Dialect.CallSignatures.GOOGLE);
    for (var signature : List.of("", ",'extra_content':{'google':{'thought_signature':'s'}}")) {
      for (var pieces : List.of(List.of("{}"), List.of("{", "}"), List.of("", "{}"))) {
        var answer = translator(row, "").answer();
        var events = new ArrayList<StreamEvent>();
        for (int i = 0; i < pieces.size(); i++) {
          var first = i == 0 ? ",'id':'call_0001'" + signature : "";
          var call = "{'index':0" + first + ",'function':{'name':'Read','arguments':'" + pieces.get(i) + "'}}";
          answer.data("", ("{'choices':[{'delta':{'tool_calls':[" + call + "]}}]}").replace('\'', '"'), events::add);
        }
        answer.data("", "{\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}", events::add);
        answer.end(events::add);
        var blocks = StreamJudge.judge(events).blocks();
        assertEquals(signature.isEmpty() ? 1 : 2, blocks.size(), pieces + signature);
        assertEquals(!signature.isEmpty(), blocks.stream().anyMatch(block -> block.opening() instanceof StreamEvent.Opening.Thinking));
      }
    }
  }

  private static Translator translator(Dialect row, String conversation) {
    var request = "{'model':'m','max_tokens':100,'messages':[{'role':'user','content':'go'}],'tools':[{'name':'Read','input_schema':{'type':'object'}}]}";
    return Speaker.of(row).translator(request, row, conversation);
  }
}
