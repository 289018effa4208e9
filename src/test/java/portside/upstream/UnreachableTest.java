package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.common.buffers.BufferData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateNotYetValidException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.SearchBackend;
import portside.provider.Secret;
import portside.upstream.SendResult.Stage;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// No answer: what the person is told, and whether one quick retry is worth it.
class UnreachableTest {
  @Test
  void nobodyListens() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    assertEquals(failed("cannot connect to http://127.0.0.1:" + port + " (is it running?)", Stage.REFUSED), outcome("http://127.0.0.1:" + port + "/v1"));
  }

  @Test
  void noSuchHost() {
    assertEquals(
        failed("cannot find the host of http://no-such-host.invalid (OPENAI_BASE_URL): there is no such name, or no network", Stage.NOT_REACHED),
        outcome("http://no-such-host.invalid/v1"));
  }

  @Test
  void aSearchBackendIsExplainedByItsOwnSetting() {
    var backend = new SearchBackend(SearchBackend.Kind.SEARXNG, URI.create("http://no-such-host.invalid"), new Secret(""));
    try (var upstream = new HelidonUpstream(backend.beside(Given.provider("http://llm.example").build()), "test", Given.TICKER)) {
      assertEquals(failed("cannot find the host of http://no-such-host.invalid (WEB_SEARCH): there is no such name, or no network", Stage.NOT_REACHED),
          Given.failure(upstream));
    }
  }

  @Test
  void hangsUpWithoutAnAnswer() throws Exception {
    assertEquals(failed("glm closed the connection without an answer", Stage.UNANSWERED), outcome((client, number) -> client.request()));
  }

  @Test
  void resetsWithoutAnAnswer() throws Exception {
    RawServer.Script script = (client, number) -> {
      client.request();
      client.cut();
    };
    assertEquals(failed("glm closed the connection without an answer", Stage.UNANSWERED), outcome(script));
  }

  @Test
  void hangsUpInTheHead() throws Exception {
    RawServer.Script script = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\ncontent-");
    };
    assertEquals(failed("glm closed the connection without an answer", Stage.UNANSWERED), outcome(script));
  }

  @Test
  void answersInAnotherLanguage() throws Exception {
    try (var server = new RawServer((client, number) -> client.say("220 mail ready\n"));
        var upstream = Given.provider(server.url()).open()) {
      assertEquals(failed(server.url() + " did not answer in HTTP", Stage.UNANSWERED), Given.failure(upstream));
    }
  }

  @Test
  void lengthIsNoNumber() throws Exception {
    try (var server = new RawServer((client, number) -> {
          client.request();
          client.say("HTTP/1.1 200 OK\ncontent-length: many\n\n");
        });
        var upstream = Given.provider(server.url()).open()) {
      assertEquals(failed(server.url() + " did not answer in HTTP", Stage.UNANSWERED), Given.failure(upstream));
    }
  }

  @Test
  void compressesInAWayWeCannotRead() throws Exception {
    var closed = new CountDownLatch(1);
    RawServer.Script script = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 200 OK\ncontent-encoding: br\ncontent-length: 3\n\nxyz");
      client.awaitClosed();
      closed.countDown();
    };
    try (var server = new RawServer(script); var upstream = Given.provider(server.url()).open()) {
      assertEquals(failed("glm compressed its answer with br, which it was not asked for", Stage.UNANSWERED), Given.failure(upstream));
      assertTrue(closed.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void thereIsNoWay() {
    assertEquals(failed("cannot connect to http://llm.example: there is no way to it from here", Stage.NOT_REACHED),
        diagnosis().noConnection(new ConnectException("Network is unreachable")).outcome());
    assertEquals(failed("cannot connect to http://llm.example: there is no way to it from here", Stage.NOT_REACHED),
        diagnosis().noConnection(new SocketException("Permission refused")).outcome());
  }

  @Test
  void theHandshakeFails() {
    var head = "no secure connection to http://llm.example came about";
    assertEquals(failed(head + ": it said handshake_failure", Stage.NOT_REACHED),
        diagnosis().noTls(new SSLException("Received fatal alert: handshake_failure")).outcome());
    assertEquals(failed(head, Stage.NOT_REACHED), diagnosis().noTls(new SSLException("Tag mismatch, and some more words")).outcome());
    assertEquals(failed(head, Stage.NOT_REACHED), diagnosis().noTls(new SSLException("x", new CertificateException("odd"))).outcome());
    assertEquals(failed("the certificate of http://llm.example cannot be trusted: it is not valid yet", Stage.NOT_REACHED),
        diagnosis().noTls(new SSLException("x", new CertificateNotYetValidException())).outcome());
  }

  /// The size is told from where it may be the reason.
  @ParameterizedTest
  @CsvSource({"102399, ''", "102400, ' (100 KB; is that too large for it?)'"})
  void theRequestCannotBeWritten(int bytes, String size) throws Exception {
    try (var server = new RawServer((client, number) -> client.awaitClosed())) {
      var connection = UpstreamConnection.plain(new Socket("127.0.0.1", server.port()));
      connection.close();
      connection.writer().writeNow(BufferData.create("x"));
      assertEquals(failed("glm closed the connection before the request was sent" + size, Stage.HUNG_UP),
          diagnosis().noAnswer(new UncheckedIOException(new IOException()), connection, bytes));
    }
  }

  private static Diagnosis diagnosis() {
    return new Diagnosis(Given.provider("http://llm.example").build());
  }

  @Test
  void answersAndHangsUpBeforeTheRequestIsRead() throws Exception {
    RawServer.Script script = (client, number) -> {
      client.socket().getInputStream().readNBytes(1000);
      client.say("HTTP/1.1 413 Payload Too Large\ncontent-length: 7\nconnection: close\n\ntoo big");
    };
    try (var server = new RawServer(script);
        var upstream = Given.provider(server.url()).open()) {
      var answer = ((SendResult.Answered) upstream.attempt().send("/x", new byte[8 << 20], true)).answer();
      assertEquals(413, answer.status());
      assertEquals("too big", Given.text(answer));
    }
  }

  @Test
  void hangsUpBeforeTheRequestIsRead() throws Exception {
    RawServer.Script script = (client, number) -> client.socket().getInputStream().readNBytes(1000);
    try (var server = new RawServer(script);
        var upstream = Given.provider(server.url()).open()) {
      assertEquals(
          failed("glm closed the connection before the request was sent (8192 KB; is that too large for it?)", Stage.HUNG_UP),
          upstream.attempt().send("/x", new byte[8 << 20], true));
    }
  }

  @Test
  void certificateOfAnUnknownAuthority() throws Exception {
    var held = new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    var certificates = new HandshakeCertificates.Builder().heldCertificate(held).build();
    try (var server = new MockWebServer()) {
      server.useHttps(certificates.sslSocketFactory());
      server.start();
      var url = "https://127.0.0.1:" + server.getPort();
      var why = "no authority that Java trusts has issued it (CA_CERTS names a file with further ones, such as your company's)";
      assertEquals(failed("the certificate of " + url + " cannot be trusted: " + why, Stage.NOT_REACHED), outcome(url));
    }
  }

  @Test
  void certificateOfAnotherHost() throws Exception {
    certificateTrouble(new HeldCertificate.Builder().addSubjectAlternativeName("example.com"), "it was issued for another host");
  }

  @Test
  void certificateThatHasExpired() throws Exception {
    certificateTrouble(new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").validityInterval(0, 1), "it has expired");
  }

  @Test
  void plainServerBehindHttps() throws Exception {
    RawServer.Script script = (client, number) -> {
      client.socket().getInputStream().read();
      client.say("HTTP/1.1 400 Bad Request\ncontent-length: 0\n\n");
    };
    try (var server = new RawServer(script)) {
      var url = "https://127.0.0.1:" + server.port();
      assertEquals(failed(url + " does not speak TLS; should its address in OPENAI_BASE_URL begin with http:// ?", Stage.NOT_REACHED), outcome(url));
    }
  }

  @Test
  void aBaseUrlThatIsNoServer() {
    assertThrows(IllegalArgumentException.class, () -> Given.provider("demo:").open());
  }

  private static void certificateTrouble(HeldCertificate.Builder certificate, String problem) throws Exception {
    var authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    var held = certificate.signedBy(authority).build();
    var certificates = new HandshakeCertificates.Builder().heldCertificate(held).addTrustedCertificate(authority.certificate()).build();
    try (var server = new MockWebServer()) {
      server.useHttps(certificates.sslSocketFactory());
      server.start();
      var url = "https://127.0.0.1:" + server.getPort();
      try (var upstream = Given.provider(url).open(certificates::sslSocketFactory)) {
        assertEquals(failed("the certificate of " + url + " cannot be trusted: " + problem, Stage.NOT_REACHED), Given.failure(upstream));
      }
    }
  }

  private static SendResult.Failed failed(String message, Stage stage) {
    return new SendResult.Failed(Fault.of(FaultKind.UNREACHABLE, message), stage);
  }

  private static SendResult outcome(String url) {
    try (var upstream = Given.provider(url).open()) {
      return Given.failure(upstream);
    }
  }

  private static SendResult outcome(RawServer.Script script) throws Exception {
    try (var server = new RawServer(script)) {
      return outcome(server.url());
    }
  }
}
