package portside.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import portside.FakeTicker;
import portside.exchange.watch.RequestWatchdog;
import portside.exchange.watch.WatchdogTicker;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.StreamEvent;
import portside.wire.anthropic.Usage;

/// When a stream is opened, pinged and ended.
class StreamedReplyTest {
  private static final Fault BUSY = Fault.of(FaultKind.OVERLOADED, "busy");

  private static final MessagesRequest HELLO = MessagesReader.readForCount(
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}".getBytes(StandardCharsets.UTF_8));

  private final FakeTicker time = new FakeTicker();
  private final WatchdogTicker ticker = new WatchdogTicker(
      new WatchdogTicker.Timeouts(Duration.ofDays(1), Duration.ofSeconds(5), Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1)), time);
  private final Listening client = new Listening();
  private final RequestWatchdog watchdog = new RequestWatchdog(ticker, client);
  private final StreamedReply reply = new StreamedReply(client, new MessagesLanguage(), HELLO, watchdog);

  /// Writes down the events by their names.
  private static final class Listening extends RecordedClient {
    private final List<String> events = new ArrayList<>();
    private boolean left;
    private boolean watched;

    @Override
    public void open(int code, Map<String, String> headers) {
      events.add(String.valueOf(headers.get("content-type")));
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws Gone {
      if (left) {
        throw new Gone(null);
      }
      new String(bytes, offset, length, StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("event: ")).forEach(events::add);
    }

    @Override
    public void whenLeft(Runnable action) {
      watched = true;
    }
  }

  @AfterEach
  void close() {
    watchdog.close();
    ticker.close();
  }

  private void says() throws Exception {
    reply.accept(new StreamEvent.MessageStart("msg_1", "m", Usage.of(1, 0)));
    reply.flush();
  }

  private void pingOnAThreadOfItsOwn() throws InterruptedException {
    Thread.startVirtualThread(reply::ping).join();
  }

  @Test
  void aFaultBeforeAnythingWasSentIsAStatus() throws Exception {
    reply.flush();
    assertFalse(reply.begun());
    reply.fault(BUSY);
    assertEquals(529, client.answers.getFirst().status());
    assertTrue(reply.begun(), "nobody else may answer");
    assertEquals(List.of(), client.events);
  }

  @Test
  void aPingOpensTheStreamAndAnotherMayStillAnswer() throws Exception {
    pingOnAThreadOfItsOwn();
    assertFalse(reply.begun());
    says();
    assertTrue(reply.begun());
    says();
    pingOnAThreadOfItsOwn();
    assertEquals(List.of("text/event-stream; charset=utf-8", "event: ping", "event: message_start", "event: message_start", "event: ping"), client.events);
  }

  @Test
  void aFaultBehindAPingIsAnEventWithoutWhatWasNotSent() throws Exception {
    reply.ping();
    reply.accept(new StreamEvent.MessageStart("msg_1", "m", Usage.of(1, 0)));
    reply.fault(BUSY);
    reply.fault(BUSY);
    assertEquals(List.of("text/event-stream; charset=utf-8", "event: ping", "event: error"), client.events);
    assertEquals(List.of(), client.answers);
  }

  @Test
  void nothingIsSentBehindTheEnd() throws Exception {
    says();
    reply.ended();
    reply.ping();
    reply.fault(BUSY);
    assertEquals(List.of("text/event-stream; charset=utf-8", "event: message_start"), client.events);
  }

  @Test
  void silenceIsCountedFromWhatWasSentLast() throws Exception {
    for (int n = 0; n < 3; n++) {
      time.pass(Duration.ofSeconds(4));
      ticker.beat();
      says();
    }
    assertFalse(client.watched, "a write would show that it has left");
    time.pass(Duration.ofSeconds(6));
    ticker.beat();
    assertTrue(client.watched);
  }

  @Test
  void aPingThatCannotBeSentShowsThatTheClientLeft() {
    client.left = true;
    reply.ping();
    assertEquals(RequestWatchdog.End.LEFT, watchdog.end());
  }
}
