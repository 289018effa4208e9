package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The heads of what the front door answers, whole: a header that is lost or new is seen here.
class AnswerHeadersTest {
  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}";

  @Test
  void theHeadersOfEachKindOfAnswer() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", ANSWER));
        var proxy = RunningProxy.ticking(new FakeTicker(), provider.url())) {
      headers(proxy, """
          HTTP/1.1 200 OK
          Cache-Control: no-cache
          Connection: close
          Content-Type: text/event-stream; charset=utf-8
          Date: *
          Transfer-Encoding: chunked
          request-id: *
          server-timing: prep;dur=*, upstream;dur=*
          x-accel-buffering: no
          x-portside-model: test/middle
          """, RawClient.post("/v1/messages", RunningProxy.hello(true), "Connection: close"));
      headers(proxy, """
          HTTP/1.1 200 OK
          Connection: close
          Content-Type: text/event-stream; charset=utf-8
          Date: *
          cache-control: no-cache
          request-id: *
          server-timing: prep;dur=*, upstream;dur=*
          x-accel-buffering: no
          x-portside-model: test/middle
          """, RawClient.post("/v1/messages", RunningProxy.hello(true)).replace("HTTP/1.1", "HTTP/1.0"));
      headers(proxy, """
          HTTP/1.1 200 OK
          Connection: keep-alive
          Content-Length: *
          Content-Type: application/json
          Date: *
          request-id: *
          server-timing: prep;dur=*, upstream;dur=*
          x-portside-model: test/middle
          """, RawClient.post("/v1/messages", RunningProxy.hello(false)));
      headers(proxy, """
          HTTP/1.1 400 Bad Request
          Connection: keep-alive
          Content-Length: *
          Content-Type: application/json
          Date: *
          request-id: *
          server-timing: prep;dur=*
          """, RawClient.post("/v1/messages", "{}"));
      headers(proxy, """
          HTTP/1.1 405 Method Not Allowed
          Allow: POST
          Connection: keep-alive
          Content-Length: *
          Content-Type: application/json
          Date: *
          request-id: *
          """, "GET /v1/messages HTTP/1.1\r\nHost: localhost\r\n\r\n");
      headers(proxy, """
          HTTP/1.1 204 No Content
          Connection: keep-alive
          Content-Length: *
          Date: *
          request-id: *
          """, RawClient.post("/api/event_logging/batch", "{}"));
    }
  }

  /// Where nobody else can be asked, a head that goes out with a ping names the model too.
  @Test
  void theModelOfAnAnswerThatBeginsWithAPing() throws Exception {
    var spoken = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          spoken.await(20, TimeUnit.SECONDS);
          line.whole(200, "application/json", ANSWER);
        });
        var proxy = RunningProxy.pinging(provider.url()); var client = new RawClient(proxy.port())) {
      var head = client.send(RawClient.post("/v1/messages", RunningProxy.hello(true))).readUntil("event: ping");
      spoken.countDown();
      assertTrue(head.contains("x-portside-model: test/middle"), head);
      assertTrue(client.readUntil("message_stop").contains(": x-portside-model: test/middle\n"));
    }
  }

  /// An error names the model that was asked last; a request that goes on to another provider names the one that answers.
  @Test
  void theModelOfAnErrorAndOfAnotherProvider() throws Exception {
    try (var a = new ScriptedProvider().then(line -> line.whole(429, "application/json", "{}"));
        var b = new ScriptedProvider().then(line -> line.whole(200, "application/json", ANSWER));
        var chain = RunningChain.of(List.of(new RunningChain.Member("a", a.url()), new RunningChain.Member("b", b.url())))) {
      assertEquals("b/b-big", chain.ask().header("x-portside-model"));
    }
    try (var provider = new ScriptedProvider().then(line -> line.whole(400, "application/json", "{}")); var proxy = RunningProxy.before(provider.url())) {
      assertEquals("test/middle", proxy.post("/v1/messages", RunningProxy.hello(true)).headers().firstValue("x-portside-model").orElse(""));
    }
  }

  private static void headers(RunningProxy proxy, String expected, String request) throws Exception {
    try (var client = new RawClient(proxy.port())) {
      var head = client.send(request).readUntil("\r\n\r\n").lines().filter(line -> !line.isEmpty())
          .map(line -> line.replaceFirst("(?i)^(date|request-id|content-length): .*", "$1: *").replaceFirst("^content-type", "Content-Type")
              .replaceAll("dur=[0-9]+[.][0-9]", "dur=*")).toList();
      var sorted = head.getFirst() + "\n" + head.stream().skip(1).sorted().map(line -> line + "\n").collect(Collectors.joining());
      assertEquals(expected, sorted);
    }
  }
}
