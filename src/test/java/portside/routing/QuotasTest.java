package portside.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.FakeClock;
import portside.provider.KeyRules;
import portside.provider.KeyRules.Quota;
import portside.provider.KeyRules.Unit;
import portside.provider.KeyRules.Window;
import portside.provider.Provider;
import portside.routing.Quotas.Amount;
import portside.routing.Quotas.Exhausted;
import portside.routing.Quotas.Period;
import portside.wire.anthropic.Usage;

/// When a key has used up what a person gave it, and when it is back.
class QuotasTest {
  private final FakeClock clock = new FakeClock(); // Thursday, 2026-01-01T00:00Z
  private final Quotas quotas = new Quotas(clock);
  @TempDir private Path folder;

  private static Quota quota(Window window, long amount, Unit unit) {
    return new Quota(window, amount, unit);
  }

  private Candidate candidate(Quota... of) throws Exception {
    return candidate(99, "UTC", of);
  }

  private Candidate candidate(int stopAt, String zone, Quota... of) throws Exception {
    return GivenChain.candidate(member("a", "a", stopAt, zone, of), 1, "m");
  }

  private Provider member(String name, String address, int stopAt, String zone, Quota... of) throws Exception {
    return GivenChain.with(GivenChain.of(folder, name, "OPENAI_BASE_URL=http://127.0.0.1:1/" + address),
        new KeyRules(KeyRules.Strategy.SPREAD, List.of(of), stopAt, ZoneId.of(zone)), "k1", "k2");
  }

  private void at(String instant) {
    clock.pass(Duration.between(clock.instant(), Instant.parse(instant)));
  }

  private static List<Long> used(Quotas quotas, Candidate candidate) {
    return quotas.usage(candidate.provider(), candidate.key()).stream().map(Quotas.Usage::used).toList();
  }

  private List<Long> used(Candidate candidate) {
    return used(quotas, candidate);
  }

  @Test
  void theRequestThatGoesOverIsTheLast() throws Exception {
    var a = candidate(quota(Window.FIVE_HOURS, 1000, Unit.TOKENS));
    quotas.used(a, 600, 1);
    assertEquals(Optional.empty(), quotas.exhausted(a));
    quotas.used(a, 600, 1);
    assertEquals(Optional.of(new Exhausted(Window.FIVE_HOURS, Unit.TOKENS, 1_200, 1_000, Instant.parse("2026-01-01T05:05:00Z"))), quotas.exhausted(a));
    assertEquals(List.of(new Quotas.Usage(new Quota(Window.FIVE_HOURS, 1_000, Unit.TOKENS), 1_200, 990)), quotas.usage(a.provider(), 1));
    quotas.reset();
    assertEquals(Optional.empty(), quotas.exhausted(a));
    assertEquals(List.of(0L), used(a));
  }

  /// What is read before is in it too, and each use is kept over a restart.
  @Test
  void whatAnAnswerUsedIsCountedAndKeptWhereThereIsAQuota() throws Exception {
    var routing = Routing.begun(new Lessons(clock), clock, System::nanoTime);
    var changes = new AtomicInteger();
    routing.changes().tell(changes::incrementAndGet);
    var usage = new Usage(1_000, 200, OptionalLong.of(30), OptionalLong.of(4), OptionalLong.empty(), 0);
    routing.used(candidate(), usage);
    assertEquals(0, changes.get(), "there is nothing to keep");
    var limited = candidate(quota(Window.DAY, 9_000, Unit.TOKENS), quota(Window.DAY, 9, Unit.REQUESTS));
    routing.used(limited, usage);
    assertEquals(1, changes.get());
    assertEquals(List.of(1_234L, 1L), used(routing.quotas(), limited));
  }

  @ParameterizedTest
  @CsvSource({"1000, 99, 990", "1000, 100, 1000", "10, 99, 10", "1, 50, 1", "9223372036854775807, 50, 4611686018427387900"})
  void aKeyIsLeftAloneFromSoManyPercentOn(long amount, int percent, long stopAt) throws Exception {
    var a = candidate(percent, "UTC", quota(Window.DAY, amount, Unit.REQUESTS));
    quotas.used(a, 5, stopAt - 1);
    assertEquals(Optional.empty(), quotas.exhausted(a));
    quotas.used(a, 5, 1);
    assertEquals(Optional.of(new Exhausted(Window.DAY, Unit.REQUESTS, stopAt, amount, Instant.parse("2026-01-02T00:00:00Z"))), quotas.exhausted(a));
  }

