package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// When a call says that it waits, and that it says so once.
class WhenWaitingTest {
  private static final String HELLO = "HTTP/1.1 200 OK\ncontent-length: 5\n\nhello";

  private final Semaphore arrived = new Semaphore(0);
  private final AtomicInteger said = new AtomicInteger();

  private SendResult send(Upstream upstream, Runnable task) {
    var attempt = upstream.attempt();
    attempt.whenWaiting(task);
    return attempt.send("/x", Given.BODY, true);
  }

  /// The provider has the request before the task is over.
  @Test
  void overAnOpenConnectionTheRequestGoesOutFirst() throws Exception {
    RawServer.Script counting = (client, _) -> {
      while (!client.request().isEmpty()) {
        arrived.release();
        client.say(HELLO);
      }
    };
    try (var server = new RawServer(counting); var upstream = Given.provider(server.url()).open()) {
      Given.text(Given.answer(upstream));
      arrived.acquire();
      var result = send(upstream, () -> said.addAndGet(arrivedInTime() ? 1 : 100));
      assertEquals("hello", Given.text(assertInstanceOf(SendResult.Answered.class, result).answer()));
    }
    assertEquals(1, said.get());
  }

  private boolean arrivedInTime() {
    try {
      return arrived.tryAcquire(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aConnectionThatIsOpenedIsWaitedFor() throws Exception {
    int nobody;
    try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      nobody = free.getLocalPort();
    }
    try (var upstream = Given.provider("http://127.0.0.1:" + nobody).open()) {
      assertInstanceOf(SendResult.Failed.class, send(upstream, said::incrementAndGet));
    }
    assertEquals(1, said.get());
  }

  /// The second request of a connection finds it closed, and goes out once more over another.
  @Test
  void aRequestThatGoesOutOnceMoreSaysItOnce() throws Exception {
    RawServer.Script closing = (client, _) -> {
      client.request();
      client.say(HELLO);
      client.request();
    };
    try (var server = new RawServer(closing); var upstream = Given.provider(server.url()).open()) {
      Given.text(Given.answer(upstream));
      var result = send(upstream, said::incrementAndGet);
      assertEquals("hello", Given.text(assertInstanceOf(SendResult.Answered.class, result).answer()));
      assertEquals(2, server.connections());
    }
    assertEquals(1, said.get());
  }
}
