package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.RawClient.chunked;
import static portside.RawClient.post;

import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import portside.Logged;

/// What bodies may take of the memory together.
@Timeout(30)
@Isolated("what others log would be read as well")
class BodyMemoryBudgetTest {
  private static final long LARGE = BodyMemoryBudget.UNCOUNTED + 100;
  private static final String BODY = "x".repeat((int) LARGE);

  /// Room for two large ones.
  private final BodyMemoryBudget memory = new BodyMemoryBudget(2 * 100 * BodyMemoryBudget.PEAK);

  @Test
  void thatManyBodiesAndNoMore() {
    var first = memory.share();
    var second = memory.share();
    assertTrue(first.grow(LARGE));
    assertTrue(second.grow(LARGE));
    assertTrue(second.grow(LARGE), "it has what it needs");
    assertFalse(memory.share().grow(BodyMemoryBudget.UNCOUNTED + 1));
    assertTrue(memory.share().grow(BodyMemoryBudget.UNCOUNTED), "ordinary ones are not counted");
    first.release();
    first.release();
    assertTrue(memory.share().grow(LARGE));
    assertFalse(memory.share().grow(LARGE));
  }

  @Test
  void aBodyThatIsAnsweredHoldsLess() {
    var first = memory.share();
    assertTrue(first.grow(LARGE + 100));
    assertFalse(memory.share().grow(BodyMemoryBudget.UNCOUNTED + 1));
    first.shrink();
    first.shrink();
    var second = memory.share();
    assertTrue(second.grow(BodyMemoryBudget.UNCOUNTED + 114), "200 are held three times, 114 come to their peak");
    assertFalse(second.grow(BodyMemoryBudget.UNCOUNTED + 115));
    second.release();
    first.release();
    assertTrue(memory.share().grow(LARGE + 100), "nothing is left behind");
  }

  @Test
  void theLargestBodyGoesAloneAndAShareThatGrowsCountsItselfOnce() {
    var alone = memory.share();
    assertTrue(alone.grow(LARGE));
    assertTrue(alone.grow(10 * LARGE));
    assertFalse(memory.share().grow(LARGE));
    assertTrue(memory.share().grow(BodyMemoryBudget.UNCOUNTED), "ordinary ones are not counted");
  }

  @Test
  void theValuesOfALargeBodyAreCounted() throws Exception {
    new BodyMemoryBudget(0).share().understand(",".repeat(BodyMemoryBudget.UNCOUNTED).getBytes(StandardCharsets.US_ASCII));
    var body = ",".repeat(BodyMemoryBudget.UNCOUNTED + 1).getBytes(StandardCharsets.US_ASCII);
    var needed = BodyMemoryBudget.PEAK + (long) BodyMemoryBudget.VALUE * body.length;
    for (var most : List.of(needed, needed - 1)) {
      var share = new BodyMemoryBudget(most).share();
      assertTrue(share.grow(body.length));
      if (most == needed) {
        share.understand(body);
      } else {
        assertEquals(Status.REQUEST_ENTITY_TOO_LARGE_413, assertThrows(UnreadableRequest.class, () -> share.understand(body)).status());
      }
    }
  }

  @Test
  void whatDoesNotFitIsToldWhenToComeAgainAndTheRestIsServed() throws Exception {
    var inside = new CountDownLatch(2);
    var go = new Semaphore(0);
    try (var logged = new Logged("portside");
        var door = new Door(Integer.MAX_VALUE, memory, LARGE, Door.row("POST", "/slow", Endpoints.Body.KEPT, (client, _) -> {
          inside.countDown();
          go.acquireUninterruptibly();
          client.answer(204, Map.of(), new byte[0]);
        }));
        var first = door.client();
        var second = door.client();
        var third = door.client()) {
      first.send(post("/slow", BODY));
      second.send(chunked("/slow", Long.toHexString(LARGE) + "\r\n" + BODY + "\r\n0\r\n\r\n"));
      inside.await();
      for (var body : List.of(post("/echo", BODY), post("/echo", BODY))) {
        var refused = third.send(body).answer();
        assertTrue(refused.startsWith("HTTP/1.1 529 ") && refused.contains("\r\nRetry-After: 5\r\n"), refused);
        assertTrue(refused.contains("overloaded_error") && !refused.contains("Connection: close"), refused);
        var words = " refused: the proxy has no memory left for a body of this size beside those it is working on; try again";
        assertEquals("request " + id(refused) + words, logged.from(Level.WARNING).getLast());
      }
      assertTrue(third.send(post("/echo", "small")).answer().endsWith("small"));
      assertTrue(third.send(post("/drop", BODY)).answer().startsWith("HTTP/1.1 204 "), "what is not kept takes nothing");
      go.release(2);
      assertTrue(first.answer().startsWith("HTTP/1.1 204 "));
      assertTrue(second.answer().startsWith("HTTP/1.1 204 "));
      assertTrue(third.send(post("/echo", BODY)).answer().startsWith("HTTP/1.1 200 "));
      assertEquals(2, logged.from(Level.WARNING).size());
    }
  }

  @Test
  void aBodyOfManySmallValuesTakesWhatTheyBecome() throws Exception {
    var values = 600_000;
    var dense = post("/echo", "[" + "1,".repeat(values - 1) + "1]");
    var room = new BodyMemoryBudget((long) BodyMemoryBudget.VALUE * values + 8 * BodyMemoryBudget.UNCOUNTED);
    try (var logged = new Logged("portside"); var door = new Door(Integer.MAX_VALUE, room, 4 * values); var client = door.client()) {
      assertTrue(client.send(dense).answer().startsWith("HTTP/1.1 200 "));
      assertTrue(client.send(post("/echo", "small")).answer().endsWith("small"), "the first one is over before it is served");
      var held = room.share();
      assertTrue(held.grow(3 * BodyMemoryBudget.UNCOUNTED));
      var refused = client.send(dense).answer();
      assertTrue(refused.startsWith("HTTP/1.1 529 ") && refused.contains("overloaded_error"), refused);
      var text = client.send(post("/echo", "[\"" + "1,\\\"[".repeat(values / 2) + "\"]")).answer();
      assertTrue(text.startsWith("HTTP/1.1 200 "), "what is in a text is no value");
      held.release();
      assertTrue(client.send(dense).answer().startsWith("HTTP/1.1 200 "), "nothing is left behind");
      var never = client.send(post("/echo", "[" + "[],".repeat(values) + "1]")).answer();
      assertTrue(never.startsWith("HTTP/1.1 413 ") && never.contains("request_too_large") && never.contains("java -Xmx"), never);
      assertTrue(logged.from(Level.WARNING).getLast().startsWith("request " + id(never) + " refused: Request too large: "));
    }
  }

  @Test
  void chunksThatDoNotFitAreRefusedWhenTheyCome() throws Exception {
    try (var door = new Door(Integer.MAX_VALUE, memory, 4 * LARGE); var client = door.client()) {
      var held = memory.share();
      assertTrue(held.grow(LARGE + 100));
      var refused = client.send(chunked("/echo", Long.toHexString(LARGE) + "\r\n" + BODY + "\r\n0\r\n\r\n")).answer();
      assertTrue(refused.startsWith("HTTP/1.1 529 ") && refused.contains("Connection: close\r\n"), refused);
    }
  }

  private static String id(String answer) {
    return answer.lines().filter(line -> line.startsWith("request-id: ")).findFirst().orElseThrow().substring("request-id: ".length());
  }
}
