package portside.wire.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import portside.wire.Json;
import portside.wire.common.ContentPart;
import portside.wire.common.FunctionChoice;
import portside.wire.common.FunctionTool;
import portside.wire.common.RequestMember;
import portside.wire.common.ResponseFormat;

/// The body of a request for a model response, member by member.
class ResponsesRequestTest {
  @Test
  void everyMemberIsWritten() throws Json.Malformed {
    var empty = Json.object("{}");
    var input = List.<InputItem>of(
        new InputItem.Message(InputItem.Speaker.DEVELOPER, List.of(new ContentPart.Text("a"), new ContentPart.Image("u"), new ContentPart.File("f",
            "d"))),
        new InputItem.AssistantMessage("b", null), new InputItem.AssistantMessage("c", "commentary"),
        new InputItem.FunctionCall("call_1", "t", "{}"),
        new InputItem.FunctionCallOutput("call_1", List.of(new ContentPart.Text("one"))), new InputItem.FunctionCallOutput("call_1",
            List.of(new ContentPart.Text("one"), new ContentPart.Image("u"))),
        new InputItem.Reasoning(Json.object("{\"type\":\"reasoning\"}")));
    var tools = List.of(new FunctionTool("t", "d", empty, true, null), new FunctionTool("u", "", null, null, null));
    var search = List.of(Json.object("{\"type\":\"web_search\"}"));
    var request = new ResponsesRequest("m", "i", input, tools, search, new FunctionChoice.Named("t"), true, OptionalLong.of(9), OptionalDouble.of(0.5),
        OptionalDouble.of(1), new ResponsesRequest.Reasoning("low", true, true), new ResponseFormat.Schema("s", true, empty), "k", true,
        List.of(RequestMember.of("x", "1"), RequestMember.of("y", "2"), RequestMember.of("store", "true")), Set.of("y"));
    assertEquals("""
        {"model":"m","instructions":"i","input":[\
        {"type":"message","role":"developer","content":[{"type":"input_text","text":"a"},{"type":"input_image","image_url":"u"},\
        {"type":"input_file","filename":"f","file_data":"d"}]},\
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"b"}]},\
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"c"}],"phase":"commentary"},\
        {"type":"function_call","call_id":"call_1","name":"t","arguments":"{}"},\
        {"type":"function_call_output","call_id":"call_1","output":"one"},\
        {"type":"function_call_output","call_id":"call_1","output":[{"type":"input_text","text":"one"},{"type":"input_image","image_url":"u"}]},\
        {"type":"reasoning"}],\
        "tools":[{"type":"function","name":"t","description":"d","parameters":{},"strict":true},{"type":"function","name":"u","strict":false},\
        {"type":"web_search"}],"tool_choice":{"type":"function","name":"t"},"parallel_tool_calls":true,"max_output_tokens":9,"temperature":0.5,"top_p":1,\
        "reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],\
        "text":{"format":{"type":"json_schema","name":"s","strict":true,"schema":{}}},"prompt_cache_key":"k","stream":true,"x":1,"store":true}""",
        new String(request.bytes(), StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNotAskedForIsLeftOut() {
    assertEquals("{\"model\":\"m\",\"input\":[],\"store\":false}", written(List.of(), new FunctionChoice.None(), null, null));
    var own = List.of(new FunctionTool("t", "", null, false, null));
    var tool = "\"tools\":[{\"type\":\"function\",\"name\":\"t\",\"strict\":false}],\"tool_choice\":";
    assertEquals("{\"model\":\"m\",\"input\":[]," + tool + "\"none\",\"reasoning\":{},\"store\":false}",
        written(own, new FunctionChoice.None(), new ResponsesRequest.Reasoning(null, false, false), null));
    assertEquals("{\"model\":\"m\",\"input\":[]," + tool + "\"required\",\"text\":{\"format\":{\"type\":\"json_object\"}},\"store\":false}",
        written(own, new FunctionChoice.Required("any"), null, new ResponseFormat.AnyObject()));
  }

  private static String written(
      List<FunctionTool> tools, FunctionChoice choice, ResponsesRequest.Reasoning reasoning, ResponseFormat format) {
    var request = new ResponsesRequest("m", "", List.of(), tools, List.of(), choice, null, OptionalLong.empty(), OptionalDouble.empty(), OptionalDouble.empty(), reasoning,
        format, "", false, List.of(), Set.of());
    return new String(request.bytes(), StandardCharsets.UTF_8);
  }
}
