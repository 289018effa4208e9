package portside.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What models cost, by the shipped table and by texts of its form.
class PriceTableTest {
  private static final PriceTable SHIPPED = PriceTable.shipped();
  private static final Instant SUNDAY = Instant.parse("2026-11-29T02:00:00Z");

  @Test
  void theShippedTableHasNoFaultsAndIsNotOld() {
    assertEquals(List.of(), SHIPPED.faults());
    var age = ChronoUnit.DAYS.between(LocalDate.parse(SHIPPED.rows().getFirst().date()), LocalDate.now());
    assertTrue(age < 120, "the prices are " + age + " days old: look at their sources again");
  }

  /// Millionths of a dollar; in the order uncached, read, written, written for an hour, out.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "glm        | api.z.ai/api/paas/v4            | glm-5.3                | 200 800 0 0 50           | 708",
    "glm-5.3    | 127.0.0.1:1/v1                  | GLM-5.3                | 200 800 0 0 50           | 708",
    "anthropic-messages | api.anthropic.com       | claude-sonnet-5-5      | 100 1000 10 20 30        | 705",
    "anthropic  | api.anthropic.com/v1            | claude-haiku-5-5       | 100000 0 0 0 0           | 10000",
    "anthropic  | api.anthropic.com/v1            | claude-haiku-5-5       | 1 100000 0 0 0           | 5000.5",
    "gemini     | generativelanguage.googleapis.com | gemini-3.1-pro-preview-customtools | 200000 1 0 0 1 | 800018.4",
    "openai     | api.openai.com/v1               | gpt-6.2-sol            | 0 0 100 100 0            | 500",
    "xai        | api.x.ai/v1                     | grok-4.7               | 10 0 0 0 10              | 80",
    "deepseek   | api.deepseek.com                | deepseek-flash         | 100 0 0 0 0              | 15",
  })
  void aRequestCosts(String provider, String address, String model, String tokens, double millionths) {
    var use = use(tokens);
    assertEquals(Math.round(millionths * 1000), SHIPPED.find(provider, address, model).orElseThrow().cost(use, SUNDAY));
  }

  private static Price.Use use(String tokens) {
    var numbers = List.of(tokens.split(" ")).stream().map(Long::valueOf).toList();
    return new Price.Use(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3), numbers.get(4));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "glm       | api.z.ai/api/coding/paas/v4                 | glm-5.3     | PLAN",
    "glm       | open.bigmodel.cn/api/paas/v4                | glm-5.3     | UNKNOWN",
    "kimi-messages | api.kimi.com/coding                     | kimi-k3     | PLAN",
    "ollama    | ollama.com/v1                               | gpt-oss     | PLAN",
    "ollama    | localhost:11434/v1                          | gpt-oss     | FREE",
    "demo      | demo:                                       | demo-big    | FREE",
    "copilot   | api.githubcopilot.com                       | claude-opus-5 | PLAN",
    "qwen      | coding-intl.dashscope.aliyuncs.com/v1       | qwen3.8-max | PLAN",
  })
  void aModelIsPaid(String provider, String address, String model, Price.Kind kind) {
    assertEquals(kind, SHIPPED.find(provider, address, model).orElseThrow().kind());
  }

  @ParameterizedTest
  @CsvSource({"openrouter, openrouter.ai/api/v1, ~anthropic/claude-opus-latest", "glm, api.z.ai/api/paas/v4, glm-9", "127.0.0.1:9, 127.0.0.1:9/v1, glm-5.3",
      "glmish, x, glm-5.3"})
  void whatIsNotKnownHasNoPrice(String provider, String address, String model) {
    assertTrue(SHIPPED.find(provider, address, model).isEmpty());
  }

  /// Peak hours are those of working days, begin with their first minute, and end before their last.
  @ParameterizedTest
  @CsvSource({"2026-11-30T00:59:59Z, 15", "2026-11-30T01:00:00Z, 30", "2026-11-30T03:59:59Z, 30", "2026-11-30T04:00:00Z, 15", "2026-11-30T09:59:00Z, 30",
      "2026-11-29T02:00:00Z, 15", "2026-12-05T07:00:00Z, 15"})
  void offPeakIsCheaper(Instant began, long millionths) {
    assertEquals(millionths * 1000, SHIPPED.find("deepseek", "api.deepseek.com", "deepseek-flash").orElseThrow().cost(new Price.Use(100, 0, 0, 0, 0), began));
  }

  @Test
  void absurdCountsDoNotOverflow() {
    var price = SHIPPED.find("glm", "", "glm-5.3").orElseThrow();
    assertEquals(Long.MAX_VALUE, price.cost(new Price.Use(Long.MAX_VALUE / 4, 0, 0, 0, Long.MAX_VALUE / 4), SUNDAY));
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    var price = PriceTable.read("{\"date\":\"2026-01-01\",\"prices\":[{\"model\":\"my-*\",\"currency\":\"CNY\",\"in\":2,\"out\":4}]}").rows().getFirst();
    assertEquals("*/my-*@2026-01-01 CNY 2 2 2 4", price.name() + " " + price.currency() + " " + price.rates().read() + " " + price.rates().write() + " "
        + price.rates().writeHour() + " " + price.rates().out());
    var anthropic = PriceTable.read("{\"prices\":[{\"provider\":\"anthropic\",\"model\":\"*\",\"in\":2,\"write\":3,\"out\":4}]}").rows().getFirst();
    assertEquals("3 4", anthropic.rates().write() + " " + anthropic.rates().writeHour());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "{\"model\":\"a\",\"in\":\"2\",\"out\":1}                           | prices[0].in is not a price",
    "{\"model\":\"a\",\"in\":-2,\"out\":1}                              | prices[0].in is not a price",
    "{\"model\":\"a\",\"in\":2}                                         | prices[0].out is missing",
    "{\"in\":2,\"out\":1}                                               | prices[0].model is missing",
    "{\"model\":\"a\",\"in\":2,\"out\":1,\"cached\":1}                  | prices[0].cached is not known here",
    "{\"model\":\"a\",\"in\":2,\"out\":1,\"currency\":\"$\"}            | prices[0].currency is no currency",
    "{\"model\":\"a\",\"in\":2,\"out\":1,\"above\":[{\"in\":1,\"out\":1}]} | prices[0].above[0].prompt is missing",
    "{\"model\":\"a\",\"in\":2,\"out\":1,\"off_peak\":{\"factor\":0.5,\"peak_utc\":[\"1-4\"]}} | prices[0].off_peak.peak_utc[0] is no span of hours",
    "{\"model\":\"a\",\"in\":2,\"out\":1,\"off_peak\":{\"peak_days\":\"Fri-Mon\",\"factor\":1}} | prices[0].off_peak.peak_days is no span of days",
    "{\"model\":\"a\",\"plan\":\"yes\"}                                 | prices[0].plan is not true or false",
    "7                                                                  | prices[0] is not an object",
  })
  void aRowWithAFaultIsLeftOutAndTheRestIsUsed(String row, String fault) {
    var table = PriceTable.read("{\"date\":\"2026-01-01\",\n\"prices\":[\n" + row + ",\n{\"model\":\"b\",\"in\":1,\"out\":2}]}");
    assertEquals(fault, table.faults().stream().map(found -> found.member() + " " + found.problem()).collect(Collectors.joining("; ")));
    assertEquals(3, table.faults().getFirst().line());
    assertEquals(List.of("b"), table.rows().stream().map(Price::model).toList());
  }

  @Test
  void aTextThatIsNoJsonHasNoRows() {
    var table = PriceTable.read("{\"prices\":[{\"model\":\"b\",\"in\":1,\"out\":2}\n{}]}");
    assertEquals(List.of(2, 0), List.of(table.faults().getFirst().line(), table.rows().size()));
  }
}
