package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.ledger.MetricsText;

/// What `/metrics` tells of a chain, read strictly.
@Timeout(60)
class ChainMetricsTest {
  private static final String ANSWER = "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}";

  private static MetricsText metrics(int port) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals("text/plain; version=0.0.4; charset=utf-8", answer.headers().firstValue("content-type").orElse(""));
      return new MetricsText(answer.body());
    }
  }

  @Test
  void triesTheMoveAndTheMemberThatIsLeftAlone() throws Exception {
    try (var a = new ScriptedProvider().then(line -> line.whole(429, "application/json", "{}", "retry-after: 600"));
        var b = new ScriptedProvider().then(line -> line.whole(200, "application/json", ANSWER));
        var chain = RunningChain.of(List.of(new RunningChain.Member("a", a.url()), new RunningChain.Member("b", b.url())))) {
      chain.ask();
      var read = metrics(chain.port());
      assertEquals(1, read.value("portside_tries_total", "model=a-big, provider=a, result=rate_limit"));
      assertEquals(1, read.value("portside_tries_total", "model=b-big, provider=b, result=answered"));
      assertEquals(1, read.value("portside_failovers_total", "from=a, reason=rate_limit, to=b"));
      assertEquals(1, read.value("portside_breaker_open", "model=a-big, provider=a"));
      assertEquals(0, read.value("portside_breaker_open", "model=b-big, provider=b"));
      assertEquals(1, read.value("portside_build_info", "instance_name=chain, version=test"));
      assertEquals(1, read.value("portside_request_duration_seconds_count", "model=b-big, provider=b, result=ok"));
      assertEquals(1, read.value("portside_preparation_seconds_count", ""));
      assertTrue(read.families().contains("portside_time_to_first_byte_seconds"), read.families().toString());
    }
  }
}
