package portside.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.Logged;
import portside.provider.NoToken;
import portside.provider.Secret;

/// Every answer of GitHub's device sign-in and of the exchange, from a scripted server.
@Timeout(60)
class GitHubSignInTest {
  private static final String DEVICE = "/login/device/code";
  private static final String TOKEN = "/login/oauth/access_token";
  private static final String EXCHANGE = "/copilot_internal/v2/token";
  private static final String CODE =
      "{\"device_code\":\"geheim-device\",\"user_code\":\"ABCD-1234\",\"verification_uri\":\"https://evil.example/\",\"expires_in\":900,\"interval\":5}";
  private static final String PENDING = "{\"error\":\"authorization_pending\"}";
  private static final String EXCHANGED =
      "{\"token\":\"geheim-copilot\",\"expires_at\":1,\"refresh_in\":1500,\"endpoints\":{\"api\":\"http://127.0.0.1:7/individual\"}}";

  @TempDir Path folder;
  private GivenSignIn given;

  @BeforeEach
  void start() throws Exception {
    given = new GivenSignIn(folder.resolve("auth"));
    given.on(DEVICE, CODE).on("/user", "{\"login\":\"octocat\"}").on(EXCHANGE, EXCHANGED);
  }

  @AfterEach
  void stop() {
    given.close();
  }

  private SignIn signIn() {
    return given.tokens().signIn(given.gitHub()).orElseThrow();
  }

  private SignInEntry login() throws Exception {
    return signIn().login(given.person());
  }

  private String failure() {
    return assertThrows(LoginFailed.class, this::login).why();
  }

  private static String token(String token) {
    return "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"scope\":\"read:user\"}";
  }

  private SignInEntry kept(String lasting) {
    return SignInEntry.of(given.site(), "client-1", new Secret(lasting)).by("octocat");
  }

  @Test
  void case34ASignInThatIsAskedToSlowDown() throws Exception {
    given.on(TOKEN, PENDING).on(TOKEN, "{\"error\":\"slow_down\",\"interval\":10}").on(TOKEN, PENDING).on(TOKEN, "{\"error\":\"slow_down\"}").on(TOKEN, token("ghu_geheim"));
    try (var logged = new Logged("portside")) {
      assertEquals("octocat", login().who());
      assertEquals(List.of(), logged.from(Level.ALL).stream().filter(line -> line.contains("geheim") || line.contains("ABCD")).toList());
    }
    assertEquals(List.of(6L, 6L, 11L, 11L, 16L), given.pauses);
    assertEquals(List.of(given.site() + "/login/device ABCD-1234 900"), given.pages, "the page is the site's, whatever the answer says");
    assertEquals("client_id=client-1&scope=read%3Auser", fields(0));
    assertEquals(List.of("client_id=client-1", "device_code=geheim-device", "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"),
        List.of(fields(1).split("&")));
    assertEquals("application/json", given.requests.get(1).getHeaders().get("accept"));
    assertEquals("application/x-www-form-urlencoded", given.requests.get(1).getHeaders().get("content-type"));
    var exchange = given.requests.getLast();
    assertEquals("token ghu_geheim", exchange.getHeaders().get("authorization"));
    assertEquals("portside/test", exchange.getHeaders().get("user-agent"));
    assertEquals(null, exchange.getHeaders().get("editor-version"), "nothing pretends to be another program");
    assertEquals("geheim-copilot", GivenSignIn.token(given.tokens(), given.gitHub()));
    assertTrue(Files.exists(folder.resolve("auth/github-default.json")));
  }

  /// The order of a form's fields is no matter.
  private String fields(int request) {
    return Stream.of(given.requests.get(request).getBody().utf8().split("&")).sorted().collect(Collectors.joining("&"));
  }

