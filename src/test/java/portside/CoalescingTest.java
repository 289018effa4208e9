package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Equal requests at the same time are one call to the provider (`COALESCE=true`).
@Isolated("reads the log, in which every class writes")
class CoalescingTest extends CoalescingScenario {
  @Test
  void theJoinerHasAllEventsFromTheFirst() throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var leader = asks(proxy, true);
    var first = leader.readUntil("one");
    var joiner = asks(proxy, true);
    var second = joiner.readUntil("one");
    go.release();
    first += leader.readUntil("\r\n0\r\n\r\n");
    second += joiner.readUntil("\r\n0\r\n\r\n");
    assertEquals(events(first), events(second));
    assertTrue(second.contains("message_stop"), second);
    assertTrue(second.contains("x-portside-joined: " + id(first)), second);
    assertFalse(first.contains("x-portside-joined"), first);
    assertFalse(id(first).equals(id(second)));
    until(entries, "req_", 2);
    assertEquals(1, entries.from(Level.INFO).stream().filter(line -> line.contains(" in=10 out=2")).count(), entries.from(Level.INFO).toString());
    assertEquals(2, entries.from(Level.INFO).stream().filter(line -> line.contains("200 ok ")).count());
    provider.take();
    assertEquals(0, provider.waiting());
  }

  @Test
  void wholeAnswers() throws Exception {
    provider.then(line -> {
      go.acquire();
      line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}");
    });
    var proxy = proxy();
    var leader = asks(proxy, false);
    provider.take();
    var joiner = asks(proxy, false);
    until(joins, "joins", 1);
    go.release();
    var first = leader.answer();
    var second = joiner.answer();
    assertEquals(first.substring(first.indexOf("\r\n\r\n")), second.substring(second.indexOf("\r\n\r\n")));
    assertTrue(second.contains("\"hi\"") && second.contains("x-portside-joined: " + id(first)), second);
    assertEquals(0, provider.waiting());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void beyondOneMegabyteAJoinerGoesAlone(boolean joinsBefore) throws Exception {
    provider.then(line -> {
      go.acquire();
      line.whole(200, "application/json",
          "{\"choices\":[{\"message\":{\"content\":\"" + "x".repeat(2 << 20) + "\"},\"finish_reason\":\"stop\"}]}");
    }).then(line -> line.whole(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"alone\"},\"finish_reason\":\"stop\"}]}"));
    var proxy = proxy();
    var leader = asks(proxy, false);
    provider.take();
    if (joinsBefore) {
      var joiner = asks(proxy, false);
      until(joins, "joins", 1);
      go.release();
      var answer = joiner.answer();
      assertTrue(answer.contains("\"alone\"") && !answer.contains("x-portside-joined"), answer);
      assertTrue(joins.from(Level.FINE).getLast().endsWith("goes alone"));
    } else {
      go.release();
    }
    assertTrue(leader.answer().length() > 2 << 20);
  }

  @Test
  void aStreamBeyondOneMegabyteTakesNobodyIn() throws Exception {
    provider.then(line -> {
      line.stream();
      for (int n = 0; n < 300; n++) {
        line.text("x".repeat(4096));
      }
      line.text("long");
      go.acquire();
      line.finish();
    }).then(line -> {
      line.stream();
      line.text("alone");
      line.finish();
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("long");
    assertTrue(asks(proxy, true).readUntil("\r\n0\r\n\r\n").contains("alone"));
    go.release();
    assertTrue(leader.readUntil("\r\n0\r\n\r\n").contains("message_stop"));
  }

  /// One that keeps up has all of a long answer, however long it is.
  @Test
  void aJoinerThatKeepsUpStays() throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      for (int n = 0; n < 18; n++) {
        go.acquire();
        line.text("x".repeat(64 << 10));
        line.text("mark" + n);
      }
      line.finish();
    });
    var proxy = proxy();
    var leader = asks(proxy, true);
    leader.readUntil("one");
    var joiner = asks(proxy, true);
    joiner.readUntil("one");
    for (int n = 0; n < 18; n++) {
      go.release();
      leader.readUntil("mark" + n);
      joiner.readUntil("mark" + n);
    }
    assertTrue(joiner.readUntil("\r\n0\r\n\r\n").contains("message_stop"));
  }

  @Test
  void aLeaderThatSaysNothingIsLeftAlone() throws Exception {
    provider.then(this::waits).then(line -> {
      line.stream();
      line.text("alone");
      line.finish();
    });
    var proxy = proxy("FIRST_TOKEN_TIMEOUT=30s");
    var leader = asks(proxy, true);
    provider.take();
    time.pass(Duration.ofSeconds(25));
    var joiner = asks(proxy, true);
    until(joins, "joins", 1);
    time.pass(Duration.ofSeconds(6));
    assertTrue(joiner.readUntil("\r\n0\r\n\r\n").contains("alone"));
    go.release(2);
    assertTrue(leader.readUntil("\r\n0\r\n\r\n").contains("two"));
  }

  @ParameterizedTest
  @CsvSource({"x-api-key: a, x-api-key: b", "x-claude-code-agent-id: a, x-claude-code-agent-id: b", "anthropic-beta: a, anthropic-beta: b",
      "'', x-claude-code-agent-id:"})
  void whatMustBeEqual(String one, String other) throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var first = one.isEmpty() ? asks(proxy, true) : asks(proxy, true, one);
    first.readUntil("one");
    var joiner = one.isEmpty() ? asks(proxy, true) : asks(proxy, true, one);
    joiner.readUntil("one");
    asks(proxy, true, other).readUntil("one");
    var further = new RawClient(proxy.port());
    closing(further);
    further.send(RawClient.post(PATH + "?beta=true", RunningProxy.hello(true))).readUntil("one");
    assertEquals(3, provider.waiting());
    assertEquals(1, joins.from(Level.FINE).size());
  }

  @Test
  void anAnswerThatIsOverIsNoLongerShared() throws Exception {
    provider.then(line -> {
      line.stream();
      line.text("one");
      line.finish();
    });
    var proxy = proxy();
    for (int n = 0; n < 2; n++) {
      asks(proxy, true).readUntil("\r\n0\r\n\r\n");
      until(entries, "200 ok", n + 1);
    }
    assertEquals(2, provider.waiting());
  }

  @Test
  void offByDefault() throws Exception {
    provider.then(this::answer);
    var proxy = proxy("COALESCE=false");
    asks(proxy, true).readUntil("one");
    asks(proxy, true).readUntil("one");
    assertEquals(2, provider.waiting());
  }

  @Test
  void twoHundredAtOnceAreOneCall() throws Exception {
    provider.then(this::answer);
    var proxy = proxy();
    var clients = new ArrayList<RawClient>();
    for (int n = 0; n < 200; n++) {
      clients.add(new RawClient(proxy.port()));
    }
    clients.forEach(this::closing);
    for (var client : clients) {
      client.send(RawClient.post(PATH, RunningProxy.hello(true)));
    }
    var first = new ArrayList<String>();
    for (var client : clients) {
      first.add(client.readUntil("one"));
    }
    go.release();
    var told = new HashSet<List<String>>();
    for (int n = 0; n < clients.size(); n++) {
      told.add(events(first.get(n) + clients.get(n).readUntil("\r\n0\r\n\r\n")));
    }
    assertEquals(1, told.size());
    assertEquals(1, provider.waiting());
    until(entries, "200 ok", 200);
    assertEquals(1, entries.from(Level.INFO).stream().filter(line -> line.contains(" in=10")).count());
  }
}
