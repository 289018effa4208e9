package portside.console.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.console.Figures;
import portside.wire.Json;

class ShortFiguresTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "999, 999", "1000, 1.0k", "1234, 1.2k", "9949, 9.9k", "9960, 10k", "48000, 48k", "462000, 462k", "499499, 499k", "499500, 0.5M", "38400000, 38.4M", "120000000, 120M", "499500000, 0.5B"})
  void tokens(long count, String text) {
    assertEquals(text, Figures.tokens(count));
  }

  @ParameterizedTest
  @CsvSource({"-5, 0.00s", "0, 0.00s", "420, 0.42s", "994, 0.99s", "995, 1.0s", "9210, 9.2s", "9949, 9.9s", "9950, 10s", "59400, 59s", "59500, 1m00s", "192000, 3m12s", "7500000, 2h05m"})
  void times(long millis, String text) {
    assertEquals(text, ShortFigures.time(Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @CsvSource({"13.03, USD, $13.03", "0, USD, $0.00", "0.1, USD, $0.10", "0.0169, USD, $0.017", "0.00392, CNY, ¥0.0039", "0.0000000001, USD, $0.000001", "2, CHF, 2.00 CHF", "1234.5, EUR, €1234.50"})
  void money(BigDecimal amount, String currency, String text) {
    assertEquals(text, ShortFigures.money(amount, currency));
  }

  @ParameterizedTest
  @CsvSource({"1.9, USD, $1.90", "9.99, USD, $9.99", "33.04, USD, $33", "33.5, CHF, 34 CHF"})
  void rates(BigDecimal amount, String currency, String text) {
    assertEquals(text, ShortFigures.roughly(amount, currency));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "USD 1.5        |          | false | $1.50",
    "USD 1.5        | USD 2    | false | $1.50",
    "USD 1 CNY 3    |          | false | ¥3.00 + $1.00",
    "USD 0          | USD 0.38 | false | plan ($0.38)",
    "               | USD 0.38 | false | plan ($0.38)",
    "USD 0          | USD 0    | false | $0.00",
    "USD 1          |          | true  | $1.00 + ?",
    "               |          | true  | ?",
    "               |          | false | ''",
  })
  void costs(String cost, String worth, boolean unpriced, String text) {
    assertEquals(text, ShortFigures.cost(amounts(cost), amounts(worth), unpriced));
  }

  private static Map<String, BigDecimal> amounts(String words) {
    var amounts = new HashMap<String, BigDecimal>();
    var parts = words == null ? new String[0] : words.split(" ");
    for (var at = 0; at < parts.length; at += 2) {
      amounts.put(parts[at], new BigDecimal(parts[at + 1]));
    }
    return amounts;
  }

  @ParameterizedTest
  @CsvSource({"0, 0, ''", "0, 5, 0", "1, 41, 2.4", "1, 3, 33", "5, 5, 100"})
  void percents(long part, long whole, String text) {
    assertEquals(text, ShortFigures.percent(part, whole));
  }

  @ParameterizedTest
  @CsvSource({"-1, ░░░░░░░░░░", "0, ░░░░░░░░░░", "0.71, ▇▇▇▇▇▇▇░░░", "0.999, ▇▇▇▇▇▇▇▇▇░", "1, ▇▇▇▇▇▇▇▇▇▇", "7, ▇▇▇▇▇▇▇▇▇▇"})
  void bars(double ratio, String text) {
    assertEquals(text, ShortFigures.bar(ratio));
  }

  @Test
  void whatIsFreeIsCalledSo() throws Exception {
    var session = new Session(Told.BERLIN);
    var json = Told.text("details.json").replace("\"cost\":0.0373,\"worth\":0.0373,\"currency\":\"USD\",\"cost_source\":\"list\"",
        "\"cost\":0,\"worth\":null,\"currency\":null,\"cost_source\":\"free\"");
    Told.take(session, new Happening.News.Found(List.of(Told.instance("kimi-k2"))));
    Told.take(session, new Happening.News.Ended(OperatorJson.row(Json.object(json))));
    assertEquals(true, Told.picture(session, 120, 24).stream().anyMatch(line -> line.contains("1m12s  free")));
    Told.type(session, "<Enter>");
    assertEquals(true, Told.picture(session, 120, 24).contains(" cost          free, price glm/glm-5.3@2026-11-20"));
  }
}