  @Test
  void fiveHoursSlideInPiecesOfFiveMinutes() throws Exception {
    var a = candidate(100, "UTC", quota(Window.FIVE_HOURS, 100, Unit.REQUESTS));
    at("2026-01-01T00:04:59Z");
    quotas.used(a, 0, 30);
    at("2026-01-01T00:05:00Z");
    quotas.used(a, 0, 80);
    at("2026-01-01T00:10:00Z");
    quotas.used(a, 0, 1);
    assertEquals(Instant.parse("2026-01-01T05:05:00Z"), quotas.exhausted(a).orElseThrow().back());
    at("2026-01-01T05:04:59Z");
    assertEquals(List.of(111L), used(a), "for all that is in a piece the five hours are over");
    at("2026-01-01T05:05:00Z");
    assertEquals(Optional.empty(), quotas.exhausted(a));
    assertEquals(List.of(81L), used(a));
    quotas.used(a, 0, 100);
    assertEquals(Instant.parse("2026-01-01T10:10:00Z"), quotas.exhausted(a).orElseThrow().back(), "not before enough of it is over");
    at("2026-01-01T10:10:00Z");
    assertEquals(List.of(0L), used(a));
  }

  @Test
  void daysWeeksAndMonthsAreThoseOfTheCalendar() throws Exception {
    var a = candidate(quota(Window.DAY, 100, Unit.TOKENS), quota(Window.WEEK, 100, Unit.TOKENS), quota(Window.MONTH, 100, Unit.TOKENS));
    quotas.used(a, 10, 1);
    assertEquals(List.of(10L, 10L, 10L), used(a));
    at("2026-01-01T23:59:59Z");
    assertEquals(List.of(10L, 10L, 10L), used(a));
    at("2026-01-02T00:00:00Z");
    assertEquals(List.of(0L, 10L, 10L), used(a));
    at("2026-01-04T23:59:59Z");
    quotas.used(a, 1, 1);
    assertEquals(List.of(1L, 11L, 11L), used(a));
    at("2026-01-05T00:00:00Z");
    assertEquals(List.of(0L, 0L, 11L), used(a), "a week begins with Monday");
    at("2026-01-31T23:59:59Z");
    assertEquals(List.of(0L, 0L, 11L), used(a));
    at("2026-02-01T00:00:00Z");
    assertEquals(List.of(0L, 0L, 0L), used(a));
  }

  @ParameterizedTest
  @CsvSource({
    "DAY,   UTC,             2026-03-27T12:00:00Z, 2026-03-28T00:00:00Z",
    "DAY,   Asia/Kathmandu,  2026-03-27T18:14:59Z, 2026-03-27T18:15:00Z",
    "DAY,   Asia/Kathmandu,  2026-03-27T18:15:00Z, 2026-03-28T18:15:00Z",
    "WEEK,  UTC,             2026-03-27T12:00:00Z, 2026-03-30T00:00:00Z",
    "WEEK,  Europe/Berlin,   2026-03-27T12:00:00Z, 2026-03-29T22:00:00Z", // summer time has begun
    "MONTH, America/New_York,2026-03-27T12:00:00Z, 2026-04-01T04:00:00Z",
  })
  void theKeyIsBackWhenTheNextOneBegins(Window window, String zone, String now, String back) throws Exception {
    var a = candidate(99, zone, quota(window, 100, Unit.TOKENS));
    at(now);
    quotas.used(a, 100, 1);
    assertEquals(Instant.parse(back), quotas.exhausted(a).orElseThrow().back());
    at(back);
    assertEquals(Optional.empty(), quotas.exhausted(a));
  }

  @Test
  void ofSeveralThatAreUsedUpTheOneThatIsBackLastIsTold() throws Exception {
    var a = candidate(quota(Window.FIVE_HOURS, 10, Unit.REQUESTS), quota(Window.DAY, 1_000_000, Unit.TOKENS), quota(Window.WEEK, 100, Unit.TOKENS), quota(Window.MONTH, 1000, Unit.TOKENS));
    quotas.used(a, 200, 20);
    assertEquals(Window.WEEK, quotas.exhausted(a).orElseThrow().window());
  }

  @Test
  void withoutQuotasNothingIsUsedUp() throws Exception {
    var a = candidate();
    quotas.used(a, Long.MAX_VALUE, Long.MAX_VALUE);
    assertEquals(Optional.empty(), quotas.exhausted(a));
    assertEquals(List.of(), quotas.usage(a.provider(), 1));
  }

  @Test
  void aSumThatIsTooLargeStaysTheLargestAndNothingIsGivenBack() throws Exception {
    var a = candidate(quota(Window.DAY, 100, Unit.TOKENS), quota(Window.FIVE_HOURS, 100, Unit.TOKENS));
    quotas.used(a, Long.MAX_VALUE, 1);
    quotas.used(a, Long.MAX_VALUE, 1);
    quotas.used(a, -50, 1);
    assertEquals(List.of(Long.MAX_VALUE, Long.MAX_VALUE), used(a));
  }

  @Test
  void useBelongsToAddressAndKey() throws Exception {
    var a = candidate(quota(Window.DAY, 100, Unit.TOKENS));
    quotas.used(a, 100, 1);
    assertEquals(Optional.empty(), quotas.exhausted(GivenChain.candidate(a.provider(), 2, "m")));
    assertEquals(List.of(0L), quotas.usage(a.provider(), 2).stream().map(Quotas.Usage::used).toList());
    var twin = member("twin", "a", 99, "UTC", quota(Window.DAY, 50, Unit.TOKENS));
    assertEquals(100, quotas.exhausted(GivenChain.candidate(twin, 1, "other")).orElseThrow().used());
    var elsewhere = member("b", "b", 99, "UTC", quota(Window.DAY, 50, Unit.TOKENS));
    assertEquals(Optional.empty(), quotas.exhausted(GivenChain.candidate(elsewhere, 1, "m")));
  }

