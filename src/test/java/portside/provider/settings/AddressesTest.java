package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where something is: the provider, the proxy on the way to it, the search backend, and this proxy itself.
class AddressesTest extends WithEnvFile {
  private static final String URL = "OPENAI_BASE_URL=https://llm.example/v1\n";
  private static final String ENOUGH = URL + "OPENAI_API_KEY=sk-1\nBIG_MODEL=big\n";

  @ParameterizedTest
  @CsvSource({
    "https://llm.example/v1,https://llm.example/v1",
    "https://llm.example/v1/,https://llm.example/v1",
    "https://llm.example,https://llm.example",
    "http://127.0.0.1:11434/v1//,http://127.0.0.1:11434/v1",
    "http://[::1]:8000/v1,http://[::1]:8000/v1",
    "http://my_vllm:8000/v1,http://my_vllm:8000/v1",
    "http://node.1:8000/v1,http://node.1:8000/v1",
    "http://vllm-1_a.lan,http://vllm-1_a.lan",
    "http://bücher.example:8000/v1,http://xn--bcher-kva.example:8000/v1",
    "https://llm.example/é,https://llm.example/%C3%A9",
    "https://llm.example./v1,https://llm.example./v1",
    "demo:,demo:/"
  })
  void baseUrls(String typed, URI url) throws Exception {
    var loaded = load("OPENAI_BASE_URL=" + typed + "\nBIG_MODEL=b\n");
    assertEquals(url, loaded.provider().endpoint().base());
    assertEquals(List.of(), loaded.warnings());
  }

