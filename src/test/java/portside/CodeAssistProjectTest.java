package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.wire.Json;

/// The project that Code Assist wants named, where no setting names it, on real sockets.
@Timeout(60)
class CodeAssistProjectTest {
  private static final String LICENSED = "{'cloudaicompanionProject':'acme-7','currentTier':{'id':'standard-tier'},'ineligibleTiers':[{'reasonCode':'DASHER_USER'}]}";
  private static final String ANSWER = "{'response':{'candidates':[{'content':{'parts':[{'text':'hi'}]},'finishReason':'STOP'}]}}";
  private static final String STUDIO = "Google has closed Code Assist to individuals (free, AI Pro, Ultra): use an AI Studio key, which has a free tier"
      + " (OPENAI_BASE_URL=https://generativelanguage.googleapis.com/v1beta), or Vertex AI";

  private static ScriptedProvider.Script says(int status, String json) {
    return line -> line.whole(status, "application/json", json.replace('\'', '"'));
  }

  private static RunningProxy proxy(ScriptedProvider provider) throws Exception {
    return RunningProxy.before(provider.url().toString().replace("/v1", "/v1internal"), "DIALECT=code-assist", "MAX_RETRIES=0");
  }

  private static int ask(RunningProxy proxy) throws Exception {
    return proxy.post("/v1/messages", RunningProxy.hello(false)).statusCode();
  }

  /// What was asked, in short: the method, and the project that a request names.
  private static String taken(ScriptedProvider provider) throws Exception {
    var asked = provider.take();
    var body = Json.object(asked.text());
    assertEquals("Bearer sk-provider-secret", asked.head().get("authorization"));
    return asked.line().replaceAll("^POST /v1internal:| HTTP/1.1$", "") + (body.containsKey("metadata") ? " " + body : " " + body.getString("project", "-"));
  }

  @Test
  void anAccountIsAskedOnceAndNamedInEachRequest() throws Exception {
    try (var provider = new ScriptedProvider().then(says(200, LICENSED)).then(says(200, ANSWER)); var proxy = proxy(provider)) {
      assertEquals(200, ask(proxy));
      assertEquals(200, ask(proxy));
      assertEquals("loadCodeAssist {\"metadata\":{\"ideType\":\"IDE_UNSPECIFIED\",\"platform\":\"PLATFORM_UNSPECIFIED\",\"pluginType\":\"GEMINI\"}}", taken(provider));
      assertEquals("generateContent acme-7", taken(provider));
      assertEquals("generateContent acme-7", taken(provider));
      assertEquals(0, provider.waiting());
    }
  }

