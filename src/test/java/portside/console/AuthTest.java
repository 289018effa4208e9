package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.Logged;
import portside.signin.GivenSignIn;
import portside.wire.Json;

/// The verb `auth` before scripted servers, as it is typed.
@Timeout(60)
class AuthTest {
  private static final String DEVICE = "/login/device/code";
  private static final String TOKEN = "/login/oauth/access_token";
  private static final String CODE =
      "{\"device_code\":\"geheim-device\",\"user_code\":\"ABCD-1234\",\"verification_uri\":\"https://github.com/login/device\",\"expires_in\":900,\"interval\":0}";

  @TempDir Path folder;
  private GivenSignIn given;
  private Typed typed;

  @BeforeEach
  void start() throws Exception {
    given = new GivenSignIn(folder.resolve("state/portside/auth"));
    given.on(DEVICE, CODE).on(TOKEN, "{\"access_token\":\"ghu_geheim\"}").on("/user", "{\"login\":\"octocat\"}")
        .on("/copilot_internal/v2/token", "{\"token\":\"geheim-copilot\",\"refresh_in\":1500}")
        .on("/copilot_internal/user", "{\"copilot_plan\":\"individual\",\"quota_reset_date\":\"2026-12-01\",\"quota_snapshots\":{\"premium_interactions\":{\"entitlement\":300,"
            + "\"remaining\":211.5,\"percent_remaining\":70.5,\"unlimited\":false},\"chat\":{\"unlimited\":true}}}");
    env("copilot", "COPILOT_CLIENT_ID=client-1\nGITHUB_URL=" + given.site() + "\n");
    env("gemini", "GOOGLE_CLIENT_ID=client-1\nGOOGLE_OAUTH_URL=" + given.site() + "\n");
    env("glm", "OPENAI_API_KEY=sk-geheim-glm\n");
    env("cmd", "OPENAI_TOKEN_COMMAND=print geheim-command\n");
    anew();
  }

  @AfterEach
  void stop() {
    given.close();
  }

  private void env(String name, String lines) throws IOException {
    Files.createDirectories(folder.resolve("env"));
    Files.writeString(folder.resolve("env/.env-" + name), "OPENAI_BASE_URL=http://127.0.0.1:1/v1\nBIG_MODEL=m\n" + lines);
  }

  private void anew() {
    typed = new Typed(folder, Map.of("XDG_STATE_HOME", folder.resolve("state").toString()));
  }

  private int run(String... words) {
    anew();
    return typed.run(words);
  }

  private Path file(String name) {
    return folder.resolve("state/portside/auth/" + name);
  }

  @Test
  void aDeviceSignInFromBeginningToEnd() throws Exception {
    try (var logged = new Logged("portside")) {
      assertEquals(1, run("auth", "status", "copilot"));
      assertTrue(typed.out().contains("nobody has signed in yet"), typed.out());
      assertEquals(0, run("auth", "login", "copilot"));
      assertEquals("Open this page in a browser on this machine, within 15 minutes:\n  " + given.site() + "/login/device\nand type this code there:\n  ABCD-1234\n",
          typed.err());
      assertEquals("signed in as octocat; the token is kept in " + file("github-default.json") + " and renewed when it ends\n", typed.out());
      assertEquals(0, run("auth", "status", "copilot"));
      assertTrue(typed.out().contains("signed in") && typed.out().contains("octocat") && typed.out().contains("25 min"), typed.out());
      assertTrue(typed.out().endsWith("\n\ncopilot: plan individual, premium_interactions 211.5 of 300 left (70.5 %), chat unlimited, anew on 2026-12-01\n"), typed.out());
      assertEquals(0, run("auth", "login", "copilot"));
      assertEquals("already signed in as octocat; auth reauth copilot signs in anew\n", typed.out());
      assertEquals(0, run("auth", "logout", "copilot"));
      assertEquals("signed out; " + file("github-default.json") + " is deleted\n", typed.out());
      assertTrue(typed.err().contains("/settings/applications"), typed.err());
      assertFalse(Files.exists(file("github-default.json")));
      assertEquals(0, run("auth", "logout", "copilot"));
      assertEquals("nobody was signed in\n", typed.out());
      assertEquals(List.of(), logged.from(Level.ALL).stream().filter(line -> line.contains("geheim") || line.contains("ABCD")).toList());
    }
  }

  @Test
  void aSignInAnewReplacesTheOldOneWhenItHasComeAbout() throws Exception {
    assertEquals(0, run("auth", "login", "copilot"));
    var before = Files.readString(file("github-default.json"));
    given.anew(TOKEN).on(TOKEN, "{\"error\":\"access_denied\"}");
    assertEquals(1, run("auth", "reauth", "copilot"));
    assertTrue(typed.err().endsWith("portside: no sign-in: the sign-in was denied\n  hint: auth reauth copilot begins anew; what was kept before is as it was\n"), typed.err());
    assertEquals(before, Files.readString(file("github-default.json")));
    given.anew(TOKEN).on(TOKEN, "{\"access_token\":\"ghu_geheim2\"}");
    assertEquals(0, run("auth", "reauth", "copilot"));
    assertTrue(Files.readString(file("github-default.json")).contains("ghu_geheim2"));
  }