  @Test
  void theTokenOfAnOAuthAppIsShownAsItIs() throws Exception {
    given.on(TOKEN, token("gho_geheim"));
    login();
    assertFalse(given.asked.contains("GET " + EXCHANGE), given.asked.toString());
    var tokens = given.tokens();
    assertEquals("gho_geheim", GivenSignIn.token(tokens, given.gitHub()));
    assertEquals(Optional.empty(), GivenSignIn.source(tokens, given.gitHub()).base());
    given.clock.pass(Duration.ofDays(1000));
    given.time.pass(Duration.ofDays(20));
    assertEquals("gho_geheim", GivenSignIn.token(tokens, given.gitHub()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "expired_token                | the code has expired; nobody has typed it in time",
    "access_denied                | the sign-in was denied",
    "incorrect_device_code        | GitHub does not know the code it gave; begin anew",
    "device_flow_disabled         | the application does not allow the device flow; tick it in the settings of the application at GitHub",
    "incorrect_client_credentials | GitHub does not know the application: check COPILOT_CLIENT_ID",
    "something_new                | GitHub gave no token, with status 200: something_new",
  })
  void case35WhatEndsASignInIsToldAndTheOldOneStays(String error, String why) throws Exception {
    given.keep(signIn(), kept("ghu_old"));
    given.on(TOKEN, PENDING).on(TOKEN, "{\"error\":\"" + error + "\"}");
    assertEquals(why, failure());
    assertEquals("ghu_old", signIn().entry().lasting().reveal());
  }

  @Test
  void nobodyIsAskedForEver() {
    given.on(TOKEN, PENDING);
    assertEquals("the code has expired; nobody has typed it in time", failure());
    assertEquals(150, given.pauses.size());
  }

  @Test
  void aFailureOfTheServerIsAskedAgain() throws Exception {
    given.on(TOKEN, 503, "busy").on(TOKEN, 200, "no json").on(TOKEN, token("gho_geheim"));
    assertEquals("GitHub gave no token, with status 200", failure(), "what is no answer is the end");
    assertEquals("octocat", login().who());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "404 | {\"error\":\"Not Found\"}              | GitHub gave no code, with status 404: Not Found",
    "200 | {\"error\":\"device_flow_disabled\"}   | the application does not allow the device flow; tick it in the settings of the application at GitHub",
    "200 | {\"device_code\":\"geheim\"}           | GitHub gave no code, with status 200",
    "500 | oops                                   | GitHub gave no code, with status 500",
  })
  void withoutACodeThereIsNoSignIn(int status, String body, String why) throws Exception {
    try (var other = new GivenSignIn(folder.resolve("auth"))) {
      other.on(DEVICE, status, body);
      assertEquals(why, assertThrows(LoginFailed.class, () -> other.tokens().signIn(other.gitHub()).orElseThrow().login(other.person())).why());
      assertEquals(List.of(), other.pages);
    }
  }

