package portside.translate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import portside.translate.client.PassingUsage.Names;
import portside.wire.anthropic.Usage;

/// The tokens of answers that pass.
class PassingUsageTest {
  private static final OptionalLong NONE = OptionalLong.empty();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100_000})
  void ofAnAnthropicStreamEachCountIsTheOneSaidLast(int piece) {
    check(Names.ANTHROPIC, piece, """
        event: message_start
        data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":3,"cache_creation_input_tokens":5,"cache_read_input_tokens":200,"output_tokens":1}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"the \\"usage\\" {"}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":42}}

        """, new Usage(3, 42, OptionalLong.of(200), OptionalLong.of(5), NONE));
  }

  @Test
  void whatIsCachedForAnHourAndWhatItCost() {
    check(Names.ANTHROPIC, 10, "{\"type\":\"message\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4,\"cache_creation_input_tokens\":70,"
        + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":20,\"ephemeral_1h_input_tokens\":50},\"cost\":0.0123}}",
        new Usage(3, 4, OptionalLong.of(0), OptionalLong.of(70), NONE, 0, OptionalLong.of(50), new BigDecimal("0.0123")));
    check(Names.OPENAI, 10, "{\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":4,\"cost\":1e-4}}",
        new Usage(30, 4, NONE, NONE, NONE, 0, NONE, new BigDecimal("1E-4")));
    check(Names.OPENAI, 10, "{\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":4,\"cost\":-1}}", Usage.of(30, 4));
    check(Names.OPENAI, 10, "{\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":4,\"cost\":1e-999999}}", Usage.of(30, 4));
  }

  @Test
  void ofAnAnthropicMessage() {
    check(Names.ANTHROPIC, 10, "\n {\"type\":\"message\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}", Usage.of(3, 4));
  }

  @Test
  void ofAChatCompletionTheCachedPartIsNoInput() {
    check(Names.OPENAI, 10, "{\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":4,\"total_tokens\":34,\"prompt_tokens_details\":{\"cached_tokens\":20}}}",
        new Usage(10, 4, OptionalLong.of(20), OptionalLong.of(0), NONE));
  }

  @Test
  void ofAStreamOfChatCompletions() {
    check(Names.OPENAI, 10, "data: {\"choices\":[{\"delta\":{}}]}\n\ndata: {\"choices\":[],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":4}}\n\ndata: [DONE]\n\n",
        Usage.of(30, 4));
  }

  @Test
  void ofAResponsesStream() {
    check(Names.OPENAI, 10, "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":30,\"output_tokens\":4}}}\n\n",
        Usage.of(30, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"usage\":", "{\"usage\":7}", "{\"data\":[{\"id\":\"usage\"}]}", "\u0000\u0001binary \"usage\"", "data: {\"usage\":\n\n", "<html>"})
  void whatSaysNothingIsNothing(String text) {
    for (var names : Names.values()) {
      assertEquals(Optional.empty(), read(names, 3, text));
    }
  }

  @Test
  void whatIsTooLargeIsNotKept() {
    var usage = ",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}";
    assertEquals(Optional.of(Usage.of(3, 4)), read(Names.ANTHROPIC, 8192, "{\"a\":\"" + "x".repeat(1 << 20) + "\"" + usage));
    assertEquals(Optional.empty(), read(Names.ANTHROPIC, 8192, "{\"a\":\"" + "x".repeat(5 << 20) + "\"" + usage));
    assertEquals(Optional.empty(), read(Names.ANTHROPIC, 8192, "data: {\"a\":\"" + "x".repeat(5 << 20) + "\"" + usage + "\n\n"));
  }

  private static void check(Names names, int piece, String answer, Usage expected) {
    assertEquals(Optional.of(expected), read(names, piece, answer));
  }

  private static Optional<Usage> read(Names names, int piece, String answer) {
    var bytes = answer.getBytes(StandardCharsets.UTF_8);
    var usage = new PassingUsage(names);
    for (var at = 0; at < bytes.length; at += piece) {
      var next = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      usage.bytes(next, next.length);
    }
    return usage.end();
  }
}
