package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// The life of a request: who is asked again, what the client is told, and that nothing broken looks like success.
class ExchangeTest {
  private static final String OVERFLOW =
      "{\"error\":{\"message\":\"This model's maximum context length is 200000 tokens. However, your messages resulted in 210000 tokens.\",\"code\":\"context_length_exceeded\"}}";

  @Test
  void headersAndKeyReachTheProvider() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("hi");
          line.finish();
        });
        var proxy = RunningProxy.before(provider.url(), "CUSTOM_HEADER_X_TEAM=blue")) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true), "x-api-key", "client-key");
      assertEquals("text/event-stream", answer.headers().firstValue("content-type").orElseThrow().replaceAll(";.*", ""));
      assertTrue(answer.body().endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"), answer.body());
      var received = provider.take();
      assertEquals("POST /v1/chat/completions HTTP/1.1", received.line());
      assertEquals("Bearer sk-provider-secret", received.head().get("authorization"));
      assertEquals("blue", received.head().get("x-team"));
      assertFalse(received.head().containsValue("client-key"));
      assertEquals("middle", Json.object(received.text()).getString("model"));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "400 | {'error':{'message':'bad thing'}}                    | 400 | invalid_request_error | bad thing",
    "401 | {'error':{'message':'no'}}                           | 401 | authentication_error  | no",
    "402 | {'error':{'message':'Insufficient Balance'}}         | 402 | billing_error         | Insufficient Balance",
    "429 | {'error':{'message':'slow down'}}                    | 429 | rate_limit_error      | slow down",
    "500 | {'error':{'message':'oops'}}                         | 500 | api_error             | oops",
    "529 | {'error':{'message':'busy'}}                         | 529 | overloaded_error      | busy",
  })
  void anErrorOfTheProviderKeepsItsMeaning(int status, String body, int expected, String type, String text) throws Exception {
    for (var stream : new boolean[] {true, false}) {
      try (var provider = new ScriptedProvider().then(line -> line.whole(status, "application/json", body.replace('\'', '"')));
          var proxy = RunningProxy.before(provider.url())) {
        var answer = proxy.post("/v1/messages", RunningProxy.hello(stream));
        assertEquals(expected, answer.statusCode());
        assertEquals(type, Json.object(answer.body()).getJsonObject("error").getString("type"));
        assertTrue(answer.body().contains(text), answer.body());
        provider.take();
        assertEquals(0, provider.waiting(), "asked once only");
      }
    }
  }

  /// A prompt cache is filled, and nothing is written.
  @ParameterizedTest
  @CsvSource({"false, chat", "true, chat", "false, responses", "true, responses"})
  void anAnswerOfNoTokensIsAskedForAndNotTold(boolean stream, String wire) throws Exception {
    boolean chat = wire.equals("chat");
    var whole = chat
        ? "{\"choices\":[{\"message\":{\"content\":\"secret\"},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":1}}"
        : "{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\","
            + "\"text\":\"secret\"}]}],\"usage\":{\"input_tokens\":70,\"output_tokens\":16}}";
    try (var provider = new ScriptedProvider().then(line -> {
          if (stream && chat) {
            line.stream();
            line.text("secret");
            line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":1}}");
            line.event("[DONE]");
            line.chunkEnd();
          } else {
            line.whole(200, "application/json", whole);
          }
        });
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=" + wire, "DIALECT_MIN_OUTPUT=32000")) {
      var asked = "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":0,\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
      var answer = proxy.post("/v1/messages", asked);
      assertEquals(200, answer.statusCode(), answer.body());
      assertFalse(answer.body().contains("secret") || answer.body().contains("content_block"), answer.body());
      assertTrue(answer.body().contains("\"stop_reason\":\"max_tokens\"") && answer.body().contains("\"output_tokens\":0"), answer.body());
      assertTrue(answer.body().contains("\"input_tokens\":70"), answer.body());
      if (!stream) {
        assertEquals("[]", Json.object(answer.body()).get("content").toString());
      }
      var sent = Json.object(provider.take().body());
      assertEquals(chat ? 1 : 16, sent.getInt(chat ? "max_tokens" : "max_output_tokens"));
      assertEquals(200, proxy.post("/v1/messages/count_tokens", asked).statusCode());
      assertEquals(400, proxy.post("/v1/messages", asked.replace(":0", ":-1")).statusCode());
    }
  }

  @ParameterizedTest
  @CsvSource({"chat, 3000, 100, 400", "chat, 3000, 9, 200", "chat, 90000, 100, 200", "responses, 3000, 100, 400"})
  void anAnswerCutBeforeItsFirstWordAtAFullWindowIsAnOverflow(String wire, int window, int limit, int status) throws Exception {
    var body = wire.equals("chat")
        ? "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":2990,\"completion_tokens\":0}}"
        : "{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":[],\"usage\":{\"input_tokens\":2990,\"output_tokens\":0}}";
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", body));
        var proxy = RunningProxy.before(provider.url(), "DIALECT_WIRE=" + wire, "DIALECT_CONTEXT_WINDOW=" + window)) {
      var answer = proxy.post("/v1/messages", "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":" + limit + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
      assertEquals(status, answer.statusCode(), answer.body());
      assertEquals(status == 400, answer.body().contains("prompt is too long: 3001 tokens > 3000 maximum"), answer.body());
    }
  }

  @Test
  void aWaitingTimeIsPassedOn() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(429, "application/json", "{\"error\":{\"message\":\"slow\"}}", "retry-after: 7"));
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals("7", proxy.post("/v1/messages", RunningProxy.hello(true)).headers().firstValue("retry-after").orElseThrow());
    }
  }

  /// Claude Code would ask ten times, over minutes, before it shows why.
  @Test
  void aRefusedKeyAndAWrongAddressStopTheClientsRetries() throws Exception {
    try (var provider = new ScriptedProvider()
            .then(line -> line.whole(401, "application/json", "{\"error\":{\"message\":\"Incorrect API key provided\"}}"))
            .then(line -> line.whole(404, "application/json", "{\"detail\":\"Not Found\"}"));
        var proxy = RunningProxy.before(provider.url())) {
      for (var status : List.of(401, 502)) {
        var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
        assertEquals(status, answer.statusCode());
        assertEquals("false", answer.headers().firstValue("x-should-retry").orElseThrow());
      }
    }
  }

  @Test
  void aUsedUpQuotaStopsTheClientsRetries() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(429, "application/json", "{\"error\":{\"message\":\"You exceeded your current quota\",\"code\":\"insufficient_quota\"}}"));
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals("false", proxy.post("/v1/messages", RunningProxy.hello(true)).headers().firstValue("x-should-retry").orElseThrow());
    }
  }

  @Test
  void anOverflowHasTheWordingThatCompacts() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", OVERFLOW)); var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(400, answer.statusCode());
      assertEquals("prompt is too long: 210000 tokens > 200000 maximum", Json.object(answer.body()).getJsonObject("error").getString("message"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503})
  void aGatewayThatFailsOnceIsAskedOnceMore(int status) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(status, "text/html", "<html>bad gateway</html>")).then(line -> {
          line.stream();
          line.text("back");
          line.finish();
        });
        var proxy = RunningProxy.before(provider.url())) {
      assertTrue(proxy.post("/v1/messages", RunningProxy.hello(true)).body().contains("back"));
      assertEquals(provider.take().text(), provider.take().text());
    }
  }

  @Test
  void aGatewayThatFailsTwiceIsReported() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(502, "text/html", "<html><title>secret page</title></html>")); var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(502, answer.statusCode());
      assertFalse(answer.body().contains("<html>"), answer.body());
      provider.take();
      provider.take();
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void aRefusedConnectionIsNamed() throws Exception {
    URI nobody;
    try (var reserved = new ServerSocket(0)) {
      nobody = URI.create("http://127.0.0.1:" + reserved.getLocalPort() + "/v1");
    }
    try (var proxy = RunningProxy.before(nobody)) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(502, answer.statusCode());
      assertTrue(answer.body().contains("cannot connect to"), answer.body());
    }
  }

  @Test
  void anErrorInsideA200BeforeAnyTextIsAStatus() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.event("{\"error\":{\"message\":\"no capacity\",\"code\":503}}");
        });
        var proxy = RunningProxy.before(provider.url())) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(529, answer.statusCode(), answer.body());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStreamThatBreaksOffNeverLooksComplete(boolean reset) throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("half");
          if (reset) {
            line.cut();
          }
        });
        var proxy = RunningProxy.before(provider.url())) {
      var body = proxy.post("/v1/messages", RunningProxy.hello(true)).body();
      assertTrue(body.contains("half"), body);
      assertTrue(body.contains("event: error\n"), body);
      assertFalse(body.contains("message_stop"), body);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailedAnswerIsOverThoughTheProviderGoesOn(boolean stream) throws Exception {
    var closed = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("half");
          line.event("{\"error\":{\"message\":\"engine lost\",\"code\":500}}");
          closed.complete(line.textUntilClosed("more"));
        });
        var proxy = RunningProxy.neverSettling(provider.url())) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(stream));
      assertEquals(stream ? 200 : 500, answer.statusCode());
      assertTrue(answer.body().contains("engine lost"), answer.body());
      assertFalse(answer.body().contains("more"), answer.body());
      assertTrue(closed.get(20, TimeUnit.SECONDS));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aProviderThatGoesOnBehindAStopSequenceIsEnded(boolean stream) throws Exception {
    var closed = new CompletableFuture<Boolean>();
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("<block>no</blo");
          line.text("ck> since");
          closed.complete(line.textUntilClosed("more"));
        });
        var proxy = RunningProxy.before(provider.url(), "DIALECT_MAX_STOPS=0")) {
      var request = RunningProxy.hello(stream).replaceFirst("\\{", "{\"stop_sequences\":[\"</block>\"],");
      var answer = proxy.post("/v1/messages", request);
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"</block>\""), answer.body());
      assertFalse(answer.body().contains("since") || answer.body().contains("more"), answer.body());
      assertTrue(closed.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void aWholeAnswerThatBreaksOffIsAnError() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.chunk("{\"choices\":[{\"message\":{\"content\":\"ha".getBytes(StandardCharsets.UTF_8));
          line.cut();
        });
        var proxy = RunningProxy.before(provider.url())) {
      assertEquals(502, proxy.post("/v1/messages", RunningProxy.hello(false)).statusCode());
    }
  }

  @Test
  void aProviderThatHangsAfterItsFinishReasonDoesNotHoldTheClient() throws Exception {
    var over = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("done");
          line.event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
          over.await(15, TimeUnit.SECONDS);
        });
        var proxy = RunningProxy.before(provider.url())) {
      var body = proxy.post("/v1/messages", RunningProxy.hello(true)).body();
      assertTrue(body.contains("\"stop_reason\":\"end_turn\""), body);
      over.countDown();
    }
  }

  @Test
  void silenceIsFilledWithPingsBeforeTheFirstByteAndInTheStream() throws Exception {
    var go = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          go.await(15, TimeUnit.SECONDS);
          line.stream();
          line.text("word");
          finish.await(15, TimeUnit.SECONDS);
          line.finish();
        });
        var proxy = RunningProxy.pinging(provider.url());
        var client = new Socket("127.0.0.1", proxy.port())) {
      client.setSoTimeout(10_000);
      var body = RunningProxy.hello(true);
      client.getOutputStream().write(("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
      read(client, "event: ping\ndata: {\"type\":\"ping\"}\n\n");
      go.countDown();
      read(client, "word");
      read(client, "event: ping\ndata: {\"type\":\"ping\"}\n\n");
      finish.countDown();
      read(client, "message_stop");
    }
  }

  @Test
  void afterAPingAFaultIsAnEvent() throws Exception {
    var go = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          go.await(15, TimeUnit.SECONDS);
          line.whole(429, "application/json", "{\"error\":{\"message\":\"slow down\"}}");
        });
        var proxy = RunningProxy.pinging(provider.url());
        var client = new Socket("127.0.0.1", proxy.port())) {
      client.setSoTimeout(10_000);
      var body = RunningProxy.hello(true);
      client.getOutputStream().write(("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
      read(client, "event: ping");
      go.countDown();
      read(client, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\"");
    }
  }

  @Test
  void aStopLetsRunningStreamsFinish() throws Exception {
    var finish = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("word");
          finish.await(15, TimeUnit.SECONDS);
          line.finish();
        })) {
      var proxy = RunningProxy.before(provider.url());
      try (var client = new Socket("127.0.0.1", proxy.port())) {
        client.setSoTimeout(10_000);
        var body = RunningProxy.hello(true);
        client.getOutputStream().write(("POST /v1/messages HTTP/1.1\r\nhost: localhost\r\ncontent-length: " + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
        read(client, "word");
        var stopped = ScriptedProvider.later(proxy::close);
        finish.countDown();
        read(client, "message_stop");
        assertTrue(stopped.await(10, TimeUnit.SECONDS));
      }
    }
  }

  private static void read(Socket client, String text) throws Exception {
    var seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      var next = client.getInputStream().read();
      if (next < 0) {
        throw new AssertionError("ended before \"" + text + "\": " + seen);
      }
      seen.append((char) next);
    }
  }
}
