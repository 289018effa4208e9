package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Credential;
import portside.provider.KeyRules;
import portside.provider.Secret;

/// Keys of providers, of clients and of the operator, and the quotas of the first.
class KeySettingsTest extends WithEnvFile {
  private static final String URL = "OPENAI_BASE_URL=https://llm.example/v1\n";
  private static final String ENOUGH = URL + "OPENAI_API_KEY=sk-1\nBIG_MODEL=big\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI_API_KEY= | 0 | OPENAI_API_KEY in %s",
        "OPENAI_API_KEY=your-api-key-here | 1 | OPENAI_API_KEY in %s",
        "OPENAI_API_KEY=sk-1 | 0 | ",
        "CUSTOM_HEADER_AUTHORIZATION=Basic abc | 0 | ",
        "CUSTOM_HEADER_X_KEY=abc | 0 | OPENAI_API_KEY in %s",
      })
  void aMissingKeyIsNoFault(String line, int warnings, String missing) throws Exception {
    var loaded = load(URL + "BIG_MODEL=b\n" + line + "\n");
    assertEquals(Optional.ofNullable(missing).map(text -> text.formatted(file())), loaded.provider().missingKey());
    assertEquals(warnings, loaded.warnings().size());
  }

  @Test
  void severalKeysAreTakenInTheirOrder() throws Exception {
    var credentials = load(URL + "BIG_MODEL=b\nOPENAI_API_KEY= sk-1 , sk-2,,sk-3,\n").provider().destination().credentials();
    assertEquals(List.of("sk-1", "sk-2", "sk-3"), credentials.stream().map(key -> key.secret().orElseThrow().reveal()).toList());
    assertEquals(List.of(new Credential.HeaderKey("api-key", new Secret("a")), new Credential.HeaderKey("api-key", new Secret("b"))),
        load(URL + "BIG_MODEL=b\nOPENAI_API_KEY=a,b\nAZURE_API_VERSION=2024-10-21\n").provider().destination().credentials());
  }

  @Test
  void aPlaceholderAmongKeysIsLeftOut() throws Exception {
    var loaded = load(URL + "BIG_MODEL=b\nOPENAI_API_KEY=sk-1,your-second-key,sk-3\n");
    assertEquals(2, loaded.provider().destination().credentials().size());
    assertEquals(List.of(new Finding(file().toString(), 3, "OPENAI_API_KEY", "key 2 looks like a placeholder and counts as missing", "put the key itself there")),
        loaded.warnings());
    assertEquals(List.of(new Credential.None()),
        load(URL + "BIG_MODEL=b\nOPENAI_API_KEY=your-key,your-second-key\n").provider().destination().credentials());
  }

  @Test
  void aKeyStandsOnce() {
    var fault = new Finding(file().toString(), 3, "OPENAI_API_KEY", "holds one key twice: key 3 is key 1", "each key once; their order is that of use");
    assertEquals(List.of(fault), faults(URL + "BIG_MODEL=b\nOPENAI_API_KEY=cret,sk-2,cret\n").faults());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "QUOTA_5H=45M | FIVE_HOURS 45000000 TOKENS",
    "QUOTA_5H=1.5m | FIVE_HOURS 1500000 TOKENS",
    "QUOTA_DAY=200k | DAY 200000 TOKENS",
    "QUOTA_DAY=0.5k | DAY 500 TOKENS",
    "QUOTA_WEEK=2 G tokens | WEEK 2000000000 TOKENS",
    "QUOTA_WEEK=1000 | WEEK 1000 TOKENS",
    "QUOTA_WEEK=1 token | WEEK 1 TOKENS",
    "QUOTA_MONTH=600 requests | MONTH 600 REQUESTS",
    "QUOTA_MONTH=1k Requests | MONTH 1000 REQUESTS",
    "QUOTA_MONTH=1request | MONTH 1 REQUESTS",
    "QUOTA_MONTH=1000000G | MONTH 1000000000000000 TOKENS",
  })
  void aQuotaIsAnAmountOfTokensOrRequests(String line, String expected) throws Exception {
    var rules = load(ENOUGH + line + "\n").provider().keys();
    assertEquals(List.of(expected), rules.quotas().stream().map(quota -> quota.window() + " " + quota.amount() + " " + quota.unit()).toList());
    assertEquals(new KeyRules(KeyRules.Strategy.SPREAD, rules.quotas(), 99, ZoneId.of("UTC")), rules);
  }

  @Test
  void theRulesOfKeysArrive() throws Exception {
    var rules = load(ENOUGH + "KEY_STRATEGY=Fill\nQUOTA_MONTH=9\nQUOTA_5H=1k\nQUOTA_STOP_AT=80\nQUOTA_ZONE=Europe/Berlin\n").provider().keys();
    var quotas = List.of(new KeyRules.Quota(KeyRules.Window.FIVE_HOURS, 1000, KeyRules.Unit.TOKENS), new KeyRules.Quota(KeyRules.Window.MONTH, 9, KeyRules.Unit.TOKENS));
    assertEquals(new KeyRules(KeyRules.Strategy.FILL, quotas, 80, ZoneId.of("Europe/Berlin")), rules);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1%, 1", "100 %, 100", "99, 99"})
  void aQuotaStopsAtAPartOfIt(String typed, int percent) throws Exception {
    assertEquals(percent, load(ENOUGH + "QUOTA_STOP_AT=" + typed + "\n").provider().keys().stopAtPercent());
  }

  @ParameterizedTest
  @CsvSource({"BASE_URL=https://llm.example/v1 API_KEY=sk-1", "OPENAI_BASE_URL=https://llm.example/v1 API_KEY=sk-1 OPENAI_API_KEY=",
    "OPENAI_BASE_URL= BASE_URL=https://llm.example/v1 OPENAI_API_KEY= API_KEY=sk-1", "BASE_URL=https://llm.example/v1 API_KEY=sk-1 OPENAI_API_KEY=sk-1"})
  void theShortNamesMeanTheSame(String lines) throws Exception {
    var plain = load(ENOUGH);
    var other = load(lines.replace(' ', '\n') + "\nBIG_MODEL=big\n");
    assertEquals(List.of(plain.instance(), plain.chain(), plain.warnings()), List.of(other.instance(), other.chain(), other.warnings()));
  }

  @Test
  void bothNamesMustSayTheSame() {
    var faults = faults(ENOUGH + "API_KEY=cret\nBASE_URL=https://other.example\n");
    assertEquals(
        """
        FILE:4: API_KEY: is another name of OPENAI_API_KEY in line 2 and says something else
          hint: remove one of the two
        FILE:5: BASE_URL: is another name of OPENAI_BASE_URL in line 1 and says something else
          hint: remove one of the two\
        """, faults.getMessage().replace(file().toString(), "FILE"));
  }

  @Test
  void aPlaceholderOfTwoWordsIsAMissingKey() throws Exception {
    var loaded = load(URL + "OPENAI_API_KEY=your key\nANTHROPIC_API_KEY=<your key>\nBIG_MODEL=big\n");
    assertEquals(Optional.of("OPENAI_API_KEY in " + file()), loaded.provider().missingKey());
    assertEquals(List.of(), loaded.instance().clientKeys());
    assertEquals(2, loaded.warnings().size(), loaded.warnings().toString());
  }

  @Test
  void aPlaceholderIsNoClientKey() {
    var faults = faults(ENOUGH + "HOST=0.0.0.0\nANTHROPIC_API_KEY=your-api-key\n");
    assertEquals(List.of("HOST"), faults.faults().stream().map(Finding::key).toList());
    assertEquals(List.of("ANTHROPIC_API_KEY"), faults.warnings().stream().map(Finding::key).toList());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "two words                 | holds a space or a character that no header can carry",
    "schlüssel-eines-betreibers | holds a space or a character that no header can carry",
    "<key>                     | looks like a placeholder",
    "key-two-of-a-client       | is also a client key of ANTHROPIC_API_KEY, whose clients would see each other",
  })
  void anOperatorsKeyIsOneOfItsOwn(String typed, String problem) {
    var fault = assertThrows(EnvFaults.class, () -> load(ENOUGH + "ANTHROPIC_API_KEY=key-one,key-two-of-a-client\nOPERATOR_KEY=" + typed)).faults().getFirst();
    assertEquals("OPERATOR_KEY " + problem, fault.key() + " " + fault.problem());
    assertFalse(fault.toString().contains(typed), fault.toString());
  }

  @Test
  void anOperatorsKeyThatCouldBeGuessedIsWarnedOf() throws Exception {
    var warnings = load(ENOUGH + "OPERATOR_KEY=123456789012345\n").warnings();
    assertEquals(List.of("OPERATOR_KEY has fewer than 16 characters and could be guessed"), warnings.stream().map(warning -> warning.key() + " " + warning.problem()).toList());
    assertEquals(List.of(), load(ENOUGH + "OPERATOR_KEY=1234567890123456\n").warnings());
  }
}
