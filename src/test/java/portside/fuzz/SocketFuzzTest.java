package portside.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import portside.RunningProxy;
import portside.ScriptedProvider;
import portside.fake.Line;
import portside.wire.Json;
import portside.wire.anthropic.StreamJudge;

/// Some of the rounds go through a running proxy, from socket to socket. See [Rounds] for playing one again.
class SocketFuzzTest {
  private static final String ANSWER = """
      {"choices":[{"index":0,"message":{"role":"assistant","content":"yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}""";

  /// What the provider does with the next request.
  ///
  /// @param seed of the places where it is cut into chunks
  /// @param ends whether the last chunk is followed by the end of the body, or by the end of the connection
  private record Play(byte[] body, long seed, boolean ends) {
    void on(Line line) throws Exception {
      var random = new SplittableRandom(seed);
      line.stream();
      for (int from = 0, to; from < body.length; from = to) {
        to = Math.min(body.length, from + 1 + random.nextInt(random.nextBoolean() ? 20 : 2_000));
        line.chunk(Arrays.copyOfRange(body, from, to));
      }
      if (ends) {
        line.chunkEnd();
      }
    }
  }

  @Test
  void aBrokenAnswerIsAGoodStreamOrAnError() throws Exception {
    var bodies = Streams.all();
    var next = new AtomicReference<Play>();
    try (var http = HttpClient.newHttpClient();
        var provider = new ScriptedProvider().then(line -> next.get().on(line));
        var proxy = RunningProxy.before(provider.url(), "MAX_RETRIES=0")) {
      Rounds.play(100, random -> {
        var broken = Damage.of(bodies.get(random.nextInt(bodies.size())), random);
        next.set(new Play(broken, random.nextLong(), random.nextInt(3) > 0));
        var answer = post(http, proxy, "/v1/messages", RunningProxy.hello(random.nextBoolean()).getBytes(StandardCharsets.UTF_8));
        check(answer, broken);
      });
    }
  }

  @Test
  void anOddRequestIsAnsweredOrRefused() throws Exception {
    var requests = Requests.all();
    var paths = List.of("/v1/messages", "/v1/messages", "/v1/messages/count_tokens", "/v1/chat/completions");
    try (var http = HttpClient.newHttpClient();
        var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", ANSWER));
        var proxy = RunningProxy.before(provider.url(), "MAX_RETRIES=0")) {
      Rounds.play(100, random -> {
        var body = Requests.odd(requests, random);
        var path = paths.get(random.nextInt(paths.size()));
        var answer = post(http, proxy, path, body);
        assertTrue(answer.statusCode() < 500, () -> path + " answers " + answer.statusCode() + ": " + answer.body() + "\n" + Excerpt.of(body));
        if (path.equals("/v1/messages") || answer.statusCode() != 200 && !path.equals("/v1/chat/completions")) {
          check(answer, new byte[0]);
        } else if (answer.statusCode() != 200) { // OpenAI's envelope
          assertFalse(Json.object(answer.body()).getJsonObject("error").getString("message").isBlank(), answer.body());
          assertFalse(answer.body().contains("the proxy failed on this request"), answer.body());
        }
      });
    }
  }

  private static HttpResponse<String> post(HttpClient http, RunningProxy proxy, String path, byte[] body) throws Exception {
    var request = HttpRequest.newBuilder(proxy.url(path)).header("content-type", "application/json").timeout(Duration.ofSeconds(20));
    return http.send(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /// A good stream, a message, or an error in its envelope.
  private static void check(HttpResponse<String> answer, byte[] heard) throws Exception {
    var body = answer.body();
    Leaks.none(body, heard);
    assertFalse(body.contains("the proxy failed on this request"), () -> answer.statusCode() + " " + body);
    assertTrue(answer.headers().firstValue("request-id").isPresent());
    if (answer.statusCode() == 200 && answer.headers().firstValue("content-type").orElse("").startsWith("text/event-stream")) {
      StreamJudge.judge(body.getBytes(StandardCharsets.UTF_8));
    } else if (answer.statusCode() == 200) {
      assertEquals("message", Json.object(body).getString("type"));
    } else {
      assertEquals("error", Json.object(body).getString("type"));
      assertFalse(Json.object(body).getJsonObject("error").getString("message").isBlank(), body);
    }
  }
}
