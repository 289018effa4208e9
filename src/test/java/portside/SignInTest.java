package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import portside.signin.GivenSignIn;
import portside.wire.Json;

/// An instance that shows the tokens of a sign-in, before scripted servers.
@Timeout(60)
class SignInTest {
  private static final String TOKEN = "/login/oauth/access_token";
  private static final String EXCHANGE = "/copilot_internal/v2/token";
  private static final ScriptedProvider.Script ANSWERS = line -> {
    line.stream();
    line.text("well");
    line.finish();
  };

  @TempDir Path folder;
  private GivenSignIn given;
  private ScriptedProvider provider;
  private RunningProxy proxy;

  @BeforeEach
  void start() throws Exception {
    given = new GivenSignIn(folder.resolve("auth"));
    given.on("/login/device/code", "{\"device_code\":\"geheim-device\",\"user_code\":\"ABCD-1234\",\"expires_in\":900,\"interval\":0}")
        .on(TOKEN, "{\"access_token\":\"ghu_geheim\"}").on("/user", "{\"login\":\"octocat\"}").on(EXCHANGE, "{\"token\":\"geheim-copilot\",\"refresh_in\":1500}");
    provider = new ScriptedProvider();
    proxy = RunningProxy.signedIn(given.store(), provider.url(), "OPENAI_API_KEY=", "COPILOT_CLIENT_ID=client-1", "GITHUB_URL=" + given.site(), "LOG_LEVEL=TRACE",
        "OPERATOR_KEY=the-operators-own-key");
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    provider.close();
    given.close();
  }

  private String state() throws Exception {
    return Json.object(proxy.get("/api/reauth/status", "authorization", "Bearer the-operators-own-key").body()).getJsonObject("providers").getJsonObject("github").toString();
  }

  private int reauth(String name) throws Exception {
    return proxy.post("/api/reauth/" + name, "", "authorization", "Bearer the-operators-own-key").statusCode();
  }

  private String waitFor(String state) throws Exception {
    String shown;
    while (!(shown = state()).contains("\"state\":\"" + state + "\"")) {
      Thread.onSpinWait();
    }
    return shown;
  }

  @Test
  void aMissingSignInIsToldWithTheCommandThatMendsIt() throws Exception {
    var why = "the proxy is not signed in for test (nobody has signed in yet): run java -jar proxy.jar auth login test";
    var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
    assertEquals(401, answer.statusCode());
    assertTrue(answer.body().contains("authentication_error") && answer.body().contains(why), answer.body());
    var health = Json.object(proxy.get("/health").body());
    assertEquals("unconfigured " + why, health.getString("status") + " " + health.getString("obstacle"));
    assertEquals(0, provider.calls());
    assertEquals(List.of(), given.asked);
  }

  @Test
  void anOperatorSignsInWhileItRuns() throws Exception {
    provider.then(ANSWERS);
    try (var logged = new Logged("portside")) {
      assertEquals("{\"state\":\"idle\"}", state());
      given.anew(TOKEN).on(TOKEN, "{\"error\":\"access_denied\"}");
      assertEquals(202, reauth("test"));
      assertEquals("{\"state\":\"failed\",\"error\":\"the sign-in was denied\"}", waitFor("failed"));
      given.anew(TOKEN).on(TOKEN, "{\"error\":\"authorization_pending\"}");
      assertEquals(202, reauth("github"));
      String pending;
      while (!(pending = waitFor("pending")).contains("user_code")) {
        Thread.onSpinWait();
      }
      assertEquals("{\"state\":\"pending\",\"verification_uri\":\"" + given.site() + "/login/device\",\"user_code\":\"ABCD-1234\"}", pending);
      assertEquals(202, reauth("github"), "it goes on");
      assertEquals(2, given.asked.stream().filter("POST /login/device/code"::equals).count());
      given.anew(TOKEN).on(TOKEN, "{\"access_token\":\"ghu_geheim\"}");
      assertTrue(waitFor("completed").matches("\\{\"state\":\"completed\",\"completed_ago_seconds\":[0-9]+}"));
      assertTrue(proxy.post("/v1/messages", RunningProxy.hello(true)).body().contains("well"));
      assertEquals("Bearer geheim-copilot", provider.take().head().get("authorization"));
      assertEquals("healthy", Json.object(proxy.get("/health").body()).getString("status"));
      var pages = new StringBuilder();
      for (var page : List.of("/health", "/config", "/providers", "/api/status", "/metrics", "/api/reauth/status", "/logs")) {
        pages.append(proxy.get(page, "authorization", "Bearer the-operators-own-key").body());
      }
      assertFalse(pages.toString().contains("geheim"), pages.toString());
      assertEquals(List.of(), logged.from(Level.ALL).stream().filter(line -> line.contains("geheim") || line.contains("ABCD")).toList());
    }
  }

  @Test
  void onlyAnOperatorAsksForThat() throws Exception {
    assertEquals(401, proxy.post("/api/reauth/github", "").statusCode());
    assertEquals(404, reauth("google"));
    assertEquals(404, reauth(""));
    assertEquals("{\"error\":\"reauth not available\"}", proxy.post("/api/reauth/x", "", "authorization", "Bearer the-operators-own-key").body());
    assertEquals(401, proxy.get("/api/reauth/status").statusCode());
    assertEquals(405, proxy.get("/api/reauth/github").statusCode());
    assertEquals(List.of(), given.asked);
    try (var other = RunningProxy.before(provider.url())) {
      assertEquals("{\"providers\":{}}", other.get("/api/reauth/status").body());
    }
  }

  @Test
  void case40ARefusedTokenIsExchangedOnce() throws Exception {
    provider.then(line -> line.whole(401, "application/json", "{}")).then(ANSWERS);
    reauth("test");
    waitFor("completed");
    given.anew(EXCHANGE).on(EXCHANGE, "{\"token\":\"geheim-second\",\"refresh_in\":1500}");
    assertTrue(proxy.post("/v1/messages", RunningProxy.hello(true)).body().contains("well"));
    assertEquals("Bearer geheim-copilot", provider.take().head().get("authorization"));
    assertEquals("Bearer geheim-second", provider.take().head().get("authorization"));
    provider.then(line -> line.whole(401, "application/json", "{\"message\":\"unauthorized geheim-second\"}"));
    var refused = proxy.post("/v1/messages", RunningProxy.hello(true));
    assertEquals(401, refused.statusCode());
    assertTrue(refused.body().contains("authentication_error"), refused.body());
    assertFalse(refused.body().contains("geheim"), refused.body());
  }

  @Test
  void aSignInThatHasEndedIsToldToClients() throws Exception {
    given.keep("github-default", "client-1", "ghu_geheim");
    given.anew(EXCHANGE).on(EXCHANGE, 401, "{\"message\":\"Bad credentials\"}");
    for (var request = 0; request < 3; request++) {
      var answer = proxy.post("/v1/messages", RunningProxy.hello(true));
      assertEquals(401, answer.statusCode());
      assertTrue(answer.body().contains("(GitHub no longer takes the sign-in): run java -jar proxy.jar auth login test"), answer.body());
    }
    assertEquals(List.of("GET " + EXCHANGE), given.asked);
  }
}
