package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.FakeTicker;
import portside.Logged;
import portside.ScriptedProvider;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Dialects;
import portside.provider.Endpoint;
import portside.provider.KeyRules;
import portside.provider.KnownProvider;
import portside.provider.ModelSource;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.Timeouts;
import portside.provider.copilot.CopilotModel;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;

/// When the list of an account's models is asked for.
@Timeout(60)
class ModelOffersTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final DeadlineTicker DEADLINES = DeadlineTicker.started();

  private final FakeTicker time = new FakeTicker();
  private final ModelOffers offers = new ModelOffers(to -> new HelidonUpstream(to, "test", DEADLINES), time);
  private ScriptedProvider provider;
  private ModelSource source;

  @BeforeEach
  void start() throws Exception {
    provider = new ScriptedProvider();
    source = member(offers, Dialects.of(KnownProvider.named("copilot").orElseThrow())).dialect().offered();
  }

  @AfterEach
  void stop() throws Exception {
    provider.close();
  }

  private Provider member(ModelOffers of, Dialects dialects) {
    var destination = new Destination("it", new Endpoint(URI.create(provider.url().toString()), Optional.empty(), "OPENAI_BASE_URL"),
        List.of(new Credential.Bearer(new Secret("k"))), Map.of(), new Timeouts(LIMIT, LIMIT, LIMIT), Optional.empty(), List.of());
    return of.of(Chain.of(new Provider(destination, "a test", new Provider.Models("b", "m", "s"), dialects, new Provider.Limits(0, 0), KeyRules.USUAL, 0,
        Provider.Billing.LISTED))).first();
  }

  private void lists(String... ids) {
    var models = "{\"data\":[" + String.join(",", List.of(ids).stream().map(id -> "{\"id\":\"" + id + "\"}").toList()) + "]}";
    provider.then(line -> line.whole(200, "application/json", models));
  }

  private void fails() {
    provider.then(line -> line.whole(500, "application/json", "{}"));
  }

  private List<String> known() {
    source.await();
    return source.known().map(models -> models.all().stream().map(CopilotModel::id).toList()).orElse(List.of());
  }

  /// Asks until another list is there, as requests do.
  private void becomes(String... ids) {
    var end = System.nanoTime() + LIMIT.toNanos();
    while (!known().equals(List.of(ids)) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertEquals(List.of(ids), known());
  }

  @Test
  void itIsAskedForOnceAndAgainAfterAnHour() throws Exception {
    lists("a");
    lists("b");
    assertEquals(List.of("a"), known());
    var request = provider.take();
    assertEquals("GET /v1/models HTTP/1.1 Bearer k", request.line() + " " + request.head().get("authorization"));
    time.pass(Duration.ofMinutes(59));
    assertEquals(List.of("a"), known());
    assertEquals(1, provider.calls());
    time.pass(Duration.ofMinutes(1));
    becomes("b");
    assertEquals(2, provider.calls());
  }

  @Test
  void whatIsNotToBeHadHoldsNobodyUpForAMinute() {
    fails();
    lists("a");
    try (var log = new Logged(ModelOffers.class.getName())) {
      assertEquals(List.of(), known());
      assertEquals(List.of("it: no list of its models: HTTP 500; asked again in a minute"), log.from(Level.WARNING));
    }
    time.pass(Duration.ofSeconds(59));
    assertEquals(List.of(), known());
    assertEquals(1, provider.calls());
    time.pass(Duration.ofSeconds(1));
    becomes("a");
  }

  @Test
  void whatIsAwayForHoursHoldsUpTheFirstRequestAloneAndIsToldOnce() throws Exception {
    var goes = new CountDownLatch(1);
    fails();
    provider.then(line -> {
      goes.await();
      line.whole(500, "application/json", "{}");
    });
    try (var log = new Logged(ModelOffers.class.getName())) {
      assertTrue(source.await());
      time.pass(Duration.ofMinutes(1));
      assertFalse(source.await(), "it is asked for meanwhile");
      assertEquals(Optional.empty(), source.known());
      goes.countDown();
      var end = System.nanoTime() + LIMIT.toNanos();
      while (log.from(Level.ALL).size() < 2 && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertEquals(List.of("it: no list of its models: HTTP 500; asked again in a minute"), log.from(Level.WARNING));
      assertEquals(2, log.from(Level.ALL).size());
    }
  }

  @Test
  void anOldListHoldsWhileThereIsNoOther() throws Exception {
    lists("a");
    fails();
    lists("b");
    assertEquals(List.of("a"), known());
    provider.take();
    time.pass(Duration.ofHours(1));
    try (var log = new Logged(ModelOffers.class.getName())) {
      assertEquals(List.of("a"), known());
      var end = System.nanoTime() + LIMIT.toNanos();
      while (log.from(Level.WARNING).isEmpty() && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
    time.pass(Duration.ofSeconds(59));
    assertEquals(List.of("a"), known());
    assertEquals(2, provider.calls());
    time.pass(Duration.ofSeconds(1));
    becomes("b");
  }

  @Test
  void aRefusedModelHasItReadAnewOnceAMinute() {
    lists("a");
    lists("b");
    lists("c");
    assertEquals(List.of("a"), known());
    source.doubted();
    becomes("b");
    source.doubted();
    assertEquals(List.of("b"), known());
    assertEquals(2, provider.calls());
    time.pass(Duration.ofMinutes(1));
    assertEquals(List.of("b"), known(), "the doubt was too soon, and counts no more");
    source.doubted();
    becomes("c");
  }

  @Test
  void thoseWhoWaitShareOneCall() throws Exception {
    var asked = new CountDownLatch(1);
    var goes = new CountDownLatch(1);
    provider.then(line -> {
      asked.countDown();
      goes.await();
      line.whole(200, "application/json", "{\"data\":[{\"id\":\"a\"}]}");
    });
    var waiting = List.of(0, 1, 2).stream().map(_ -> Thread.ofVirtual().start(source::await)).toList();
    asked.await();
    goes.countDown();
    for (var one : waiting) {
      one.join();
    }
    assertEquals(List.of("a"), known());
    assertEquals(1, provider.calls());
  }

  @Test
  void anAccountIsAskedOnceHoweverOftenTheChainIsReadAnew() {
    lists("a");
    assertEquals(List.of("a"), known());
    var again = member(offers, Dialects.of(KnownProvider.named("copilot").orElseThrow())).dialect().offered();
    assertSame(source, again);
    assertSame(ModelSource.NONE, member(offers, new Dialects()).dialect().offered(), "others offer the same to all");
    assertSame(ModelSource.NONE, member(offers, Dialects.forced(KnownProvider.named("copilot").orElseThrow().rows().getFirst())).dialect().offered(), "one row is a person's choice");
  }

  @Test
  void whatIsNoListIsTold() {
    for (var none : List.of("{}", "[", "{\"data\":7}")) {
      provider.then(line -> line.whole(200, "application/json", none));
      var answer = assertInstanceOf(ModelOffers.Unlisted.class, offers.ask(member(offers, Dialects.of(KnownProvider.named("copilot").orElseThrow()))));
      assertTrue(answer.authorised() && !answer.why().isEmpty(), answer::toString);
    }
    provider.then(line -> line.whole(401, "application/json", "{}"));
    assertEquals(new ModelOffers.Unlisted("HTTP 401", false), offers.ask(member(offers, Dialects.of(KnownProvider.named("copilot").orElseThrow()))));
  }

  @Test
  void aListIsReadAsFarAsItIsNoLongerThanAnyIs() {
    for (var megabytes : List.of(7, 9)) {
      provider.then(line -> line.whole(200, "application/json", "{\"data\":[{\"id\":\"a\"}" + " ".repeat(megabytes << 20) + "]}"));
      var answer = offers.ask(member(offers, Dialects.of(KnownProvider.named("copilot").orElseThrow())));
      assertEquals(megabytes < 8, answer instanceof ModelOffers.Listed, answer::toString);
    }
  }
}
