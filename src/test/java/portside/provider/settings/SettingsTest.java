package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.MAX_STOPS;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Endpoint;
import portside.provider.HttpProxy;
import portside.provider.KeyRules;
import portside.provider.KnownProvider;
import portside.provider.Provider;
import portside.provider.SearchBackend;
import portside.provider.Secret;
import portside.provider.Timeouts;
import portside.provider.dialect.Dialect;

/// What an env file says, but for keys and budgets.
class SettingsTest extends WithEnvFile {
  private static final String URL = "OPENAI_BASE_URL=https://llm.example/v1\n";
  private static final String ENOUGH = URL + "OPENAI_API_KEY=sk-1\nBIG_MODEL=big\n";

  @Test
  void whatIsLeftOutHasItsDefault() throws Exception {
    var loaded = load(ENOUGH);
    var expected =
        new Provider(
            new Destination(
                "test",
                new Endpoint(URI.create("https://llm.example/v1"), Optional.empty(), "OPENAI_BASE_URL"),
                List.of(new Credential.Bearer(new Secret("sk-1"))),
                Map.of(),
                new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(600), Duration.ofSeconds(300)),
                Optional.empty(),
                List.of()),
            file().toString(),
            new Provider.Models("big", "big", "big"),
            loaded.provider().dialect(),
            new Provider.Limits(0, 0),
            KeyRules.USUAL,
            1,
            Provider.Billing.LISTED);
    var instance =
        new InstanceSettings(
            "test", file().toString(), new InstanceSettings.Listen("127.0.0.1", 8082), List.of(), 32L * 1024 * 1024, "INFO", Optional.empty(), InstanceSettings.Journal.USUAL,
            Optional.empty());
    assertEquals(new Settings.Loaded(instance, Chain.of(expected), List.of(), List.of(file()), Map.of(), loaded.typed(), loaded.usual()), loaded);
    assertEquals(Dialect.STANDARD, loaded.provider().dialect().row("big"));
    assertEquals(Optional.empty(), loaded.provider().missingKey());
    assertFalse(loaded.provider().demo());
  }

  @Test
  void everySettingArrives() throws Exception {
    var loaded =
        load(
            """
            OPENAI_BASE_URL=https://llm.example:8443/openai/v1/
            OPENAI_API_KEY=sk-1
            BIG_MODEL=b
            MIDDLE_MODEL=m
            SMALL_MODEL=s
            HOST=0.0.0.0
            PORT=9000
            ANTHROPIC_API_KEY= key-one , key-two,
            OPERATOR_KEY=an-operator-s-own-key
            LOG_LEVEL=debug
            MAX_TOKENS_LIMIT=64000
            MIN_TOKENS_LIMIT=1000
            MAX_BODY_MB=64
            CONNECT_TIMEOUT=500ms
            REQUEST_TIMEOUT=2m
            STREAM_IDLE_TIMEOUT=90
            MAX_RETRIES=0
            AZURE_API_VERSION=2024-10-21
            HTTPS_PROXY=http://me:p%40ss+word@proxy.example:3128
            NO_PROXY=localhost, .Example ,
            WEB_SEARCH=brave:BSA-1
            CUSTOM_HEADER_X_API_KEY=v 1
            CUSTOM_HEADER_AUTHORIZATION=Basic abc
            CUSTOM_HEADER_EMPTY=
            DIALECT=glm-5.3
            DIALECT_MAX_STOPS=3
            """);
    var dialects = loaded.provider().dialect();
    var expected =
        new Provider(
            new Destination(
                "test",
                new Endpoint(URI.create("https://llm.example:8443/openai/v1"), Optional.of("2024-10-21"), "OPENAI_BASE_URL"),
                List.of(new Credential.HeaderKey("api-key", new Secret("sk-1"))),
                Map.of("X-Api-Key", new Secret("v 1"), "Authorization", new Secret("Basic abc")),
                new Timeouts(Duration.ofMillis(500), Duration.ofMinutes(2), Duration.ofSeconds(90)),
                Optional.of(new HttpProxy("proxy.example", 3128, new Secret("me:p@ss+word"), List.of("localhost", ".example"))),
                List.of()),
            file().toString(),
            new Provider.Models("b", "m", "s"),
            dialects,
            new Provider.Limits(1000, 64000),
            KeyRules.USUAL,
            0,
            Provider.Billing.LISTED);
    var instance =
        new InstanceSettings(
            "test",
            file().toString(),
            new InstanceSettings.Listen("0.0.0.0", 9000),
            List.of(new Secret("key-one"), new Secret("key-two")),
            64L * 1024 * 1024,
            "DEBUG",
            Optional.of(new SearchBackend(SearchBackend.Kind.BRAVE, URI.create("https://api.search.brave.com/res/v1/web/search"), new Secret("BSA-1"))),
            InstanceSettings.Journal.USUAL,
            Optional.of(new Secret("an-operator-s-own-key")));
    assertEquals(new Settings.Loaded(instance, Chain.of(expected), List.of(), List.of(file()), Map.of(), loaded.typed(), loaded.usual()), loaded);
    for (var secret : List.of("sk-1", "v 1", "Basic", "p@ss", "key-one", "key-two", "BSA-1", "an-operator-s")) {
      assertFalse(loaded.toString().contains(secret), secret);
    }
    assertEquals(List.of("X-Api-Key", "Authorization"), List.copyOf(loaded.provider().destination().headers().keySet()));
    assertEquals("glm-5.3, 3", dialects.row("b").name() + ", " + dialects.row("b").get(MAX_STOPS));
  }

  @Test
  void howTheLogIsWrittenAndWhetherATraceGoesOn() throws Exception {
    var loaded = load(ENOUGH + "LOG_FORMAT=JSON\nLOG_REQUESTS=errors\nLOG_REQUESTS_MB=5\nLOG_REQUESTS_DAYS=1\nFORWARD_TRACE=true\n");
    assertEquals(new InstanceSettings.Log(InstanceSettings.LogFormat.JSON, InstanceSettings.LogRequests.ERRORS, 5, 1), loaded.instance().log());
    assertTrue(loaded.provider().traced());
    assertEquals("TEXT OFF 200 3 false", load(ENOUGH).instance().log().format() + " " + load(ENOUGH).instance().log().requests() + " "
        + load(ENOUGH).instance().log().megabytes() + " " + load(ENOUGH).instance().log().days() + " " + load(ENOUGH).provider().traced());
    var message = faults(ENOUGH + "LOG_FORMAT=xml\nLOG_REQUESTS=on\nLOG_REQUESTS_MB=0\nLOG_REQUESTS_DAYS=x\nFORWARD_TRACE=1\n").getMessage();
    for (var setting : List.of("LOG_FORMAT: ", "LOG_REQUESTS: ", "LOG_REQUESTS_MB: ", "LOG_REQUESTS_DAYS: ", "FORWARD_TRACE: ")) {
      assertTrue(message.contains(setting), message);
    }
  }

  @Test
  void whatIsRecordedAndHowTheProviderIsPaid() throws Exception {
    var loaded = load(ENOUGH + "LEDGER=off\nLEDGER_DAYS=7\nLEDGER_SYNC=true\nLEDGER_PROJECT=Header\nBILLING=plan\n");
    assertEquals(new InstanceSettings.Journal(false, 7, true, InstanceSettings.Project.HEADER, Optional.empty()), loaded.instance().journal());
    assertEquals(Provider.Billing.PLAN, loaded.provider().billing());
    var message = faults(ENOUGH + "LEDGER=maybe\nLEDGER_DAYS=0\nLEDGER_PROJECT=path\nBILLING=paid\n").getMessage();
    for (var setting : List.of("LEDGER: ", "LEDGER_DAYS: ", "LEDGER_PROJECT: ", "BILLING: ")) {
      assertTrue(message.contains(setting), message);
    }
  }

  @Test
  void theDemoRecordsNothingUnlessItIsAskedTo() throws Exception {
    assertFalse(load("OPENAI_BASE_URL=demo:\n").instance().journal().on());
    assertTrue(load("OPENAI_BASE_URL=demo:\nLEDGER=on\n").instance().journal().on());
    assertTrue(load(ENOUGH).instance().journal().on());
  }

  @ParameterizedTest
  @CsvSource({
    "searxng:http://127.0.0.1:8888, SEARXNG http://127.0.0.1:8888 (none)",
    "SearXNG: https://find.example/x/search/, SEARXNG https://find.example/x (none)",
    "brave:BSA1, BRAVE https://api.search.brave.com/res/v1/web/search (hidden)",
    "tavily:tvly-1, TAVILY https://api.tavily.com/search (hidden)",
    "tavily:tvly-1@http://127.0.0.1:9/search, TAVILY http://127.0.0.1:9/search (hidden)",
  })
  void aWebSearchIsReadInEachOfItsForms(String typed, String expected) throws Exception {
    var backend = load(ENOUGH + "WEB_SEARCH=" + typed).instance().webSearch().orElseThrow();
    assertEquals(expected, backend.kind() + " " + backend.url() + " " + backend.key());
  }

  @ParameterizedTest
  @CsvSource({
    "tvly-secret1, does not say who searches",
    "google:secret1, does not say who searches",
    "searxng:secret1.example, has no http or https address behind searxng:",
    "brave:, has no key behind brave:",
    "tavily:se cret1, has no key behind tavily:",
    "tavily:secret1@ftp://x, has no http or https address behind @",
  })
  void aWebSearchThatCannotBeIsAFaultThatShowsNoKey(String typed, String problem) {
    var message = faults(ENOUGH + "WEB_SEARCH=" + typed).getMessage();
    assertTrue(message.contains(":4: WEB_SEARCH: " + problem + "\n  hint: "), message);
    assertFalse(message.contains("cret1"), message);
  }

  @Test
  void allFaultsAreToldAtOnceInTheOrderOfTheFile() {
    var faults = faults("PORT=80a2\nnonsense\nREQUEST_TIMEOUT=soon\nOPENAI_BASE_URL=ftp://x\nMAX_RETRIES=11\nDIALECT=glm-9\n");
    var path = file().toString();
    assertEquals(
        path + ":1: PORT: \"80a2\" is not a number\n"
            + "  hint: a whole number from 0 to 65535; 8082 is the default\n"
            + path + ":2: has no =\n"
            + "  hint: write KEY=value; a comment begins with #\n"
            + path + ":3: REQUEST_TIMEOUT: \"soon\" is not a length of time\n"
            + "  hint: seconds, or a number with ms, s, m, h or d, from 1ms to 1d; such as 90, 500ms, 2m\n"
            + path + ":4: OPENAI_BASE_URL: is not an http or https address\n"
            + "  hint: such as https://api.z.ai/api/paas/v4, or exactly demo:\n"
            + path + ":5: MAX_RETRIES: \"11\" is out of range\n"
            + "  hint: a whole number from 0 to 10; 1 is the default\n"
            + path + ":6: DIALECT: \"glm-9\" is not known\n"
            + "  hint: did you mean glm? glm has glm-5.3-flash, glm-vision, glm-5.2, glm-4, glm-5.3. Providers are "
            + String.join(", ", KnownProvider.ALL.stream().map(KnownProvider::name).toList()) + "; the row standard is for all others",
        faults.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "OPENAI_BASE_URL=https://me:secret@x/v1 | OPENAI_BASE_URL: holds a user name or password",
        "OPENAI_BASE_URL=https://x/v1?key=secret | OPENAI_BASE_URL: has a part that begins with ? or #",
        "OPENAI_BASE_URL=sk-secret | OPENAI_BASE_URL: is not an http or https address",
        "OPENAI_BASE_URL=demo:secret | OPENAI_BASE_URL: is not an http or https address",
        "OPENAI_BASE_URL=https:///v1 | OPENAI_BASE_URL: has no valid host or port",
        "OPENAI_BASE_URL=/// | OPENAI_BASE_URL: is not an http or https address",
        "OPENAI_BASE_URL=\"https://x/v1#secret\" | OPENAI_BASE_URL: has a part that begins with ? or #",
        "OPENAI_BASE_URL=https://x:99999/secret | OPENAI_BASE_URL: has no valid host or port",
        "OPENAI_BASE_URL=https://a b/secret | OPENAI_BASE_URL: is not an address",
        "OPENAI_API_KEY=Bearer secret | OPENAI_API_KEY: holds a space or a character that no key has",
        "OPENAI_API_KEY=“secret” | OPENAI_API_KEY: holds a space or a character that no key has",
        "OPENAI_API_KEY=se\u007fcret | OPENAI_API_KEY: holds a space or a character that no key has",
        "ANTHROPIC_API_KEY=se\u007fcret | ANTHROPIC_API_KEY: holds a character that no header can carry",
        "ANTHROPIC_API_KEY=sécret | ANTHROPIC_API_KEY: holds a character that no header can carry",
        "HOST=0.0.0.0 | HOST: \"0.0.0.0\" opens the proxy to other machines, and there is no client key",
        "HOST=http://x | HOST: \"http://x\" is not a host",
        "HOST=127.0.0.1:9000 | HOST: \"127.0.0.1:9000\" has a port, which belongs elsewhere",
        "HOST=localhost:9000 | HOST: \"localhost:9000\" has a port, which belongs elsewhere",
        "HOST=0.0.0.0:9000 | HOST: \"0.0.0.0:9000\" has a port, which belongs elsewhere",
        "HOST=[::1]:9000 | HOST: \"[::1]:9000\" has a port, which belongs elsewhere",
        "HOST=* | HOST: \"*\" is not a host",
        "HOST=300.0.0.1 | HOST: \"300.0.0.1\" is not a host",
        "HOST=::ffff:192.0.2.1 | HOST: \"::ffff:192.0.2.1\" opens the proxy to other machines, and there is no client key",
        "HOST=localhost.example | HOST: \"localhost.example\" opens the proxy to other machines, and there is no client key",
        "ANTHROPIC_API_KEY=, , | ANTHROPIC_API_KEY: holds no key between its commas",
        "OPENAI_BASE_URL=https://x/v1#secret | OPENAI_BASE_URL: holds a # that would cut it",
        "OPENAI_BASE_URL=\"https://x/v1 | OPENAI_BASE_URL: has a quote that is not closed on this line",
        "OPENAI_BASE_URL=${NOWHERE} | OPENAI_BASE_URL: names ${NOWHERE}, which is not set in the environment",
        "OPENAI_API_KEY=$ZAI_API_KEY | OPENAI_API_KEY: is the name of a variable, which is not replaced in this form",
        "OPENAI_BASE_URL=http://me:secret@my_vllm/v1 | OPENAI_BASE_URL: holds a user name or password",
        "OPENAI_BASE_URL=http://300.1.1.1/v1 | OPENAI_BASE_URL: has no valid host or port",
        "OPENAI_BASE_URL=http://a..b/v1 | OPENAI_BASE_URL: has no valid host or port",
        "OPENAI_BASE_URL=http://my_vllm:0/v1 | OPENAI_BASE_URL: has no valid host or port",
        "OPENAI_BASE_URL=http://my_vllm:x/v1 | OPENAI_BASE_URL: has no valid host or port",
        "CA_CERTS=nowhere.pem | CA_CERTS: there is no file \"nowhere.pem\"",
        "CA_CERTS=src | CA_CERTS: \"src\" is a folder",
        "CA_CERTS=pom.xml | CA_CERTS: \"pom.xml\" is no certificate",
        "PORT=65536 | PORT: \"65536\" is out of range",
        "PORT=sk-kimi-0123456789abcdef | PORT: what stands there (hidden, since it looks like a key) is not a number",
        "PORT=-1 | PORT: \"-1\" is out of range",
        "MAX_TOKENS_LIMIT=x | MAX_TOKENS_LIMIT: \"x\" is not a number",
        "MAX_BODY_MB=0 | MAX_BODY_MB: \"0\" is out of range",
        "CONNECT_TIMEOUT=0 | CONNECT_TIMEOUT: \"0\" is not a length of time",
        "CONNECT_TIMEOUT=-5 | CONNECT_TIMEOUT: \"-5\" is not a length of time",
        "CONNECT_TIMEOUT=1441m | CONNECT_TIMEOUT: \"1441m\" is not a length of time",
        "CONNECT_TIMEOUT=99999999999999999999 | CONNECT_TIMEOUT: \"99999999999999999999\" is not a length of time",
        "LOG_LEVEL=loud | LOG_LEVEL: \"loud\" is not known",
        "AZURE_API_VERSION=2024/10 | AZURE_API_VERSION: \"2024/10\" is not a version",
        "HTTPS_PROXY=socks5://me:secret@x:1 | HTTPS_PROXY: is not the address of an HTTP proxy",
        "HTTPS_PROXY=http://me:secret%zz@x:1 | HTTPS_PROXY: is not the address of an HTTP proxy",
        "CUSTOM_HEADER_HOST=x | CUSTOM_HEADER_HOST: would replace Host, which the proxy itself must write",
        "CUSTOM_HEADER_CONTENT_LENGTH=1 | CUSTOM_HEADER_CONTENT_LENGTH: would replace Content-Length, which the proxy itself must write",
        "CUSTOM_HEADER_TRANSFER_ENCODING=x | CUSTOM_HEADER_TRANSFER_ENCODING: would replace Transfer-Encoding, which the proxy itself must write",
        "CUSTOM_HEADER_CONNECTION=x | CUSTOM_HEADER_CONNECTION: would replace Connection, which the proxy itself must write",
        "HTTPS_PROXY=http://x:1/secret | HTTPS_PROXY: is not the address of an HTTP proxy",
        "HTTPS_PROXY=a:b://secret | HTTPS_PROXY: is not the address of an HTTP proxy",
        "WEB_SEARCH=tavily:se\u007fcret | WEB_SEARCH: has no key behind tavily:",
        "CUSTOM_HEADER_X=se\u007fcret | CUSTOM_HEADER_X: holds a character that no header can carry",
        "CUSTOM_HEADER_X=sécret | CUSTOM_HEADER_X: holds a character that no header can carry",
        "CUSTOM_HEADER_=secret | CUSTOM_HEADER_: is no header",
        "DIALECT_MAX_STOP=1 | DIALECT_MAX_STOP: is no column of a dialect",
        "DIALECT_PDF=perhaps | DIALECT_PDF: \"perhaps\" is not allowed",
        "OPENAI_API_KEY=, | OPENAI_API_KEY: holds no key between its commas",
        "OPENAI_API_KEY=sk-1,se cret | OPENAI_API_KEY: holds a space or a character that no key has",
        "API_KEY=Bearer secret | API_KEY: holds a space or a character that no key has",
        "KEY_STRATEGY=any | KEY_STRATEGY: \"any\" is not known",
        "QUOTA_5H=0 | QUOTA_5H: \"0\" is no amount",
        "QUOTA_5H=-1 | QUOTA_5H: \"-1\" is no amount",
        "QUOTA_DAY=45 cows | QUOTA_DAY: \"45 cows\" is no amount",
        "QUOTA_WEEK=1.5 | QUOTA_WEEK: \"1.5\" is no amount",
        "QUOTA_WEEK=1,5M | QUOTA_WEEK: \"1,5M\" is no amount",
        "QUOTA_MONTH=1000001G | QUOTA_MONTH: \"1000001G\" is no amount",
        "QUOTA_STOP_AT=0 | QUOTA_STOP_AT: \"0\" is no part of a quota",
        "QUOTA_STOP_AT=101% | QUOTA_STOP_AT: \"101%\" is no part of a quota",
        "QUOTA_ZONE=Berlin | QUOTA_ZONE: \"Berlin\" is no time zone",
      })
  void refuses(String line, String fault) {
    var faults = faults(line.startsWith("OPENAI_BASE_URL") ? "BIG_MODEL=b\n" + line : URL + "BIG_MODEL=b\n" + line);
    assertEquals(List.of(fault), faults.faults().stream().map(found -> found.key() + ": " + found.problem()).toList());
    assertEquals(List.of(line.startsWith("OPENAI_BASE_URL") ? 2 : 3), faults.faults().stream().map(Finding::line).toList());
    assertFalse(faults.getMessage().contains("cret"), faults.getMessage());
  }

  @Test
  void limitsThatCrossAreAFault() {
    var crossed = new Finding(file().toString(), 5, "MIN_TOKENS_LIMIT", "11 is more than MAX_TOKENS_LIMIT, 10", "swap them, or leave both out");
    assertEquals(List.of(crossed), faults(ENOUGH + "MAX_TOKENS_LIMIT=10\nMIN_TOKENS_LIMIT=11\n").faults());
  }

  @Test
  void limitsMayMeet() throws Exception {
    var met = load(ENOUGH + "MAX_TOKENS_LIMIT=10\nMIN_TOKENS_LIMIT=10\n").provider().limits();
    assertEquals(new Provider.Limits(10, 10), met);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://llm.example/v1 | BIG_MODEL=b | b b b",
        "https://llm.example/v1 | BIG_MODEL=b MIDDLE_MODEL=m | b m m",
        "https://llm.example/v1 | BIG_MODEL=b SMALL_MODEL=s | b b s",
        "https://llm.example/v1 | BIG_MODEL=b MIDDLE_MODEL=m SMALL_MODEL=s | b m s",
        "https://api.z.ai/api/paas/v4 | BIG_MODEL=b | b b b",
        "https://api.z.ai/api/paas/v4 | LOG_LEVEL=info | glm-5.3 glm-5.3 glm-5.3-flash",
        "https://api.z.ai/api/paas/v4 | SMALL_MODEL=s | glm-5.3 glm-5.3 s",
        "demo: | LOG_LEVEL=info | demo-big demo-middle demo-small",
      })
  void missingModelsFollowTheOthers(String url, String lines, String models) throws Exception {
    var loaded = load("OPENAI_BASE_URL=" + url + "\n" + lines.replace(' ', '\n') + "\n").provider().models();
    assertEquals(models, loaded.big() + " " + loaded.middle() + " " + loaded.small());
  }

  @Test
  void aProviderNobodyKnowsNeedsItsModels() {
    var hint = "the model id for opus and everything unknown; MIDDLE_MODEL and SMALL_MODEL may follow it";
    assertEquals(List.of(new Finding(file().toString(), 0, "BIG_MODEL", "is missing", hint)), faults(URL + "SMALL_MODEL=s\n").faults());
  }

  @Test
  void unknownKeysAreNamedWithTheNearest() throws Exception {
    assertEquals(
        List.of(
            new Finding(file().toString(), 4, "OPENAI_KEY", "is no setting and has no effect", "remove it; the nearest setting is OPENAI_API_KEY"),
            new Finding(file().toString(), 5, "BIGMODEL", "is no setting and has no effect", "did you mean BIG_MODEL?"),
            new Finding(file().toString(), 6, "port", "is no setting and has no effect", "did you mean PORT?")),
        load(ENOUGH + "OPENAI_KEY=x\nBIGMODEL=x\nport=1\n").warnings());
  }

  @Test
  void whatFollowsFromAnUnreadableLineIsNoSecondFault() {
    assertEquals(List.of("BIG_MODEL"), faults(URL + "BIG_MODEL=b#x\n").faults().stream().map(Finding::key).toList());
    assertEquals(List.of("ANTHROPIC_API_KEY"), faults(ENOUGH + "HOST=0.0.0.0\nANTHROPIC_API_KEY=\"x\n").faults().stream().map(Finding::key).toList());
    assertEquals(List.of("ANTHROPIC_API_KEY"), faults(ENOUGH + "HOST=0.0.0.0\nANTHROPIC_API_KEY=,\n").faults().stream().map(Finding::key).toList());
  }

  @ParameterizedTest
  @CsvSource({"ALL_PROXY,HTTPS_PROXY", "all_proxy,HTTPS_PROXY", "HTTP_PROXY,HTTPS_PROXY", "https_proxy,HTTPS_PROXY", "no_proxy,NO_PROXY",
    "NODE_EXTRA_CA_CERTS,CA_CERTS", "SSL_CERT_FILE,CA_CERTS"})
  void namesOfOtherProgramsLeadToOurs(String key, String setting) throws Exception {
    var warning = new Finding(file().toString(), 4, key, "is no setting and has no effect", "did you mean " + setting + "?");
    assertEquals(List.of(warning), load(ENOUGH + key + "=x\n").warnings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-Ab3dEf", "Ab3dEfGh1j", "AB3DEF2GH4", "ABCDEFGHIJKLMNOP", "ab3def2gh4"})
  void aKeyWithoutItsNameIsNotShown(String key) throws Exception {
    var hint = "remove the line; its text is not shown, because it may be part of a key. A value ends with its line";
    assertEquals(
        List.of(new Finding(file().toString(), 4, "", "is no setting and has no effect", hint)), load(ENOUGH + key + "=\n").warnings());
    assertEquals(List.of(""), faults(ENOUGH + key + "=x#y\n").faults().stream().map(Finding::key).toList());
  }

  @Test
  void nothingSecretIsEverWritten() throws Exception {
    var loaded =
        load(URL + "BIG_MODEL=b\nOPENAI_API_KEY=sk-hush\nANTHROPIC_API_KEY=hush\nCUSTOM_HEADER_X=hush\nHTTPS_PROXY=http://u:hush@p:1\nOTHER=hush\n");
    assertFalse((loaded + " " + EnvFile.read(file(), Map.of())).contains("hush"));
  }
}