  @ParameterizedTest
  @CsvSource({"https://llm.example/v1,/chat/completions", "https://llm.example/anthropic,/v1/messages"})
  void aWholeEndpointIsTrimmedWithAWarning(URI base, String endpoint) throws Exception {
    var loaded = load("OPENAI_BASE_URL=" + base + endpoint + "/\nBIG_MODEL=b\n");
    assertEquals(base, loaded.provider().endpoint().base());
    var trimmed = new Finding(file().toString(), 1, "OPENAI_BASE_URL", "ends in " + endpoint + ", which is left out", "the part before it is enough");
    assertEquals(List.of(trimmed), loaded.warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://api.z.ai/api", "https://api.z.ai/v1"})
  void anotherInterfaceOfAKnownProviderIsWorthAWarning(String url) throws Exception {
    var warning =
        new Finding(
            file().toString(),
            1,
            "OPENAI_BASE_URL",
            "is no known address of glm",
            "known: https://api.z.ai/api/paas/v4, https://api.z.ai/api/coding/paas/v4,"
                + " https://open.bigmodel.cn/api/paas/v4, https://open.bigmodel.cn/api/coding/paas/v4");
    assertEquals(List.of(warning), load("OPENAI_BASE_URL=" + url + "\n").warnings());
  }

  @ParameterizedTest
  @CsvSource({"localhost,localhost", "127.0.0.2,127.0.0.2", "::1,::1", "[::1],::1", "localhost.,localhost.", "LOCALHOST,LOCALHOST", "127.1,127.1",
    "0:0:0:0:0:0:0:1,0:0:0:0:0:0:0:1", "::ffff:127.0.0.1,::ffff:127.0.0.1"})
  void loopbackNeedsNoClientKey(String typed, String host) throws Exception {
    assertEquals(new InstanceSettings.Listen(host, 8082), load(ENOUGH + "HOST=" + typed + "\n").instance().listen());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"http://corp_proxy:3128 | corp_proxy 3128", "corp_proxy | corp_proxy 80", "http://proxy.1:1/ | proxy.1 1",
    "http://[::1]:3128 | ::1 3128", "me:a_b@corp_proxy:1 | corp_proxy 1"})
  void proxiesOfEveryName(String typed, String expected) throws Exception {
    var proxy = load(ENOUGH + "HTTPS_PROXY=" + typed + "\n").provider().destination().proxy().orElseThrow();
    assertEquals(expected, proxy.host() + " " + proxy.port());
  }

  @Test
  void searchBackendsOfEveryName() throws Exception {
    var backend = load(ENOUGH + "WEB_SEARCH=searxng:http://my_searxng:8888\n").instance().webSearch().orElseThrow();
    assertEquals(URI.create("http://my_searxng:8888"), backend.url());
  }

  @Test
  void whatNoProxyCannotMeanIsWorthAWarning() throws Exception {
    var lines = "HTTPS_PROXY=http://p:1\nNO_PROXY=ok.example, 10.0.0.0/33 <local>\n";
    assertEquals(
        List.of(new Finding(file().toString(), 5, "NO_PROXY",
            "\"10.0.0.0/33\", \"<local>\" is no host and no network; nothing goes past the proxy for it",
            "hosts, host:port, *.example, networks such as 10.0.0.0/8, or * for everything, with commas between them")),
        load(ENOUGH + lines).warnings());
  }

  @ParameterizedTest
  @CsvSource({"http://127.0.0.1:8082/v1", "http://localhost:8082", "http://LOCALHOST.:8082", "http://[::1]:8082", "http://[0:0:0:0:0:0:0:1]:8082",
    "http://[::ffff:127.0.0.1]:8082", "http://127.1:8082",
    "http://2130706433:8082", "http://0.0.0.0:8082", "http://[::]:8082", "https://127.0.0.1:8082"})
  void theProxysOwnAddressIsRefused(String url) {
    assertEquals("OPENAI_BASE_URL: is the address of this proxy itself, port 8082", only(faults("BIG_MODEL=b\nOPENAI_BASE_URL=" + url + "\n")));
  }

  @Test
  void theProxysOwnAddressIsRefusedWhereverItStands() {
    assertEquals("WEB_SEARCH: is the address of this proxy itself, port 8082", only(faults(ENOUGH + "WEB_SEARCH=searxng:http://localhost:8082\n")));
    var at80 = faults(ENOUGH + "PORT=80\nWEB_SEARCH=tavily:x1@http://127.0.0.1\n");
    assertEquals("WEB_SEARCH: is the address of this proxy itself, port 80", only(at80));
    assertEquals("HTTPS_PROXY: is the address of this proxy itself, port 8082", only(faults(ENOUGH + "HTTPS_PROXY=localhost:8082\n")));
    write(ENOUGH.replace("https://llm.example", "http://127.0.0.1:9000"));
    var byFlag = assertThrows(EnvFaults.class, () -> Settings.load(Optional.of(file().toString()), OptionalInt.of(9000), Map.of()));
    assertEquals("OPENAI_BASE_URL: is the address of this proxy itself, port 9000", only(byFlag));
  }

  @Test
  void theProxysOwnAddressOnEveryInterface() throws Exception {
    var addresses = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
    var own = addresses.map(InetAddress::getHostAddress).map(AddressesTest::inUrl).toList();
    for (var host : own) {
      for (var bound : List.of("127.0.0.1", "0.0.0.0", "::")) {
        var faults = faults("BIG_MODEL=b\nANTHROPIC_API_KEY=k\nHOST=" + bound + "\nOPENAI_BASE_URL=http://" + host + ":8082\n");
        assertEquals("OPENAI_BASE_URL: is the address of this proxy itself, port 8082", only(faults));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 8082, http://127.0.0.1:8083",
    "127.0.0.1, 8082, http://127.0.0.2:8082",
    "127.0.0.2, 8082, http://127.0.0.1:8082",
    "127.0.0.1, 0, http://127.0.0.1:0080",
    "127.0.0.1, 8082, http://192.0.2.1:8082",
    "192.0.2.1, 8082, http://127.0.0.1:8082",
  })
  void anotherServerIsNotTheProxyItself(String host, int port, String url) throws Exception {
    load("BIG_MODEL=b\nANTHROPIC_API_KEY=k\nHOST=" + host + "\nPORT=" + port + "\nOPENAI_BASE_URL=" + url + "\n");
  }

  private static String inUrl(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static String only(EnvFaults faults) {
    assertEquals(1, faults.faults().size(), faults.getMessage());
    return faults.faults().getFirst().key() + ": " + faults.faults().getFirst().problem();
  }
}
