package portside.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Destination;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// Accounts of GitHub Copilot: tokens by command, and what is left to them.
@Timeout(60)
class CopilotAccountTest {
  private static final String EXCHANGE = "/copilot_internal/v2/token";
  private static final String USER = "/copilot_internal/user";
  private static final String LEFT = "{\"copilot_plan\":\"business\",\"quota_reset_date\":\"2026-12-01\",\"quota_snapshots\":{\"premium_interactions\":"
      + "{\"entitlement\":300,\"remaining\":-2.5,\"percent_remaining\":0,\"unlimited\":false}}}";

  @TempDir Path folder;
  private GivenSignIn given;

  @BeforeEach
  void start() throws Exception {
    given = new GivenSignIn(folder.resolve("auth"));
    given.on("/user", "{\"login\":\"octocat\"}").on(EXCHANGE, "{\"token\":\"geheim-copilot\",\"refresh_in\":1500,\"endpoints\":{\"api\":\"http://127.0.0.1:7/a\"}}");
  }

  @AfterEach
  void stop() {
    given.close();
  }

  private Destination printing(String token) {
    var words = Stream.of("printf", "%s", token).map(Secret::new).toList();
    return GivenSignIn.destination(new TokenOrigin.CopilotCommand(new TokenOrigin.Command(words), given.site()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "ghu_geheim | geheim-copilot | http://127.0.0.1:7/a | GET /copilot_internal/v2/token",
    "gho_geheim | gho_geheim     | http://127.0.0.1:8/b | GET /user, GET /copilot_internal/user",
    "tid=1;geheim | tid=1;geheim |                      | ''",
  })
  void aCommandPrintsATokenOfGitHubOrOfCopilot(String printed, String shown, String base, String asked) {
    given.on(USER, "{\"endpoints\":{\"api\":\"http://127.0.0.1:8/b\"}}");
    var tokens = given.tokens();
    assertEquals(shown, GivenSignIn.token(tokens, printing(printed)));
    assertEquals(Optional.ofNullable(base).map(URI::create), GivenSignIn.source(tokens, printing(printed)).base());
    assertEquals(asked, String.join(", ", given.asked));
  }

  @ParameterizedTest
  @CsvSource({"ghp_geheim", "github_pat_geheim", "ghs_geheim", "ghr_geheim"})
  void tokensOfPersonsAreRefused(String printed) {
    var why = GivenSignIn.token(given.tokens(), printing(printed));
    assertEquals("SETTING COPILOT_TOKEN_COMMAND prints a token of GitHub that Copilot does not take, such as a personal access token; one of an application's"
        + " sign-in is needed (gho_… or ghu_…)", why);
    assertEquals(List.of(), given.asked);
  }

  @Test
  void whatGitHubSaysOfAPrintedTokenIsTold() {
    given.anew(EXCHANGE).on(EXCHANGE, 401, "{}");
    assertEquals("SETTING COPILOT_TOKEN_COMMAND prints a token that GitHub no longer takes", GivenSignIn.token(given.tokens(), printing("ghu_geheim")));
    given.anew(EXCHANGE).on(EXCHANGE, 403, "{\"message\":\"no seat\"}");
    assertEquals("SETTING GitHub gives this account no Copilot (no seat)", GivenSignIn.token(given.tokens(), printing("ghu_geheim")));
    given.anew(EXCHANGE).on(EXCHANGE, 503, "{}");
    assertEquals("WAITING GitHub gave no token of Copilot, with status 503", GivenSignIn.token(given.tokens(), printing("ghu_geheim")));
    assertEquals("SETTING COPILOT_TOKEN_COMMAND printed nothing; run it in a shell to see why", GivenSignIn.token(given.tokens(), printing("")));
  }

  @Test
  void whatIsLeftIsAskedForAtMostEveryFiveMinutesByAllProcesses() throws Exception {
    given.on(USER, LEFT).keep("github-default", "client-1", "ghu_geheim");
    var account = given.tokens().copilot(given.gitHub()).orElseThrow();
    var quota = account.quota().orElseThrow();
    assertEquals("business 2026-12-01 -2.5 of 300 0 false", quota.plan() + " " + quota.resets() + " " + quota.left().values().stream()
        .map(left -> left.remaining() + " of " + left.entitlement() + " " + left.percent() + " " + left.unlimited()).findFirst().orElseThrow());
    assertEquals("token ghu_geheim", given.requests.getLast().getHeaders().get("authorization"));
    given.clock.pass(Duration.ofSeconds(299));
    assertEquals(quota, account.quota().orElseThrow());
    assertEquals(quota, given.tokens().copilot(given.gitHub()).orElseThrow().quota().orElseThrow(), "another process reads what the first was told");
    assertEquals(1, given.asked.size());
    given.clock.pass(Duration.ofSeconds(1));
    given.anew(USER).on(USER, LEFT.replace("-2.5", "7"));
    assertTrue(account.quota().orElseThrow().json().toString().contains("\"remaining\":7"));
    assertEquals(2, given.asked.size());
    var note = folder.resolve("auth/github-default.note");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(note)));
    assertFalse(Files.readString(note).contains("geheim"));
    given.tokens().signIn(given.gitHub()).orElseThrow().logout();
    assertFalse(Files.exists(note));
  }

  @Test
  void whatWasLeftToAnotherAccountIsForgottenWithItsSignIn() throws Exception {
    given.on(USER, LEFT).on("/login/device/code", "{\"device_code\":\"d\",\"user_code\":\"U\",\"interval\":1}").on("/user", "{}")
        .on("/login/oauth/access_token", "{\"access_token\":\"gho_other\"}").keep("github-default", "client-1", "gho_geheim");
    var account = given.tokens().copilot(given.gitHub()).orElseThrow();
    assertEquals("business", account.quota().orElseThrow().plan());
    given.anew(USER).on(USER, LEFT.replace("business", "individual"));
    given.tokens().signIn(given.gitHub()).orElseThrow().login(given.person());
    assertEquals("individual", account.quota().orElseThrow().plan());
  }

  @Test
  void whoDoesNotSayIsNotAskedAgainAtOnce() throws Exception {
    given.on(USER, 404, "{}").keep("github-default", "client-1", "ghu_geheim");
    var account = given.tokens().copilot(given.gitHub()).orElseThrow();
    assertFalse(account.quota().orElseThrow().told());
    assertFalse(account.quota().orElseThrow().told());
    assertEquals(1, given.asked.size());
    given.close();
    given.clock.pass(Duration.ofMinutes(6));
    assertEquals(Optional.empty(), account.quota());
    assertEquals(Optional.empty(), account.quota());
  }

  @Test
  void aTornNoteIsNone() throws Exception {
    given.on(USER, LEFT).keep("github-default", "client-1", "ghu_geheim");
    for (var torn : List.of("", "{", "{}", "{\"asked_at\":\"x\"}", "{\"asked_at\":7}", "[]")) {
      Files.writeString(folder.resolve("auth/github-default.note"), torn);
      assertEquals("business", given.tokens().copilot(given.gitHub()).orElseThrow().quota().orElseThrow().plan(), torn);
    }
  }

  @Test
  void anAccountByCommandIsAskedWithWhatWasPrinted() {
    given.on(USER, LEFT);
    var tokens = given.tokens();
    assertEquals("business", tokens.copilot(printing("gho_geheim")).orElseThrow().quota().orElseThrow().plan());
    assertEquals("token gho_geheim", given.requests.getLast().getHeaders().get("authorization"));
    assertEquals(Optional.empty(), tokens.copilot(printing("tid=1;geheim")).orElseThrow().quota(), "Copilot's own token tells nothing of the account");
    assertEquals(Optional.empty(), tokens.copilot(given.google()));
  }
}
