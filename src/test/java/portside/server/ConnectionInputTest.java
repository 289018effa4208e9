package portside.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helidon.webserver.CloseConnectionException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who reads a connection when.
@Timeout(20)
class ConnectionInputTest {
  private static final byte[] END = {};

  private final LinkedBlockingQueue<byte[]> socket = new LinkedBlockingQueue<>();
  private final ConnectionInput bytes = new ConnectionInput(() -> {
    try {
      var next = socket.take();
      return next == END ? null : next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  });

  @Test
  void whatComesWhileAnAnswerIsMadeIsKeptInItsOrder() throws Exception {
    var left = new CountDownLatch(1);
    bytes.watch(left::countDown);
    socket.add(new byte[] {1});
    socket.add(new byte[] {2});
    socket.add(END);
    left.await();
    assertArrayEquals(new byte[] {1}, bytes.take());
    assertArrayEquals(new byte[] {2}, bytes.take());
    assertNull(bytes.take());
    assertNull(bytes.take(), "the end stays the end");
  }

  @Test
  void anEndAfterTheAnswerConcernsNobody() {
    bytes.watch(() -> {
      throw new AssertionError("the answer was made");
    });
    bytes.answered();
    socket.add(END);
    assertNull(bytes.take());
  }

  @Test
  void theThreadOfTheConnectionGetsWhatTheWatchReads() throws Exception {
    bytes.watch(() -> {});
    bytes.answered();
    var taken = later(bytes::take);
    socket.add(new byte[] {1});
    assertArrayEquals(new byte[] {1}, taken.get(10, TimeUnit.SECONDS));
    socket.add(new byte[] {2});
    assertArrayEquals(new byte[] {2}, bytes.take(), "the watch reads no more");
  }

  @Test
  void aWatchThatStillReadsServesTheNextRequestToo() throws Exception {
    bytes.watch(() -> {});
    bytes.answered();
    var left = new CountDownLatch(1);
    bytes.watch(left::countDown);
    socket.add(new byte[] {1});
    socket.add(END);
    left.await();
    assertArrayEquals(new byte[] {1}, bytes.take());
  }

  @Test
  void onlySoMuchIsReadAhead() throws Exception {
    bytes.watch(() -> {});
    socket.add(new byte[ConnectionInput.MOST_AHEAD]);
    socket.add(new byte[] {2});
    assertEquals(ConnectionInput.MOST_AHEAD, bytes.take().length);
    assertEquals(1, socket.size(), "what came beyond waits in the network");
    assertArrayEquals(new byte[] {2}, bytes.take());
  }

  @Test
  void upToThatMuchTheEndIsSeen() throws Exception {
    var left = new CountDownLatch(1);
    bytes.watch(left::countDown);
    socket.add(new byte[ConnectionInput.MOST_AHEAD - 1]);
    socket.add(END);
    left.await();
  }

  @Test
  void aBrokenConnectionIsAnEnd() {
    var broken = new ConnectionInput(() -> {
      throw new IllegalStateException("reset");
    });
    assertNull(broken.take());
  }

  @Test
  void aConnectionThatIsInterruptedIsClosed() throws Exception {
    bytes.watch(() -> {});
    var waiting = new CompletableFuture<Thread>();
    var ended = later(() -> {
      waiting.complete(Thread.currentThread());
      return assertThrows(CloseConnectionException.class, bytes::take);
    });
    waiting.get().interrupt();
    ended.get(10, TimeUnit.SECONDS);
  }

  private static <T> CompletableFuture<T> later(Callable<T> work) {
    var result = new CompletableFuture<T>();
    Thread.startVirtualThread(() -> {
      try {
        result.complete(work.call());
      } catch (Throwable wrong) {
        result.completeExceptionally(wrong);
      }
    });
    return result;
  }
}
