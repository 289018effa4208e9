package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import portside.FakeClock;
import portside.Logged;
import portside.exchange.watch.RequestWatchdog;
import portside.exchange.watch.WatchdogTicker;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// However the leader ends, its joiners end too.
@Timeout(60)
@Isolated("reads the log, in which every class writes")
class CoalescingEndsTest {
  private static final String BODY = "{\"model\":\"m\",\"max_tokens\":9,\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

  private final WatchdogTicker ticker = new WatchdogTicker(WatchdogTicker.Timeouts.USUAL, System::nanoTime);
  private final Logged joins = new Logged(Coalescing.class.getName());
  private final Coalescing coalescing = new Coalescing();
  private final List<RequestWatchdog> watchdogs = new ArrayList<>();

  @AfterEach
  void close() {
    watchdogs.forEach(RequestWatchdog::close);
    ticker.close();
    joins.close();
  }

  private Coalescing.Running running(RecordedClient client) {
    var language = new MessagesLanguage();
    var request = language.read(client);
    var watchdog = new RequestWatchdog(ticker, client);
    watchdogs.add(watchdog);
    var reply = request.stream() ? new StreamedReply(client, language, request, watchdog) : new WholeReply(client, language);
    return new Coalescing.Running(client, request, reply, watchdog, new EntryBuilder(_ -> {}, new FakeClock(), ticker::now, "req_1"));
  }

  private void serve(RecordedClient client, Coalescing.Answering answering) throws Client.Gone {
    coalescing.serve(running(client), Duration.ZERO, Optional.empty(), answering);
  }

  /// Joins, in a thread of its own, once a leader runs.
  private CompletableFuture<Void> joins(RecordedClient client) {
    var over = new CompletableFuture<Void>();
    Thread.startVirtualThread(() -> {
      try {
        serve(client, _ -> {
          throw new IllegalStateException("was answered alone");
        });
        over.complete(null);
      } catch (Client.Gone | RuntimeException | Error wrong) {
        over.completeExceptionally(wrong);
      }
    });
    while (joins.from(Level.FINE).isEmpty()) {
      Thread.onSpinWait();
    }
    return over;
  }

  private void joinerIsTold(Throwable wrong, int status) throws Exception {
    var joiner = new RecordedClient(BODY.formatted(false));
    var over = new ArrayList<CompletableFuture<Void>>();
    assertThrows(wrong.getClass(), () -> serve(new RecordedClient(BODY.formatted(false)), _ -> {
      over.add(joins(joiner));
      if (wrong instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) wrong;
    }));
    over.getFirst().get(10, TimeUnit.SECONDS);
    assertEquals(status, joiner.answers.getFirst().status());
  }

  @Test
  void aMistakeOfOursIsToldToAll() throws Exception {
    joinerIsTold(new IllegalStateException("thrown by the test"), 500);
  }

  @Test
  void soIsTheEndOfMemory() throws Exception {
    joinerIsTold(new OutOfMemoryError("thrown by the test"), 529);
  }

  /// An end that says nothing, as when the leader's client is gone after all.
  @Test
  void soIsAnEndThatSaysNothing() throws Exception {
    var joiner = new RecordedClient(BODY.formatted(false));
    var over = new ArrayList<CompletableFuture<Void>>();
    assertThrows(Client.Gone.class, () -> serve(new RecordedClient(BODY.formatted(false)), _ -> {
      over.add(joins(joiner));
      throw new Client.Gone(null);
    }));
    over.getFirst().get(10, TimeUnit.SECONDS);
    assertEquals(500, joiner.answers.getFirst().status());
  }

  /// The leader never waits for a joiner.
  @Test
  void aJoinerThatTakesItsAnswerTooSlowlyIsToldSo() throws Exception {
    var sending = new CountDownLatch(1);
    var goes = new CountDownLatch(1);
    var joiner = new RecordedClient(BODY.formatted(true)) {
      @Override
      public void send(byte[] bytes, int offset, int length) throws Gone {
        sending.countDown();
        try {
          goes.await();
        } catch (InterruptedException e) {
          throw new Gone(e);
        }
        super.send(bytes, offset, length);
      }
    };
    var over = new ArrayList<CompletableFuture<Void>>();
    serve(new RecordedClient(BODY.formatted(true)), reply -> {
      over.add(joins(joiner));
      reply.accept(new StreamEvent.MessageStart("msg_1", "m", Usage.of(1, 0)));
      reply.accept(new StreamEvent.BlockStart(0, new StreamEvent.Opening.Text()));
      reply.flush();
      try {
        sending.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      for (int n = 0; n < 20; n++) {
        reply.accept(new StreamEvent.BlockDelta(0, new StreamEvent.Delta.Text("x".repeat(64 << 10))));
        reply.flush();
      }
      reply.ended();
    });
    goes.countDown();
    over.getFirst().get(10, TimeUnit.SECONDS);
    var sent = joiner.streamed.toString(StandardCharsets.UTF_8);
    assertTrue(sent.contains("message_start") && sent.contains("event: error") && sent.contains("too slowly"), sent);
  }
}
