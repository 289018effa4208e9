package portside.counting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// What the counts of a conversation say of its prompts: where each verdict begins.
class CountGrowthTest {
  private static final String HONEST = "Honest[]";
  private static final String DOUBTFUL = "Doubtful[]";

  private final CountGrowth growth = new CountGrowth();

  private static MessagesRequest request(String first) {
    return MessagesReader.read(("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"" + first + "\"}]}").getBytes(StandardCharsets.UTF_8));
  }

  private static RequestSize size(long length) {
    return new RequestSize(length, 0, false, 0, 0);
  }

  private void check(String verdict, long length, long counted) {
    check(verdict, size(length), counted);
  }

  private void check(String verdict, RequestSize size, long counted) {
    assertEquals(verdict, growth.counted("m", "c", request("hello"), size, counted).toString());
  }

  @Test
  void theSameCountTwiceAfterGrowthIsACut() {
    check(HONEST, 10_000, 10_000);
    check(DOUBTFUL, 10_499, 10_000);
    check(DOUBTFUL, 10_500, 10_000); // 5 %: the first doubt
    check(DOUBTFUL, 11_024, 10_000);
    check("Cut[window=10000]", 11_025, 10_000); // 5 % more: the second
    check(HONEST, 11_025, 10_000); // it begins anew
  }

  @Test
  void aCountThatGrowsByAThirdOfWhatIsExpectedIsHonest() {
    check(HONEST, 10_000, 10_000);
    check(DOUBTFUL, 20_000, 12_999);
    check(HONEST, 20_000, 13_000);
    check(DOUBTFUL, 40_000, 16_899);
    check(HONEST, 40_000, 16_900);
  }

  @Test
  void aCountThatGrowsAgainTakesTheDoubtAway() {
    check(HONEST, 10_000, 10_000);
    check(DOUBTFUL, 11_000, 10_100);
    check(HONEST, 12_000, 12_000);
    check(DOUBTFUL, 13_000, 12_000);
    check("Cut[window=12100]", 14_000, 12_100);
  }

  @Test
  void theLargerOfTwoCountsIsTheWindow() {
    check(HONEST, 10_000, 10_000);
    check(DOUBTFUL, 11_000, 9_000);
    check("Cut[window=10000]", 12_000, 9_500);
  }

  @Test
  void aCountOfWholePagesIsACutAtOnce() {
    check(HONEST, 5_000, 4_096);
    check(DOUBTFUL, 5_050, 4_096); // 1 %
    check("Cut[window=4096]", 5_051, 4_096);
    for (long counted : new long[] {4_095, 4_097}) {
      check(HONEST, 5_000, counted);
      check("Cut[window=" + counted + "]", 5_051, counted);
    }
    check(HONEST, 5_000, 4_098);
    check(DOUBTFUL, 5_051, 4_098);
  }

  @Test
  void aCountOfAPartSaysNothing() {
    check(HONEST, 10_000, 2_499);
    check(HONEST, 10_000, 2_500);
    check(HONEST, 10_000, 624);
    check(HONEST, 20_000, 2_500); // a quarter of the length is too little
    check(DOUBTFUL, 9_900, 2_492);
  }

  @Test
  void aPartOfAnEarlierCountSaysNothingEither() {
    check(HONEST, 1_000, 10_000);
    check(HONEST, 1_500, 2_499);
    check(DOUBTFUL, 1_500, 2_500);
  }

  @Test
  void whatWasThinkingMayBeMissing() {
    check(HONEST, new RequestSize(10_000, 0, false, 0, 3_000), 10_000);
    check(DOUBTFUL, 11_000, 7_300); // just as much as thoughts and growth explain
    check(DOUBTFUL, 12_000, 7_600);
    check(DOUBTFUL, 13_000, 7_900);
    check(DOUBTFUL, 14_000, 8_199); // less
    check("Cut[window=10000]", 15_000, 8_499);
  }

  @Test
  void aConversationThatLostSomethingStartsAnew() {
    check(HONEST, new RequestSize(10_000, 1_000, true, 100, 0), 10_000);
    check(DOUBTFUL, new RequestSize(10_000, 1_000, true, 100, 0), 9_000);
    check(HONEST, new RequestSize(11_000, 999, true, 100, 0), 9_000);
    check(DOUBTFUL, new RequestSize(11_001, 1_000, true, 100, 0), 9_000);
    check(HONEST, new RequestSize(12_000, 1_000, true, 99, 0), 9_001);
    check(DOUBTFUL, new RequestSize(11_350, 1_000, true, 99, 0), 8_000); // 95 % of 13,000
    check(HONEST, new RequestSize(11_349, 1_000, true, 99, 0), 8_000);
    check(DOUBTFUL, new RequestSize(11_349, 1_000, true, 99, 0), 7_999);
  }

  @Test
  void conversationsAreTakenApartByTheirFirstWords() {
    growth.counted("m", "", request("a"), size(10_000), 10_000);
    for (var other : new String[] {"b", "", "c"}) {
      assertEquals(HONEST, growth.counted("m", "", request(other), size(11_000), 10_000).toString(), other);
    }
    var head = "x".repeat(256);
    assertEquals(HONEST, growth.counted("m", "", request(head + "y"), size(10_000), 10_000).toString());
    assertEquals(HONEST, growth.counted("m", "", request(head + "z"), size(11_000), 10_000).toString(), "another opening");
    assertEquals(DOUBTFUL, growth.counted("m", "", request(head + "z, and more"), size(12_000), 10_000).toString(), "the same with a hint behind it");
    assertEquals(HONEST, growth.counted("m", "", request(head), size(13_000), 10_000).toString(), "a shorter one");
    assertEquals(HONEST, growth.counted("n", "", request("a"), size(11_000), 10_000).toString(), "another model");
    assertEquals(HONEST, growth.counted("m", "other", request("a"), size(11_000), 10_000).toString(), "another session");
    assertEquals(DOUBTFUL, growth.counted("m", "", request("a"), size(11_000), 10_000).toString());
  }

  @Test
  void fiveHundredConversationsAreKept() {
    for (int n = 0; n < 500; n++) {
      growth.counted("m", "c" + n, request("a"), size(10_000), 10_000);
    }
    assertEquals(DOUBTFUL, growth.counted("m", "c0", request("a"), size(11_000), 10_000).toString());
    growth.counted("m", "new", request("a"), size(10_000), 10_000);
    assertEquals(DOUBTFUL, growth.counted("m", "c0", request("a"), size(11_000), 10_000).toString(), "what was used last stays longest");
    assertEquals(HONEST, growth.counted("m", "c1", request("a"), size(11_000), 10_000).toString(), "forgotten");
  }
}