  @Test
  void requestsThatComeTogetherAskOnce() throws Exception {
    var all = new CountDownLatch(4);
    try (var provider = new ScriptedProvider().then(line -> {
          all.await();
          says(200, LICENSED).play(line);
        }).then(says(200, ANSWER));
        var proxy = proxy(provider)) {
      var done = IntStream.range(0, 4).mapToObj(_ -> ScriptedProvider.later(() -> {
        try {
          all.countDown();
          assertEquals(200, ask(proxy));
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      })).toList();
      for (var one : done) {
        one.await();
      }
      var asked = List.of(taken(provider), taken(provider), taken(provider), taken(provider), taken(provider));
      assertTrue(asked.getFirst().startsWith("loadCodeAssist "), asked.toString());
      assertEquals(List.of("generateContent acme-7", "generateContent acme-7", "generateContent acme-7", "generateContent acme-7"), asked.subList(1, 5));
      assertEquals(0, provider.waiting());
    }
  }

  /// What an account is told that has no licence, or no project, or has something to confirm.
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "{'currentTier':{'id':'free-tier'},'cloudaicompanionProject':'p'} | STUDIO",
    "{'ineligibleTiers':[{'reasonCode':'UNSUPPORTED_CLIENT','reasonMessage':'migrate'}]} | STUDIO (it says: UNSUPPORTED_CLIENT; migrate)",
    "{'ineligibleTiers':[{'reasonCode':'UNSUPPORTED_CLIENT','validationUrl':'https://g.example/v'}]} | STUDIO; Google's page for the account is https://g.example/v (it says: UNSUPPORTED_CLIENT)",
    "{'ineligibleTiers':[{'reasonCode':'VALIDATION_REQUIRED','reasonMessage':'verify','validationUrl':'https://g.example/v?a=1'}]} | Google wants it confirmed; open https://g.example/v?a=1 in a browser and try again (it says: VALIDATION_REQUIRED; verify)",
    "{'ineligibleTiers':[{'reasonCode':'VALIDATION_REQUIRED','validationUrl':'javascript:x'}]} | it has no licence; STUDIO (it says: VALIDATION_REQUIRED)",
    "{'ineligibleTiers':[{'reasonCode':'INELIGIBLE_ACCOUNT','reasonMessage':'a sk-provider-secret\\nb'}]} | it has no licence; STUDIO (it says: INELIGIBLE_ACCOUNT; a (hidden)\\nb)",
    "{'currentTier':{'id':'standard-tier'}} | its licence names no project; set DIALECT_PROJECT to the Google Cloud project that has the licence",
    "{'allowedTiers':[{'id':'standard-tier'}]} | it was never set up for Code Assist, which this proxy does not do by itself; set DIALECT_PROJECT to the Google Cloud project that has its licence, or set it up once with Google's own client",
  })
  void anAccountThatIsNotServedIsToldWhatToDo(String said, String told) throws Exception {
    var expected = "upstream test does not serve this account: " + told.replace("STUDIO", STUDIO);
    try (var provider = new ScriptedProvider().then(says(200, said)).then(says(200, said)).then(says(200, LICENSED)).then(says(200, ANSWER)); var proxy = proxy(provider)) {
      assertTrue(Json.object(proxy.get("/health").body()).isNull("obstacle"), "nobody has asked yet");
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      var error = Json.object(answer.body()).getJsonObject("error");
      assertEquals("403 permission_error " + expected, answer.statusCode() + " " + error.getString("type") + " " + error.getString("message"));
      var health = Json.object(proxy.get("/health").body());
      assertEquals("failing " + expected, health.getString("status") + " " + health.getString("obstacle"));
      assertEquals(403, ask(proxy), "the next request asks anew");
      assertEquals(200, ask(proxy), "a person has mended it");
      assertTrue(Json.object(proxy.get("/health").body()).isNull("obstacle"));
      assertEquals(4, provider.calls());
    }
  }

  /// A project of another account is told at once, and not for ever.
  @ParameterizedTest
  @CsvSource({"403, true", "404, true", "429, false", "500, false"})
  void aRefusedProjectIsForgotten(int status, boolean forgotten) throws Exception {
    try (var provider = new ScriptedProvider().then(says(200, LICENSED)).then(says(status, "{'error':{'code':1,'message':'no'}}"));
        var proxy = proxy(provider)) {
      ask(proxy);
      provider.then(says(200, forgotten ? LICENSED.replace("acme-7", "acme-8") : ANSWER)).then(says(200, ANSWER));
      assertEquals(200, ask(proxy));
      taken(provider);
      taken(provider);
      assertEquals(forgotten, taken(provider).startsWith("loadCodeAssist"));
      assertEquals(forgotten ? 4 : 3, provider.calls());
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "401 | {'error':{'code':401,'message':'bad token sk-provider-secret','status':'UNAUTHENTICATED'}} | 401 authentication_error",
    "403 | {'error':{'code':403,'message':'API is off','status':'PERMISSION_DENIED'}}                 | 403 permission_error",
    "429 | {'error':{'code':429,'message':'slow down','status':'RESOURCE_EXHAUSTED'}}                 | 429 rate_limit_error",
    "503 | {'error':{'code':503,'message':'busy','status':'UNAVAILABLE'}}                             | 529 overloaded_error",
    "200 | nonsense                                                                                   | 502 api_error",
  })
  void aQuestionThatFailsIsAFaultLikeAnyOther(int status, String body, String told) throws Exception {
    try (var provider = new ScriptedProvider().then(says(status, body)); var proxy = proxy(provider)) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(false));
      assertEquals(told, answer.statusCode() + " " + Json.object(answer.body()).getJsonObject("error").getString("type"));
      assertFalse(answer.body().contains("sk-provider-secret"), answer.body());
      assertEquals(1, provider.calls(), "nothing is asked of a model without the project");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 501})
  void aGatewayThatDoesNotKnowTheQuestionGetsNoProject(int status) throws Exception {
    try (var provider = new ScriptedProvider().then(says(status, "{}")).then(says(200, ANSWER)); var proxy = proxy(provider)) {
      assertEquals(200, ask(proxy));
      assertEquals(200, ask(proxy));
      taken(provider);
      assertEquals("generateContent -", taken(provider));
      assertEquals("generateContent -", taken(provider));
      assertEquals(0, provider.waiting());
    }
  }

  /// The keys of clients have no end. The one that came first is asked about anew, all others are known.
  @Test
  void theProjectsOfAHundredAccountsAreKept() throws Exception {
    try (var provider = new ScriptedProvider().then(line -> says(200, line.asked().line().contains("loadCodeAssist") ? LICENSED : ANSWER).play(line));
        var proxy = RunningProxy.before(provider.url().toString().replace("/v1", "/v1internal"), "DIALECT=code-assist", "OPENAI_API_KEY=from-client:any-host")) {
      for (int client = 0; client <= 100; client++) {
        assertEquals(List.of(true, false), asksFor(client, proxy, provider));
      }
      assertEquals(List.of(false), asksFor(1, proxy, provider));
      assertEquals(List.of(true, false), asksFor(0, proxy, provider));
      assertEquals(List.of(false), asksFor(100, proxy, provider));
    }
  }

  /// Of each request that a client's one causes, whether it is the question for the project.
  private static List<Boolean> asksFor(int client, RunningProxy proxy, ScriptedProvider provider) throws Exception {
    assertEquals(200, proxy.post("/v1/messages", RunningProxy.hello(false), "authorization", "Bearer client-" + client).statusCode());
    var questions = new ArrayList<Boolean>();
    while (provider.waiting() > 0) {
      var asked = provider.take();
      assertEquals("Bearer client-" + client, asked.head().get("authorization"));
      questions.add(asked.line().contains("loadCodeAssist"));
    }
    return questions;
  }

  /// The client that asked first leaves; what it asked for is there for the others.
  @Test
  void theQuestionOutlivesItsFirstAsker() throws Exception {
    var asked = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var provider = new ScriptedProvider().then(line -> {
          asked.countDown();
          go.await();
          says(200, LICENSED).play(line);
        }).then(says(200, ANSWER));
        var proxy = proxy(provider)) {
      try (var client = new RawClient(proxy.port())) {
        client.send(RawClient.post("/v1/messages", RunningProxy.hello(true)));
        asked.await();
      }
      proxy.metricsWith("result=\"left\"");
      go.countDown();
      assertEquals(200, ask(proxy));
      taken(provider);
      assertEquals("generateContent acme-7", taken(provider));
      assertEquals(2, provider.calls());
    }
  }
}
