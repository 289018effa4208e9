package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.fake.Line;

/// The one line that each way of ending leaves in the log.
@Timeout(60)
@Isolated("reads the log, in which every class writes")
class RequestLogTest {
  private static final ScriptedProvider.Script GOOD = line -> {
    line.stream();
    line.text("word");
    line.finish();
  };
  private static final String CHAT = "{\"model\":\"gpt-x\",\"stream\":%s,\"messages\":[]}";

  private final FakeTicker time = new FakeTicker();

  /// The first line that was written, without the request's id.
  private static String line(Logged logged) {
    while (logged.from(Level.INFO).isEmpty()) {
      Thread.onSpinWait(); // it is written just after the answer was sent
    }
    var line = logged.from(Level.INFO).getFirst();
    assertTrue(line.startsWith("req_"), line);
    return line.substring(line.indexOf(' ') + 1);
  }

  private static String logged(RunningProxy proxy, String path, String body, String... headers) throws Exception {
    try (var logged = new Logged("portside.requests")) {
      proxy.post(path, body, headers);
      return line(logged);
    }
  }

  private String afterAsking(ScriptedProvider provider, String path, String body, String... settings) throws Exception {
    try (provider; var proxy = RunningProxy.ticking(time, provider.url(), settings)) {
      return logged(proxy, path, body);
    }
  }

  @ParameterizedTest
  @CsvSource({"/v1/messages, ' in=10 out=2'", "/v1/chat/completions, ' in=10 out=2'"})
  void aStreamTellsWhenItBeganAndWhenItEnded(String path, String tokens) throws Exception {
    var seen = new Semaphore(0);
    try (var logged = new Logged("portside.requests");
        var provider = new ScriptedProvider().then(line -> {
          time.pass(Duration.ofMillis(150));
          line.stream();
          line.text("word");
          seen.acquire();
          line.finish();
        });
        var proxy = RunningProxy.ticking(time, provider.url());
        var client = new RawClient(proxy.port())) {
      client.send(RawClient.post(path, RunningProxy.hello(true)));
      client.readUntil("word");
      time.pass(Duration.ofMillis(50));
      seen.release();
      assertEquals("200 ok claude-sonnet-5-5 -> test:middle stream first=150ms total=200ms" + tokens, line(logged));
    }
  }

