package portside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.SignedInCopilot.until;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import portside.provider.Chain;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Dialects;
import portside.provider.Endpoint;
import portside.provider.KeyRules;
import portside.provider.KnownProvider;
import portside.provider.ModelSource;
import portside.provider.Provider;
import portside.provider.Timeouts;
import portside.provider.copilot.CopilotModel;
import portside.routing.ModelOffers;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;

/// When an account's list of models is asked for, and who waits for it.
@Timeout(60)
class ModelOffersTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final FakeTicker time = new FakeTicker();
  private final Logged log = new Logged(ModelOffers.class.getName());
  private ScriptedCopilot copilot;
  private DeadlineTicker deadlines;
  private ModelSource source;

  @BeforeEach
  void start() throws Exception {
    copilot = new ScriptedCopilot().lists("{\"id\":\"one\"}");
    deadlines = DeadlineTicker.started();
    var destination = new Destination("it", new Endpoint(copilot.url(), Optional.empty(), "OPENAI_BASE_URL"), List.of(new Credential.None()), Map.of(),
        new Timeouts(LIMIT, LIMIT, LIMIT), Optional.empty(), List.of());
    var provider = new Provider(destination, "a test", new Provider.Models("b", "m", "s"), Dialects.of(KnownProvider.named("copilot").orElseThrow()),
        new Provider.Limits(0, 0), KeyRules.USUAL, 0, Provider.Billing.LISTED);
    var offers = new ModelOffers(to -> new HelidonUpstream(to, "test", deadlines), time);
    source = offers.of(Chain.of(provider)).first().dialect().offered();
  }

  @AfterEach
  void stop() throws Exception {
    copilot.close();
    deadlines.close();
    log.close();
  }

  private List<String> known() {
    return source.known().stream().flatMap(models -> models.all().stream()).map(CopilotModel::id).toList();
  }

  private void missed(int times) throws Exception {
    until(() -> log.from(Level.FINE).stream().filter(line -> line.contains("no list of its models")).count() == times);
  }

  @Test
  void theFirstListIsWaitedForAndHoldsForAnHour() throws Exception {
    source.await();
    assertEquals(List.of("one"), known());
    copilot.lists("{\"id\":\"two\"}");
    time.pass(Duration.ofMinutes(59));
    assertEquals(List.of("one"), known());
    assertEquals(1, copilot.lists.size());
    time.pass(Duration.ofMinutes(1));
    until(() -> known().equals(List.of("two")));
    assertEquals(2, copilot.lists.size());
  }

  @Test
  void aListThatGoesAwayStaysKnownAndIsAskedForAgainInAMinute() throws Exception {
    source.await();
    copilot.listsNothing(503);
    time.pass(Duration.ofHours(1));
    assertEquals(List.of("one"), known());
    missed(1);
    time.pass(Duration.ofSeconds(59));
    assertEquals(List.of("one"), known());
    assertEquals(2, copilot.lists.size());
    copilot.lists("{\"id\":\"two\"}").listsAgain();
    time.pass(Duration.ofSeconds(1));
    until(() -> known().equals(List.of("two")));
  }

  @Test
  void aListThatIsAwayForHoursHoldsUpTheFirstRequestAloneAndIsToldOnce() throws Exception {
    copilot.listsNothing(503);
    source.await();
    missed(1);
    time.pass(Duration.ofMinutes(1));
    copilot.listsLater();
    assertTimeoutPreemptively(Duration.ofSeconds(5), source::await);
    assertEquals(List.of(), known());
    copilot.listsAtLast();
    missed(2);
    assertEquals(2, copilot.lists.size());
    assertEquals(1, log.from(Level.WARNING).size(), log.from(Level.WARNING)::toString);
    assertTrue(log.from(Level.WARNING).getFirst().contains("HTTP 503; asked again in a minute"), log.from(Level.WARNING)::toString);
  }
}
