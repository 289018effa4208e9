package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.translate.responses.Responses;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.StreamJudge;

/// Errors inside a 200, however they are framed and wherever they stand, on both wires.
class ErrorFramesTest {
  private static final String TEXT = "data: " + Answers.delta("{\"content\":\"Hi\"}") + "\n\n";
  private static final String RESPONSES_TEXT = "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"Hi\"}\n\n";

  /// A provider's error keeps its words, and a prompt that does not fit is told in the words on which the client compacts. ⏎ is a line feed.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      error: {"code":400,"message":"WORDS","type":"invalid_request_error"}⏎⏎
      error: {"code":400,"message":"WORDS"}
      error: {"error":{"code":400,"message":"WORDS"}}⏎⏎data: [DONE]⏎⏎
      error: WORDS⏎⏎
      Error: WORDS⏎
      event: error⏎data: {"code":400,"message":"WORDS"}⏎⏎
      event: error⏎data: {"type":"invalid_request_error","text":"x","message":"WORDS"}⏎⏎
      event: error⏎data: WORDS⏎⏎
      data: error: WORDS⏎⏎
      data: error: {"message":"WORDS"}⏎⏎
      data: [ERROR] WORDS⏎⏎
      {"error":{"message":"WORDS","code":400}}⏎
      {"detail":"WORDS"}⏎⏎
      data: {"error":{"message":"WORDS"}}⏎⏎
      data: {"error":"WORDS"}⏎⏎
      data: {"error":["WORDS"]}⏎⏎
      data: {"error":[{"message":"WORDS"}]}⏎⏎
      data: [{"error":{"code":400,"message":"WORDS"}}]⏎⏎
      data: {"error_type":"invalid_request","error_message":"WORDS"}⏎⏎
      data: {"error_message":"WORDS"}⏎⏎
      data: {"error_code":336003,"error_msg":"WORDS"}⏎⏎
      data: {"err":"WORDS"}⏎⏎
      data: {"errorCode":"x","errorMessage":"WORDS"}⏎⏎
      data: {"choices":[],"error_message":"WORDS"}⏎⏎
      data: {"message":"WORDS","code":400}⏎⏎
      data: {"code":"400","msg":"WORDS"}⏎⏎
      data: {"message":"WORDS","status":400}⏎⏎
      data: {"Message":"WORDS","statusCode":400}⏎⏎
      data: {"message":"WORDS"}⏎⏎
      data: {"message":"WORDS","request_id":"req_1"}⏎⏎
      data: {"success":false,"message":"WORDS"}⏎⏎
      data: {"status":"error","message":"WORDS"}⏎⏎
      data: {"detail":"WORDS"}⏎⏎
      data: {"detail":{"message":"WORDS"}}⏎⏎
      data: {"title":"Bad Request","status":400,"detail":"WORDS"}⏎⏎
      data: {"errors":[{"message":"WORDS"}]}⏎⏎
      data: {"type":"error","error":{"type":"x","message":"WORDS"}}⏎⏎
      data: {"type":"error","message":"WORDS"}⏎⏎
      data: {"object":"error","message":"WORDS"}⏎⏎
      data: {"base_resp":{"status_code":1013,"status_msg":"WORDS"}}⏎⏎
      """)
  void itsWordsAreKept(String frame) {
    var lines = frame.replace('⏎', '\n');
    var other = lines.replace("WORDS", "the worker died");
    var overflow = lines.replace("WORDS", "the request exceeds the available context size");
    for (var before : List.of("", TEXT)) {
      assertTrue(chat(before + other).message().contains("the worker died"), other);
      assertEquals(FaultKind.CONTEXT_OVERFLOW, chat(before + overflow).kind(), overflow);
      assertTrue(chat(before + overflow).message().startsWith("prompt is too long: "), overflow);
    }
    for (var before : List.of("", RESPONSES_TEXT)) {
      assertTrue(responses(before + other).message().contains("the worker died"), other);
      assertEquals(FaultKind.CONTEXT_OVERFLOW, responses(before + overflow).kind(), overflow);
    }
  }

  /// The type alone says it too (Venice).
  @Test
  void aTypeThatSpeaksOfTheContextIsAnOverflow() {
    var frame = "data: {\"error_type\":\"context_length_exceeded\",\"error_message\":\"no\"}\n\n";
    assertEquals(FaultKind.CONTEXT_OVERFLOW, chat(frame).kind());
    assertEquals(FaultKind.CONTEXT_OVERFLOW, responses(TEXT + frame).kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":\"ping\"}", "{\"status\":\"processing\"}", "{\"status\":\"queued\",\"message\":\"the third in the queue\"}", "{\"status\":200,\"message\":\"x\",\"queue\":3}", "{\"code\":0,\"message\":\"success\"}", "{\"code\":200,\"msg\":\"ok\",\"data\":null}", "{\"message\":{\"role\":\"assistant\"}}",
    "{\"error\":null,\"detail\":null}", "{\"object\":\"chat.completion.chunk\",\"message\":\"queued\"}"})
  void whatIsNoErrorIsNone(String payload) {
    assertNull(chat("data: " + payload + "\n\n" + TEXT + "data: " + payload + "\n\ndata: " + Answers.finish("stop") + "\n\n"));
    assertNull(StreamJudge.judge(responsesEvents("data: " + payload + "\n\n" + RESPONSES_TEXT + "data: " + payload + "\n\n" + completed("null"))).error());
  }

  /// Beside an answer.
  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "\"\"", "\" \"", "false", "0", "[]", "[{}]", "{\"message\":\"\"}", "{\"message\":\"\",\"type\":\"\",\"param\":null,\"code\":0}",
    "{\"code\":null,\"details\":[],\"metadata\":{\"raw\":\"\"}}", "{\"code\":\"0\",\"message\":\"\"}", "{\"code\":200,\"message\":\"success\"}", "{\"retryable\":false}"})
  void anErrorThatSaysNothingIsNone(String error) {
    var chunk = "{\"choices\":[{\"index\":0,\"%s\":{\"content\":\"hello\"},\"finish_reason\":%s,\"error\":" + error + "}],\"error\":" + error + "}";
    var bodies = List.of(chunk.formatted("message", "\"stop\""), "data: " + chunk.formatted("delta", "null") + "\n\ndata: " + Answers.finish("stop") + "\n\ndata: [DONE]\n\n",
        "data: {\"error\":" + error + "}\n\n" + "data: " + chunk.formatted("delta", "\"stop\"") + "\n\n");
    for (var body : bodies) {
      var verdict = StreamJudge.judge(Answers.events(body));
      assertNull(verdict.error(), body);
      assertEquals("hello", verdict.blocks().getFirst().content());
    }
    var whole = "{\"object\":\"response\",\"status\":\"completed\",\"error\":" + error + ",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"hello\"}]}]}";
    for (var body : List.of(whole, RESPONSES_TEXT + completed(error), "data: {\"error\":" + error + "}\n\n" + RESPONSES_TEXT + completed(error))) {
      assertNull(StreamJudge.judge(responsesEvents(body)).error(), body);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"message\":\"no\"}", "{\"message\":\"\",\"code\":400}", "{\"message\":\"\",\"code\":\"rate_limit_exceeded\"}", "\"no\"", "{\"message\":\"\",\"metadata\":{\"raw\":\"no\"}}", "true", "503"})
  void anErrorThatSaysAnythingIsOne(String error) {
    var choice = "{\"choices\":[{\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}],\"error\":" + error + "}";
    assertEquals(1, Answers.events(choice).size());
    assertTrue(StreamJudge.judge(responsesEvents(RESPONSES_TEXT + completed(error))).error() != null);
  }

  /// A waiting time in words is one wherever the error stands.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      {"code":"rate_limit_exceeded","message":"Rate limit reached. Please try again in 4.2s."}        | RATE_LIMIT | 5
      {"type":"tokens","code":"rate_limit_exceeded","message":"Please try again in 1m2.5s"}           | RATE_LIMIT | 63
      {"code":429,"message":"slow down, retry after 20 seconds"}                                      | RATE_LIMIT | 20
      {"code":503,"message":"overloaded, try again in 250ms"}                                         | OVERLOADED | 1
      {"type":"overloaded_error","message":"please try again in 7s"}                                  | OVERLOADED | 7
      {"code":429,"status":"RESOURCE_EXHAUSTED","message":"no","details":[{"retryDelay":"34s"}]}       | RATE_LIMIT | 34
      {"code":"rate_limit_exceeded","message":"slow down"}                                            | RATE_LIMIT |
      {"code":400,"message":"this is wrong","details":[{"retryDelay":"3s"}]}                          | INVALID_REQUEST |
      """)
  void aWaitingTimeInsideIsKept(String error, FaultKind kind, Long seconds) {
    var expected = seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds);
    var failed = "data: {\"type\":\"response.failed\",\"response\":{\"status\":\"failed\",\"error\":" + error + "}}\n\n";
    var inside = "{\"error\":" + error + "}";
    for (var fault : List.of(chat("data: " + inside + "\n\n"), chat(inside), chat(TEXT + "data: " + inside + "\n\n"), chat("error: " + error + "\n\n"), responses(failed), responses(inside),
        responses("event: error\ndata: " + error + "\n\n"))) {
      assertEquals(kind, fault.kind());
      assertEquals(expected, fault.retryAfterSeconds());
    }
  }

  private static String completed(String error) {
    return "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[],\"error\":" + error + "}}\n\n";
  }

  private static Fault chat(String body) {
    return StreamJudge.judge(Answers.events(body)).error();
  }

  private static Fault responses(String body) {
    return StreamJudge.judge(responsesEvents(body)).error();
  }

  private static List<StreamEvent> responsesEvents(String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return Responses.events(bytes, bytes.length);
  }
}
