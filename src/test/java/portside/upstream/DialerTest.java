package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A name with several addresses, of which one listens.
@Timeout(30)
class DialerTest {
  private static final String HELLO = "HTTP/1.1 200 OK\ncontent-length: 5\n\nhello";

  private final HandClock clock = new HandClock();
  private final Lifeline lifeline = new Lifeline(clock);

  @Test
  void theNextIsTriedWhenOneRefuses() throws Exception {
    try (var server = new RawServer(RawServer.polite(HELLO)); var upstream = Given.provider(server.url()).open(clock);
        var socket = upstream.dialer().connected(addresses("127.0.0.2", "127.0.0.1"), server.port(), lifeline)) {
      assertEquals(InetAddress.getByName("127.0.0.1"), socket.getInetAddress());
      assertTrue(socket.getOption(StandardSocketOptions.TCP_NODELAY), "the body waits for nothing");
      assertTrue(socket.getOption(StandardSocketOptions.SO_KEEPALIVE), "there may be no limit");
    }
  }

  /// A listener whose queue is full says nothing.
  @Test
  void theNextIsTriedWhenOneIsSilentForItsShareOfTheTime() throws Exception {
    try (var server = new RawServer(RawServer.polite(HELLO)); var full = new ServerSocket(server.port(), 1, InetAddress.getByName("127.0.0.2"));
        var _ = new Socket("127.0.0.2", full.getLocalPort()); var _ = new Socket("127.0.0.2", full.getLocalPort());
        var upstream = Given.provider(server.url()).within(100, 30_000, 30_000).open(clock);
        var socket = upstream.dialer().connected(addresses("127.0.0.2", "127.0.0.1"), server.port(), lifeline)) {
      assertEquals(InetAddress.getByName("127.0.0.1"), socket.getInetAddress());
    }
  }

  @Test
  void noneListens() throws Exception {
    try (var upstream = Given.provider("http://127.0.0.1:1").open(clock)) {
      assertThrows(ConnectException.class, () -> upstream.dialer().connected(addresses("127.0.0.2", "127.0.0.1"), 1, lifeline));
    }
  }

  private static InetAddress[] addresses(String first, String second) throws Exception {
    return new InetAddress[] {InetAddress.getByName(first), InetAddress.getByName(second)};
  }
}