  @Test
  void anotherKindOfTokenIsNotTaken() {
    given.on(TOKEN, token("ghp_geheim"));
    assertEquals("GitHub gave a kind of token that Copilot does not take", failure());
    assertFalse(Files.exists(folder.resolve("auth/github-default.json")));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "401 | {\"message\":\"Bad credentials\"}                            | SIGN_IN GitHub no longer takes the sign-in",
    "403 | {\"error_details\":{\"message\":\"No seat\"},\"message\":\"x\"} | SETTING GitHub gives this account no Copilot (No seat)",
    "404 | {\"message\":\"Not Found\"}                                  | SETTING GitHub gives this application no Copilot: check COPILOT_CLIENT_ID (Not Found)",
    "500 | oops                                                         | WAITING GitHub gave no token of Copilot, with status 500",
    "200 | {}                                                           | WAITING GitHub gave no token of Copilot, with status 200",
  })
  void whatTheExchangeSaysIsTold(int status, String body, String why) throws Exception {
    try (var other = new GivenSignIn(folder.resolve("auth"))) {
      var signIn = other.tokens().signIn(other.gitHub()).orElseThrow();
      other.keep(signIn, SignInEntry.of(other.site(), "client-1", new Secret("ghu_geheim")));
      other.on(EXCHANGE, status, body);
      var tokens = other.tokens();
      assertEquals(why, GivenSignIn.token(tokens, other.gitHub()));
      assertEquals(why, GivenSignIn.token(tokens, other.gitHub()));
      assertEquals(1, other.asked.size(), "it is not asked at each request");
      var needed = signIn.missing().map(missing -> missing.mend() + " " + missing.why());
      assertEquals(status == 401 ? Optional.of(why) : Optional.empty(), needed, "what only a sign-in mends is known to all processes");
    }
  }

  @Test
  void case36ManyRequestsWithAStaleTokenMakeOneExchange() throws Exception {
    given.keep(signIn(), kept("ghu_geheim").current(new Secret("old"), given.clock.instant().minusSeconds(4000), given.clock.instant().minusSeconds(2000), Duration.ofSeconds(1500)));
    var one = given.tokens();
    var other = given.tokens(); // as in another process
    var asking = new ArrayList<FutureTask<String>>();
    for (var request = 0; request < 20; request++) {
      var tokens = request % 2 == 0 ? one : other;
      var task = new FutureTask<>(() -> GivenSignIn.token(tokens, given.gitHub()));
      asking.add(task);
      Thread.ofVirtual().start(task);
    }
    for (var task : asking) {
      assertEquals("geheim-copilot", task.get(20, TimeUnit.SECONDS));
    }
    assertEquals(List.of("GET " + EXCHANGE), given.asked);
  }

  @Test
  void case37TheLifeOfATokenIsReckonedFromNow() throws Exception {
    given.keep(signIn(), kept("ghu_geheim"));
    var tokens = given.tokens();
    for (var second = 0; second < 1500; second += 50) {
      assertEquals("geheim-copilot", GivenSignIn.token(tokens, given.gitHub()));
      given.time.pass(Duration.ofSeconds(50));
      given.clock.pass(Duration.ofSeconds(50));
    }
    assertEquals(1, given.asked.size());
    assertEquals("geheim-copilot", GivenSignIn.token(tokens, given.gitHub()));
    assertEquals(2, given.asked.size());
    var entry = signIn().entry();
    assertEquals(Duration.ofSeconds(1560), Duration.between(entry.since(), entry.until()));
  }

  @Test
  void aClockThatIsSetBackOrAheadByADayCostsAnExchangeAtMost() throws Exception {
    given.keep(signIn(), kept("ghu_geheim"));
    assertEquals("geheim-copilot", GivenSignIn.token(given.tokens(), given.gitHub()));
    for (var day : List.of(1, -2)) {
      given.clock.pass(Duration.ofDays(day));
      assertEquals("geheim-copilot", GivenSignIn.token(given.tokens(), given.gitHub()));
      assertEquals("geheim-copilot", GivenSignIn.token(given.tokens(), given.gitHub()));
    }
    assertEquals(3, given.asked.size());
  }

  @Test
  void case40ARefusedTokenIsExchangedOnce() throws Exception {
    given.keep(signIn(), kept("ghu_geheim"));
    given.on(EXCHANGE, EXCHANGED.replace("geheim-copilot", "geheim-second"));
    var tokens = given.tokens();
    assertEquals("geheim-copilot", GivenSignIn.token(tokens, given.gitHub()));
    var source = GivenSignIn.source(tokens, given.gitHub());
    assertTrue(source.refused(new Secret("geheim-copilot"), 403), "a used up token of Copilot is refused so, too");
    assertEquals("geheim-second", GivenSignIn.token(tokens, given.gitHub()));
    assertFalse(source.refused(new Secret("geheim-second"), 401), "twice is no matter of the token");
    assertEquals(2, given.asked.size());
    assertEquals("geheim-second", GivenSignIn.token(given.tokens(), given.gitHub()), "another process finds it in the file");
  }

  @Test
  void aRefusedTokenThatAnotherProcessHasReplacedCostsNothing() throws Exception {
    given.keep(signIn(), kept("ghu_geheim"));
    given.on(EXCHANGE, EXCHANGED.replace("geheim-copilot", "geheim-second"));
    var one = given.tokens();
    var other = given.tokens();
    assertEquals("geheim-copilot geheim-copilot", GivenSignIn.token(one, given.gitHub()) + " " + GivenSignIn.token(other, given.gitHub()));
    GivenSignIn.source(one, given.gitHub()).refused(new Secret("geheim-copilot"), 401);
    GivenSignIn.source(other, given.gitHub()).refused(new Secret("geheim-copilot"), 401);
    assertEquals("geheim-second geheim-second", GivenSignIn.token(one, given.gitHub()) + " " + GivenSignIn.token(other, given.gitHub()));
    assertEquals(2, given.asked.size());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "http://127.0.0.1:7/individual             | true",
    "https://api.business.githubcopilot.com    | true",
    "http://api.business.githubcopilot.com     | false",
    "https://githubcopilot.com.evil.example    | false",
    "not an address                            | false",
  })
  void theAddressOfTheAccountIsTakenWhereItIsSafe(String address, boolean taken) throws Exception {
    try (var other = new GivenSignIn(folder.resolve("auth"))) {
      other.keep(other.tokens().signIn(other.gitHub()).orElseThrow(), SignInEntry.of(other.site(), "client-1", new Secret("ghu_geheim")));
      other.on(EXCHANGE, EXCHANGED.replace("http://127.0.0.1:7/individual", address));
      var tokens = other.tokens();
      assertEquals("geheim-copilot", GivenSignIn.token(tokens, other.gitHub()));
      assertEquals(taken ? Optional.of(URI.create(address)) : Optional.empty(), GivenSignIn.source(tokens, other.gitHub()).base());
    }
  }

  @Test
  void aSignInThatEndsIsRenewed() throws Exception {
    given.on(TOKEN, "{\"access_token\":\"ghu_geheim1\",\"expires_in\":28800,\"refresh_token\":\"ghr_geheim1\",\"refresh_token_expires_in\":15811200}");
    login();
    given.anew(TOKEN).on(TOKEN, "{\"access_token\":\"ghu_geheim2\",\"expires_in\":28800,\"refresh_token\":\"ghr_geheim2\"}").on(TOKEN, "{\"error\":\"bad_refresh_token\"}");
    given.clock.pass(Duration.ofHours(9));
    var before = given.asked.size();
    assertEquals("geheim-copilot", GivenSignIn.token(given.tokens(), given.gitHub()));
    assertEquals(List.of("POST " + TOKEN, "GET " + EXCHANGE), given.asked.subList(before, given.asked.size()));
    assertTrue(fields(before).contains("refresh_token=ghr_geheim1"));
    assertEquals("ghu_geheim2 ghr_geheim2", signIn().entry().lasting().reveal() + " " + signIn().entry().renewal().reveal());
    given.clock.pass(Duration.ofHours(9));
    assertEquals("SIGN_IN the sign-in at GitHub has expired", GivenSignIn.token(given.tokens(), given.gitHub()));
    assertThrows(NoToken.class, () -> signIn().entry());
    assertTrue(Files.readString(folder.resolve("auth/github-default.json")).contains("ghu_geheim2"), "the file is kept");
  }

  @Test
  void whatIsKeptForAnotherApplicationOrSiteIsNotShown() throws Exception {
    given.keep(signIn(), SignInEntry.of(given.site(), "client-2", new Secret("ghu_geheim")));
    assertEquals("SIGN_IN " + signIn().path() + " is of another application or site", GivenSignIn.token(given.tokens(), given.gitHub()));
    given.keep(signIn(), SignInEntry.of(URI.create("https://github.com"), "client-1", new Secret("ghu_geheim")));
    assertEquals("SIGN_IN " + signIn().path() + " is of another application or site", GivenSignIn.token(given.tokens(), given.gitHub()));
    assertEquals(List.of(), given.asked);
  }

  @Test
  void anOldTokenOfTheFileStandsInWhileItLasts() throws Exception {
    var now = given.clock.instant();
    try (var other = new GivenSignIn(folder.resolve("auth2"))) {
      other.on(EXCHANGE, 503, "busy");
      other.keep(other.tokens().signIn(other.gitHub()).orElseThrow(), SignInEntry.of(other.site(), "client-1", new Secret("ghu_geheim"))
          .current(new Secret("old"), now.minusSeconds(1520), now.plusSeconds(40), Duration.ofSeconds(1500)));
      var tokens = other.tokens();
      assertEquals("old", GivenSignIn.token(tokens, other.gitHub()));
      assertEquals("old", GivenSignIn.token(tokens, other.gitHub()));
      assertEquals(1, other.asked.size());
      other.clock.pass(Duration.ofSeconds(41));
      other.time.pass(Duration.ofSeconds(41));
      assertEquals("WAITING GitHub gave no token of Copilot, with status 503", GivenSignIn.token(tokens, other.gitHub()));
    }
  }

  @Test
  void gitHubsInterfaceStandsBesideItsSite() {
    assertEquals("https://api.github.com", GitHubTokens.api(URI.create("https://github.com")).toString());
    assertEquals("https://api.octo.ghe.com", GitHubTokens.api(URI.create("https://octo.ghe.com")).toString());
  }

  @Test
  void whoSignsOutIsToldWhatIsLeft() throws Exception {
    given.keep(signIn(), kept("ghu_geheim"));
    assertEquals(new SignIn.Left(true, "GitHub lets no application end its own sign-in; remove it at " + given.site() + "/settings/applications"), signIn().logout());
    assertEquals("SIGN_IN nobody has signed in yet", GivenSignIn.token(given.tokens(), given.gitHub()));
    assertEquals(new SignIn.Left(false, ""), signIn().logout());
  }

  @ParameterizedTest
  @CsvSource({"gho_one, gho_two, gho_one, gho_two", "ghu_one, ghu_two, geheim-copilot, geheim-other"})
  void aRunningProcessNoticesWhoSignsInAndOutElsewhere(String one, String two, String first, String second) throws Exception {
    var tokens = given.tokens();
    given.keep(signIn(), kept(one));
    assertEquals(first, GivenSignIn.token(tokens, given.gitHub()));
    assertEquals(first, GivenSignIn.token(tokens, given.gitHub()));
    int asked = given.asked.size();
    assertEquals(first, GivenSignIn.token(tokens, given.gitHub()));
    assertEquals(asked, given.asked.size(), "it is written once and read once");
    given.anew(EXCHANGE).on(EXCHANGE, EXCHANGED.replace("copilot", "other"));
    given.keep(signIn(), kept(two));
    assertEquals(second, GivenSignIn.token(tokens, given.gitHub()));
    signIn().logout();
    assertEquals("nobody has signed in yet", GivenSignIn.source(tokens, given.gitHub()).missing().orElseThrow().why());
    assertEquals("SIGN_IN nobody has signed in yet", GivenSignIn.token(tokens, given.gitHub()));
    given.keep(signIn(), kept(two));
    assertEquals(second, GivenSignIn.token(tokens, given.gitHub()));
  }

  @Test
  void anAccountThatIsRefusedIsExchangedNoOftenerForItsFileBeingWritten() throws Exception {
    given.keep(signIn(), kept("ghu_geheim"));
    var source = GivenSignIn.source(given.tokens(), given.gitHub());
    for (int i = 0; i < 10; i++) {
      try (var asking = source.ask()) {
        source.refused(asking.await().orElseThrow(), 401);
      }
    }
    assertEquals(2, given.asked.stream().filter(("GET " + EXCHANGE)::equals).count(), given.asked::toString);
  }
}
