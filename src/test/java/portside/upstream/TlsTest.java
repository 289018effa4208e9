package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/// The same over TLS, where a layer lies between us and the socket.
class TlsTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n";

  private static final HeldCertificate HELD = new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
  private static final HandshakeCertificates CERTIFICATES =
      new HandshakeCertificates.Builder().heldCertificate(HELD).addTrustedCertificate(HELD.certificate()).build();

  @Test
  void twentyCallsNeedOneConnection() throws Exception {
    try (var server = server(RawServer.polite(CHUNKED + "5\nhello\n0\n\n"));
        var upstream = open(server)) {
      for (var i = 0; i < 20; i++) {
        assertEquals("hello", Given.text(Given.answer(upstream)));
      }
      assertEquals(1, server.connections());
    }
  }

  @Test
  void aConnectionClosedWhileIdleIsReplacedSilently() throws Exception {
    var closed = new CountDownLatch(1);
    RawServer.Script silent = (client, number) -> {
      client.request();
      client.say(CHUNKED + "5\nhello\n0\n\n");
      client.socket().close();
      closed.countDown();
    };
    try (var server = server(silent);
        var upstream = open(server)) {
      assertEquals("hello", Given.text(Given.answer(upstream)));
      closed.await();
      assertEquals("hello", Given.text(Given.answer(upstream)));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void cancelInMidStream() throws Exception {
    var closed = new CountDownLatch(1);
    try (var server = server(RawServer.stalling(CHUNKED + "5\nhello\n", closed));
        var upstream = open(server)) {
      assertTrue(Given.cancelled(upstream, "hello").cancelled());
      assertTrue(closed.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aCutBodyIsBroken() throws Exception {
    RawServer.Script cutting = (client, number) -> {
      client.request();
      client.say(CHUNKED + "5\nhello\n");
    };
    try (var server = server(cutting);
        var upstream = open(server);
        var answer = Given.answer(upstream)) {
      var broken = assertThrows(UpstreamAnswer.Broken.class, () -> Given.rest(answer));
      assertEquals("glm closed the connection in the middle of its answer", broken.fault().message());
    }
  }

  @Test
  void answersAndHangsUpBeforeTheRequestIsRead() throws Exception {
    RawServer.Script hasty = (client, number) -> {
      client.socket().getInputStream().readNBytes(1000);
      client.say("HTTP/1.1 413 Payload Too Large\ncontent-length: 7\nconnection: close\n\ntoo big");
    };
    try (var server = server(hasty);
        var upstream = open(server)) {
      var answer = ((SendResult.Answered) upstream.attempt().send("/x", new byte[8 << 20], true)).answer();
      assertEquals(413, answer.status());
      assertEquals("too big", Given.text(answer));
    }
  }

  private RawServer server(RawServer.Script script) throws Exception {
    return new RawServer(CERTIFICATES.sslContext().getServerSocketFactory(), script);
  }

  private HelidonUpstream open(RawServer server) {
    return Given.provider("https://127.0.0.1:" + server.port()).open(CERTIFICATES::sslSocketFactory);
  }
}
