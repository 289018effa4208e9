package portside.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Destination;
import portside.provider.TokenOrigin;
import portside.wire.Json;

/// Tokens for the statements of a service account, from a scripted server.
@Timeout(60)
class ServiceAccountTest {
  private static final String GIVEN = "{\"access_token\":\"geheim-a\",\"expires_in\":3599,\"token_type\":\"Bearer\"}";

  private static final KeyPair PAIR = pair();

  @TempDir Path folder;
  private GivenSignIn given;

  @BeforeEach
  void start() throws Exception {
    given = new GivenSignIn(folder.resolve("auth"));
  }

  @AfterEach
  void stop() {
    given.close();
  }

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private String pem() {
    return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(PAIR.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n";
  }

  private Destination account(String json) throws Exception {
    var file = Files.writeString(folder.resolve("key.json"), json);
    return GivenSignIn.destination(new TokenOrigin.ServiceAccount(file));
  }

  private Destination account() throws Exception {
    return account(Json.text(Json.BUILD.createObjectBuilder().add("type", "service_account").add("client_email", "it@project.iam").add("private_key_id", "key-1")
        .add("private_key", pem()).add("token_uri", given.site() + "/token").build()));
  }

  private String[] statement(int request) {
    var body = URLDecoder.decode(given.requests.get(request).getBody().utf8(), StandardCharsets.UTF_8);
    assertTrue(body.contains("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer"), body);
    return body.replaceFirst(".*assertion=([^&]*).*", "$1").split("\\.");
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  @Test
  void aSignedStatementIsWorthAToken() throws Exception {
    given.on("/token", GIVEN);
    var tokens = given.tokens();
    assertEquals("geheim-a", GivenSignIn.token(tokens, account()));
    var statement = statement(0);
    assertEquals("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"key-1\"}", decoded(statement[0]));
    var now = given.clock.instant().getEpochSecond();
    assertEquals("{\"iss\":\"it@project.iam\",\"scope\":\"https://www.googleapis.com/auth/cloud-platform\",\"aud\":\"" + given.site() + "/token\",\"iat\":" + now
        + ",\"exp\":" + (now + 3600) + "}", decoded(statement[1]));
    var verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(PAIR.getPublic());
    verifier.update((statement[0] + "." + statement[1]).getBytes(StandardCharsets.US_ASCII));
    assertTrue(verifier.verify(Base64.getUrlDecoder().decode(statement[2])));
    given.time.pass(Duration.ofSeconds(3538));
    assertEquals("geheim-a", GivenSignIn.token(tokens, account()));
    assertEquals(1, given.asked.size());
    given.time.pass(Duration.ofSeconds(1));
    GivenSignIn.token(tokens, account());
    assertEquals(2, given.asked.size());
  }

  @ParameterizedTest
  @CsvSource({"P1D", "-P1D", "PT2M"})
  void aClockThatIsWrongIsPutRight(String wrong) throws Exception {
    var right = given.clock.instant().minus(Duration.parse(wrong));
    given.on("/token", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT\"}", "date: " + date(right)).on("/token", GIVEN);
    var tokens = given.tokens();
    assertEquals("geheim-a", GivenSignIn.token(tokens, account()));
    assertTrue(decoded(statement(1)[1]).contains("\"iat\":" + right.getEpochSecond()));
    given.time.pass(Duration.ofHours(1));
    assertEquals("geheim-a", GivenSignIn.token(tokens, account()));
    assertTrue(decoded(statement(2)[1]).contains("\"iat\":" + right.getEpochSecond()), "and stays so");
  }

  private static String date(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  @Test
  void aStatementThatIsRefusedForAnotherReasonIsNotMadeAgain() throws Exception {
    given.on("/token", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"account not found\"}", "date: " + date(given.clock.instant()));
    assertEquals("SETTING Google does not take the key of GOOGLE_APPLICATION_CREDENTIALS, with status 400: account not found",
        GivenSignIn.token(given.tokens(), account()));
    assertEquals(1, given.asked.size());
  }

  @Test
  void aFailureOfGooglesIsOne() throws Exception {
    given.on("/token", 503, "busy");
    assertEquals("WAITING Google gave no token, with status 503", GivenSignIn.token(given.tokens(), account()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "no json                                      | names a file that is no JSON",
    "{'type':'authorized_user'}                   | names no key file of a service account; for what gcloud has signed in, use OPENAI_TOKEN_COMMAND=gcloud auth print-access-token",
    "{'type':'service_account'}                   | names a file without client_email",
    "{'type':'service_account','client_email':'x','private_key':'geheim','token_uri':'https://t.example/t'} | names a file whose private_key is no RSA key in PEM",
    "{'type':'service_account','client_email':'x','private_key':'PEM'}                                      | names a file without token_uri",
    "{'type':'service_account','client_email':'x','private_key':'PEM','token_uri':'http://t.example/t'}     | names a file whose token_uri is no https address",
    "{'type':'service_account','client_email':'x','private_key':'PEM','token_uri':'file:/t'}                | names a file whose token_uri is no https address",
  })
  void whatIsWrongWithTheFileIsTold(String json, String why) throws Exception {
    var told = GivenSignIn.token(given.tokens(), account(json.replace('\'', '"').replace("PEM", pem().replace("\r", "").replace("\n", "\\n"))));
    assertEquals("SETTING GOOGLE_APPLICATION_CREDENTIALS " + why, told);
    assertFalse(told.contains("geheim"));
  }

  @Test
  void aFileThatIsGoneIsTold() throws Exception {
    var account = account();
    Files.delete(folder.resolve("key.json"));
    assertEquals("SETTING GOOGLE_APPLICATION_CREDENTIALS names a file that cannot be read (NoSuchFileException)", GivenSignIn.token(given.tokens(), account));
  }
}
