package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.Target;
import portside.provider.Tier;

/// A file with `CHAIN` in a folder with the members `a`, `b` and `c`.
class ChainSettingsTest {
  @TempDir Path folder;

  @BeforeEach
  void members() throws Exception {
    for (var name : List.of("a", "b", "c")) {
      write(name, member(name));
    }
  }

  private static String member(String name) {
    return "OPENAI_BASE_URL=https://%1$s.example/v1\nOPENAI_API_KEY=k%1$s\nBIG_MODEL=%1$s-big\nMIDDLE_MODEL=%1$s-mid\nSMALL_MODEL=%1$s-small\nPORT=8082\n".formatted(name);
  }

  @Test
  void theMembersAreReadInTheirOrderAndWhatIsLeftOutHasItsDefault() throws Exception {
    var loaded = load("CHAIN=b, a\n");
    var chain = loaded.chain();
    assertEquals(List.of("b", "a"), chain.members().stream().map(Provider::name).toList());
    var last = chain.members().getLast();
    assertEquals("https://a.example/v1 a-big FOLDER/.env-a", last.address() + " " + last.models().big() + " " + last.source().replace(folder.toString(), "FOLDER"));
    var mapped = List.of(Target.mapped("b"), Target.mapped("a"));
    var expected = new Chain(chain.members(), Map.of(Tier.BIG, mapped, Tier.MIDDLE, mapped, Tier.SMALL, mapped), List.of(),
        new Chain.Dealing(Chain.Strategy.PRIORITY, Map.of(), 0),
        new Chain.Stickiness(Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofSeconds(5)),
        new Chain.Patience(Duration.ofSeconds(60), Duration.ofSeconds(180), 6, false),
        new Chain.Breaker(3, Duration.ofSeconds(30), Duration.ofMinutes(10)), Duration.ZERO, false, true, Chain.Reload.MANUAL, false);
    assertEquals(expected, chain);
    assertEquals(new InstanceSettings("chain", file("chain").toString(), new InstanceSettings.Listen("127.0.0.1", 8082), List.of(), 32L << 20, "INFO", Optional.empty(),
        InstanceSettings.Journal.USUAL, Optional.empty()), loaded.instance());
    assertEquals(List.of(), loaded.warnings());
    assertEquals(List.of(file("chain"), file("b"), file("a")), loaded.files());
    assertEquals(Map.of("a", List.of("PORT"), "b", List.of("PORT")), loaded.idle());
  }

  @Test
  void everySettingArrives() throws Exception {
    var loaded = load("""
        CHAIN=a,b,c
        CHAIN_BIG=b,a:a-huge
        CHAIN_MIDDLE=c:org/model:free
        CHAIN_SMALL=b:passthrough,a
        STRATEGY=Weighted
        WEIGHTS=a:3, b:1000
        SPEED_FLOOR=40
        STICKY=0
        STICKY_AWAY=1h
        SHORT_WAIT=0s
        FIRST_TOKEN_TIMEOUT=500ms
        FALLBACK_WITHIN=1d
        MAX_TRIES=3
        FALLBACK_ON_400=true
        BREAKER_FAILURES=0
        BREAKER_RECOVERY=300ms
        BREAKER_MAX_RECOVERY=2m
        HEDGE_AFTER=3s
        COALESCE=true
        PIN=FALSE
        RELOAD=watch
        HOST=0.0.0.0
        PORT=8079
        ANTHROPIC_API_KEY=one,two
        LOG_LEVEL=debug
        MAX_BODY_MB=64
        WEB_SEARCH=brave:BSA1
        """);
    var chain = loaded.chain();
    var expected = new Chain(chain.members(),
        Map.of(Tier.BIG, List.of(Target.mapped("b"), named("a", "a-huge")), Tier.MIDDLE, List.of(named("c", "org/model:free")),
            Tier.SMALL, List.of(new Target("b", new Target.AsAsked()), Target.mapped("a"))),
        List.of(), new Chain.Dealing(Chain.Strategy.WEIGHTED, Map.of("a", 3, "b", 1000), 40),
        new Chain.Stickiness(Duration.ZERO, Duration.ofHours(1), Duration.ZERO),
        new Chain.Patience(Duration.ofMillis(500), Duration.ofDays(1), 3, true),
        new Chain.Breaker(0, Duration.ofMillis(300), Duration.ofMinutes(2)), Duration.ofSeconds(3), true, false, Chain.Reload.WATCH, false);
    assertEquals(expected, chain);
    var instance = loaded.instance();
    assertEquals(new InstanceSettings.Listen("0.0.0.0", 8079), instance.listen());
    assertEquals(List.of(new Secret("one"), new Secret("two")), instance.clientKeys());
    assertEquals("DEBUG 67108864 true", instance.logLevel() + " " + instance.bodyBytes() + " " + instance.webSearch().isPresent());
    assertEquals(List.of(), loaded.warnings());
  }

