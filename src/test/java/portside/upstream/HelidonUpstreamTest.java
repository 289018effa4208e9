package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Secret;

/// What a well-behaved provider sees of us, and we of it.
class HelidonUpstreamTest {
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void requestArrivesAsSent() throws Exception {
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "7").body("slow down").build());
    try (var upstream = Given.provider(base()).open()) {
      var answer = Given.answer(upstream);
      assertEquals(429, answer.status());
      assertEquals("7", answer.header("retry-after"));
      assertNull(answer.header("x-absent"));
      assertEquals("slow down", Given.text(answer));
    }
    var request = server.takeRequest();
    assertEquals("POST /v1/chat/completions HTTP/1.1", request.getRequestLine());
    assertEquals("{\"model\":\"m\"}", request.getBody().utf8());
    var expected = new TreeMap<String, List<String>>();
    expected.put("accept", List.of("text/event-stream, application/json"));
    expected.put("accept-encoding", List.of("identity"));
    expected.put("authorization", List.of("Bearer " + Given.KEY));
    expected.put("content-length", List.of("13"));
    expected.put("content-type", List.of("application/json"));
    expected.put("host", List.of("127.0.0.1:" + server.getPort()));
    expected.put("user-agent", List.of("portside/test"));
    assertEquals(expected, headers(request));
  }

  @Test
  void wholeAnswersAreAskedForAsJsonAndMayBeCompressed() throws Exception {
    var headers = seenFor(Given.provider(base()), false);
    assertEquals(List.of("application/json"), headers.get("accept"));
    assertEquals(List.of("gzip"), headers.get("accept-encoding"));
  }

  @Test
  void noKeyNoAuthorization() throws Exception {
    assertNull(seenFor(Given.provider(base()).key(""), true).get("authorization"));
  }

  @Test
  void ownHeadersReplaceOurs() throws Exception {
    var own = new LinkedHashMap<String, Secret>();
    own.put("Authorization", new Secret("Token t"));
    own.put("X-Api-Key", new Secret("k"));
    own.put("User-Agent", new Secret("me"));
    var headers = seenFor(Given.provider(base()).headers(own), true);
    assertEquals(List.of("Token t"), headers.get("authorization"));
    assertEquals(List.of("k"), headers.get("x-api-key"));
    assertEquals(List.of("me"), headers.get("user-agent"));
  }

  @Test
  void azureKeepsItsDeploymentPathAndNamesItsVersion() throws Exception {
    server.enqueue(new MockResponse.Builder().build());
    try (var upstream = Given.provider("http://127.0.0.1:" + server.getPort() + "/openai/deployments/gpt-5").azure("2025-01-01-preview").open()) {
      Given.text(Given.answer(upstream));
    }
    var request = server.takeRequest();
    assertEquals("/openai/deployments/gpt-5/chat/completions?api-version=2025-01-01-preview", request.getTarget());
    assertEquals(List.of(Given.KEY), headers(request).get("api-key"));
    assertNull(headers(request).get("authorization"));
  }

  @Test
  void oddPathsAndQueriesOfTheBaseUrlArriveAsWritten() throws Exception {
    var odd = "/v1beta1/projects/p@x/locations/us:west/end%20points";
    server.enqueue(new MockResponse.Builder().build());
    try (var upstream = Given.provider("http://127.0.0.1:" + server.getPort() + odd + "?tenant=a%2Fb").azure("2").open()) {
      Given.text(Given.answer(upstream));
    }
    // The WebClient keeps parameters in no order.
    var target = server.takeRequest().getTarget().split("\\?");
    assertEquals(odd + "/chat/completions", target[0]);
    assertEquals(Set.of("tenant=a%2Fb", "api-version=2"), Set.of(target[1].split("&")));
  }

  @Test
  void redirectsAreAnswersNotFollowed() throws Exception {
    server.enqueue(new MockResponse.Builder().code(307).addHeader("Location", "/elsewhere").build());
    try (var upstream = Given.provider(base()).open()) {
      var answer = Given.answer(upstream);
      assertEquals(307, answer.status());
      assertEquals("", Given.text(answer));
    }
    assertEquals(1, server.getRequestCount());
  }

  @Test
  void aMegabyteGoesAndComes() throws Exception {
    var text = "x".repeat(1 << 20);
    server.enqueue(new MockResponse.Builder().body(text).build());
    try (var upstream = Given.provider(base()).open()) {
      var outcome = (SendResult.Answered) upstream.attempt().send("/chat/completions", text.getBytes(StandardCharsets.UTF_8), false);
      assertEquals(text, Given.text(outcome.answer()));
    }
    assertEquals(text, server.takeRequest().getBody().utf8());
  }

  @ParameterizedTest
  @CsvSource({
    "http://glm.test/v1,        http://glm.test,        glm.test,      glm.test:80",
    "http://glm.test:8000,      http://glm.test:8000,   glm.test:8000, glm.test:8000",
    "https://glm.test,          https://glm.test,       glm.test,      glm.test:443",
    "https://glm.test:80,       https://glm.test:80,    glm.test:80,   glm.test:80",
    "http://[::1]:8000,         http://[::1]:8000,      [::1]:8000,    [::1]:8000",
    "HTTPS://[2001:db8::1]/v1,  https://[2001:db8::1],  [2001:db8::1], [2001:db8::1]:443",
  })
  void theProviderIsCalledByItsName(String url, String shown, String host, String whole) {
    var endpoint = Given.provider(url).build().endpoint();
    assertEquals(List.of(shown, host, whole), List.of(endpoint.toString(), endpoint.hostHeader(), endpoint.hostAndPort()));
  }

  @Test
  void whatIsTrustedIsLoadedWhenTheServerStartsAndOnlyForTls() {
    var asked = new AtomicInteger();
    Supplier<SSLSocketFactory> tls = () -> {
      asked.incrementAndGet();
      throw new UncheckedIOException(new IOException("said by the first call"));
    };
    for (var url : List.of("http://glm.test", "https://glm.test")) {
      try (var upstream = Given.provider(url).open(tls)) {
        upstream.warm();
        assertEquals(url.startsWith("https") ? 1 : 0, asked.get());
        assertFalse(upstream.http().prototype().tls().enabled(), "the WebClient would load it too");
      }
    }
  }

  private String base() {
    return "http://127.0.0.1:" + server.getPort() + "/v1";
  }

  private Map<String, List<String>> seenFor(Given given, boolean stream) throws Exception {
    server.enqueue(new MockResponse.Builder().build());
    try (var upstream = given.open()) {
      var outcome = (SendResult.Answered) upstream.attempt().send("/chat/completions", Given.BODY, stream);
      outcome.answer().close();
    }
    return headers(server.takeRequest());
  }

  private static Map<String, List<String>> headers(RecordedRequest request) {
    Headers headers = request.getHeaders();
    var all = new TreeMap<String, List<String>>();
    headers.names().forEach(name -> all.put(name.toLowerCase(), headers.values(name)));
    return all;
  }
}
