package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import portside.RunningChain.Member;
import portside.fake.Line;
import portside.translate.responses.ResponsesRules;
import portside.wire.Json;
import portside.wire.anthropic.StreamEvent.Opening;
import portside.wire.anthropic.StreamJudge;

/// The provider changes in mid-conversation: thoughts go back to those who had them and to nobody else, and every result stays with its call. In each
/// turn the provider thinks and calls a tool.
class ChainConversationTest extends ChainScenario {
  private static final String[] GLM = {"DIALECT=glm-5.3"};
  private static final String[] CLAUDE = {"DIALECT=claude"};
  private static final String[] RESPONSES = {"DIALECT_WIRE=responses", "DIALECT_REASONING=effort", "DIALECT_EFFORTS=low,medium,high", "DIALECT_REPLAY=all"};

  private static final ScriptedProvider.Script BUSY = refusal(429, "slow down", "retry-after: 60");
  private static final Duration NO_LONGER_BUSY = Duration.ofSeconds(63);

  /// The client's side.
  private static final class Talk {
    private final RunningChain chain;
    private final List<JsonObject> history = new ArrayList<>();

    Talk(RunningChain chain) throws Exception {
      this.chain = chain;
      history.add(object("{'role':'user','content':'go'}"));
    }

    /// One turn, with the results of the calls of the turn before.
    ///
    /// @return which member answered
    String turn() throws Exception {
      return turn("disabled");
    }

    String turn(String thinking) throws Exception {
      var request = Json.BUILD.createObjectBuilder().add("model", OPUS).add("max_tokens", 1000).add("stream", true)
          .add("thinking", Json.BUILD.createObjectBuilder().add("type", thinking))
          .add("tools", object("{'all':[{'name':'look','input_schema':{'type':'object','properties':{'n':{'type':'string'}}}}]}").get("all"))
          .add("messages", Json.BUILD.createArrayBuilder(history));
      var answer = chain.askFor(Json.text(request.build()), "x-claude-code-session-id", "s");
      assertEquals(200, answer.status(), answer.body());
      var content = Json.BUILD.createArrayBuilder();
      var results = Json.BUILD.createArrayBuilder();
      for (var block : StreamJudge.judge(answer.body().getBytes(StandardCharsets.UTF_8)).blocks()) {
        var json = Json.BUILD.createObjectBuilder();
        switch (block.opening()) {
          case Opening.Text() -> json.add("type", "text").add("text", block.content());
          case Opening.Thinking() -> json.add("type", "thinking").add("thinking", block.content()).add("signature", block.signature());
          case Opening.ToolUse(var id, var name) -> {
            var input = Json.object(block.content());
            json.add("type", "tool_use").add("id", id).add("name", name).add("input", input);
            results.add(Json.BUILD.createObjectBuilder().add("type", "tool_result").add("tool_use_id", id).add("content", "result " + input.getString("n")));
          }
          case Opening.ServerToolUse _, Opening.SearchHits _, Opening.ServerToolFailure _ -> throw new AssertionError("nobody searches here");
        }
        content.add(json);
      }
      history.add(Json.BUILD.createObjectBuilder().add("role", "assistant").add("content", content).build());
      history.add(Json.BUILD.createObjectBuilder().add("role", "user").add("content", results).build());
      return answer.header("x-provider-used");
    }
  }

  private static JsonObject object(String json) throws Exception {
    return Json.object(json.replace('\'', '"'));
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  /// A thought as JSON writes it, with what is easily lost on the way.
  private static String thought(String n) {
    return "\"Über “" + n + "”:\\n\\n  \\\\ \\\"" + n + "\\\" thinks \"";
  }

  private static String arguments(String n) {
    return "'{\\'n\\':\\'" + n + "\\'}'";
  }

  private static String read(String json) throws Exception {
    return Json.object("{\"it\":" + json + "}").getString("it");
  }

  private static ScriptedProvider.Script chat(String n) {
    return line -> {
      line.stream();
      line.event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"reasoning_content\":" + thought(n) + "}}]}");
      line.event(quoted("{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'call_" + n + "','type':'function','function':{'name':'look',"
          + "'arguments':" + arguments(n) + "}}]}}]}"));
      line.event(quoted("{'choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}],'usage':{'prompt_tokens':10,'completion_tokens':2}}"));
      line.event("[DONE]");
      line.chunkEnd();
    };
  }

