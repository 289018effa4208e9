package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.Credential;
import portside.provider.Secret;
import portside.provider.TokenOrigin;

/// Where tokens come from, as env files say it.
class TokenSettingsTest extends WithEnvFile {
  private static final String GLM = "OPENAI_BASE_URL=https://api.z.ai/api/paas/v4\n";
  private static final String GEMINI = "OPENAI_BASE_URL=https://generativelanguage.googleapis.com/v1beta\n";
  private static final String COPILOT = "OPENAI_BASE_URL=https://api.githubcopilot.com\nBIG_MODEL=m\n";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "gcloud auth print-access-token   | gcloud,auth,print-access-token",
    "a 'b  c' \"d e\"                 | a,b  c,d e",
    "a b\\ c d\\\\e                   | a,b c,d\\e",
    "a 'b'\"c\"d                      | a,bcd",
    "a '' \"\"                        | a,,",
    "a \"b\\\"c\\$d\\e\"              | a,b\"c$d\\e",
  })
  void aCommandIsTakenApartAsAShellDoes(String line, String words) throws Exception {
    assertEquals(List.of(words.split(",", -1)), CommandWords.of(line));
  }

  @Test
  void nothingInACommandIsExpanded() throws Exception {
    assertEquals(List.of("a", "$HOME", "*", "~", "`x`", "|", "b"), CommandWords.of("a $HOME * ~ `x` | b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 'b", "a \"b", "a \"b\\\"", "a b\\"})
  void aCommandThatDoesNotEndIsNone(String line) {
    assertThrows(CommandWords.Unclosed.class, () -> CommandWords.of(line));
  }

  @Test
  void aCommandStandsInPlaceOfAKey() throws Exception {
    var provider = load(GLM + "OPENAI_TOKEN_COMMAND='print \"geheim 4711\"'\n").provider();
    assertEquals(new TokenOrigin.Command(List.of(new Secret("print"), new Secret("geheim 4711"))), provider.destination().token().orElseThrow().origin());
    assertEquals(Optional.empty(), provider.obstacle());
    assertFalse(provider.toString().contains("geheim"), provider.toString());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "https://api.anthropic.com                              |                                |",
    "https://api.anthropic.com                              | DIALECT_KEY_HEADER=x_api_key   | x-api-key",
    "https://api.z.ai/api/paas/v4                           | DIALECT_KEY_HEADER=bearer      |",
    "https://generativelanguage.googleapis.com/v1beta       |                                |",
  })
  void aTokenStandsInAuthorizationUnlessASettingSaysOtherwise(String url, String line, String header) throws Exception {
    var provider = load("OPENAI_BASE_URL=" + url + "\nOPENAI_TOKEN_COMMAND=x\nBIG_MODEL=m\n" + (line == null ? "" : line) + "\n").provider();
    var token = provider.destination().token().orElseThrow();
    assertEquals(Optional.ofNullable(header), token.header());
    assertEquals(header == null ? new Credential.Bearer(new Secret("t")) : new Credential.HeaderKey(header, new Secret("t")), token.with(new Secret("t")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPENAI_API_KEY=sk-1", "GOOGLE_CLIENT_ID=i", "COPILOT_CLIENT_ID=i", "COPILOT_TOKEN_COMMAND=x", "OPENAI_API_KEY=from-client"})
  void oneWayAuthorises(String other) {
    var faults = faults(GEMINI + "OPENAI_TOKEN_COMMAND=x\n" + other + "\n").faults();
    assertTrue(faults.stream().anyMatch(fault -> fault.problem().contains("stands beside")), faults.toString());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "OPENAI_TOKEN_COMMAND=a \\          | ends with a backslash",
    "OPENAI_TOKEN_COMMAND='a \"b'       | has a quote that is not closed",
    "OPENAI_TOKEN_COMMAND='\"\" b'      | names no program",
    "GOOGLE_APPLICATION_CREDENTIALS=no-such-file.json | there is no file \"no-such-file.json\"",
    "GOOGLE_APPLICATION_CREDENTIALS=/   | \"/\" is no file that can be read",
    "GOOGLE_CLIENT_ID=ä                 | holds a character that no client id has",
  })
  void whatCannotBeUsedIsAFault(String line, String problem) {
    var faults = faults(GEMINI + line + "\n").faults();
    assertEquals(List.of(line.substring(0, line.indexOf('=')) + " 2 " + problem),
        faults.stream().map(fault -> fault.key() + " " + fault.line() + " " + fault.problem()).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://github.example", "github.com", "https://github.com/path", "https://me@github.com", "ftp://127.0.0.1", "https://"})
  void aSignInServerIsReachedByTlsUnlessItIsThisMachine(String url) {
    assertEquals(List.of("GITHUB_URL"), faults(COPILOT + "COPILOT_CLIENT_ID=i\nGITHUB_URL=" + url + "\n").faults().stream().map(Finding::key).toList());
  }

  @Test
  void aSignInHasAnApplicationAnAccountAndAServer() throws Exception {
    assertEquals(new TokenOrigin.GoogleSignIn("i", new Secret("s"), "default", Optional.empty()),
        load(GEMINI + "GOOGLE_CLIENT_ID=i\nGOOGLE_CLIENT_SECRET=s\n").provider().destination().token().orElseThrow().origin());
    var gitHub = (TokenOrigin.GitHubSignIn) load(COPILOT + "COPILOT_CLIENT_ID=i\nSIGN_IN_ACCOUNT=work\nGITHUB_URL=http://127.0.0.1:99/\n").provider().destination()
        .token().orElseThrow().origin();
    assertEquals("i work http://127.0.0.1:99", gitHub.clientId() + " " + gitHub.account() + " " + gitHub.site());
    assertEquals("https://github.com", ((TokenOrigin.SignIn) load(COPILOT + "COPILOT_CLIENT_ID=i\n").provider().destination().token().orElseThrow().origin())
        .site().toString());
    assertEquals(List.of("SIGN_IN_ACCOUNT"), faults(COPILOT + "COPILOT_CLIENT_ID=i\nSIGN_IN_ACCOUNT=../x\n").faults().stream().map(Finding::key).toList());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "GOOGLE_CLIENT_ID  | https://llm.example/v1                       | false",
    "GOOGLE_CLIENT_ID  | http://aiplatform.googleapis.com/v1          | false",
    "GOOGLE_CLIENT_ID  | https://x-googleapis.com                     | false",
    "GOOGLE_CLIENT_ID  | http://127.0.0.1:1/v1                        | true",
    "COPILOT_CLIENT_ID | https://api.business.githubcopilot.com       | true",
    "COPILOT_CLIENT_ID | https://copilot-api.github.com               | false",
    "COPILOT_CLIENT_ID | https://githubcopilot.com.example            | false",
    "COPILOT_TOKEN_COMMAND | https://api.individual.githubcopilot.com | true",
    "COPILOT_TOKEN_COMMAND | https://llm.example/v1                   | false",
  })
  void aPersonsTokenGoesToItsMakerAlone(String setting, String url, boolean fine) throws Exception {
    var text = "BIG_MODEL=m\n" + setting + "=i\nOPENAI_BASE_URL=" + url + "\n";
    if (fine) {
      assertTrue(load(text).provider().destination().token().isPresent());
    } else {
      assertEquals(List.of(setting), faults(text).faults().stream().map(Finding::key).toList());
    }
  }

  @Test
  void aCompanysCopilotStandsBesideItsSite() throws Exception {
    load("BIG_MODEL=m\nCOPILOT_CLIENT_ID=i\nGITHUB_URL=https://octo.ghe.com\nOPENAI_BASE_URL=https://copilot-api.octo.ghe.com\n");
  }

  @Test
  void copilotIsClosedWithoutASignIn() throws Exception {
    assertTrue(load(COPILOT + "OPENAI_API_KEY=sk-1\n").provider().obstacle().orElse("").startsWith("GitHub Copilot asks for a sign-in"));
    var signedIn = load(COPILOT + "COPILOT_CLIENT_ID=i\n").provider();
    assertEquals(Optional.empty(), signedIn.closed());
    assertEquals(Optional.empty(), signedIn.obstacle());
    var printed = load(COPILOT + "COPILOT_TOKEN_COMMAND=gh auth token\n").provider();
    assertEquals(Optional.empty(), printed.obstacle());
    assertEquals(new TokenOrigin.CopilotCommand(new TokenOrigin.Command(Stream.of("gh", "auth", "token").map(Secret::new).toList()), URI.create("https://github.com")),
        printed.destination().token().orElseThrow().origin());
    assertEquals(List.of("COPILOT_TOKEN_COMMAND 3 names no program"), faults(COPILOT + "COPILOT_TOKEN_COMMAND='\"\" x'\n").faults().stream()
        .map(fault -> fault.key() + " " + fault.line() + " " + fault.problem()).toList());
  }

  /// Whether the account behind a token has a licence, Code Assist says; a key says nothing of an account.
  @ParameterizedTest
  @CsvSource({"OPENAI_API_KEY=k, false", "OPENAI_TOKEN_COMMAND=echo token, true", "GOOGLE_CLIENT_ID=i, true", "OPENAI_API_KEY=k;DIALECT_PROJECT=p, true"})
  void codeAssistIsClosedWithoutATokenOrAProject(String line, boolean open) throws Exception {
    var obstacle = load("OPENAI_BASE_URL=https://cloudcode-pa.googleapis.com/v1internal\nBIG_MODEL=m\n" + line.replace(";", "\n") + "\n").provider().closed();
    assertEquals(open, obstacle.isEmpty(), obstacle::toString);
  }

  @Test
  void aServiceAccountsFileMayLieBesideTheEnvFile() throws Exception {
    var key = Files.writeString(folder.resolve("key.json"), "{}");
    assertEquals(new TokenOrigin.ServiceAccount(key),
        load(GEMINI + "GOOGLE_APPLICATION_CREDENTIALS=key.json\n").provider().destination().token().orElseThrow().origin());
  }

  @Test
  void whatMeansNothingAloneIsSaid() throws Exception {
    assertEquals(List.of("GOOGLE_CLIENT_SECRET", "GITHUB_URL"),
        load(GLM + "OPENAI_API_KEY=sk-1\nGOOGLE_CLIENT_SECRET=s\nGITHUB_URL=https://x.ghe.com\n").warnings().stream().map(Finding::key).toList());
  }

  /// Other programs have such variables, too.
  @Test
  void theEnvironmentAloneSignsNobodyIn() throws Exception {
    var environment = Map.of("OPENAI_BASE_URL", "https://api.z.ai/api/paas/v4", "GOOGLE_APPLICATION_CREDENTIALS", "/nowhere", "GOOGLE_CLIENT_ID", "i");
    assertEquals(Optional.empty(), Settings.load(Optional.empty(), environment).provider().destination().token());
    assertTrue(Settings.load(Optional.empty(), Map.of("OPENAI_BASE_URL", "https://api.z.ai/api/paas/v4", "OPENAI_TOKEN_COMMAND", "x")).provider().destination()
        .token().isPresent());
  }

  @Test
  void aReloadTellsNoSecretOfACommand() throws Exception {
    var before = load(GLM + "OPENAI_TOKEN_COMMAND=print geheim1\n");
    assertEquals(List.of("OPENAI_TOKEN_COMMAND changed"), SettingsDiff.between(before, load(GLM + "OPENAI_TOKEN_COMMAND=print geheim2\n")));
  }
}
