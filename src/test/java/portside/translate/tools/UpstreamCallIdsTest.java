package portside.translate.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect.CallIdForm;

/// Ids of calls towards the provider and towards the client.
class UpstreamCallIdsTest {
  private static final String X40 = "x".repeat(40);

  @ParameterizedTest
  @CsvSource({
    "azAZ09_-, azAZ09_-",
    "`{@[/:, ______#",
    "'', call_0"
  })
  void whatProvidersTakeStays(String id, String given) {
    assertEquals(given, new UpstreamCallIds(CallIdForm.LEGAL_40).next(id).replaceFirst("_[0-9a-f]{8}$", "#"));
  }

  @Test
  void fortyCharactersStay() {
    var ids = new UpstreamCallIds(CallIdForm.LEGAL_40);
    assertEquals(X40, ids.next(X40));
    assertEquals("x".repeat(31) + "_3164596d", ids.next(X40 + "x"));
  }

  @Test
  void anIdThatComesAgainIsNumbered() {
    var ids = new UpstreamCallIds(CallIdForm.LEGAL_40);
    assertEquals(List.of("a", "a_2", "a_3", "call_3"), List.of(ids.next("a"), ids.next("a"), ids.next("a"), ids.next("")));
  }

  @ParameterizedTest
  @CsvSource({
    "abcdefgh1, true", "ABCDEFGH9, true", "abcd_fgh1, false", "abcd-fgh1, false", "_bcdefgh1, false",
    "-bcdefgh1, false", "abcd.fgh1, false", "abcdefgh, false", "abcdefgh12, false"
  })
  void nineLettersAndDigitsStay(String id, boolean stays) {
    var given = new UpstreamCallIds(CallIdForm.NINE_ALPHANUMERIC).next(id);
    assertEquals(stays, given.equals(id));
    assertEquals(true, given.matches("[A-Za-z0-9]{9}"), given);
  }

  /// What stays towards the client is long enough to be the only one, and short enough.
  @Test
  void idsFromSixToSixtyFourCharactersPass() {
    assertEquals(List.of("call_1", X40 + "y".repeat(24)), given("call_1", X40 + "y".repeat(24)));
    assertEquals(List.of("call1_2398d863", X40 + "_fb92cdc9", "a_b_2aecee59"), given("call1", X40 + "y".repeat(25), "a:b"));
    assertEquals(List.of("toolu_m_1_0", "toolu_m_1_1", "call_1", "call_1_2", "call_1_3"), given(null, null, "call_1", "call_1", "call_1"));
  }

  private static List<String> given(String... ids) {
    var given = new ClientToolUseIds("msg_m.1");
    return Arrays.stream(ids).map(given::next).toList();
  }
}