  @Test
  void aBrowserComesBackToTheTerminal() throws Exception {
    given.on("/token", "{\"access_token\":\"geheim-a\",\"refresh_token\":\"geheim-r\",\"expires_in\":3600}").on("/v1/userinfo", "{\"email\":\"me@example.com\"}")
        .on("/revoke", "{}");
    anew();
    var login = new FutureTask<>(() -> typed.run("auth", "login", "gemini", "--no-browser"));
    Thread.ofVirtual().start(login);
    var page = Pattern.compile("http\\S+/o/oauth2/v2/auth\\?(\\S+)");
    var shown = page.matcher(typed.err());
    while (!shown.find()) {
      assertFalse(login.isDone(), typed.err());
      Thread.onSpinWait();
      shown = page.matcher(typed.err());
    }
    try (var browser = HttpClient.newHttpClient()) {
      var back = URLDecoder.decode(shown.group(1).replaceFirst(".*redirect_uri=([^&]*).*", "$1"), StandardCharsets.UTF_8);
      var state = shown.group(1).replaceFirst(".*state=([^&]*).*", "$1");
      var answer = browser.send(HttpRequest.newBuilder(URI.create(back + "?code=geheim-code&state=" + state)).build(), HttpResponse.BodyHandlers.ofString());
      assertFalse(answer.body().contains("geheim"), answer.body());
    }
    assertEquals(0, login.get(20, TimeUnit.SECONDS));
    assertEquals("signed in as me@example.com; the token is kept in " + file("google-default.json") + " and renewed when it ends\n", typed.out());
    assertFalse((typed.out() + typed.err()).contains("geheim"), typed.err());
    assertEquals(0, run("auth", "logout", "gemini"));
    assertEquals("", typed.err(), "Google was told");
  }

  @Test
  void allThatHasNoKeyIsListed() throws Exception {
    assertEquals(0, run("auth", "login", "copilot"));
    assertEquals(1, run("auth", "status"));
    var lines = typed.out().lines().map(line -> line.replaceAll(" {2,}", "|")).toList();
    assertEquals(List.of("PROVIDER|KIND|ACCOUNT|SIGNED IN AS|STATE|TOKEN FOR|FILE", "cmd|command|run when a token is needed",
        "copilot|github|default|octocat|signed in|25 min|" + file("github-default.json"),
        "gemini|google|default|nobody has signed in yet|" + file("google-default.json"), "",
        "copilot: plan individual, premium_interactions 211.5 of 300 left (70.5 %), chat unlimited, anew on 2026-12-01"), lines);
    assertEquals(1, run("auth", "status", "--json"));
    var all = Json.object(typed.out()).getJsonArray("sign_ins");
    assertEquals(3, all.size());
    var copilot = all.getJsonObject(1);
    assertEquals("individual", copilot.getJsonObject("quota").getString("copilot_plan"));
    assertEquals("copilot github default octocat true", String.join(" ", copilot.getString("provider"), copilot.getString("kind"), copilot.getString("account"),
        copilot.getString("who"), Boolean.toString(copilot.getBoolean("signed_in"))));
    assertTrue(copilot.getInt("expires_in_seconds") > 1500 && copilot.getInt("expires_in_seconds") <= 1560, copilot.toString());
    assertFalse(copilot.isNull("refreshed_at"));
    assertTrue(all.getJsonObject(2).isNull("expires_in_seconds") && !all.getJsonObject(2).getBoolean("signed_in"));
    assertFalse(typed.out().contains("geheim"));
    assertEquals(0, run("auth", "status", "glm"));
    assertEquals("no env file has a sign-in, a token command or a service account\n", typed.out());
  }

  @Test
  void aFileThatOthersCanReadIsRefusedUntilItIsGone() throws Exception {
    assertEquals(0, run("auth", "login", "copilot"));
    Files.setPosixFilePermissions(file("github-default.json"), PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(1, run("auth", "status", "copilot"));
    assertTrue(typed.out().contains("is open to others (rw-r--r--)"), typed.out());
    assertEquals(0, run("auth", "login", "copilot"));
    assertEquals(0, run("auth", "status", "copilot"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "auth                  | auth: what is to be done?",
    "auth fly              | auth: what is to be done?",
    "auth login            | auth login: for whom?",
    "auth login a b        | auth: what is to be done?",
    "auth login glm        | auth: glm has no sign-in, so nobody signs in",
    "auth login cmd        | auth: cmd has a token command, so nobody signs in",
    "auth login nothing    | there is no such file",
    "auth login chain      | auth: chain is a chain",
    "auth status nothing   | there is no such file",
    "auth login glm --show-token | unknown flag --show-token",
  })
  void whatCannotBeDoneIsTold(String line, String why) throws Exception {
    Files.writeString(folder.resolve("env/.env-chain"), "CHAIN=copilot,glm\n");
    assertEquals(2, run(line.split(" ")));
    assertTrue(typed.err().contains(why), typed.err());
    assertEquals(List.of(), given.asked);
  }

  @ParameterizedTest
  @CsvSource({"119, 119 s", "120, 2 min", "7199, 119 min", "7200, 2 h", "172799, 47 h", "172800, 2 days"})
  void timesHaveOneUnit(long seconds, String shown) {
    assertEquals(shown, Auth.length(Duration.ofSeconds(seconds)));
  }
}
