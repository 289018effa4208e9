package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.FakeClock;
import portside.Logged;
import portside.provider.Chain;
import portside.provider.KeyRules;
import portside.provider.KeyRules.Quota;
import portside.provider.KeyRules.Unit;
import portside.provider.KeyRules.Window;
import portside.provider.Provider;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Scope;

/// What outlives the process, and that nothing is hindered when it does not.
@ResourceLock("the log of RoutingFile")
class RoutingFileTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.5Z");

  private static final RoutingState STATE = new RoutingState(
      List.of(new RoutingState.Out(Scope.KEY_AND_MODEL, "", "0123456789ab", "ba9876543210", "glm-5.3", FaultKind.QUOTA, NOON, 2)),
      List.of(new Quotas.Kept(new Account("0123456789ab", "ba9876543210"), Map.of(5_890_000L, new Quotas.Amount(45_000_000_000L, 7)),
          Map.of(Window.WEEK, new Quotas.Period(LocalDate.parse("2025-12-29"), new Quotas.Amount(9, 3))), Optional.empty())),
      new Preferences.Kept(Map.of("a session", List.of("glm", "kimi")), new Preferences.Order(List.of("kimi", "glm"), List.of("glm", "kimi"))),
      List.of(new Bindings.Kept("c1", "BIG", "glm", "glm-5.3", "ba9876543210", NOON, NOON.plusSeconds(1), Optional.of(NOON.minusSeconds(1))),
          new Bindings.Kept("c2", "x", "glm", "glm-5.3", "ba9876543210", NOON, NOON, Optional.empty())));

  private static final String WRITTEN = """
      {'version':1,\
      'outs':[{'scope':'KEY_AND_MODEL','member':'','address':'0123456789ab','key':'ba9876543210','model':'glm-5.3','reason':'QUOTA',\
      'until':'2026-01-01T12:00:00.500Z','level':2}],\
      'use':[{'address':'0123456789ab','key':'ba9876543210','pieces':{'5890000':{'tokens':45000000000,'requests':7}},\
      'periods':{'WEEK':{'start':'2025-12-29','amount':{'tokens':9,'requests':3}}}}],\
      'order':{'members':['kimi','glm'],'of':['glm','kimi']},\
      'sessions':{'a session':['glm','kimi']},\
      'bindings':[{'conversation':'c1','models':'BIG','member':'glm','model':'glm-5.3','key':'ba9876543210','since':'2026-01-01T12:00:00.500Z',\
      'used':'2026-01-01T12:00:01.500Z','away':'2026-01-01T11:59:59.500Z'},\
      {'conversation':'c2','models':'x','member':'glm','model':'glm-5.3','key':'ba9876543210','since':'2026-01-01T12:00:00.500Z',\
      'used':'2026-01-01T12:00:00.500Z'}]}""".replace('\'', '"');

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("routing-glm.json");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    var data = folder.resolve("data");
    var file = new RoutingFile(data, "glm");
    try (var logged = new Logged(RoutingFile.class.getName())) {
      assertEquals(RoutingState.NOTHING, file.load());
      assertEquals(List.of(), logged.from(Level.ALL), "a file that is not there is no trouble");
    }
    assertTrue(file.save(RoutingState.NOTHING));
    assertEquals(RoutingState.NOTHING, new RoutingFile(data, "glm").load());
    assertTrue(file.save(STATE));
    assertEquals(STATE, new RoutingFile(data, "glm").load());
    assertEquals(WRITTEN, Files.readString(data.resolve("routing-glm.json")));
    try (var files = Files.list(data)) {
      assertEquals(List.of(data.resolve("routing-glm.json")), files.toList());
    }
  }

  /// An earlier version gave such names one file.
  @Test
  void noTwoNamesShareAFile() throws Exception {
    Files.writeString(folder.resolve("routing-a_b.json"), WRITTEN);
    var file = new RoutingFile(folder, "a b");
    assertEquals(STATE, file.load());
    assertTrue(file.save(RoutingState.NOTHING));
    assertEquals(RoutingState.NOTHING, new RoutingFile(folder, "a b").load());
    assertEquals(STATE, new RoutingFile(folder, "a_b").load());
  }

  @Test
  void whatIsNotKnownIsLeftOutAndWhatIsMissingIsEmpty() throws Exception {
    Files.writeString(file(), WRITTEN.replace("{", "{\"later\":[{}],").replace("\"pieces\":{\"later\":[{}],", "\"pieces\":{").replace("\"periods\":{\"later\":[{}],", "\"periods\":{")
        .replace("\"sessions\":{\"later\":[{}],", "\"sessions\":{"));
    assertEquals(STATE, new RoutingFile(folder, "glm").load());
    Files.writeString(file(), "{\"version\":1}");
    assertEquals(RoutingState.NOTHING, new RoutingFile(folder, "glm").load());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "{", "[]", "{}", "{'version':2}", "{'version':'1'}", "{'version':1,'outs':{}}", "{'version':1,'outs':[7]}", "{'version':1,'outs':[{}]}",
    "{'version':1,'outs':[{'scope':'KEY','member':'','address':'','key':'','model':'','reason':'NEW_KIND','until':'2026-01-01T12:00:00Z','level':1}]}",
    "{'version':1,'outs':[{'scope':'KEY','member':'','address':'','key':'','model':'','reason':'QUOTA','until':'noon','level':1}]}",
    "{'version':1,'use':[{'address':'','key':'','pieces':{'x':{'tokens':1,'requests':1}}}]}",
    "{'version':1,'use':[{'address':'','key':'','periods':{'YEAR':{'start':'2026-01-01','amount':{'tokens':1,'requests':1}}}}]}",
    "{'version':1,'order':{'members':'glm'}}", "{'version':1,'sessions':{'s':'glm'}}", "{'version':1,'bindings':[{'conversation':'c'}]}"
  })
  void aFileWithoutSenseIsOneLineInTheLogAndIsReplaced(String content) throws Exception {
    Files.writeString(file(), content.replace('\'', '"'));
    var file = new RoutingFile(folder, "glm");
    try (var logged = new Logged(RoutingFile.class.getName())) {
      assertEquals(RoutingState.NOTHING, file.load());
      assertEquals(1, logged.from(Level.ALL).size());
      assertTrue(logged.from(Level.WARNING).getFirst().matches(
          "outages, quotas and bindings start anew: \\S+routing-glm.json cannot be read \\(\\w+\\) and is replaced"), logged.from(Level.WARNING).toString());
    }
    assertTrue(file.save(STATE));
    assertEquals(STATE, file.load());
  }

  @Test
  void aFolderThatCannotBeWrittenIsOneLineInTheLogUntilItCan() throws Exception {
    var inTheWay = Files.writeString(folder.resolve("data"), "in the way"); // also for root, which permissions do not stop
    var file = new RoutingFile(inTheWay, "glm");
    try (var logged = new Logged(RoutingFile.class.getName())) {
      assertFalse(file.save(STATE));
      assertFalse(file.save(STATE));
      assertEquals(RoutingState.NOTHING, file.load());
      assertEquals(List.of("outages, quotas and bindings are not kept over a restart while " + inTheWay.resolve("routing-glm.json")
          + " cannot be written (FileAlreadyExistsException)"), logged.from(Level.ALL));
    }
    Files.delete(inTheWay);
    assertTrue(file.save(STATE));
    assertEquals(STATE, file.load());
  }

  @Test
  void aWriteThatFailedLeavesNothingBehind() throws Exception {
    var inTheWay = Files.createDirectories(file().resolve("full"));
    assertFalse(new RoutingFile(folder, "glm").save(STATE));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(inTheWay.getParent()), files.toList());
    }
  }

  private static Routing routing(FakeClock wall, AtomicLong nanoTime) {
    return new Routing(new Standings(wall, nanoTime::get, () -> 0), new Bindings(wall, nanoTime::get), new KeyOrder(), new Quotas(wall),
        new Speeds(nanoTime::get), new Preferences(), new Lessons(wall), new RetryBudget(), new HedgeBudget(), new Changes(), wall, nanoTime::get, () -> 0);
  }

  private static void refuse(Routing routing, Candidate candidate, FaultKind kind, OptionalLong told) {
    try (var ticket = routing.standings().unheld(candidate, Chain.Breaker.USUAL, Duration.ofSeconds(60))) {
      var consequence = Consequence.of(new Outcome.Refused(Fault.of(kind, "")), new Chain.Patience(Duration.ZERO, Duration.ofSeconds(180), 6, false));
      ticket.failed(consequence, kind, Optional.of(kind.scope()), told);
    }
  }

  private Provider member(String name) throws Exception {
    return GivenChain.with(GivenChain.of(folder, name), new KeyRules(KeyRules.Strategy.SPREAD,
        List.of(new Quota(Window.FIVE_HOURS, 1_000, Unit.TOKENS)), 99, ZoneId.of("UTC")), "secret-1", "secret-2");
  }

  @Test
  void routingGoesOnAfterARestart() throws Exception {
    var wall = new FakeClock();
    var before = routing(wall, new AtomicLong(500));
    var a = member("a");
    var chain = GivenChain.chain(a, member("b"));
    var told = GivenChain.candidate(a, 1, "a-big");
    var untold = GivenChain.candidate(a, 2, "a-big");
    refuse(before, told, FaultKind.QUOTA, OptionalLong.of(3_600));
    refuse(before, untold, FaultKind.AUTHENTICATION, OptionalLong.empty());
    before.quotas().used(told, 990, 1);
    before.preferences().promote(List.of("b"), chain);
    before.preferences().pin("s", List.of("b"), chain);
    before.bindings().content("c", "BIG", untold, true);
    before.speeds().answered(told, Duration.ofSeconds(1), Duration.ofSeconds(2), 100);
    var file = new RoutingFile(folder, "chain");
    assertTrue(file.save(RoutingState.of(before, chain.stickiness())));

    var written = Files.readString(folder.resolve("routing-chain.json"));
    assertFalse(written.contains("secret") || written.contains("127.0.0.1"), written);

    wall.pass(Duration.ofMinutes(4));
    var after = routing(wall, new AtomicLong(-500));
    file.load().restore(after, chain);
    assertEquals(new ToldOutages(before.standings()).kept(), new ToldOutages(after.standings()).kept());
    assertEquals(List.of(FaultKind.QUOTA), after.standings().holds(told).stream().map(Standings.Hold::reason).toList());
    assertEquals(List.of(), after.standings().holds(untold), "a key that was refused is tried again");
    assertEquals(990, after.quotas().exhausted(told).orElseThrow().used());
    assertEquals(List.of("b", "a"), after.preferences().order(chain));
    assertEquals(List.of("b"), after.preferences().pinned("s"));
    assertEquals(Optional.of("a"), after.bindings().home("c", "BIG", chain.stickiness()).map(Bindings.Home::member));
    assertEquals(List.of(), after.speeds().seen());

    var without = routing(wall, new AtomicLong());
    file.load().restore(without, GivenChain.chain(member("b")));
    assertEquals(List.of(), new ToldOutages(without.standings()).kept(), "an address that is gone");
  }

  @Test
  void aClockThatWasSetBackBreaksNothing() throws Exception {
    var wall = new FakeClock();
    var before = routing(wall, new AtomicLong());
    var chain = GivenChain.chain(member("a"), member("b"));
    var a = GivenChain.candidate(chain.first(), 1, "a-big");
    refuse(before, a, FaultKind.QUOTA, OptionalLong.of(3_600));
    before.quotas().used(a, 1_000, 1);
    before.bindings().content("c", "BIG", a, true);
    var file = new RoutingFile(folder, "chain");
    file.save(RoutingState.of(before, chain.stickiness()));
    wall.pass(Duration.ofDays(-20));
    var nanoTime = new AtomicLong();
    var after = routing(wall, nanoTime);
    file.load().restore(after, chain);
    assertEquals(1_000, after.quotas().exhausted(a).orElseThrow().used());
    assertEquals(wall.instant().plus(Duration.ofHours(5).plusMinutes(5)), after.quotas().exhausted(a).orElseThrow().back());
    nanoTime.addAndGet(chain.stickiness().idle().toNanos());
    assertEquals(Optional.empty(), after.bindings().home("c", "BIG", chain.stickiness()));
  }
}