  @ParameterizedTest
  @CsvSource({"priority, PRIORITY", "weighted, WEIGHTED", "round_robin, ROUND_ROBIN", "random, RANDOM", "FASTEST, FASTEST"})
  void aStrategyIsOneOfFive(String typed, Chain.Strategy strategy) throws Exception {
    assertEquals(strategy, load("CHAIN=a,b\nSTRATEGY=" + typed + "\n").chain().dealing().strategy());
  }

  @Test
  void routesAreTriedExactNamesFirstThenByTheirNumbers() throws Exception {
    var chain = load("""
        CHAIN=a,b
        ROUTE_10=* -> a
        ROUTE_2=glm-* -> b:passthrough, a:a-big
        ROUTE_7=gpt-6 -> a
        ROUTE_3=/^kimi-k\\d+$/ -> b
        ROUTE_5=
        ROUTE_1=glm-5.* -> b
        ROUTE_9=glm-5.2->b:b-small
        """).chain();
    assertEquals(
        List.of(
            new Chain.Route("gpt-6", List.of(Target.mapped("a"))),
            new Chain.Route("glm-5.2", List.of(named("b", "b-small"))),
            new Chain.Route("glm-5.*", List.of(Target.mapped("b"))),
            new Chain.Route("glm-*", List.of(new Target("b", new Target.AsAsked()), named("a", "a-big"))),
            new Chain.Route("/^kimi-k\\d+$/", List.of(Target.mapped("b"))),
            new Chain.Route("*", List.of(Target.mapped("a")))),
        chain.routes());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAIN=a,bb | 1: CHAIN: there is no file .env-bb for bb; a member is named as its file is: glm for .env-glm; there are a, b, c",
        "CHAIN=a,b,a | 1: CHAIN: a is named twice; each member once; several models of one are told in CHAIN_BIG, CHAIN_MIDDLE and CHAIN_SMALL as a:model",
        "CHAIN=a,chain | 1: CHAIN: chain is this file itself; name the files of providers",
        "CHAIN=a,../b | 1: CHAIN: \"../b\" is no name of a member; a member is named as its file is: glm for .env-glm",
        "CHAIN=a,.env-b | 1: CHAIN: \".env-b\" is no name of a member; a member is named as its file is: glm for .env-glm",
        "CHAIN=, | 1: CHAIN: names no member; names of env files, such as CHAIN=glm,kimi-k2 for .env-glm and .env-kimi-k2",
        "CHAIN=a#b | 1: CHAIN: holds a # that would cut it; put the value in double quotes, or a space before the # of a comment",
        "CHAIN=a#b / CHAIN_BIG=a / ROUTE_1=x -> b | 1: CHAIN: holds a # that would cut it; put the value in double quotes, or a space before the # of a comment",
        "CHAIN=a,b / OPENAI_BASE_URL=https://x.example/v1 | 2: OPENAI_BASE_URL: stands beside CHAIN, which has the addresses of its members; move it to a file of its own, and name that in CHAIN",
        "CHAIN=a,b / BASE_URL=https://x.example/v1 | 2: BASE_URL: stands beside CHAIN, which has the addresses of its members; move it to a file of its own, and name that in CHAIN",
        "CHAIN=a,b / CHAIN_BIG=a,c | 2: CHAIN_BIG: names \"c\", which is no member; CHAIN has a, b",
        "CHAIN=a,b / CHAIN_MIDDLE=A | 2: CHAIN_MIDDLE: names \"A\", which is no member; did you mean a? CHAIN has a, b",
        "CHAIN=a,b / CHAIN_SMALL=a,a | 2: CHAIN_SMALL: names a twice with a-small; each model of a member once",
        "CHAIN=a,b / CHAIN_BIG=a:x,b,a:x | 2: CHAIN_BIG: names a twice with x; each model of a member once",
        "CHAIN=a,b / CHAIN_BIG=a,a:a-big | 2: CHAIN_BIG: names a twice with a-big; each model of a member once",
        "CHAIN=a,b / CHAIN_BIG=a:passthrough,a:passthrough | 2: CHAIN_BIG: names a twice with the same model; each model of a member once",
        "CHAIN=a,b / CHAIN_BIG=a: | 2: CHAIN_BIG: has no model behind a:; such as a:its-model, or a for the one of its own file",
        "CHAIN=a,b / CHAIN_BIG=, | 2: CHAIN_BIG: names no member; such as a,b",
        "CHAIN=a,b / ROUTE_1=x -> c:x | 2: ROUTE_1: names \"c\", which is no member; CHAIN has a, b",
        "CHAIN=a,b / ROUTE_1=x -> a,a | 2: ROUTE_1: names a target twice; each once, in the order they are asked",
        "CHAIN=a,b / ROUTE_1=x | 2: ROUTE_1: is no route; pattern -> member, member:model or member:passthrough; the pattern is a model's name, may hold *, or is /a regular expression/",
        "CHAIN=a,b / ROUTE_1=-> a | 2: ROUTE_1: is no route; pattern -> member, member:model or member:passthrough; the pattern is a model's name, may hold *, or is /a regular expression/",
        "CHAIN=a,b / ROUTE_1=x -> | 2: ROUTE_1: names no member; such as a,b",
        "CHAIN=a,b / ROUTE_1=/(x/ -> a | 2: ROUTE_1: has a regular expression that cannot be read: unclosed group; java.util.regex.Pattern says what may stand between the slashes",
        "CHAIN=a,b / ROUTE_1=x -> a / ROUTE_1=y -> b | 3: ROUTE_1: has the number of ROUTE_1 in line 2; give it a number of its own",
        "CHAIN=a,b / ROUTE_1=x -> a / ROUTE_01=y -> b | 3: ROUTE_01: has the number of ROUTE_1 in line 2; give it a number of its own",
        "CHAIN=a,b / ROUTE_ONE=x -> a | 2: ROUTE_ONE: has no number; ROUTE_1, ROUTE_2 and so on; of several that match the smallest number counts",
        "CHAIN=a,b / STRATEGY=best | 2: STRATEGY: \"best\" is not known; one of priority, weighted, round_robin, random, fastest",
        "CHAIN=a,b / STRATEGY=weighted / WEIGHTS=a:3,c:1 | 3: WEIGHTS: names \"c\", which is no member; CHAIN has a, b",
        "CHAIN=a,b / STRATEGY=weighted / WEIGHTS=a:0 | 3: WEIGHTS: \"a:0\" is no weight; a member and a whole number from 1 to 1000, such as a:3",
        "CHAIN=a,b / STRATEGY=weighted / WEIGHTS=a:1001 | 3: WEIGHTS: \"a:1001\" is no weight; a member and a whole number from 1 to 1000, such as a:3",
        "CHAIN=a,b / STRATEGY=weighted / WEIGHTS=a | 3: WEIGHTS: \"a\" is no weight; a member and a whole number from 1 to 1000, such as a:3",
        "CHAIN=a,b / STRATEGY=weighted / WEIGHTS=a:3,a:1 | 3: WEIGHTS: names a twice; each member once",
        "CHAIN=a,b / COALESCE=1 | 2: COALESCE: \"1\" is not known; one of true, false",
        "CHAIN=a,b / SHARED_STATE=true | 2: SHARED_STATE: needs LEDGER_URL, the database that the instances share;"
            + " LEDGER_URL=postgresql://user:${PGPASSWORD}@host/database, or leave SHARED_STATE out",
        "CHAIN=a,b / SHARED_STATE=true / LEDGER_URL=mysql://h/d | 3: LEDGER_URL: is no address of a database;"
            + " postgresql://user:${PGPASSWORD}@host/database, with signs such as @ and / in a password as %40 and %2F",
        "CHAIN=a,b / RELOAD=always | 2: RELOAD: \"always\" is not known; one of manual, watch",
        "CHAIN=a,b / BREAKER_RECOVERY=11m / BREAKER_MAX_RECOVERY=10m | 2: BREAKER_RECOVERY: BREAKER_RECOVERY is longer than BREAKER_MAX_RECOVERY; swap them, or leave both out",
        "CHAIN=a,b / BREAKER_MAX_RECOVERY=20s | 2: BREAKER_MAX_RECOVERY: BREAKER_RECOVERY is longer than BREAKER_MAX_RECOVERY; swap them, or leave both out",
      })
  void refuses(String lines, String fault) {
    var found = faults(lines.replace(" / ", "\n") + "\n").faults();
    assertEquals(List.of(file("chain") + ":" + fault), found.stream().map(one -> one.source() + ":" + one.line() + ": " + one.key() + ": " + one.problem() + "; " + one.hint()).toList());
  }

  /// Elsewhere the last of two lines counts, and a warning says so.
  @Test
  void twoRoutesOfOneNumberAreNoWarning() {
    assertEquals(List.of(), faults("CHAIN=a,b\nROUTE_1=x -> a\nROUTE_1=y -> b\n").warnings());
  }

  @ParameterizedTest
  @CsvSource({"OPENAI_API_KEY=your-key;sk-1, 1", "API_KEY=sk-1, 1", "OPENAI_API_KEY=your-key;none, 0"})
  void aFileWithAKeyIsForItsOwnerAlone(String line, int warnings) throws Exception {
    write("a", line.replace(';', ',') + "\n");
    Files.setPosixFilePermissions(file("a"), PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(warnings, EnvFile.read(file("a"), Map.of()).warnings().size());
  }

  @ParameterizedTest
  @CsvSource({
    "SPEED_FLOOR, 0, 100000, 0", "MAX_TRIES, 1, 100, 6", "BREAKER_FAILURES, 0, 100, 3",
  })
  void numbersHaveBounds(String setting, long least, long most, long otherwise) throws Exception {
    load("CHAIN=a\n" + setting + "=" + least + "\n");
    load("CHAIN=a\n" + setting + "=" + most + "\n");
    for (var beyond : new long[] {least - 1, most + 1}) {
      var fault = faults("CHAIN=a\n" + setting + "=" + beyond + "\n").faults().getFirst();
      assertEquals("\"" + beyond + "\" is out of range; a whole number from " + least + " to " + most + "; " + otherwise + " is the default",
          fault.problem() + "; " + fault.hint());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STICKY, true", "STICKY_AWAY, false", "SHORT_WAIT, true", "FIRST_TOKEN_TIMEOUT, true", "FALLBACK_WITHIN, false", "BREAKER_RECOVERY, false",
    "BREAKER_MAX_RECOVERY, false", "HEDGE_AFTER, true",
  })
  void onlyWhatCanBeSwitchedOffTakesNothing(String setting, boolean off) throws Exception {
    var hint = "seconds, or a number with ms, s, m, h or d, from 1ms to 1d; such as 90, 500ms, 2m";
    assertEquals(hint + (off ? "; 0 for none" : ""), faults("CHAIN=a\n" + setting + "=25h\n").faults().getFirst().hint());
    if (off) {
      load("CHAIN=a\n" + setting + "=0\n");
    } else {
      assertEquals(hint, faults("CHAIN=a\n" + setting + "=0\n").faults().getFirst().hint());
    }
  }

  /// To ask for a longer first recovery alone is no contradiction.
  @Test
  void theLongestRecoveryGrowsWithTheFirst() throws Exception {
    assertEquals(new Chain.Breaker(3, Duration.ofHours(1), Duration.ofHours(1)), load("CHAIN=a\nBREAKER_RECOVERY=1h\n").chain().breaker());
  }

  @Test
  void allFaultsOfAllFilesAreToldAtOnce() throws Exception {
    write("a", "OPENAI_BASE_URL=ftp://x\nBIG_MODEL=m\nMAX_RETRIES=x\nPORT=also wrong, and of no effect\n");
    Files.write(file("b"), "OPENAI_API_KEY=ü\n".getBytes(StandardCharsets.ISO_8859_1));
    write("inner", "CHAIN=a\n");
    write("deep.example", "");
    var faults = faults("PORT=x\nCHAIN=a,b,aa,inner,deep\nCHAIN_BIG=b,inner,x\nMAX_TRIES=0\n");
    assertEquals(
        """
        FOLDER/.env-chain:1: PORT: "x" is not a number
          hint: a whole number from 0 to 65535; 8082 is the default
        FOLDER/.env-chain:2: CHAIN: FOLDER/.env-b is not UTF-8 text
          hint: save it as UTF-8
        FOLDER/.env-chain:2: CHAIN: there is no file .env-aa for aa
          hint: a member is named as its file is: glm for .env-glm; there are a, b, c, inner
        FOLDER/.env-chain:2: CHAIN: inner is a chain itself, which cannot be a member
          hint: name its members here
        FOLDER/.env-chain:2: CHAIN: there is no file .env-deep for deep
          hint: ./start-all-proxies.sh start deep makes it from its example
        FOLDER/.env-chain:3: CHAIN_BIG: names "x", which is no member
          hint: CHAIN has a, b, aa, inner, deep
        FOLDER/.env-chain:4: MAX_TRIES: "0" is out of range
          hint: a whole number from 1 to 100; 6 is the default
        FOLDER/.env-a:1: OPENAI_BASE_URL: is not an http or https address
          hint: such as https://api.z.ai/api/paas/v4, or exactly demo:
        FOLDER/.env-a:3: MAX_RETRIES: "x" is not a number
          hint: a whole number from 0 to 10; 1 is the default\
        """,
        faults.getMessage().replace(folder.toString(), "FOLDER"));
  }

  @Test
  void anExampleInTheFolderMoreLeadsToItsCommand() throws Exception {
    Files.createDirectory(folder.resolve("more"));
    Files.writeString(folder.resolve("more/.env-deepseek.example"), "");
    assertEquals("./start-all-proxies.sh start deepseek makes it from its example", faults("CHAIN=a,deepseek\n").faults().getFirst().hint());
  }

  /// Then it is looked for as `--env` looks for a file; here in the folder of the process.
  @Test
  void aMemberNeedNotLieBesideTheChain() throws Exception {
    var elsewhere = Files.createTempFile(Path.of(""), ".env-", "");
    try {
      Files.writeString(elsewhere, member("x"));
      var name = elsewhere.toString().substring(".env-".length());
      assertEquals(elsewhere.toString(), load("CHAIN=a," + name + "\n").chain().member(name).orElseThrow().source());
      write(name, member("y"));
      assertEquals(file(name).toString(), load("CHAIN=a," + name + "\n").chain().member(name).orElseThrow().source());
    } finally {
      Files.delete(elsewhere);
    }
  }

  @Test
  void aMemberThatIsAlmostRightIsNamed() throws Exception {
    write("kimi-k2", member("k"));
    assertEquals("did you mean kimi-k2?", faults("CHAIN=a,kimi-k3\n").faults().getFirst().hint());
  }

  @Test
  void aMemberThatCannotBeReadIsAFault() throws Exception {
    Files.write(file("b"), new byte[(1 << 20) + 1]);
    assertEquals("FOLDER/.env-chain:1: CHAIN: FOLDER/.env-b is larger than 1 MiB\n  hint: an env file holds a few lines of KEY=value",
        faults("CHAIN=a,b\n").getMessage().replace(folder.toString(), "FOLDER"));
  }

  @Test
  void oneThatCannotBeAskedYetIsKeptAndToldOf() throws Exception {
    write("b", "OPENAI_BASE_URL=https://b.example/v1\nBIG_MODEL=b-big\n");
    write("c", "OPENAI_BASE_URL=https://cloudcode-pa.googleapis.com/v1internal\nOPENAI_API_KEY=k\n");
    var loaded = load("CHAIN=a,b,c\n");
    assertEquals(List.of("a", "b", "c"), loaded.chain().members().stream().map(Provider::name).toList());
    assertEquals(List.of(
        new Finding(file("chain").toString(), 1, "CHAIN", "b is skipped, it has no key", "set OPENAI_API_KEY in " + file("b")),
        new Finding(file("chain").toString(), 1, "CHAIN", "c is skipped: " + loaded.chain().members().getLast().obstacle().orElseThrow(), "take it out of CHAIN")),
        loaded.warnings());
  }

  @Test
  void whatHasNoEffectIsToldWhereItIsAMistakeAndListedWhereItIsNone() throws Exception {
    write("a", member("a") + "HOST=0.0.0.0\nLOG_LEVEL=loud\nANTHROPIC_API_KEY=x\nMAX_BODY_MB=0\nCHAIN_BIG=z\nROUTE_1=nonsense\nSTICKY=\nWEB_SEARCH=x\nNOTHING=1\n");
    var loaded = load("CHAIN=a\nBIG_MODEL=x\nDIALECT_PDF=text\nCUSTOM_HEADER_X=1\nAPI_KEY=k\nWEIGHTS=a:2\nSMALL_MODEL=\n");
    assertEquals(Map.of("a", List.of("PORT", "HOST", "LOG_LEVEL", "ANTHROPIC_API_KEY", "MAX_BODY_MB", "WEB_SEARCH", "CHAIN_BIG", "ROUTE_1")), loaded.idle());
    assertEquals(
        List.of("chain:2 BIG_MODEL has no effect beside CHAIN", "chain:3 DIALECT_PDF has no effect beside CHAIN", "chain:4 CUSTOM_HEADER_X has no effect beside CHAIN",
            "chain:5 API_KEY has no effect beside CHAIN", "chain:6 WEIGHTS has no effect without STRATEGY=weighted",
            "a:15 NOTHING is no setting and has no effect"),
        loaded.warnings().stream().map(found -> found.source().replace(folder + "/.env-", "") + ":" + found.line() + " " + found.key() + " " + found.problem()).toList());
  }

  @Test
  void variablesOfTheEnvironmentWorkInMembersToo() throws Exception {
    write("a", member("a") + "OPENAI_API_KEY=${KEY_OF_A}\n");
    write("chain", "CHAIN=${MEMBERS}\n");
    var chain = Settings.load(Optional.of(file("chain").toString()), Map.of("KEY_OF_A", "from-shell", "MEMBERS", "b,a")).chain();
    assertEquals(Optional.of(new Secret("from-shell")), chain.member("a").orElseThrow().destination().credentials().getFirst().secret());
  }

  @Test
  void theFlagForThePortIsForTheChain() throws Exception {
    write("chain", "CHAIN=a\n");
    assertEquals(9000, Settings.load(Optional.of(file("chain").toString()), OptionalInt.of(9000), Map.of()).instance().listen().port());
  }

  @Test
  void noMemberIsTheAddressOfTheChainItself() throws Exception {
    write("a", member("a") + "OPENAI_BASE_URL=http://127.0.0.1:8079/v1\n");
    var fault = faults("CHAIN=a,b\nPORT=8079\n").faults().getFirst();
    assertEquals(file("a") + ":7 is the address of this proxy itself, port 8079", fault.source() + ":" + fault.line() + " " + fault.problem());
  }

  @Test
  void aFileWithoutMembersIsAChainOfItself() throws Exception {
    write("a", member("a") + "ROUTE_1=gpt-* -> a:a-mid\nSTICKY=1m\n");
    var chain = Settings.load(Optional.of(file("a").toString()), Map.of()).chain();
    assertEquals(List.of(new Chain.Route("gpt-*", List.of(named("a", "a-mid")))), chain.routes());
    assertEquals(Duration.ofMinutes(1), chain.stickiness().idle());
    write("a", member("a") + "CHAIN_BIG=b\n");
    var fault = assertThrows(EnvFaults.class, () -> Settings.load(Optional.of(file("a").toString()), Map.of())).faults().getFirst();
    assertEquals("names \"b\", which is no member; without CHAIN the only member is a", fault.problem() + "; " + fault.hint());
  }

  /// Its variables may be another program's.
  @Test
  void theEnvironmentAloneMakesNoChain() throws Exception {
    var shell = Map.of("OPENAI_BASE_URL", "https://x.example/v1", "BIG_MODEL", "b", "CHAIN", "mainnet", "STRATEGY", "x", "API_KEY", "other", "ROUTE_1", "x");
    var loaded = Settings.load(Optional.empty(), shell);
    assertEquals(Chain.of(loaded.provider()), loaded.chain());
    assertTrue(loaded.provider().missingKey().isPresent());
    assertEquals(List.of(), loaded.files());
  }

  @Test
  void nothingSecretIsEverWritten() throws Exception {
    write("a", member("a") + "API_KEY=\nOPENAI_API_KEY=hush-1,hush-2\n");
    assertFalse(load("CHAIN=a,b\nANTHROPIC_API_KEY=hush\n").toString().contains("hush"));
  }

  private static Target named(String member, String model) {
    return new Target(member, new Target.Named(model));
  }

  private Settings.Loaded load(String text) throws Exception {
    write("chain", text);
    return Settings.load(Optional.of(file("chain").toString()), Map.of());
  }

  private EnvFaults faults(String text) {
    return assertThrows(EnvFaults.class, () -> load(text));
  }

  private void write(String name, String text) throws IOException {
    Files.setPosixFilePermissions(Files.writeString(file(name), text), PosixFilePermissions.fromString("rw-------"));
  }

  private Path file(String name) {
    return folder.resolve(".env-" + name);
  }
}
