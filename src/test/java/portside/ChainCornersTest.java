package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.Test;
import portside.fake.FakeServer;

/// What a chain remembers of requests that came to an unusual end, and what it must not take for an answer.
class ChainCornersTest extends ChainScenario {
  private static final Duration RECOVERED = Duration.ofMillis(400);

  @Test
  void aProbeThatReachedNobodyIsMadeAgainAtOnce() throws Exception {
    a.then(refusal(500, "x"));
    b.then(ok("B"));
    var chain = chain();
    for (int n = 0; n < 3; n++) {
      chain.ask();
    }
    assertEquals("out API", model(chain, "a", "a-big"));
    chain.pass(RECOVERED);
    a.close();
    b.close();
    assertEquals(502, chain.ask().status(), "our own network is away");
    try (var back = new FakeServer(ServerSocketFactory.getDefault(), a.url().getPort(), _ -> { }, (line, _) -> {
      line.read();
      ok("A").play(line);
    })) {
      assertEquals("from A", chain.ask().text());
      assertEquals(1, back.connections());
    }
  }

  @Test
  void aMemberThatCannotBeAskedDoesNotShowThatOurNetworkIsThere() throws Exception {
    a.close();
    var chain = chain(List.of(a(), b("OPENAI_API_KEY=from-client:any-host")));
    var answer = chain.ask();
    assertTrue(answer.body().contains("also out: b"), answer.body());
    assertEquals("A0 B0", calls());
    assertEquals("in 0", member(chain, "a"));
  }
}
