package portside.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import org.junit.jupiter.api.Test;

/// Who reads a connection when: the watch until the answer is sent, the connection's own thread from then on.
class LeaveWatchTest {
  /// Its client has closed the connection already, so whoever reads it finds that out.
  private final LeaveWatch watch = new LeaveWatch.Registry().watch(DataReader.create(() -> null));

  @Test
  void aClientThatLeftIsFoundWhenTheConnectionIsHandedBack() {
    watch.start(() -> {});
    assertThrows(CloseConnectionException.class, watch::settle);
  }

  @Test
  void aStartAfterTheAnswerReadsNothing() {
    watch.settle();
    watch.start(() -> {});
    assertDoesNotThrow(watch::settle);
  }
}