  @Test
  void aWholeAnswerWithWhatCameFromACache() throws Exception {
    var answer = "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],"
        + "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":20}}}";
    assertEquals("200 ok claude-sonnet-5-5 -> test:middle whole first=0ms total=0ms in=10 out=4 cached=20",
        afterAsking(new ScriptedProvider().then(line -> line.whole(200, "application/json", answer)), "/v1/messages", RunningProxy.hello(false)));
  }

  @ParameterizedTest
  @CsvSource({"/v1/messages, ' first=0ms', ' in=10 out=2'", "/v1/chat/completions, ' first=0ms', ' in=10 out=2'"})
  void aSecondTryIsCounted(String path, String first, String tokens) throws Exception {
    var refusal = "{\"error\":{\"message\":\"stream_options is not supported\"}}";
    assertEquals("200 ok claude-sonnet-5-5 -> test:middle stream" + first + " total=0ms tries=2" + tokens, afterAsking(
        new ScriptedProvider().then(line -> line.whole(400, "application/json", refusal)).then(GOOD), path,
        RunningProxy.hello(true).replaceFirst("\\{", "{\"stream_options\":{},")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      /v1/messages         | 400 invalid_request_error claude-sonnet-5-5 -> test:middle stream total=0ms "bad thing"
      /v1/chat/completions | 400 invalid_request_error claude-sonnet-5-5 -> test:middle stream total=0ms "bad thing"
      """)
  void aRefusalOfTheProvider(String path, String line) throws Exception {
    var refusal = "{\"error\":{\"message\":\"bad thing\"}}";
    assertEquals(line, afterAsking(new ScriptedProvider().then(said -> said.whole(400, "application/json", refusal)), path, RunningProxy.hello(true)));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      /v1/messages         | {                                              | 400 invalid_request_error whole total=0ms "The request body is not valid JSON: it ends too early"
      /v1/messages         | {"model":"m","max_tokens":1,"messages":[]}     | 400 invalid_request_error whole total=0ms "messages: at least one message is required"
      /v1/chat/completions | {                                              | 400 invalid_request_error whole total=0ms "body: must be a JSON object"
      /v1/chat/completions | {"messages":[]}                                | 400 invalid_request_error whole total=0ms "model: Field required"
      /v1/chat/completions | {"model":" ","messages":[]}                    | 400 invalid_request_error whole total=0ms "model: Field required"
      """)
  void whatIsNoRequest(String path, String body, String line) throws Exception {
    assertEquals(line, afterAsking(new ScriptedProvider(), path, body));
  }

  @Test
  void aTestOfTheConnectionIsARequestLikeAnother() throws Exception {
    var answer = "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1}}";
    try (var logged = new Logged("portside.requests");
        var provider = new ScriptedProvider().then(line -> line.whole(200, "application/json", answer));
        var proxy = RunningProxy.ticking(time, provider.url())) {
      proxy.get("/test-connection");
      assertEquals("200 ok haiku -> test:small whole first=0ms total=0ms in=9 out=1", line(logged));
    }
  }

  @Test
  void aRequestThatGoesRoundOrFindsNoKey() throws Exception {
    try (var proxy = RunningProxy.ticking(time, "http://127.0.0.1:9", "OPENAI_API_KEY=")) {
      assertEquals("508 api_error whole total=0ms \"this request has come through more than 16 proxies\"",
          logged(proxy, "/v1/messages", RunningProxy.hello(false), "portside-hops", "a,".repeat(17)));
      for (var path : List.of("/v1/messages", "/v1/chat/completions")) {
        var keyless = logged(proxy, path, RunningProxy.hello(true));
        assertTrue(keyless.startsWith("401 authentication_error claude-sonnet-5-5 stream total=0ms \"the proxy has no key for test: set OPENAI_API_KEY in "), keyless);
      }
    }
  }

  @Test
  void anErrorInTheMiddle() throws Exception {
    ScriptedProvider.Script broken = line -> {
      line.stream();
      line.text("half");
      line.event("{\"error\":{\"message\":\"engine lost\",\"code\":500}}");
      line.chunkEnd();
    };
    assertEquals("500 api_error claude-sonnet-5-5 -> test:middle stream first=0ms total=0ms in=8 out=1 estimated \"engine lost (upstream test)\"",
        afterAsking(new ScriptedProvider().then(broken), "/v1/messages", RunningProxy.hello(true)));
  }

  /// The client of a chat completion is told in its own way.
  @Test
  void anAnswerThatBreaksOff() throws Exception {
    try (var logged = new Logged("portside.requests");
        var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.text("half");
          line.cut();
        });
        var proxy = RunningProxy.ticking(time, provider.url());
        var client = new RawClient(proxy.port())) {
      client.send(RawClient.post("/v1/chat/completions", CHAT.formatted(true))).readUntil("data: {\"error\"");
      var line = line(logged);
      assertTrue(line.startsWith("502 api_error gpt-x -> test:gpt-x stream first=0ms total=0ms in=3 out=2 estimated \""), line);
    }
  }

  @Test
  void anAnswerThatIsTooLargeToBeLookedAt() throws Exception {
    try (var logged = new Logged("portside.requests");
        var provider = new ScriptedProvider().then(line -> {
          line.stream();
          line.chunk("{".getBytes(StandardCharsets.US_ASCII));
          var blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
          for (int piece = 0; piece < 64; piece++) {
            line.chunk(blanks);
          }
          line.closedByPeer();
        });
        var proxy = RunningProxy.ticking(time, provider.url());
        var client = new RawClient(proxy.port())) {
      client.send(RawClient.post("/v1/chat/completions", CHAT.formatted(false))).answer();
      assertEquals("502 api_error gpt-x -> test:gpt-x whole total=0ms \"the provider's answer is larger than 64 MiB\"", line(logged));
    }
  }

  @Test
  void aClientThatLeaves() throws Exception {
    try (var logged = new Logged("portside.requests");
        var provider = new ScriptedProvider().then(Line::closedByPeer);
        var proxy = RunningProxy.before(provider.url())) {
      try (var client = new RawClient(proxy.port())) {
        client.send(RawClient.post("/v1/chat/completions", CHAT.formatted(false)));
        provider.take();
      }
      assertEquals("499 left gpt-x -> test:gpt-x whole total= in=3 out=0 estimated", line(logged).replaceFirst("\\d+ms", ""));
    }
  }

  @Test
  void namesAreShownToTheirEnd() throws Exception {
    var name = "m".repeat(256);
    assertEquals("200 ok " + name + " -> test:" + name + " stream first=0ms total=0ms in=10 out=2",
        afterAsking(new ScriptedProvider().then(GOOD), "/v1/messages", RunningProxy.hello(true).replace("claude-sonnet-5-5", name)));
    assertEquals("200 ok claude-sonnet-5-5 -> test:" + name + "… stream first=0ms total=0ms in=10 out=2",
        afterAsking(new ScriptedProvider().then(GOOD), "/v1/messages", RunningProxy.hello(true), "MIDDLE_MODEL=" + name + "m"));
  }
}
