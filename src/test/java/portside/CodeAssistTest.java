package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;
import portside.wire.anthropic.StreamJudge;

/// Code Assist: Gemini's language in an envelope, on real sockets.
@Timeout(60)
class CodeAssistTest {
  private static final String CHUNK = "{\"response\":{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hi\"}]},\"finishReason\":\"STOP\"}],"
      + "\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":2}},\"traceId\":\"t\"}";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void requestAndAnswerStandInTheEnvelope(boolean stream) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          if (stream) {
            line.stream();
            line.chunk(("data: " + CHUNK + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            line.chunkEnd();
          } else {
            line.whole(200, "application/json", CHUNK);
          }
        });
        var proxy = RunningProxy.before(provider.url().toString().replace("/v1", "/v1internal"), "DIALECT=code-assist", "DIALECT_PROJECT=acme-1")) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(stream)).body();
      var asked = provider.take();
      assertEquals("POST /v1internal:" + (stream ? "streamGenerateContent?alt=sse" : "generateContent") + " HTTP/1.1", asked.line());
      assertEquals("Bearer sk-provider-secret", asked.head().get("authorization"));
      assertNull(asked.head().get("x-goog-api-key"));
      var sent = Json.object(asked.text());
      assertEquals("[model, project, user_prompt_id, request]", sent.keySet().toString());
      assertEquals("middle acme-1", sent.getString("model") + " " + sent.getString("project"));
      assertTrue(sent.getJsonObject("request").containsKey("contents"), sent.toString());
      if (stream) {
        var verdict = StreamJudge.judge(answer.getBytes(StandardCharsets.UTF_8));
        assertEquals("hi", verdict.blocks().getFirst().content());
        assertEquals(10, verdict.usage().input());
      } else {
        assertEquals("hi", Json.object(answer).getJsonArray("content").getJsonObject(0).getString("text"));
      }
    }
  }

  /// The address is Google's own, so a request that were sent would be answered otherwise.
  @Test
  void c33WithoutAProjectNothingIsSentAndIndividualsAreToldWhatToUse() throws Exception {
    try (var proxy = RunningProxy.before("https://cloudcode-pa.googleapis.com/v1internal")) {
      var health = Json.object(proxy.get("/health").body()).getString("obstacle");
      assertTrue(health.contains("AI Studio") && health.contains("Vertex AI") && health.contains("individuals") && health.contains("DIALECT_PROJECT"), health);
      var answer = proxy.post("/v1/messages", RunningProxy.hello(false));
      assertEquals(401, answer.statusCode());
      var error = Json.object(answer.body()).getJsonObject("error");
      assertEquals("authentication_error", error.getString("type"));
      assertTrue(error.getString("message").contains(health), error.toString());
    }
  }

  @Test
  void aRefusalByNameIsToldAsOne() throws Exception {
    var closed = "{\"error\":{\"code\":400,\"message\":\"This client is no longer supported for individuals\",\"status\":\"FAILED_PRECONDITION\","
        + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"UNSUPPORTED_CLIENT\"}]}}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", closed));
        var proxy = RunningProxy.before(provider.url(), "DIALECT=code-assist", "DIALECT_PROJECT=acme-1")) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(false));
      assertEquals(403, answer.statusCode(), answer.body());
      assertEquals(1, provider.calls());
    }
  }
}