  @Test
  void aPlanThatBeginsAnewEmptiesWhatWeCounted() throws Exception {
    var a = candidate(quota(Window.FIVE_HOURS, 100, Unit.TOKENS), quota(Window.WEEK, 100, Unit.TOKENS));
    var other = GivenChain.candidate(a.provider(), 2, "m");
    quotas.used(a, 100, 1);
    quotas.used(other, 100, 1);
    quotas.toldReset(a);
    assertEquals(Optional.empty(), quotas.exhausted(a));
    assertEquals(List.of(100L, 100L), used(other));
    quotas.used(a, 7, 1);
    assertEquals(List.of(7L, 7L), used(a));
  }

  @Test
  void whatLiesInTheFutureCountsAsOfNow() throws Exception {
    var a = candidate(quota(Window.FIVE_HOURS, 100, Unit.TOKENS), quota(Window.DAY, 100, Unit.TOKENS), quota(Window.WEEK, 100, Unit.TOKENS), quota(Window.MONTH, 100, Unit.TOKENS));
    at("2026-02-03T00:00:00Z");
    quotas.used(a, 100, 1);
    at("2026-01-02T00:00:00Z");
    assertEquals(List.of(100L, 100L, 100L, 100L), used(a));
    quotas.used(a, 1, 1);
    at("2026-01-02T05:05:00Z");
    assertEquals(List.of(0L, 101L, 101L, 101L), used(a));
    at("2026-01-03T00:00:00Z");
    assertEquals(List.of(0L, 0L, 101L, 101L), used(a));
    at("2026-02-03T00:00:00Z");
    assertEquals(List.of(0L, 0L, 0L, 0L), used(a));
  }

  @Test
  void nothingBeyondThirtyFiveDaysIsBelieved() throws Exception {
    var a = candidate(quota(Window.FIVE_HOURS, 100, Unit.TOKENS), quota(Window.DAY, 100, Unit.TOKENS), quota(Window.WEEK, 100, Unit.TOKENS), quota(Window.MONTH, 100, Unit.TOKENS));
    at("2027-01-01T00:00:00Z");
    quotas.used(a, 100, 1);
    at("2026-01-02T00:00:00Z");
    assertEquals(List.of(0L, 0L, 0L, 0L), used(a));
  }

  @Test
  void useOutlivesTheProcess() throws Exception {
    var a = candidate(quota(Window.FIVE_HOURS, 100, Unit.TOKENS), quota(Window.DAY, 100, Unit.REQUESTS), quota(Window.WEEK, 1000, Unit.TOKENS));
    quotas.used(a, 40, 1);
    clock.pass(Duration.ofMinutes(7));
    quotas.used(a, 60, 2);
    var day = LocalDate.parse("2026-01-01");
    var all = new Amount(100, 3);
    var piece = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() / 300;
    var kept = quotas.kept();
    assertEquals(List.of(new Quotas.Kept(Account.of(a), Map.of(piece, new Amount(40, 1), piece + 1, new Amount(60, 2)),
        Map.of(Window.DAY, new Period(day, all), Window.WEEK, new Period(LocalDate.parse("2025-12-29"), all), Window.MONTH, new Period(day, all)), Optional.empty())), kept);
    clock.pass(Duration.ofHours(4));
    var next = new Quotas(clock);
    next.restore(kept);
    assertEquals(quotas.exhausted(a), next.exhausted(a));
    assertEquals(List.of(100L, 3L, 100L), used(next, a));
    next.used(a, 1, 1);
    assertEquals(List.of(100L, 3L, 100L), used(a), "what was kept is not touched");
    assertEquals(List.of(101L, 4L, 101L), used(next, a));
  }

  @Test
  void aKeyThatWasNotUsedForLongIsForgotten() throws Exception {
    var a = candidate(quota(Window.DAY, 100, Unit.TOKENS));
    quotas.used(a, 40, 1);
    clock.pass(Duration.ofDays(34));
    var next = new Quotas(clock);
    next.restore(quotas.kept());
    assertEquals(1, next.kept().size());
    clock.pass(Duration.ofDays(1));
    var later = new Quotas(clock);
    later.restore(quotas.kept());
    assertEquals(List.of(), later.kept());
  }

  @Test
  void aKeyInUseHoldsNoMoreThanItsFiveHours() throws Exception {
    var a = candidate(quota(Window.FIVE_HOURS, 100000, Unit.TOKENS));
    LongStream.range(0, 500).forEach(_ -> {
      quotas.used(a, 1, 1);
      clock.pass(Duration.ofMinutes(5));
    });
    assertEquals(61, quotas.kept().getFirst().pieces().size());
  }
}
