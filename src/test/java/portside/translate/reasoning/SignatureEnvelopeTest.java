package portside.translate.reasoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.CALL_SIGNATURES;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.wire.Json;

/// Tags come back as they were written; whatever else comes is not ours and harms nobody.
@Execution(ExecutionMode.CONCURRENT)
class SignatureEnvelopeTest {
  private static final String MARK = new ModelIdentity("kimi", "kimi-k3").mark();

  @Test
  void aTagComesBackAsItWas() throws Exception {
    var detail = Json.object("{\"type\":\"reasoning.encrypted\",\"data\":\"漢😀\",\"id\":null,\"index\":0,\"cost\":1.50}");
    for (var opaque : List.of(OpaqueReasoning.NOTHING, new OpaqueReasoning(List.of(detail, detail), Map.of(), ""), new OpaqueReasoning(List.of(),
        Map.of("call_1", "a/b+c=="), "sig"))) {
      var envelope = new SignatureEnvelope(3, "reasoning_content", MARK, opaque);
      assertEquals(Optional.of(envelope), SignatureEnvelope.read(envelope.written()));
      assertTrue(envelope.written().matches("[A-Za-z0-9_:-]+"), envelope.written());
    }
    assertEquals("portside2:0:reasoning_content:" + MARK, new SignatureEnvelope(0, "reasoning_content", MARK, OpaqueReasoning.NOTHING).written());
  }

  /// Else the same answer would be signed otherwise after a restart.
  @Test
  void callsAreSealedInTheirOrder() {
    var signatures = new SignatureWriter(new ModelIdentity("gemini", "gemini-3-pro"),
        Dialect.STANDARD.as("g").with(CALL_SIGNATURES, CallSignatures.GOOGLE));
    var ids = IntStream.range(0, 20).mapToObj(n -> "call_" + n).toList();
    ids.forEach(id -> signatures.call(id, "s"));
    assertEquals(ids, List.copyOf(SignatureEnvelope.read(signatures.next("")).orElseThrow().opaque().calls().keySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "portside", "portside1:reasoning_content", "portside2:", "portside2:0:reasoning:short", "portside2:x:reasoning:AAAAAAAAAAAAAAAA",
    "portside2:99999:reasoning:AAAAAAAAAAAAAAAA", "portside2:-1:reasoning:AAAAAAAAAAAAAAAA", "portside2:0:__proto__\":1:AAAAAAAAAAAAAAAA",
    "portside2:0:REASONING:AAAAAAAAAAAAAAAA", "portside2:0:reasoning:AAAAAAAAAAAAAAAAA", "portside2:0:reasoning:AAAAAAAAAAAAAAAA:",
    "portside2:0:reasoning:AAAAAAAAAAAAAAAA:%%%", "portside2:0:reasoning:AAAAAAAAAAAAAAAA:eJw", " portside2:0:reasoning:AAAAAAAAAAAAAAAA",
    "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pk"
  })
  void anythingElseIsNotOurs(String signature) {
    assertEquals(Optional.empty(), SignatureEnvelope.read(signature));
  }

  @Test
  void whatIsPackedMustBeOurJson() {
    for (var json : List.of("[]", "1", "{", "not json", "[".repeat(100_000))) {
      assertEquals(Optional.empty(), SignatureEnvelope.read("portside2:0:reasoning:" + MARK + ":" + packed(json)), json.substring(0, Math.min(9,
          json.length())));
    }
    var odd = packed("{\"details\":[1,{\"type\":\"x\"},null],\"calls\":{\"a\":1,\"b\":\"s\"},\"text\":{}}");
    var read = SignatureEnvelope.read("portside2:0:reasoning:" + MARK + ":" + odd).orElseThrow().opaque();
    assertEquals("[{\"type\":\"x\"}]", read.details().toString());
    assertEquals(Map.of("b", "s"), read.calls());
    assertEquals("", read.text());
  }

  @Test
  void aBombIsNotUnpacked() {
    assertEquals(Optional.empty(),
        SignatureEnvelope.read("portside2:0:reasoning:" + MARK + ":" + packed("{\"text\":\"" + "a".repeat(50_000_000) + "\"}")));
  }

  @Test
  void eightMebibytesAreUnpacked() {
    var largest = (8 << 20) - "{'text':''}".length();
    assertEquals(largest, SignatureEnvelope.read(tagged("{\"text\":\"" + "a".repeat(largest) + "\"}")).orElseThrow().opaque().text().length());
    assertEquals(Optional.empty(), SignatureEnvelope.read(tagged("{\"text\":\"" + "a".repeat(largest + 1) + "\"}")));
  }

  private static String tagged(String json) {
    return "portside2:0:reasoning:" + MARK + ":" + packed(json);
  }

  @Test
  void damageNeverThrows() {
    var good = new SignatureEnvelope(1, "reasoning", MARK, new OpaqueReasoning(List.of(JsonObject.EMPTY_JSON_OBJECT), Map.of("c", "s".repeat(300)),
        "t")).written();
    var random = new Random(7);
    for (int n = 0; n < 20_000; n++) {
      var damaged = new StringBuilder(good);
      for (int hits = random.nextInt(3); hits >= 0; hits--) {
        damaged.setCharAt(random.nextInt(damaged.length()), (char) (random.nextInt(8) == 0 ? random.nextInt(0xFFFF) : 32 + random.nextInt(95)));
      }
      damaged.setLength(random.nextInt(4) == 0 ? random.nextInt(good.length()) : good.length());
      SignatureEnvelope.read(damaged.toString()).ifPresent(envelope -> assertTrue(envelope.field().matches("[a-z_]{0,32}")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kimi, kimi-k3.1-pro, kimi, kimi-k3.1-pro, true, true", "kimi, kimi-k3.1-pro, kimi, kimi-k2.6, true, false", "glm, glm-5.3, glm, GLM-5.3-flash, true, false",
    "kimi, kimi-k3, together, moonshotai/Kimi-K3, false, false", "together, moonshotai/Kimi-K3, together, zai-org/GLM-5.3, false, false",
    "openrouter, anthropic/claude-opus-5, openrouter, anthropic/claude-sonnet-5, true, false", "127.0.0.1:8000, qwen3, 127.0.0.1:8001, qwen3, false, false",
    "local, llama, local, llama, true, true", "local, llama, local, llama3, true, false",
    "deepseek, DeepSeek-Flash, deepseek, deepseek-flash, true, true"
  })
  void wordsGoToTheFamilyAndSealedThingsToTheModelItself(String provider, String model, String otherProvider, String otherModel, boolean words, boolean sealed) {
    var mark = new ModelIdentity(provider, model).mark();
    var other = new ModelIdentity(otherProvider, otherModel);
    assertEquals(words, new SignatureEnvelope(0, "reasoning", mark, OpaqueReasoning.NOTHING).mayReturnTo(other));
    assertEquals(sealed, new SignatureEnvelope(0, "reasoning", mark, new OpaqueReasoning(List.of(), Map.of(), "s")).mayReturnTo(other));
  }

  @Test
  void theMarkTellsNoName() {
    var written = new SignatureEnvelope(0, "reasoning", new ModelIdentity("llm.internal.example:8000", "secret-model").mark(),
        OpaqueReasoning.NOTHING).written();
    assertFalse(written.contains("internal") || written.contains("secret"), written);
  }

  private static String packed(String json) {
    var out = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(out)) {
      deflater.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
  }
}
