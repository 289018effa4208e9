package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients of a shared call leave, the call fails, or the process stops.
@Isolated("reads the log, in which every class writes")
class CoalescingEndsTest extends CoalescingScenario {
  /// Scenario 7, first half: the leader's client leaves while nothing has come.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theLeaderLeavesAndTheCallGoesOn(boolean stream) throws Exception {
    provider.then(stream ? this::waits : line -> {
      go.acquire();
      line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"two\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}");
    });
    var proxy = proxy();
    var leader = asks(proxy, stream);
    provider.take();
    var joiner = asks(proxy, stream);
    until(joins, "joins", 1);
    leader.close();
    silence(proxy);
    until(joins, "goes on", 1);
    go.release(2);
    var answer = stream ? joiner.readUntil("\r\n0\r\n\r\n") : joiner.answer();
    assertTrue(answer.contains("two"), answer);
    assertTrue(!stream || answer.contains("message_stop"), answer);
    assertEquals(0, provider.waiting());
    until(entries, "499 left", 1);
    until(entries, "200 ok", 1);
    assertTrue(entries.from(Level.INFO).stream().anyMatch(line -> line.contains("499 left") && line.contains(" in=10 out=2")),
        "the tokens stay the leader's: " + entries.from(Level.INFO));
  }

  @Test
  void theLeaderLeavesInTheMiddleOfItsStream() throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    leader.reset();
    go.release();
    assertTrue(joiner.readUntil("\r\n0\r\n\r\n").contains("message_stop"));
    until(entries, "499 left", 1);
    assertEquals(1, provider.waiting());
  }

  @Test
  void aJoinerLeavesAndNobodyNotices() throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    joiner.close();
    silence(proxy);
    until(entries, "499 left", 1);
    go.release();
    assertTrue(leader.readUntil("\r\n0\r\n\r\n").contains("message_stop"));
    until(entries, "200 ok", 1);
  }

  /// The call ends with the last client, whichever is the last.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allLeaveAndTheCallEnds(boolean leaderFirst) throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      closed.complete(line.closedByPeer());
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    silence(proxy);
    (leaderFirst ? leader : joiner).close();
    if (leaderFirst) {
      until(joins, "goes on", 1);
    } else {
      until(entries, "499 left", 1);
    }
    assertFalse(closed.isDone());
    (leaderFirst ? joiner : leader).close();
    assertTrue(closed.get(10, TimeUnit.SECONDS));
    until(entries, "499 left", 2);
  }

  /// Scenario 7, second half.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFaultIsEverybodysAndRepeatedByNobody(boolean stream) throws Exception {
    provider.then(line -> {
      go.acquire();
      line.whole(500, "application/json", "{\"error\":{\"message\":\"broken today\"}}");
    });
    var proxy = proxy();
    var leader = asks(proxy, stream);
    provider.take();
    var joiner = asks(proxy, stream);
    until(joins, "joins", 1);
    go.release();
    for (var client : List.of(leader, joiner)) {
      var answer = client.answer();
      assertTrue(answer.startsWith("HTTP/1.1 500 ") && answer.contains("broken today"), answer);
      assertTrue(answer.contains("\"request_id\":\"" + id(answer) + "\""), answer);
    }
    until(entries, "500 api_error", 2);
    assertEquals(0, provider.waiting());
  }

  @Test
  void aFaultInTheMiddleOfAStream() throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      go.acquire();
      line.cut();
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    go.release();
    for (var client : List.of(leader, joiner)) {
      var rest = client.readUntil("\r\n0\r\n\r\n");
      assertTrue(rest.contains("event: error") && !rest.contains("message_stop"), rest);
    }
  }

  @Test
  void aStopEndsAll() throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      closed.complete(line.closedByPeer());
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    closed(proxy);
    var stopping = new CountDownLatch(1);
    var stopped = ScriptedProvider.later(() -> {
      stopping.countDown();
      proxy.close();
    });
    stopping.await();
    while (!stopped.await(1, TimeUnit.MILLISECONDS) && !closed.isDone()) {
      time.pass(Duration.ofMillis(200)); // the stop measures its grace time from when it begins
    }
    for (var client : List.of(leader, joiner)) {
      var rest = client.readUntil("\r\n0\r\n\r\n");
      assertTrue(rest.contains("overloaded_error") && rest.contains("shutting down"), rest);
    }
    assertTrue(closed.get(10, TimeUnit.SECONDS));
    assertTrue(stopped.await(10, TimeUnit.SECONDS));
  }
}
