package portside.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.Logged;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// Google's sign-in with a browser that comes back to the loopback, real sockets all the way.
@Timeout(60)
class GoogleSignInTest {
  private static final String TOKEN = "/token";
  private static final String FIRST = "{\"access_token\":\"geheim-a1\",\"expires_in\":3600,\"refresh_token\":\"geheim-r\",\"token_type\":\"Bearer\"}";
  private static final String SECOND = "{\"access_token\":\"geheim-a2\",\"expires_in\":3600}";

  @TempDir Path folder;
  private final HttpClient browser = HttpClient.newHttpClient();
  private GivenSignIn given;
  private volatile String page = "";

  @BeforeEach
  void start() throws Exception {
    given = new GivenSignIn(folder.resolve("auth"));
    given.on("/v1/userinfo", "{\"email\":\"me@example.com\"}").on("/revoke", "{}");
  }

  @AfterEach
  void stop() {
    browser.close();
    given.close();
  }

  private static Map<String, String> fields(String query) {
    var fields = new TreeMap<String, String>();
    for (var part : query.split("&")) {
      fields.put(part.substring(0, part.indexOf('=')), URLDecoder.decode(part.substring(part.indexOf('=') + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  private HttpResponse<String> open(String url) {
    try {
      return browser.send(HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// A person whose browser comes back with that behind the address; `STATE` is that of the page.
  private Person comesBackWith(String... queries) {
    return (url, code, within) -> {
      assertEquals(Optional.empty(), code);
      assertEquals(Duration.ofMinutes(5), within);
      var asked = fields(url.getRawQuery());
      var back = asked.get("redirect_uri");
      for (var query : queries) {
        page += open(back.replace("/oauth2callback", query.startsWith("/") ? "" : "/oauth2callback?") + query.replace("STATE", asked.get("state"))).statusCode() + " ";
      }
      given.pages.add(url.toString());
    };
  }

  private SignIn signIn() {
    return given.tokens().signIn(given.google()).orElseThrow();
  }

  @Test
  void theBrowserComesBackWithACodeThatIsWorthATokenWithTheVerifierAlone() throws Exception {
    given.on(TOKEN, FIRST);
    try (var logged = new Logged("portside")) {
      var entry = signIn().login(comesBackWith("/favicon.ico", "/", "code=geheim-code&state=STATE"));
      assertEquals("me@example.com", entry.who());
      assertEquals(List.of(), logged.from(Level.ALL).stream().filter(line -> line.contains("geheim")).toList());
    }
    assertEquals("404 404 200 ", page);
    var url = URI.create(given.pages.getFirst());
    assertEquals(given.site() + "/o/oauth2/v2/auth", given.pages.getFirst().substring(0, given.pages.getFirst().indexOf('?')));
    var asked = fields(url.getRawQuery());
    assertEquals("client-1", asked.get("client_id"));
    assertEquals("code S256 offline consent", String.join(" ", asked.get("response_type"), asked.get("code_challenge_method"), asked.get("access_type"), asked.get("prompt")));
    assertEquals("https://www.googleapis.com/auth/cloud-platform openid email", asked.get("scope"));
    assertTrue(asked.get("redirect_uri").matches("http://127\\.0\\.0\\.1:[0-9]+/oauth2callback"), asked.get("redirect_uri"));
    assertFalse(url.toString().contains("secret"), url.toString());

    var exchange = fields(given.requests.getFirst().getBody().utf8());
    assertEquals("authorization_code geheim-code client-1 client-secret-1",
        String.join(" ", exchange.get("grant_type"), exchange.get("code"), exchange.get("client_id"), exchange.get("client_secret")));
    assertEquals(asked.get("redirect_uri"), exchange.get("redirect_uri"));
    assertEquals(asked.get("code_challenge"), GoogleSite.challenge(new Secret(exchange.get("code_verifier"))));
    assertTrue(exchange.get("code_verifier").length() >= 43, "RFC 7636, 4.1");
    assertEquals("Bearer geheim-a1", given.requests.getLast().getHeaders().get("authorization"));
    assertEquals("geheim-a1", GivenSignIn.token(given.tokens(), given.google()));
    assertThrows(ConnectException.class, () -> new Socket(InetAddress.ofLiteral("127.0.0.1"), URI.create(asked.get("redirect_uri")).getPort()).close());
  }

  /// The example of RFC 7636, appendix B.
  @Test
  void theChallengeIsTheDigestOfTheVerifier() {
    assertEquals("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", GoogleSite.challenge(new Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")));
  }

  @Test
  void everySignInHasAStateAndAVerifierOfItsOwn() throws Exception {
    given.on(TOKEN, FIRST);
    signIn().login(comesBackWith("code=c&state=STATE"));
    signIn().login(comesBackWith("code=c&state=STATE"));
    var one = fields(URI.create(given.pages.get(0)).getRawQuery());
    var other = fields(URI.create(given.pages.get(1)).getRawQuery());
    assertNotEquals(one.get("state"), other.get("state"));
    assertNotEquals(one.get("code_challenge"), other.get("code_challenge"));
  }

  /// Browsers open connections ahead and say nothing on them.
  @Test
  void aConnectionOnWhichNothingComesHoldsNothingUp() throws Exception {
    given.on(TOKEN, FIRST);
    var silent = new ArrayList<Socket>();
    var person = comesBackWith("code=c&state=STATE");
    signIn().login((url, code, within) -> {
      try {
        silent.add(new Socket("127.0.0.1", URI.create(fields(url.getRawQuery()).get("redirect_uri")).getPort()));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      person.goTo(url, code, within);
    });
    silent.getFirst().close();
    assertEquals("200 ", page);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "code=c&state=wrong               | the browser came back from another sign-in; begin anew",
    "code=c                           | the browser came back from another sign-in; begin anew",
    "error=access_denied&state=STATE  | the sign-in was denied",
    "error=admin_policy&state=STATE   | the sign-in server gave no code",
    "x=y&state=STATE                  | the sign-in server gave no code",
  })
  void aReturnWithoutACodeOrFromElsewhereIsTheEnd(String query, String why) throws Exception {
    assertEquals(why, assertThrows(LoginFailed.class, () -> signIn().login(comesBackWith(query))).why());
    assertEquals("400 ", page);
    assertEquals(List.of(), given.asked, "nothing was sent to Google");
    assertFalse(Files.exists(signIn().path()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "400 | {\"error\":\"invalid_client\",\"error_description\":\"Unauthorized\"} | Google gave no token, with status 400: Unauthorized",
    "200 | {\"access_token\":\"geheim\"}                                       | Google gave no refresh token, so the sign-in would end within the hour",
    "200 | {\"refresh_token\":\"geheim\"}                                      | Google's answer holds no token",
  })
  void aCodeThatIsWorthNothingIsTold(int status, String body, String why) {
    given.on(TOKEN, status, body);
    assertEquals(why, assertThrows(LoginFailed.class, () -> signIn().login(comesBackWith("code=c&state=STATE"))).why());
    assertFalse(Files.exists(signIn().path()));
  }

  @Test
  void aTokenThatGoogleDoesNotTakeIsNoProof() throws Exception {
    given.on(TOKEN, FIRST);
    given.anew("/v1/userinfo").on("/v1/userinfo", 401, "{\"error\":\"invalid_request\"}");
    assertEquals("Google does not take the token that it gave, with status 401: invalid_request",
        assertThrows(LoginFailed.class, () -> signIn().login(comesBackWith("code=c&state=STATE"))).why());
  }

  @Test
  void aTokenIsRenewedAMinuteBeforeItsEnd() throws Exception {
    given.on(TOKEN, FIRST).on(TOKEN, SECOND);
    signIn().login(comesBackWith("code=c&state=STATE"));
    var tokens = given.tokens();
    pass(Duration.ofSeconds(3539));
    assertEquals("geheim-a1", GivenSignIn.token(tokens, given.google()));
    pass(Duration.ofSeconds(1));
    assertEquals("geheim-a2", GivenSignIn.token(tokens, given.google()));
    var renewal = fields(given.requests.getLast().getBody().utf8());
    assertEquals(Map.of("grant_type", "refresh_token", "refresh_token", "geheim-r", "client_id", "client-1", "client_secret", "client-secret-1"), renewal);
    assertEquals("me@example.com geheim-r", signIn().entry().who() + " " + signIn().entry().lasting().reveal());
  }

  private void pass(Duration length) {
    given.clock.pass(length);
    given.time.pass(length);
  }

  @Test
  void anApplicationWithoutASecretSendsNone() throws Exception {
    given.on(TOKEN, FIRST);
    var bare = GivenSignIn.destination(new TokenOrigin.GoogleSignIn("client-1", new Secret(""), "default", Optional.of(given.site())));
    given.tokens().signIn(bare).orElseThrow().login(comesBackWith("code=c&state=STATE"));
    assertFalse(given.requests.getFirst().getBody().utf8().contains("client_secret"));
  }

  @Test
  void aSignInThatGoogleHasEndedIsNotAskedAgain() throws Exception {
    given.on(TOKEN, FIRST).on(TOKEN, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}");
    signIn().login(comesBackWith("code=c&state=STATE"));
    pass(Duration.ofHours(2));
    var tokens = given.tokens();
    for (var request = 0; request < 3; request++) {
      assertEquals("SIGN_IN Google has ended the sign-in", GivenSignIn.token(tokens, given.google()));
      assertEquals("SIGN_IN Google has ended the sign-in", GivenSignIn.token(given.tokens(), given.google()), "another process knows it from the file");
      pass(Duration.ofHours(1));
    }
    assertEquals(List.of("POST /token", "GET /v1/userinfo", "POST /token"), given.asked);
    assertTrue(Files.readString(signIn().path()).contains("geheim-r"), "the file is kept");
    given.anew(TOKEN).on(TOKEN, FIRST);
    signIn().login(comesBackWith("code=c&state=STATE"));
    assertEquals("geheim-a1", GivenSignIn.token(tokens, given.google()), "a process that runs takes it up at once");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "401 | {\"error\":\"invalid_client\"} | SETTING Google does not know the application: check GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET",
    "503 | busy                          | WAITING Google gave no token, with status 503",
    "200 | {}                            | WAITING Google gave no token, with status 200",
  })
  void otherFailuresEndNothing(int status, String body, String why) throws Exception {
    given.on(TOKEN, FIRST).on(TOKEN, status, body);
    signIn().login(comesBackWith("code=c&state=STATE"));
    pass(Duration.ofHours(2));
    assertEquals(why, GivenSignIn.token(given.tokens(), given.google()));
    assertEquals(Optional.empty(), signIn().missing());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "200 | {}                           | ",
    "400 | {\"error\":\"invalid_token\"} | ",
    "500 | oops                         | Google was not told; remove the application at https://myaccount.google.com/connections",
  })
  void whoSignsOutEndsItAtGoogleToo(int status, String body, String left) throws Exception {
    given.on(TOKEN, FIRST).anew("/revoke").on("/revoke", status, body);
    signIn().login(comesBackWith("code=c&state=STATE"));
    assertEquals(new SignIn.Left(true, left == null ? "" : left), signIn().logout());
    assertEquals("token=geheim-r", given.requests.getLast().getBody().utf8());
    assertFalse(Files.exists(signIn().path()));
  }

  @Test
  void withoutASettingGoogleItselfIsAsked() {
    var own = GoogleSite.Addresses.of(Optional.empty());
    assertEquals("https://accounts.google.com/o/oauth2/v2/auth https://oauth2.googleapis.com/token https://oauth2.googleapis.com/revoke",
        own.page() + " " + own.token() + " " + own.revoke());
  }
}
