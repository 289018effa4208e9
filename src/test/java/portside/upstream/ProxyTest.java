package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.fake.Line;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Settings;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// Through an HTTP proxy, or past it.
class ProxyTest {
  private static final HeldCertificate HELD = new HeldCertificate.Builder().addSubjectAlternativeName("glm.test").build();
  private static final HandshakeCertificates CERTIFICATES =
      new HandshakeCertificates.Builder().heldCertificate(HELD).addTrustedCertificate(HELD.certificate()).build();

  @Test
  void tunnelWithPasswordToAHostOnlyTheProxyKnows() throws Exception {
    try (var provider = new MockWebServer()) {
      provider.useHttps(CERTIFICATES.sslSocketFactory());
      provider.start();
      provider.enqueue(new MockResponse.Builder().body("one").build());
      provider.enqueue(new MockResponse.Builder().body("two").build());
      try (var proxy = new RawServer((client, number) -> tunnel(client, provider.getPort()));
          var upstream = secure(Given.provider("https://glm.test/v1").through("127.0.0.1", proxy.port(), "me:pass word"))) {
        assertEquals("one", Given.text(Given.answer(upstream)));
        assertEquals("two", Given.text(Given.answer(upstream)));
        assertEquals(1, proxy.connections());
        var head = proxy.heads.getFirst().lines().toList();
        assertEquals("CONNECT glm.test:443 HTTP/1.1", head.getFirst());
        assertEquals(List.of("Basic " + Base64.getEncoder().encodeToString("me:pass word".getBytes())), values(head, "proxy-authorization"));
        assertEquals(List.of("glm.test:443"), values(head, "host"));
        assertEquals(List.of(), values(head, "authorization"));
      }
      var request = provider.takeRequest();
      assertEquals("/v1/chat/completions", request.getTarget());
      assertEquals("glm.test", request.getHeaders().get("host"));
      assertEquals(null, request.getHeaders().get("proxy-authorization"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_vllm", "node.1", "my_vllm.corp_net"})
  void aHostWithANameThatJavaKnowsNot(String host) throws Exception {
    try (var provider = new MockWebServer()) {
      provider.start();
      provider.enqueue(new MockResponse.Builder().body("one").build());
      try (var proxy = new RawServer((client, number) -> tunnel(client, provider.getPort()));
          var upstream = Given.provider("http://" + host + ":8000/v1").through("127.0.0.1", proxy.port(), "").open()) {
        assertEquals("one", Given.text(Given.answer(upstream)));
        assertEquals("CONNECT " + host + ":8000 HTTP/1.1", proxy.heads.getFirst().lines().findFirst().orElse(""));
      }
      var request = provider.takeRequest();
      assertEquals("/v1/chat/completions", request.getTarget());
      assertEquals(host + ":8000", request.getHeaders().get("host"));
    }
  }

  @Test
  void plainHttpGoesThroughTheTunnelToo() throws Exception {
    try (var provider = new MockWebServer()) {
      provider.start();
      provider.enqueue(new MockResponse.Builder().body("one").build());
      try (var proxy = new RawServer((client, number) -> tunnel(client, provider.getPort()));
          var upstream = Given.provider("http://glm.test:8000/v1").through("127.0.0.1", proxy.port(), "").open()) {
        assertEquals("one", Given.text(Given.answer(upstream)));
        assertEquals("CONNECT glm.test:8000 HTTP/1.1", proxy.heads.getFirst().lines().findFirst().orElse(""));
      }
    }
  }

  @Test
  void refusedByTheProxy() throws Exception {
    refusal("407 Proxy Authentication Required", "it wants another user name and password");
    refusal("403 Forbidden", "it answered with status 403");
  }

  @Test
  void proxyThatHangsUp() throws Exception {
    try (var proxy = new RawServer((client, number) -> client.request());
        var upstream = Given.provider("https://glm.test").through("127.0.0.1", proxy.port(), "").open()) {
      var message = "the proxy 127.0.0.1:" + proxy.port() + " did not open a way to glm.test:443 (HTTPS_PROXY)";
      assertEquals(new SendResult.Failed(Fault.of(FaultKind.UNREACHABLE, message), SendResult.Stage.NOT_REACHED), Given.failure(upstream));
    }
  }

  @Test
  void proxyThatIsNotThere() {
    try (var upstream = Given.provider("https://glm.test").through("127.0.0.1", 1, "").open()) {
      var message = "cannot connect to the proxy 127.0.0.1:1 (is it running?)";
      assertEquals(new SendResult.Failed(Fault.of(FaultKind.UNREACHABLE, message), SendResult.Stage.REFUSED), Given.failure(upstream));
    }
  }

  @Test
  void whoGoesPastTheProxy() {
    direct(true, "https://glm.test", "*");
    direct(true, "https://glm.test", "glm.test");
    direct(true, "https://api.glm.test", "glm.test");
    direct(true, "https://api.glm.test", ".glm.test");
    direct(true, "https://API.glm.test", "*.GLM.test");
    direct(true, "https://glm.test", "other.test", " glm.test:443 ");
    direct(true, "http://glm.test:8000", "glm.test:8000");
    direct(true, "http://[2001:db8::1]:8000", "2001:db8::1");
    direct(true, "https://glm.test", "other.test glm.test");
    direct(true, "https://glm.test", "http://glm.test/");
    direct(true, "https://glm.test", "https://glm.test:443");
    direct(true, "https://glm.test.", "glm.test");
    direct(true, "https://glm.test", "glm.test.");
    direct(true, "https://a.glm.test", "*glm.test");
    direct(true, "https://api-7.glm.test", "api-*.glm.test:443");
    direct(true, "http://my_vllm:8000", "my_vllm");
    direct(true, "http://xn--bcher-kva.test", "bücher.test");
    direct(true, "http://192.0.2.7:8000", "192.0.2.7");
    direct(true, "http://192.0.2.7:8000", "192.0.2.0/24");
    direct(true, "http://192.0.2.7:8000", "192.0.2.*");
    direct(true, "http://192.0.2.7:8000", "192.0.*:8000");
    direct(true, "http://192.0.2.7:8000", "192.0.2.4/30");
    direct(true, "http://192.0.2.7:8000", "0.0.0.0/0");
    direct(true, "http://[2001:db8::1]:8000", "2001:DB8:0::1");
    direct(true, "http://[2001:db8::1]:8000", "[2001:db8::1]");
    direct(true, "http://[2001:db8::1]:8000", "[2001:db8::1]:8000");
    direct(true, "http://[2001:db8::1]:8000", "2001:db8::/33");
    direct(false, "http://192.0.2.7:8000", "192.0.2.8/30");
    direct(false, "http://192.0.2.7:8000", "192.0.2.0/240");
    direct(false, "http://192.0.2.7:8000", "2001:db8::/0");
    direct(false, "http://192.0.2.7:8000", "192.0.2.7:80");
    direct(false, "http://[2001:db8::1]:8000", "[2001:db8::1]:80");
    direct(false, "http://[2001:db8:8000::1]:8000", "2001:db8::/33");
    direct(false, "https://glm.test", "10.0.0.0/8");
    direct(false, "https://glm.test", "http://other.test/glm.test");
    direct(false, "https://glm.test", "glm.test:8000");
    direct(false, "https://notglm.test", "glm.test");
    direct(false, "https://glm.test.evil", "glm.test");
    direct(false, "https://glm.test", "");
    direct(false, "https://glm.test");
  }

  @Test
  void thisMachineIsAlwaysReachedDirectly() {
    direct(true, "http://localhost:11434");
    direct(true, "http://127.0.0.1:11434");
    direct(true, "http://[::1]:11434");
    direct(true, "http://[0:0:0:0:0:0:0:1]:11434");
    direct(true, "http://127.1:11434");
    direct(true, "http://localhost.:11434");
  }

  private HelidonUpstream secure(Given given) {
    return given.open(CERTIFICATES::sslSocketFactory);
  }

  /// @param entries of `NO_PROXY`
  private static void direct(boolean expected, String url, String... entries) {
    try {
      var typed = String.join(",", entries);
      var environment =
          Map.of("OPENAI_BASE_URL", url, "OPENAI_API_KEY", "k", "BIG_MODEL", "b", "HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", typed);
      assertEquals(expected, Settings.load(Optional.empty(), environment).provider().destination().proxyOnTheWay().isEmpty(), url + " past " + typed);
    } catch (EnvFaults e) {
      throw new AssertionError(e);
    }
  }

  private static void refusal(String status, String why) throws Exception {
    RawServer.Script refusing = (client, number) -> {
      client.request();
      client.say("HTTP/1.1 " + status + "\ncontent-length: 0\n\n");
    };
    try (var proxy = new RawServer(refusing);
        var upstream = Given.provider("https://glm.test").through("127.0.0.1", proxy.port(), "me:geheim").open()) {
      var failed = Given.failure(upstream);
      var message = "the proxy 127.0.0.1:" + proxy.port() + " did not open a way to glm.test:443: " + why + " (HTTPS_PROXY)";
      assertEquals(new SendResult.Failed(Fault.of(FaultKind.UNREACHABLE, message), SendResult.Stage.NOT_REACHED), failed);
      assertFalse(failed.toString().contains("geheim"));
    }
  }

  private static void tunnel(Line client, int port) throws Exception {
    client.request();
    try (var provider = new Socket("127.0.0.1", port)) {
      client.say("HTTP/1.1 200 Connection established\n\n");
      var back = Thread.ofVirtual().start(() -> pump(provider, client.socket()));
      pump(client.socket(), provider);
      provider.shutdownOutput();
      back.join();
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has closed.
    }
  }

  private static List<String> values(List<String> head, String name) {
    return head.stream().filter(line -> line.toLowerCase().startsWith(name + ":")).map(line -> line.substring(name.length() + 1).strip()).toList();
  }
}
