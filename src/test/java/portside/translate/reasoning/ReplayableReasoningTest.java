package portside.translate.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.provider.dialect.Dialect.Replay;
import portside.provider.dialect.Dialect.ReplayAs;
import portside.wire.Json;

/// What a model is given back of its thoughts, as they were signed.
class ReplayableReasoningTest {
  private static final ModelIdentity MAKER = new ModelIdentity("kimi", "kimi-k3");

  private final ReplayableReasoning own = new ReplayableReasoning(MAKER);

  @Test
  void partsOfAnAnswerAreOneReasoningAndAnswersAreSeveral() {
    assertTrue(own.isEmpty());
    add("", 0, "", OpaqueReasoning.NOTHING);
    assertTrue(own.isEmpty());
    assertEquals("", own.field());
    add("a", 0, "reasoning", OpaqueReasoning.NOTHING);
    add("b", 1, "reasoning_content", OpaqueReasoning.NOTHING);
    add("c", 0, "reasoning_content", OpaqueReasoning.NOTHING);
    assertEquals("ab\n\nc", own.text());
    assertEquals("reasoning", own.field());
    assertFalse(own.isEmpty());
  }

  @Test
  void detailsOfAnAnswerAreFoldedAndThoseOfTwoAreNot() throws Exception {
    add("", 0, "reasoning_details", new OpaqueReasoning(List.of(detail("a")), Map.of(), ""));
    assertFalse(own.isEmpty());
    add("", 1, "reasoning_details", new OpaqueReasoning(List.of(detail("b")), Map.of(), ""));
    add("", 0, "reasoning_details", new OpaqueReasoning(List.of(detail("c")), Map.of(), ""));
    assertEquals(List.of(detail("ab"), detail("c")), own.details());
    assertEquals(List.of(detail("ab"), detail("c")), own.details());
  }

  @Test
  void signaturesOfCallsAndOfTheLastText() {
    add("", 0, "", new OpaqueReasoning(List.of(), Map.of("call_1", "s1"), "t1"));
    add("", 1, "", new OpaqueReasoning(List.of(), Map.of("call_2", "s2"), ""));
    assertEquals(List.of("s1", "s2", "t1"), List.of(own.ofCall("call_1"), own.ofCall("call_2"), own.ofText()));
    assertNull(own.ofCall("call_3"));
    add("", 0, "", new OpaqueReasoning(List.of(), Map.of(), "t2"));
    assertEquals("t2", own.ofText());
    assertTrue(own.isEmpty(), "no model can read a signature");
  }

  @Test
  void whatIsNotItsOwnIsLeftOut() {
    own.add("a", "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrk");
    own.add("a", new SignatureEnvelope(0, "reasoning", new ModelIdentity("glm", "glm-5.3").mark(), OpaqueReasoning.NOTHING).written());
    add("a", 0, ReasoningPayload.FIELD, OpaqueReasoning.NOTHING);
    assertEquals("", own.text());
  }

  @ParameterizedTest
  @CsvSource({"NONE, DETAILS, false", "ALL, DETAILS, true", "ALL, FIELD, false"})
  void detailsAreKeptForWhoWantsThemBack(Replay replay, ReplayAs as, boolean kept) throws Exception {
    var signatures = new SignatureWriter(MAKER, Dialect.STANDARD.as("d").with(REPLAY, replay).with(REPLAY_AS, as));
    signatures.details(List.of(detail("a")));
    assertEquals(kept, signatures.isPending());
    var first = SignatureEnvelope.read(signatures.next("reasoning")).orElseThrow();
    assertEquals(new SignatureEnvelope(0, "reasoning", MAKER.mark(), kept ? new OpaqueReasoning(List.of(detail("a")), Map.of(),
        "") : OpaqueReasoning.NOTHING), first);
    assertFalse(signatures.isPending());
    assertEquals(new SignatureEnvelope(1, "", MAKER.mark(), OpaqueReasoning.NOTHING), SignatureEnvelope.read(signatures.next("")).orElseThrow());
  }

  @Test
  void signaturesAreCarriedOnceWhereTheMakerGivesAny() {
    var signatures = new SignatureWriter(MAKER, Dialect.STANDARD.as("g").with(CALL_SIGNATURES, CallSignatures.GOOGLE));
    signatures.call("call_1", "s");
    assertTrue(signatures.isPending());
    assertEquals(new OpaqueReasoning(List.of(), Map.of("call_1", "s"), ""), SignatureEnvelope.read(signatures.next("")).orElseThrow().opaque());
    signatures.text("t");
    assertTrue(signatures.isPending());
    assertEquals(new OpaqueReasoning(List.of(), Map.of(), "t"), SignatureEnvelope.read(signatures.next("")).orElseThrow().opaque());
    assertFalse(signatures.isPending());

    var none = new SignatureWriter(MAKER, Dialect.STANDARD);
    none.call("call_1", "s");
    none.text("t");
    assertFalse(none.isPending());
  }

  @Test
  void anItemGoesBackToItsMakerAlone() throws Exception {
    var signatures = new SignatureWriter(MAKER, Dialect.STANDARD);
    var item = detail("a");
    assertEquals(Optional.of(new ReasoningPayload(item, "final")), ReasoningPayload.read(signatures.item(item, "final"), MAKER));
    assertEquals(Optional.of(new ReasoningPayload(null, null)), ReasoningPayload.read(signatures.item(null, null), MAKER));
    assertTrue(signatures.item(item, null).startsWith("portside2:2:responses:"));
    assertEquals(Optional.empty(), ReasoningPayload.read(signatures.item(item, "final"), new ModelIdentity("kimi", "kimi-k2")));
    assertEquals(Optional.empty(), ReasoningPayload.read(signatures.next("reasoning"), MAKER));
  }

  private void add(String thinking, int part, String field, OpaqueReasoning opaque) {
    own.add(thinking, new SignatureEnvelope(part, field, MAKER.mark(), opaque).written());
  }

  private static JsonObject detail(String text) throws Json.Malformed {
    return Json.object("{\"type\":\"reasoning.text\",\"text\":\"" + text + "\"}");
  }
}
