package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The URL of a request, from the base, a path, and Azure's version.
class EndpointTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "https://llm.example/v1        | /chat/completions     |   | https://llm.example/v1/chat/completions",
    "https://llm.example/v1/       | /chat/completions     |   | https://llm.example/v1/chat/completions",
    "https://llm.example/v1?a=b%2Fc | /chat/completions    |   | https://llm.example/v1/chat/completions?a=b%2Fc",
    "https://llm.example           | /chat/completions     | 2 | https://llm.example/chat/completions?api-version=2",
    "https://llm.example?a=b       | /chat/completions     | 2 | https://llm.example/chat/completions?a=b&api-version=2",
    "https://llm.example?api-version=1 | /chat/completions | 2 | https://llm.example/chat/completions?api-version=1",
    "https://llm.example/v1beta    | /models/m:stream?alt=sse |   | https://llm.example/v1beta/models/m:stream?alt=sse",
    "https://llm.example?a=b       | /models/m:stream?alt=sse | 2 | https://llm.example/models/m:stream?alt=sse&a=b&api-version=2",
    "https://find.example/search   | ?q=a%3Fb&count=10     |   | https://find.example/search?q=a%3Fb&count=10",
    "https://find.example/search   | ?q=why?               |   | https://find.example/search?q=why?",
    "https://find.example/search   | ''                    |   | https://find.example/search",
  })
  void aUrlHasOneQuery(URI base, String path, String version, URI url) {
    assertEquals(url, endpoint(base, version).url(path));
  }

  @ParameterizedTest
  @CsvSource({
    "https://x.openai.azure.com, 2, gpt 5/a, /openai/deployments/gpt%205%2Fa/chat/completions",
    "https://x.openai.azure.com/openai, 2, gpt, /deployments/gpt/chat/completions",
    "https://x.openai.azure.com/openai/deployments/mine, 2, gpt, /chat/completions",
    "https://x.openai.azure.com/openai/v1, , gpt, /chat/completions",
  })
  void azuresOldStyleHasTheModelInThePath(URI base, String version, String model, String path) {
    assertEquals(path, endpoint(base, version).path(model, "/chat/completions"));
    assertEquals("/responses", endpoint(base, version).path(model, "/responses"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.anthropic.com, https://api.anthropic.com/v1/messages?beta=true",
    "https://api.anthropic.com/, https://api.anthropic.com/v1/messages?beta=true",
    "https://llm.example/v1, https://llm.example/v1/messages?beta=true",
    "https://llm.example/v1/, https://llm.example/v1/messages?beta=true",
    "https://llm.example/api/anthropic, https://llm.example/api/anthropic/v1/messages?beta=true",
    "https://llm.example/xv1, https://llm.example/xv1/v1/messages?beta=true",
  })
  void theVersionOfThePathStandsOnce(URI base, URI url) {
    var endpoint = endpoint(base, null);
    assertEquals(url, endpoint.url(endpoint.path("m", "/v1/messages?beta=true")));
  }

  @Test
  void theDemoHasNoHost() {
    assertEquals("demo: demo:", Endpoint.DEMO + " " + Endpoint.DEMO.address());
    assertThrows(IllegalArgumentException.class, Endpoint.DEMO::hostHeader);
  }

  private static Endpoint endpoint(URI base, String version) {
    return new Endpoint(base, Optional.ofNullable(version), "OPENAI_BASE_URL");
  }
}
