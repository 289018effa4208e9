package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.wire.Json;

/// Base URLs that lead back to where the request came from.
class LoopTest {
  private static final String AGAIN = "this request has been here before: an OPENAI_BASE_URL on its way leads back to this proxy";

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void overAnotherServerEndsWhereItBegan(boolean stream) throws Exception {
    try (var relay = new Relay(); var proxy = RunningProxy.before(relay.url())) {
      relay.target = proxy.url("");
      var answer = proxy.post("/v1/messages", RunningProxy.hello(stream));
      assertEquals(508, answer.statusCode());
      assertEquals("false", answer.headers().firstValue("x-should-retry").orElse(""));
      var error = Json.object(answer.body().getBytes()).getJsonObject("error");
      assertEquals("api_error", error.getString("type"));
      assertEquals(AGAIN + " (upstream test)", error.getString("message"));
      assertEquals(1, relay.passed.get());
    }
  }

  @Test
  void overTwoInstancesEndsWhereItBegan() throws Exception {
    try (var toSecond = new Relay(); var toFirst = new Relay();
        var first = RunningProxy.before(toSecond.url()); var second = RunningProxy.before(toFirst.url())) {
      toSecond.target = second.url("");
      toFirst.target = first.url("");
      var answer = first.post("/v1/messages", RunningProxy.hello(false));
      assertEquals(508, answer.statusCode());
      assertTrue(answer.body().contains(AGAIN), answer.body());
      assertEquals(2, toSecond.passed.get() + toFirst.passed.get());
      assertEquals(508, first.post("/v1/chat/completions", RunningProxy.hello(false)).statusCode());
      assertEquals(503, first.get("/test-connection").statusCode());
    }
  }

  @Test
  void aChainOfInstancesIsNoLoop() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json",
            "{\"choices\":[{\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}]}"));
        var second = RunningProxy.before(provider.url()); var first = RunningProxy.before(second.url("/v1"))) {
      var answer = first.post("/v1/messages", RunningProxy.hello(false), "portside-hops", "far, away");
      assertEquals(200, answer.statusCode(), answer.body());
      var hops = provider.take().head().get("portside-hops").split(", ");
      assertEquals(4, hops.length);
      assertEquals("far, away", hops[0] + ", " + hops[1]);
    }
  }

  @Test
  void moreInstancesThanAnybodyPutsInARowAreALoop() throws Exception {
    try (var proxy = RunningProxy.before("http://127.0.0.1:9")) {
      assertEquals(508, proxy.post("/v1/messages", RunningProxy.hello(false), "portside-hops", "a,".repeat(17)).statusCode());
    }
  }

  /// Passes a request on to a server that is not known to its clients.
  private static final class Relay implements AutoCloseable {
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger passed = new AtomicInteger();
    private volatile URI target;

    Relay() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::pass);
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    private void pass(HttpExchange exchange) throws IOException {
      try (exchange) {
        if (passed.incrementAndGet() > 20) {
          return; // enough to see that it goes round
        }
        var request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
            .header("portside-hops", String.valueOf(exchange.getRequestHeaders().getFirst("portside-hops")))
            .POST(HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes())).build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      server.stop(0);
      client.close();
    }
  }
}
