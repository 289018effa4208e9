package portside.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
  @TempDir Path folder;

  /// An instance starts without a faulty row; who asks is told of it.
  @Test
  void aFaultOfPricesIsAFault() throws Exception {
    var file = write("OPENAI_BASE_URL=demo:\n");
    Files.writeString(folder.resolve("prices.json"), "{\"prices\": [\n  {\"model\": \"m\", \"in\": 1}]}");
    var said = run(file);
    assertTrue(said.contains("prices.json:2: prices[0].out: is missing\n  hint: "), said);
    assertTrue(said.endsWith("\n1 fault\n"), said);
    assertTrue(said.startsWith("faulty\nNo faults in "), said);
  }

  @Test
  void showsWhatTheSettingsComeTo() throws Exception {
    var file =
        write(
            """
            OPENAI_BASE_URL=https://api.cerebras.ai/v1
            BIG_MODEL=b
            SMALL_MODEL=s
            OPENAI_API_KEY=sk-secret
            ANTHROPIC_API_KEY=secret1,secret2
            HOST=::1
            CONNECT_TIMEOUT=1500ms
            MAX_TOKENS_LIMIT=64000
            CUSTOM_HEADER_X_TEAM=secret
            HTTPS_PROXY=http://me:secret@proxy.example:3128
            NO_PROXY=.example
            AZURE_API_VERSION=2024-10-21
            WEB_SEARCH=tavily:tvly-secret
            DIALECT_PDF=document_url
            DIALECT_EFFORTS=low,high
            DIALECT_THINKING_ON={"type":"enabled","preserve":"everything that was thought"}
            DIALECT_EXTRA_BODY={"a":true}
            PROT=1
            """);
    assertEquals(
        """
        usable
        No faults in FILE.
          name           test
          listens on     http://[::1]:8082
          provider       https://api.cerebras.ai/v1
          key            set, hidden
          client keys    2, hidden
          opus, others   b, dialect cerebras (cerebras at api.cerebras.ai, changed by DIALECT_PDF, DIALECT_EFFORTS, DIALECT_THINKING_ON, DIALECT_EXTRA_BODY)
          sonnet         b, dialect cerebras (cerebras at api.cerebras.ai, changed by DIALECT_PDF, DIALECT_EFFORTS, DIALECT_THINKING_ON, DIALECT_EXTRA_BODY)
          haiku          s, dialect cerebras (cerebras at api.cerebras.ai, changed by DIALECT_PDF, DIALECT_EFFORTS, DIALECT_THINKING_ON, DIALECT_EXTRA_BODY)
          time limits    connect 1500 ms, first byte 600 s, between bytes 300 s
          retries        1
          max_tokens     at most 64000
          largest body   32 MB
          headers        X-Team (hidden)
          Azure version  2024-10-21
          proxy          http://(hidden)@proxy.example:3128, not for .example
          web search     Tavily at https://api.tavily.com/search, key set, hidden
          log level      INFO
          to use it      ANTHROPIC_BASE_URL=http://[::1]:8082 ANTHROPIC_AUTH_TOKEN='<a key of ANTHROPIC_API_KEY in FILE>' CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default
          where a dialect differs from the standard:
            cerebras: PDF=document_url EXTRA_BODY={"a":true} EFFORTS=low,high
              THINKING_ON={"type":"enabled","preserve":"everything that was thought"} EMPTY_ERROR_IS_OVERFLOW=true
        --
        FILE:18: warning: PROT: is no setting and has no effect
          hint: did you mean PORT?
        """,
        run(file));
  }

  @Test
  void aPlanOfTheClientsIsUsedWithoutATokenOfOurs() throws Exception {
    var report = run(write("OPENAI_BASE_URL=https://api.anthropic.com\nOPENAI_API_KEY=from-client\nANTHROPIC_API_KEY=secret1\n"));
    for (var line : List.of(
        "  key            none of ours: the client's own goes up; client keys are read from x-portside-key",
        "  claude-…       as the client names it; other names:",
        "  to use it      ANTHROPIC_BASE_URL=http://localhost:8082 ANTHROPIC_CUSTOM_HEADERS='x-portside-key: <a key of ANTHROPIC_API_KEY in FILE>'"
            + " CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default")) {
      assertTrue(report.lines().anyMatch(line::equals), report);
    }
    assertTrue(run(write("OPENAI_BASE_URL=https://api.anthropic.com\nOPENAI_API_KEY=from-client\n"))
        .contains("  to use it      ANTHROPIC_BASE_URL=http://localhost:8082 CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default\n"));
  }

  @Test
  void theDemoNeedsNothing() throws Exception {
    assertEquals(
        """
        usable
        No faults in FILE.
          name           test
          listens on     http://127.0.0.1:8082
          provider       demo:, inside the process
          key            not needed
          client keys    none asked for
          opus, others   demo-big, dialect demo (demo)
          sonnet         demo-middle, dialect demo (demo)
          haiku          demo-small, dialect demo (demo)
          time limits    connect 10 s, first byte 600 s, between bytes 300 s
          retries        1
          max_tokens     as asked
          largest body   32 MB
          headers        none
          proxy          none
          log level      INFO
          to use it      ANTHROPIC_BASE_URL=http://localhost:8082 ANTHROPIC_AUTH_TOKEN=dummy CLAUDE_CODE_AUTO_COMPACT_WINDOW=200000\
         CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default
        DEPARTURES
        --
        """,
        run(write("OPENAI_BASE_URL=demo:\n")).replaceAll("(?s)  where a dialect.*\n--", "DEPARTURES\n--"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
    "ANTHROPIC_API_KEY=k|  client keys    1, hidden",
    "OPERATOR_KEY=a-long-word-of-my-own|  operator key   set, hidden",
    "ANTHROPIC_API_KEY=k HOST=0.0.0.0|  operator key   missing: OPERATOR_KEY opens the dashboard where other machines reach the port",
    "MIN_TOKENS_LIMIT=5|  max_tokens     at least 5",
    "MIN_TOKENS_LIMIT=5 MAX_TOKENS_LIMIT=9|  max_tokens     at least 5, at most 9",
    "HTTPS_PROXY=http://[::1]:3128|  proxy          http://[::1]:3128",
    "WEB_SEARCH=searxng:http://find.example|  web search     SearXNG at http://find.example",
    "REQUEST_TIMEOUT=2m STREAM_IDLE_TIMEOUT=2001ms|  time limits    connect 10 s, first byte 120 s, between bytes 2001 ms",
    "DIALECT_STOP=1 PORT=x|2 faults",
    "PORT=x|1 fault",
    "OPENAI_API_KEY=k1,k2|  key            2, hidden; a new conversation takes the one used least recently",
    "OPENAI_API_KEY=k1,k2,k3 KEY_STRATEGY=fill|  key            3, hidden; a new conversation takes the first that works",
    "QUOTA_5H=1.5M|  quota of a key 1500000 tokens in 5 hours; left alone at 99 %, days begin in UTC",
    "ROUTE_1=gpt-*->test:b|  route          gpt-* -> test:b",
    "STICKY=0 SHORT_WAIT=0|  conversation   goes where the order says; waits there for nothing",
  })
  void eachSettingHasItsLine(String settings, String line) throws Exception {
    var said = run(write("OPENAI_BASE_URL=https://llm.example/v1\nBIG_MODEL=b\n" + settings.replace(' ', '\n') + "\n"));
    assertTrue(said.lines().anyMatch(line::equals), said);
  }

  /// A line of 120 characters is not broken, one of 121 is; of a list with more than eight items the number is told.
  @Test
  void departuresAreWrappedAndLongListsCounted() throws Exception {
    var settings = "OPENAI_BASE_URL=https://llm.example/v1\nBIG_MODEL=b\nDIALECT_TOP_K=true\nDIALECT_AFFINITY_HEADER=";
    var full = "    standard: TOP_K=true AFFINITY_HEADER=" + "x".repeat(79);
    assertEquals(120, full.length());
    assertEquals(List.of(full), departures(settings + "x".repeat(79)));
    assertEquals(List.of("    standard: TOP_K=true", "      AFFINITY_HEADER=" + "x".repeat(80)), departures(settings + "x".repeat(80)));
    var eight = "OPENAI_BASE_URL=https://llm.example/v1\nBIG_MODEL=b\nDIALECT_WITHOUT=a,b,c,d,e,f,g,h";
    assertEquals(List.of("    standard: WITHOUT=a,b,c,d,e,f,g,h"), departures(eight));
    assertEquals(List.of("    standard: WITHOUT=9 of them"), departures(eight + ",i"));
    assertEquals(List.of("    standard: ERROR_CODES=1113:billing,1302:rate_limit"),
        departures("OPENAI_BASE_URL=https://llm.example/v1\nBIG_MODEL=b\nDIALECT_ERROR_CODES=1113:billing,1302:rate_limit"));
  }

  private List<String> departures(String settings) throws Exception {
    return run(write(settings + "\n")).lines().dropWhile(line -> !line.startsWith("  where a dialect")).skip(1).takeWhile(line -> !line.equals("--")).toList();
  }

  @Test
  void countsTheAuthoritiesAndNamesThePortOfTheFlag() throws Exception {
    Files.writeString(folder.resolve("company.pem"), new HeldCertificate.Builder().build().certificatePem());
    var file = write("OPENAI_BASE_URL=https://llm.example/v1\nBIG_MODEL=b\nCA_CERTS=company.pem\n");
    var lines = run(file, OptionalInt.of(9000)).lines().toList();
    assertEquals("  listens on     http://127.0.0.1:9000", lines.get(3));
    assertEquals("  authorities    those of Java, and 1 of CA_CERTS", lines.get(16));
  }

  @Test
  void aChainShowsItsOwnSettingsThenEachMember() throws Exception {
    write(".env-glm", "OPENAI_BASE_URL=https://glm.example/v1\nOPENAI_API_KEY=secret1,secret2\nBIG_MODEL=g\nSMALL_MODEL=gs\nPORT=8082\nLOG_LEVEL=debug\n"
        + "QUOTA_5H=45M\nQUOTA_DAY=100\nQUOTA_WEEK=600 requests\nQUOTA_MONTH=1k requests\nDIALECT_MAX_STOPS=1\n");
    write(".env-kimi", "OPENAI_BASE_URL=https://kimi.example/v1\nBIG_MODEL=k\nDIALECT_CONTEXT_WINDOW=131072\n");
    var file = write(".env-test", """
        CHAIN=glm,kimi
        CHAIN_BIG=kimi,glm:g-huge
        CHAIN_SMALL=glm:passthrough
        ROUTE_2=glm-* -> glm:passthrough, kimi
        ROUTE_7=gpt -> kimi:k2
        STRATEGY=weighted
        WEIGHTS=kimi:3
        SPEED_FLOOR=40
        HEDGE_AFTER=1500ms
        COALESCE=true
        FALLBACK_ON_400=true
        PIN=false
        RELOAD=watch
        SHARED_STATE=true
        LEDGER_URL=postgresql://me:word@db.example/ledger
        ANTHROPIC_API_KEY=secret
        PORT=8079
        """);
    assertEquals(
        """
        usable
        No faults in FILE, FOLDER/.env-glm, FOLDER/.env-kimi.
          name           test
          listens on     http://127.0.0.1:8079
          chain of       glm, kimi
          client keys    1, hidden
          opus, others   kimi (k), glm (g-huge)
          sonnet         glm (g), kimi (k)
          haiku          glm (the model asked for)
          route          gpt -> kimi:k2
          route          glm-* -> glm:passthrough, kimi
          strategy       weighted: glm 1, kimi 3; slower than 40 tokens a second goes behind
          conversation   stays until it is idle for 300 s, away from the first for 1800 s at most; waits there up to 5 s when told to
          moves on       after 60 s without a word; begins nothing later than 180 s, 6 tries at most; on a 400, too
          breaker        after 3 failures in a row, for 30 s, later up to 600 s
          hedging        a second one is asked after 1500 ms
          coalescing     equal requests at the same time are one
          pins           off
          reload         when a file changes, and when asked to
          shared         told times, own quotas, members of sessions, in the database of LEDGER_URL
          largest body   32 MB
          log level      INFO
          to use it      ANTHROPIC_BASE_URL=http://localhost:8079 ANTHROPIC_AUTH_TOKEN='<a key of ANTHROPIC_API_KEY in FILE>'\
         CLAUDE_CODE_AUTO_COMPACT_WINDOW=131072 CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default
        Member glm, FOLDER/.env-glm:
          provider       https://glm.example/v1
          key            2, hidden; a new conversation takes the one used least recently
          quota of a key 45000000 tokens in 5 hours, 100 tokens a day, 600 requests a week, 1000 requests a month; left alone at 99 %, days begin in UTC
          opus, others   g, dialect standard (nothing is known of glm.example, changed by DIALECT_MAX_STOPS)
          sonnet         g, dialect standard (nothing is known of glm.example, changed by DIALECT_MAX_STOPS)
          haiku          gs, dialect standard (nothing is known of glm.example, changed by DIALECT_MAX_STOPS)
          time limits    connect 10 s, first byte 600 s, between bytes 300 s
          retries        1
          max_tokens     as asked
          headers        none
          proxy          none
          no effect      PORT, LOG_LEVEL: in a chain its own file says this
          where a dialect differs from the standard:
            standard: MAX_STOPS=1
        Member kimi, FOLDER/.env-kimi:
          provider       https://kimi.example/v1
          key            missing: OPENAI_API_KEY in FOLDER/.env-kimi
          opus, others   k, dialect standard (nothing is known of kimi.example, changed by DIALECT_CONTEXT_WINDOW)
          sonnet         k, dialect standard (nothing is known of kimi.example, changed by DIALECT_CONTEXT_WINDOW)
          haiku          k, dialect standard (nothing is known of kimi.example, changed by DIALECT_CONTEXT_WINDOW)
          time limits    connect 10 s, first byte 600 s, between bytes 300 s
          retries        1
          max_tokens     as asked
          headers        none
          proxy          none
          where a dialect differs from the standard:
            standard: CONTEXT_WINDOW=131072
        --
        FILE:1: warning: CHAIN: kimi is skipped, it has no key
          hint: set OPENAI_API_KEY in FOLDER/.env-kimi
        """,
        run(file).replace(folder.toString(), "FOLDER"));
  }

  @Test
  void aChainWithoutMoreThanItsMembersShowsTheDefaults() throws Exception {
    write(".env-glm", "OPENAI_BASE_URL=https://glm.example/v1\nOPENAI_API_KEY=k\nBIG_MODEL=g\n");
    var said = run(write(".env-test", "CHAIN=glm\nBREAKER_FAILURES=0\nFIRST_TOKEN_TIMEOUT=0\n"));
    assertEquals(
        """
          opus, others   glm (g)
          sonnet         glm (g)
          haiku          glm (g)
          strategy       priority
          conversation   stays until it is idle for 300 s, away from the first for 1800 s at most; waits there up to 5 s when told to
          moves on       begins nothing later than 180 s, 6 tries at most; not on a 400
          breaker        off
          hedging        off
          coalescing     off
          pins           clients may choose a member
          reload         when asked to
        """, said.lines().skip(6).limit(11).map(line -> line + "\n").collect(Collectors.joining()));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    var lines = run(write("OPENAI_BASE_URL=https://llm.example/v1\nBIG_MODEL=b\n")).lines().toList();
    assertEquals("  key            missing: OPENAI_API_KEY in FILE", lines.get(5));
    assertEquals("  opus, others   b, dialect standard (nothing is known of llm.example)", lines.get(7));
  }

  @Test
  void saysWhatCannotBeUsedYetAndWhatToDoInstead() throws Exception {
    var lines = run(write("OPENAI_BASE_URL=https://cloudcode-pa.googleapis.com/v1internal\nOPENAI_API_KEY=k\n")).lines().toList();
    assertEquals(
        "  not usable     Google has closed Code Assist to individuals (free, AI Pro, Ultra): use an AI Studio key, which has a free tier"
            + " (OPENAI_BASE_URL=https://generativelanguage.googleapis.com/v1beta), or Vertex AI; holders of a Standard or Enterprise licence have their token"
            + " printed by OPENAI_TOKEN_COMMAND, or name the licence's project in DIALECT_PROJECT",
        lines.get(5));
  }

  @Test
  void listsEveryFault() throws Exception {
    assertEquals(
        """
        faulty
        --
        FILE:1: PORT: "80a2" is not a number
          hint: a whole number from 0 to 65535; 8082 is the default
        FILE:3: OPENAI_BASE_URL: holds a user name or password
          hint: give the key as OPENAI_API_KEY, or as CUSTOM_HEADER_AUTHORIZATION
        FILE:2: warning: EXTRA: is no setting and has no effect
          hint: remove it; the nearest setting is PORT
        2 faults
        """,
        run(write("PORT=80a2\nEXTRA=1\nOPENAI_BASE_URL=https://me:secret@llm.example/v1\n")));
  }

  private Path write(String text) throws Exception {
    return write(".env-test", text);
  }

  private Path write(String name, String text) throws Exception {
    var file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static String run(Path file) {
    return run(file, OptionalInt.empty());
  }

  private static String run(Path file, OptionalInt port) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var usable =
        Check.run(
            Optional.of(file.toString()), port, Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    var text = (usable ? "usable" : "faulty") + "\n" + out.toString(StandardCharsets.UTF_8) + "--\n" + err.toString(StandardCharsets.UTF_8);
    return text.replace(file.toString(), "FILE");
  }
}
