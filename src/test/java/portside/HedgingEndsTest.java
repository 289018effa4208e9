package portside;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The client leaves, or the process stops, while two candidates are asked at the same time.
@Isolated("reads the log, in which every class writes")
class HedgingEndsTest extends HedgingScenario {
  @Test
  void theClientLeavesBoth() throws Exception {
    a.then(silent(aClosed));
    b.then(silent(bClosed));
    var chain = chain(2);
    var client = new RawClient(chain.port());
    client.send(RawClient.post("/v1/messages", RunningChain.body("claude-opus-5-5", "hello")));
    a.take();
    chain.pass(SILENCE);
    b.take();
    client.close();
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    assertTrue(bClosed.get(10, TimeUnit.SECONDS));
    assertTrue(entry().contains("499 left"), entry());
  }

  @Test
  void theClientLeavesTheSecondThatHasWon() throws Exception {
    a.then(silent(aClosed));
    b.then(line -> {
      line.stream();
      bClosed.complete(line.textUntilClosed("from B"));
    });
    var chain = chain(2);
    var client = new RawClient(chain.port());
    client.send(RawClient.post("/v1/messages", RunningChain.body("claude-opus-5-5", "hello")));
    a.take();
    chain.pass(SILENCE);
    client.readUntil("from B");
    client.close();
    assertTrue(bClosed.get(10, TimeUnit.SECONDS));
    assertTrue(entry().contains("499 left claude-opus-5-5 -> b:b-big"), entry());
  }

  @Test
  void aStopEndsBoth() throws Exception {
    a.then(silent(aClosed));
    b.then(silent(bClosed));
    var chain = chain(2, "FIRST_TOKEN_TIMEOUT=0");
    var answer = later(chain::ask);
    a.take();
    chain.pass(SILENCE);
    b.take();
    closed(chain);
    var stopping = new CountDownLatch(1);
    var stopped = ScriptedProvider.later(() -> {
      stopping.countDown();
      chain.instance().close();
    });
    stopping.await();
    while (!stopped.await(1, TimeUnit.MILLISECONDS) && !aClosed.isDone()) {
      chain.pass(Duration.ofMillis(200)); // the stop measures its grace time from when it begins
    }
    assertTrue(result(answer).body().contains("shutting down"), result(answer).body());
    assertTrue(aClosed.get(10, TimeUnit.SECONDS));
    assertTrue(bClosed.get(10, TimeUnit.SECONDS));
  }
}