  private static ScriptedProvider.Script messages(String n) {
    return line -> {
      line.stream();
      frame(line, "message_start", quoted("{'type':'message_start','message':{'id':'msg_up','type':'message','role':'assistant','model':'up',"
          + "'content':[],'stop_reason':null,'stop_sequence':null,'usage':{'input_tokens':0,'output_tokens':0}}}"));
      frame(line, "content_block_start", quoted("{'type':'content_block_start','index':0,'content_block':{'type':'thinking','thinking':'','signature':''}}"));
      frame(line, "content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":" + thought(n) + "}}");
      frame(line, "content_block_delta", quoted("{'type':'content_block_delta','index':0,'delta':{'type':'signature_delta','signature':'Eq" + n + "'}}"));
      frame(line, "content_block_stop", quoted("{'type':'content_block_stop','index':0}"));
      frame(line, "content_block_start", quoted("{'type':'content_block_start','index':1,'content_block':{'type':'tool_use','id':'toolu_" + n
          + "','name':'look','input':{}}}"));
      frame(line, "content_block_delta", quoted("{'type':'content_block_delta','index':1,'delta':{'type':'input_json_delta','partial_json':" + arguments(n) + "}}"));
      frame(line, "content_block_stop", quoted("{'type':'content_block_stop','index':1}"));
      frame(line, "message_delta", quoted("{'type':'message_delta','delta':{'stop_reason':'tool_use','stop_sequence':null},'usage':{'input_tokens':10,'output_tokens':7}}"));
      frame(line, "message_stop", quoted("{'type':'message_stop'}"));
      line.chunkEnd();
    };
  }

  private static void frame(Line line, String event, String data) throws Exception {
    line.chunk(("event: " + event + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
  }

  private static ScriptedProvider.Script responses(String n) {
    var reasoning = "{'type':'reasoning','id':'rs_" + n + "','summary':[],'encrypted_content':'gAAAA+/" + n + "=='}";
    var call = "{'type':'function_call','id':'fc_" + n + "','call_id':'call_" + n + "','name':'look','status':'completed','arguments':" + arguments(n) + "}";
    return line -> {
      line.stream();
      line.event(quoted("{'type':'response.created','response':{'status':'in_progress','output':[]}}"));
      line.event(quoted("{'type':'response.output_item.done','output_index':0,'item':" + reasoning + "}"));
      line.event(quoted("{'type':'response.output_item.done','output_index':1,'item':" + call + "}"));
      line.event(quoted("{'type':'response.completed','response':{'object':'response','status':'completed','output':[" + reasoning + "," + call
          + "],'usage':{'input_tokens':30,'output_tokens':7}}}"));
      line.chunkEnd();
    };
  }

  /// The body of the next request that a provider answered; those it refused are passed over.
  private static JsonObject answered(ScriptedProvider provider, int refused) throws Exception {
    for (int n = 0; n < refused; n++) {
      provider.take();
    }
    return Json.object(provider.take().text());
  }

  /// Each call with the result that is paired with it, in the order of the results, whatever the wire.
  private static List<String> paired(JsonObject body) throws Exception {
    var called = new HashMap<String, String>();
    var paired = new ArrayList<String>();
    var items = body.containsKey("input") ? body.getJsonArray("input") : body.getJsonArray("messages");
    for (var item : items.getValuesAs(JsonObject.class)) {
      if (item.getString("type", "").equals("function_call")) {
        called.put(item.getString("call_id"), Json.object(item.getString("arguments")).getString("n"));
      } else if (item.getString("type", "").equals("function_call_output")) {
        paired.add(called.remove(item.getString("call_id")) + "=" + item.getString("output"));
      } else if (item.getString("role", "").equals("tool")) {
        paired.add(called.remove(item.getString("tool_call_id")) + "=" + item.getString("content"));
      } else if (item.containsKey("tool_calls")) {
        for (var call : item.getJsonArray("tool_calls").getValuesAs(JsonObject.class)) {
          called.put(call.getString("id"), Json.object(call.getJsonObject("function").getString("arguments")).getString("n"));
        }
      } else if (item.get("content") instanceof JsonArray blocks) {
        for (var block : blocks.getValuesAs(JsonObject.class)) {
          switch (block.getString("type")) {
            case "tool_use" -> called.put(block.getString("id"), block.getJsonObject("input").getString("n"));
            case "tool_result" -> paired.add(called.remove(block.getString("tool_use_id")) + "=" + block.getString("content"));
            default -> { }
          }
        }
      }
    }
    assertEquals(Map.of(), called, "without a result");
    return paired;
  }

  /// What goes up of the thoughts of all turns: the words, signatures and sealed items that are found in it.
  private static List<String> thoughts(JsonObject body) {
    var found = new ArrayList<String>();
    thoughts("", body, found);
    return found;
  }

  private static void thoughts(String key, JsonValue value, List<String> found) {
    switch (value) {
      case JsonObject object -> object.forEach((name, member) -> thoughts(name, member, found));
      case JsonArray array -> array.forEach(element -> thoughts("", element, found));
      case JsonString text when text.getString().contains(" thinks ") || text.getString().contains("gAAAA") || key.equals("signature") -> found.add(key + "=" + text.getString());
      default -> { }
    }
  }

  @Test
  void case40ThoughtsWaitForTheOneWhoHadThem() throws Exception {
    a.then(chat("a1")).then(refusal(500, "x")).then(chat("a3"));
    b.then(chat("b2"));
    var talk = new Talk(chain(List.of(a(GLM), b())));
    assertEquals("a b a", talk.turn() + " " + talk.turn() + " " + talk.turn());
    var byB = Json.object(b.take().text());
    assertEquals(List.of(), thoughts(byB));
    assertEquals(List.of("a1=result a1"), paired(byB));
    var again = answered(a, 2);
    assertEquals(List.of("reasoning_content=" + read(thought("a1"))), thoughts(again));
    assertEquals(List.of("a1=result a1", "b2=result b2"), paired(again));
    assertEquals("A3 B1", calls());
  }

  /// Chat completions, Messages, Responses and back, twice, each change because the one before refuses.
  @Test
  void aToolLoopOverThreeWires() throws Exception {
    var m = closing(new ScriptedProvider());
    var r = closing(new ScriptedProvider());
    a.then(chat("a1")).then(BUSY).then(chat("a4")).then(BUSY).then(chat("a7"));
    m.then(messages("m2")).then(BUSY).then(messages("m5")).then(BUSY);
    r.then(responses("r3")).then(responses("r6"));
    var chain = chain(List.of(a(GLM), new Member("m", m.url(), CLAUDE), new Member("r", r.url(), RESPONSES)));
    var talk = new Talk(chain);
    var by = new ArrayList<String>();
    for (int turn = 1; turn <= 7; turn++) {
      by.add(talk.turn());
      if (turn % 3 == 0) {
        chain.pass(NO_LONGER_BUSY);
      }
    }
    assertEquals(List.of("a", "m", "r", "a", "m", "r", "a"), by);
    var results = List.of("a1=result a1", "m2=result m2", "r3=result r3", "a4=result a4", "m5=result m5", "r6=result r6");

    assertEquals(List.of(), thoughts(answered(a, 0)));
    assertEquals(List.of("reasoning_content=" + read(thought("a1"))), checked(answered(a, 1), results, 3));
    assertEquals(List.of("reasoning_content=" + read(thought("a1")), "reasoning_content=" + read(thought("a4"))), checked(answered(a, 1), results, 6));

    assertEquals(List.of(), checked(answered(m, 0), results, 1));
    assertEquals(List.of("thinking=" + read(thought("m2")), "signature=Eqm2"), checked(answered(m, 1), results, 4));

    var first = r.take();
    var second = r.take();
    for (var sent : List.of(first, second)) {
      assertEquals(List.of(), ResponsesRules.breaches(sent.body()));
    }
    assertEquals(List.of(), checked(Json.object(first.text()), results, 2));
    assertEquals(List.of("encrypted_content=gAAAA+/r3=="), checked(Json.object(second.text()), results, 5));
  }

  /// Claude wants a thought of its own before a call while it thinks, and another provider made that call: it is asked once more, without thinking.
  @Test
  void aToolLoopComesToClaude() throws Exception {
    a.then(chat("a1")).then(BUSY);
    b.then(refusal(400, "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`")).then(messages("b2"));
    var chain = chain(List.of(a(GLM), b(CLAUDE)));
    var talk = new Talk(chain);
    assertEquals("a b", talk.turn("adaptive") + " " + talk.turn("adaptive"));
    var first = Json.object(b.take().text());
    var second = Json.object(b.take().text());
    assertEquals("{\"type\":\"adaptive\"}", String.valueOf(first.get("thinking")));
    assertEquals("null", String.valueOf(second.get("thinking")));
    for (var sent : List.of(first, second)) {
      assertEquals(List.of(), thoughts(sent));
      assertEquals(List.of("a1=result a1"), paired(sent));
    }
    assertEquals("in 0", model(chain, "b", "b-big"));
    assertEquals("A2 B2", calls());
  }

  /// The thoughts of a body that holds so many results.
  private static List<String> checked(JsonObject body, List<String> results, int turns) throws Exception {
    assertEquals(results.subList(0, turns), paired(body));
    return thoughts(body);
  }
}
