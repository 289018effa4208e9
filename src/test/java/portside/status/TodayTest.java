package portside.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import portside.ledger.Answerer;
import portside.ledger.Cost;
import portside.ledger.LedgerEntry;
import portside.ledger.Origin;
import portside.ledger.UsageSums;

/// Sums, medians and forecasts.
class TodayTest {
  private static final Instant SIX = Instant.parse("2026-11-29T18:00:00Z");

  private Instant now = SIX;
  private final LastMinutes minutes = new LastMinutes(() -> now, ZoneOffset.UTC);

  private static LedgerEntry entry(Instant at, boolean stream, LedgerEntry.Result result, int firstMillis, @Nullable Long billionths) {
    var tokens = new LedgerEntry.Tokens(200, 50, OptionalLong.of(700), OptionalLong.of(100), OptionalLong.of(40), OptionalLong.of(20), 0, false);
    var cost = new Cost(billionths, 9L, "USD", "list", "p");
    return new LedgerEntry(at, "req_1", "glm", "m", "s", stream, List.of(), result, "", Duration.ofMillis(firstMillis), Duration.ofMillis(firstMillis + 500), tokens,
        new LedgerEntry.Details(Origin.UNKNOWN, Answerer.NOBODY, "", null, cost));
  }

  @Test
  void theLastFiveMinutesCount() {
    minutes.append(entry(SIX.minusSeconds(310), true, LedgerEntry.Result.OK, 9_000, 1L));
    minutes.append(entry(SIX.minusSeconds(280), true, LedgerEntry.Result.OK, 300, 1L));
    minutes.append(entry(SIX.minusSeconds(9), true, new LedgerEntry.Result("api_error", 500), 100, null));
    minutes.append(entry(SIX.minusSeconds(1), true, LedgerEntry.Result.LEFT, 200, 1L));
    minutes.append(entry(SIX, false, LedgerEntry.Result.OK, 8_000, 1L));
    assertEquals(new LastMinutes.Summary(4, 1, OptionalLong.of(200), OptionalDouble.of(100)), minutes.summary());
    now = SIX.plusSeconds(285);
    assertEquals(new LastMinutes.Summary(3, 1, OptionalLong.of(100), OptionalDouble.of(100)), minutes.summary());
    now = SIX.plusSeconds(400);
    assertEquals(new LastMinutes.Summary(0, 0, OptionalLong.empty(), OptionalDouble.empty()), minutes.summary());
  }

  @Test
  void anotherDayBeginsAtItsOwnMidnight() {
    var kathmandu = new LastMinutes(() -> now, ZoneId.of("Asia/Kathmandu"));
    kathmandu.append(entry(SIX, true, LedgerEntry.Result.OK, 1, 5L));
    assertEquals(1, kathmandu.today().requests());
    now = Instant.parse("2026-11-29T18:14:59Z");
    assertEquals(1, kathmandu.today().requests());
    now = Instant.parse("2026-11-29T18:15:00Z");
    assertEquals(UsageSums.NONE, kathmandu.today());
  }

  @Test
  void sumsAreOfAllRequests() {
    minutes.append(entry(SIX, true, LedgerEntry.Result.OK, 1, 1_500_000_000L));
    minutes.append(entry(SIX, true, new LedgerEntry.Result("api_error", 500), 1, null));
    var sums = minutes.today();
    assertEquals("{\"requests\":2,\"failed\":1,\"tokens\":{\"input\":400,\"cache_read\":1400,\"cache_write\":120,\"cache_write_1h\":80,\"output\":100,\"thinking\":40},"
        + "\"cost\":{\"USD\":1.5},\"worth\":{\"USD\":1.8E-8},\"unpriced\":1,\"estimated\":0}", SumsJson.of(sums).build().toString());
    assertEquals(0.7, sums.hit());
    assertEquals(-1, UsageSums.NONE.hit());
    assertEquals(sums, SumsJson.read(SumsJson.of(sums).build()), "what a page says can be read again");
  }

  @Test
  void decimalsHaveNoExponentOfTheirOwn() {
    assertEquals("20", Cost.decimal(20_000_000_000L).toPlainString());
    assertEquals("0.000708", Cost.decimal(708_000).toString());
    assertEquals("0", Cost.decimal(0).toString());
  }

  /// Says what the test has it say.
  private static final class Recorded implements History {
    private Day day = new Day(Map.of(), Map.of(), OptionalLong.empty());
    private @Nullable String failure;
    private int asked;

    @Override
    public Day day(Instant since, Instant until) {
      asked++;
      assertEquals(Instant.parse("2026-11-29T00:00:00Z"), since);
      if (failure != null) {
        throw new UncheckedIOException(new IOException(failure));
      }
      return day;
    }

    @Override
    public JsonObject usage(UsageQuestion question) {
      return NONE.usage(question);
    }

    @Override
    public JsonObject requests(RequestsQuestion question) {
      return NONE.requests(question);
    }

    @Override
    public Optional<JsonObject> request(String idOrPrefix) {
      return Optional.empty();
    }
  }

  private static UsageSums cost(long requests, String currency, long billionths) {
    return new UsageSums(requests, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(currency, billionths), Map.of(), 0, 0);
  }

  @Test
  void aDayIsForetoldFromItsLastHour() {
    var recorded = new Recorded();
    recorded.day = new History.Day(Map.of("glm", cost(3, "USD", 14_200_000_000L), "kimi", cost(2, "CNY", 1_000_000_000L)), Map.of("USD", 1_900_000_000L),
        OptionalLong.of(420));
    InstantSource clock = () -> now;
    var today = new Today(recorded, clock, ZoneOffset.UTC);
    var spent = today.day().byInstance().values().stream().reduce(UsageSums.NONE, UsageSums::plus).cost();
    assertEquals("{\"CNY\":1,\"USD\":25.6}", SumsJson.amounts(today.forecast(spent, today.day().lastHour())).toString());
    assertEquals(1, recorded.asked, "it is read every two seconds at most");
  }

  @Test
  void aFailureLeavesTheDayUnknown() {
    var recorded = new Recorded();
    recorded.day = new History.Day(Map.of("glm", cost(3, "USD", 1)), Map.of(), OptionalLong.empty());
    var today = new Today(recorded, () -> now, ZoneOffset.UTC);
    assertEquals(1, today.day().byInstance().size());
    now = now.plusSeconds(2);
    recorded.failure = "no space";
    assertTrue(today.day().byInstance().isEmpty());
    assertEquals(2, recorded.asked);
  }
}
