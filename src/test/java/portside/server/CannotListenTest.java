package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// Why a port cannot be opened is found out, not guessed.
class CannotListenTest {
  private static CannotListen.Reason reason(String host, int port) {
    return CannotListen.because(host, port, new IOException("told by the system in its own language")).reason();
  }

  @Test
  void aPortThatIsHeld() throws Exception {
    try (var held = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertEquals(CannotListen.Reason.HELD, reason("127.0.0.1", held.getLocalPort()));
      assertEquals(CannotListen.Reason.HELD, reason("0.0.0.0", held.getLocalPort()));
    }
  }

  @Test
  void anAddressThatIsNotOurs() {
    assertEquals(CannotListen.Reason.NOT_OURS, reason("203.0.113.7", 0)); // TEST-NET-3, nobody's
    assertEquals(CannotListen.Reason.NOT_OURS, reason("203.0.113.7", 80));
  }

  @Test
  void aNameThatNobodyKnows() {
    assertEquals(CannotListen.Reason.UNKNOWN_HOST, reason("no-such-host.invalid", 0));
  }

  /// Root may open it, but what is in the way of others does not depend on who asks.
  @Test
  void aPortForRoot() {
    assertEquals(CannotListen.Reason.NEEDS_RIGHTS, reason("127.0.0.1", 81));
    assertEquals(CannotListen.Reason.NEEDS_RIGHTS, reason("127.0.0.1", 1023));
    assertEquals(CannotListen.Reason.HELD, reason("127.0.0.1", 1024));
  }

  @Test
  void aPortForRootThatIsHeld() throws Exception {
    try (var held = new ServerSocket()) {
      try {
        held.bind(new InetSocketAddress("127.0.0.1", 1023), 1);
      } catch (IOException e) {
        abort("only root can hold it");
      }
      assertEquals(CannotListen.Reason.HELD, reason("127.0.0.1", 1023));
    }
  }
}
