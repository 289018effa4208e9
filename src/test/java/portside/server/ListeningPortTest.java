package portside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import portside.Logged;
import portside.RawClient;

/// The port opens, or says why it does not, and stays open.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Isolated("what others log would be read as well")
class ListeningPortTest {
  @Test
  void aPortThatIsHeldIsSaidInOneWay() throws Exception {
    try (var held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var logged = new Logged("io.helidon")) {
      var settings = new FrontDoor.Settings("127.0.0.1", held.getLocalPort(), 1024, List.of(), () -> false, new OperatorKeys(() -> "", Optional.empty()), _ -> true, Duration.ZERO);
      var door = new FrontDoor(settings, List.of(), System::nanoTime, 8, new BodyMemoryBudget(0), Thread::startVirtualThread);
      var failure = assertThrows(CannotListen.class, door::start);
      assertEquals(CannotListen.Reason.HELD, failure.reason());
      assertInstanceOf(BindException.class, failure.getCause());
      assertEquals(List.of(), logged.from(Level.WARNING));
    }
  }

  /// What Helidon does of itself, and would be seen late: in the time an answer takes, in memory, or when the process stops.
  @Test
  void helidonIsSetUpForStreams() {
    var settings = new FrontDoor.Settings("127.0.0.1", 0, 1024, List.of(), () -> false, new OperatorKeys(() -> "", Optional.empty()), _ -> true, Duration.ZERO);
    var helidon = new FrontDoor(settings, List.of(), System::nanoTime, 8, new BodyMemoryBudget(0), Runnable::run).build(0).prototype();
    assertTrue(helidon.connectionOptions().tcpNoDelay(), "a piece of a stream waits for nothing");
    assertFalse(helidon.useNio());
    assertFalse(helidon.shutdownHook(), "Main has one");
    assertEquals(List.of(), helidon.protocols());
    assertEquals(8, helidon.maxTcpConnections());
  }

  /// Whatever a handler does on a thread that takes connections, here by stopping Helidon's listener, which is what it does itself then.
  @Test
  void aPortThatWasClosedIsOpenedAgainAndRunningAnswersGoOn() throws Exception {
    var servers = new ArrayList<WebServer>();
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var logged = new Logged("portside")) {
      var port = new ListeningPort("127.0.0.1", 0, bound -> {
        var server = WebServer.builder().host("127.0.0.1").port(bound).shutdownHook(false)
            .shutdownGracePeriod(Duration.ofDays(1))
            .routing(HttpRouting.builder()
                .get("/quick", (_, response) -> response.send("quick"))
                .get("/slow", (_, response) -> {
                  begun.countDown();
                  go.await();
                  response.send("slow");
                }))
            .build();
        servers.add(server);
        return server;
      });
      var bound = port.start();
      try (var slow = new RawClient(bound)) {
        slow.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
        begun.await();
        port.beat();
        assertEquals(1, servers.size(), "a port that is open is left alone");
        Thread.startVirtualThread(() -> servers.getFirst().stop());
        while (servers.size() == 1) {
          port.beat();
        }
        try (var quick = new RawClient(bound)) {
          assertTrue(quick.send("GET /quick HTTP/1.1\r\nHost: localhost\r\n\r\n").answer().endsWith("quick"));
        }
        go.countDown();
        assertTrue(slow.answer().endsWith("slow"));
        assertEquals(List.of("the port had been closed by a failure to take a connection, and is open again"), logged.from(Level.WARNING));
      }
      port.stop();
      port.beat();
      assertEquals(2, servers.size(), "a stop is no failure");
      while (servers.getLast().isRunning()) {
        Thread.onSpinWait();
      }
    }
  }
}
