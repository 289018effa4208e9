package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static portside.RawClient.post;
import static portside.server.ReadTimer.For.BODY;
import static portside.server.ReadTimer.For.FIRST_REQUEST;
import static portside.server.ReadTimer.For.HEAD;
import static portside.server.ReadTimer.For.LEAVING;
import static portside.server.ReadTimer.For.NEXT_REQUEST;
import static portside.server.ReadTimer.For.REST;

import io.helidon.http.RequestException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import portside.FakeTicker;
import portside.server.ReadTimer.For;

/// What a connection waits for at each read, and how much it reads.
class RequestReaderTest {
  private static final long LIMIT = 100 * 1024;

  private final FakeTicker ticker = new FakeTicker();
  private final ReadTimer wait = new ReadTimer(ticker);
  private final BodyMemoryBudget.Share share = new BodyMemoryBudget(Long.MAX_VALUE).share();

  /// At each read; empty for none, which no read may happen under.
  private final List<Optional<For>> waits = new ArrayList<>();

  private boolean expired;

  @Test
  void eachReadHasItsWaitAndAnAnswerHasNone() throws Exception {
    var reader = reader(Duration.ZERO, "PO", post("/kept", "abc").substring(2, 20), post("/kept", "abc").substring(20).replace("abc", ""), "abc",
        post("/dropped", ""), post("/dropped", "ab").replace("ab", ""), "ab", post("/early", "ab").replace("ab", ""), "ab", post("/last", ""));
    assertNotNull(reader.get());
    assertEquals(Optional.empty(), wait.awaited());
    assertEquals("abc", new String(reader.body(share), StandardCharsets.US_ASCII));
    assertEquals(Optional.empty(), wait.awaited());
    reader.get();
    reader.get();
    reader.drop();
    assertEquals(Optional.empty(), wait.awaited());
    reader.get();
    reader.get();
    assertEquals(Optional.empty(), wait.awaited());
    waited( FIRST_REQUEST, HEAD, HEAD, BODY, NEXT_REQUEST, NEXT_REQUEST, BODY, NEXT_REQUEST, REST, NEXT_REQUEST);
  }

  @Test
  void aBodyInPiecesIsNotSilent() throws Exception {
    var piece = "x".repeat(30 * 1024);
    var reader = reader(Duration.ofSeconds(30), post("/kept", piece.repeat(3)).replace("x", ""), piece, piece, piece);
    reader.get();
    assertEquals(3 * piece.length(), reader.body(share).length);
    assertFalse(expired);
  }

  @Test
  void behindWhatCannotBeReadTwiceTheLimitIsTaken() {
    var piece = "x".repeat((int) LIMIT / 2);
    var reader = reader(Duration.ofSeconds(2), "\n", piece, piece, piece, piece, piece);
    assertThrows(RequestException.class, reader::get);
    assertEquals(Optional.empty(), wait.awaited());
    reader.linger();
    waited( FIRST_REQUEST, LEAVING, LEAVING, LEAVING, LEAVING);
    assertFalse(expired, "each piece came in time");
  }

  @Test
  void behindTheLastAnswerItsBodyIsTakenAndNoMore() throws Exception {
    var reader = reader(Duration.ZERO, post("/early", "abc", "Connection: close").replace("abc", ""), "abc", "GET /next");
    reader.get();
    reader.linger();
    waited( FIRST_REQUEST, REST);
  }

  @Test
  void aConnectionOnWhichNothingCameIsNotReadOn() {
    var reader = reader(Duration.ZERO);
    assertEquals(null, reader.get());
    reader.linger();
    waited( FIRST_REQUEST);
  }

  private void waited(For... expected) {
    assertEquals(List.of(expected), waits.stream().map(what -> what.orElse(null)).toList());
  }

  /// @param silence before each piece
  private RequestReader reader(Duration silence, String... pieces) {
    var left = new ArrayDeque<>(List.of(pieces));
    var bytes = new ConnectionInput(() -> {
      waits.add(wait.awaited());
      ticker.pass(silence);
      expired |= wait.expired(ticker.getAsLong(), ConnectionLimits.USUAL, false).isPresent();
      return left.isEmpty() ? null : left.remove().getBytes(StandardCharsets.ISO_8859_1);
    });
    return new RequestReader(bytes, wait, () -> {}, LIMIT);
  }
}
