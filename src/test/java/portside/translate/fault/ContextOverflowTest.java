package portside.translate.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.EMPTY_ERROR_IS_OVERFLOW;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.dialect.Dialect;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// When a prompt did not fit, and the numbers that the client is told then.
class ContextOverflowTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static Fault fault(int status, String body) {
    return fault(status, body, Dialect.STANDARD);
  }

  private static Fault fault(int status, String body, Dialect dialect) {
    var translation = new ErrorToFault("acme", "some-model", dialect, 5000, 1000, text -> text, NOW);
    return translation.of(status, _ -> null, body.getBytes(StandardCharsets.UTF_8));
  }

  /// The columns: our own count of the prompt, the provider's, the limit of the answer.
  @ParameterizedTest
  @CsvSource({"9001, 0, 17, true", "9000, 0, 17, false", "9000, 9001, 17, true", "9001, 5, 17, true", "9001, 0, 16, false", "9001, 0, 0, true"})
  void aFullWindowLeavesNoRoom(long counted, long reported, long asked, boolean none) {
    var row = Dialect.STANDARD.as("w").with(CONTEXT_WINDOW, 10_000);
    assertEquals(none, new ErrorToFault("acme", "some-model", row, counted, asked, text -> text, NOW).leavesNoRoom(reported));
    assertFalse(new ErrorToFault("acme", "some-model", Dialect.STANDARD, counted, asked, text -> text, NOW).leavesNoRoom(reported));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      prompt is too long: 300 tokens > 200 maximum | 300 > 200
      Input is too long for requested model. | 5000 > 4999
      Your input exceeds the context window of this model. | 5000 > 4999
      This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (8800 in the messages, 200 in the completion). | 8800 > 8192
      This endpoint's maximum context length is 200000 tokens. However, you requested about 250013 tokens (250003 of text input, 10 in the output). | 250003 > 200000
      This model's maximum context length is 1048565 tokens. However, you requested 1250025 tokens (1250025 in the messages, 0 in the completion). | 1250025 > 1048565
      This model's maximum context length is 4096 tokens. However, your messages resulted in 5022 tokens. | 5022 > 4096
      This model's maximum context length is 4096 tokens. However, your messages resulted in 5022 tokens (4900 in the messages, 122 in the functions). | 5022 > 4096
      Requested token count exceeds the model's maximum context length of 131072 tokens. You requested a total of 160000 tokens: 159000 tokens from the input messages and 1000 tokens for the completion. | 159000 > 131072
      The input (70000 tokens) is longer than the model's context length (65536 tokens). | 70000 > 65536
      The input token count (1250000) exceeds the maximum number of tokens allowed (1048576). | 1250000 > 1048576
      This model's maximum prompt length is 131072 but the request contains 537812 tokens. | 537812 > 131072
      Please reduce the length of the messages or completion. | 5000 > 4999
      prompt token count of 70000 exceeds the limit of 64000 | 70000 > 64000
      the request exceeds the available context size. try increasing the context size | 5000 > 4999
      request (2009 tokens) exceeds the available context size (512 tokens), try increasing it | 2009 > 512
      The number of tokens to keep from the initial prompt is greater than the context length | 5000 > 4999
      invalid params, context window exceeds limit (2013) | 5000 > 4999
      Your request exceeded model token limit: 262144 (requested: 291351) | 291351 > 262144
      Prompt contains 40000 tokens ... too large for model with 32768 maximum context length | 40000 > 32768
      Range of input length should be [1, 30720] | 30721 > 30720
      The total length of all messages is too long. | 5000 > 4999
      prompt too long; exceeded max context length by 1119046 tokens | 5000 > 4999
      You passed 150001 input tokens and requested 0 output tokens. However, the model's context length is only 150000 tokens, resulting in a maximum input length of 150000 tokens. Please reduce the length of the input prompt. (parameter=input_tokens, value=150001) | 150001 > 150000
      You passed 600000 input characters and requested 0 output tokens. However, the model's context length is only 4096 tokens, resulting in a maximum input length of 4096 tokens (at most 16384 characters). | 5000 > 4096
      Input length 90400 exceeds the maximum allowed input length of 90112 tokens. | 90400 > 90112
      Input length (66000) exceeds model's maximum context length (65536). | 66000 > 65536
      The input (70,000 tokens) is longer than the model's context length (65,536 tokens). | 70000 > 65536
      ValidationException: Input exceeds the max input token limit | 5000 > 4999
      ValidationException: The input is too long | 5000 > 4999
      ValidationException: Input Tokens Exceeded: Number of input tokens exceeds maximum length. Please update the input to try again. | 5000 > 4999
      Too many input tokens. Max input tokens: 4096, request input token count: 6100 | 6100 > 4096
      too many tokens: total number of tokens (prompt and prediction) cannot exceed 4096 - received 8000. Try using a shorter prompt | 8000 > 4096
      total message size 2097152 exceeds limit 2097152 | 5000 > 4999
      total message size 3000000 exceeds limit 0 | 5000 > 1
      Context window exceeded: 131072 tokens, limit 131072 | 5000 > 4999
      Context window exceeded: 2621439 tokens, limit 131072 | 2621439 > 131072
      Context window exceeded: 2621440 tokens, limit 131072 | 5000 > 4999
      total message size 3000000 exceeds limit 2097152 | 5000 > 3495
      Invalid 'messages[0].content': string too long. Expected a string with maximum length 1048576, but got a string with length 2097152 instead. | 5000 > 2500
      Invalid 'messages': array too long. Expected an array with maximum length 2048, but got an array with length 2560 instead. | 5000 > 4000
      input length and `max_tokens` exceed context limit: 199000 + 32000 > 200000, decrease input length or `max_tokens` and try again | 200001 > 200000
      Please reduce the length of the messages or completion. Current length is 8197 while limit is 8192 | 8197 > 8192
      The prompt is too long: 150000, model maximum context length: 131071 | 150000 > 131071
      Prompt too long: 32799 tokens exceeds max context window of 32768 tokens | 32799 > 32768
      Prompt length (40000) exceeds maximum input length (32768). | 40000 > 32768
      Requested input length 40000 exceeds maximum input length 32767 | 40000 > 32767
      The decoder prompt (length 40000) is longer than the maximum model length of 32768. | 40000 > 32768
      Unable to submit request because the input token count is 1128962 but model only supports up to 1048576. Reduce the input token count and try again. | 1128962 > 1048576
      Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4500 `inputs` tokens and 100 `max_new_tokens` | 4500 > 4096
      length of prompt_tokens (40000) must be less than max_seq_len (32768). | 40000 > 32768
      the number of input tokens 40000 cannot exceed the total tokens limit 32768 for this model | 40000 > 32768
      The estimated number of input and maximum output tokens (9000) exceeded this model context window limit (8192). | 9000 > 8192
      Total tokens of image and text exceed max message tokens. | 5000 > 4999
      Invalid request: tokenization failed: input token length too long | 5000 > 4999
      The prompt contains 140000 tokens which is more than the model's limit of 131072 tokens | 140000 > 131072
      Your prompt has 140000 tokens, but the context window is 131072 tokens | 140000 > 131072
      Prompt tokens (140000) exceed context window (131072) | 140000 > 131072
      The total number of tokens 140000 exceeds the context limit of 131072 | 140000 > 131072
      Input is longer than the model's context size: 140000 > 131072 | 140000 > 131072
      Request too large: 140000 tokens exceeds context window of 131072 tokens | 140000 > 131072
      Context window exceeded: 140000 tokens, limit 131072 | 140000 > 131072
      too many tokens in prompt: 140000 (max 131072) | 140000 > 131072
      Token count 140000 exceeds maximum of 131072 | 140000 > 131072
      The number of tokens in the prompt (140000) exceeds the model's limit (131072) | 140000 > 131072
      Input tokens exceed the configured limit of 131072 tokens. Your messages resulted in 140000 tokens. | 140000 > 131072
      messages too long: 140000 tokens, maximum 131072 | 140000 > 131072
      Your request is 140000 tokens long which exceeds the maximum context length of 131072 | 140000 > 131072
      The context is too long: 140000 tokens, at most 131072 | 140000 > 131072
      too many total text bytes: 12000000 > 9000000 | 5000 > 3750
      Malformed input request: expected maxLength: 300000, actual: 400000, please reformat your input and try again. | 5000 > 3750
      上下文长度超过限制：输入 140000 tokens，最大 131072 | 140000 > 131072
      输入内容过长 | 5000 > 4999
      Request 20260101123456 refused: prompt is too long, maximum context length is 131072 | 131073 > 131072
      """)
  void anOverflowIsSaidInTheClientsWords(String words, String numbers) {
    var parts = numbers.split(" > ");
    var expected = Fault.of(FaultKind.CONTEXT_OVERFLOW, "prompt is too long: " + parts[0] + " tokens > " + parts[1] + " maximum");
    assertEquals(expected, fault(400, "{\"error\":{\"message\":\"" + words + "\"}}"));
  }

  /// Few words may come from a gateway that is busy; numbers of our own say what the client must know.
  @ParameterizedTest
  @CsvSource({"400, true", "499, true", "500, false", "503, false"})
  void vagueWordsAreNoneWithTheStatusOfABusyGateway(int status, boolean overflow) {
    for (var words : List.of("Too many tokens", "Token limit exceeded")) {
      assertEquals(overflow, fault(status, "{\"error\":{\"message\":\"" + words + "\"}}").kind() == FaultKind.CONTEXT_OVERFLOW, words);
    }
    assertEquals("prompt is too long: 9 tokens > 8 maximum", ContextOverflow.of(9, 8).message());
  }

  /// Others than the prompt are too long, or too many in a time.
  @ParameterizedTest
  @ValueSource(strings = {
    "Input image exceeds the maximum allowed size of 20 MB",
    "Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024, but got a string with length 4000 instead.",
    "Invalid 'messages[3].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 64 instead.",
    "max_tokens is too large: 100000. This model supports at most 16384 completion tokens",
    "ThrottlingException: Too many tokens, please wait before trying again.",
    "Too many tokens per day, please wait before trying again.",
    "Too many tokens. Please try again in 12s",
    "Too many tokens, retry later",
    "On-demand throughput token limit exceeded, please try again later",
    "ServiceUnavailableException: Too many tokens",
    "Max token throughput exceeded, please back off",
    "The output token count 9000 exceeds the maximum of 8192",
    "input_schema nesting exceeds maximum depth",
    "stop: sequence too long",
    "token limit exceeded for your quota"
  })
  void otherLimitsAreNoOverflow(String words) {
    for (int status : new int[] {400, 503}) {
      var fault = fault(status, "{\"error\":{\"message\":\"" + words + "\"}}");
      assertNotEquals(FaultKind.CONTEXT_OVERFLOW, fault.kind(), words);
      assertFalse(fault.message().contains("prompt is too long"), fault.message());
    }
  }

  /// The client cuts as much as the numbers say, so a window that is known stands for a limit that is not told.
  @Test
  void theWindowOfTheRowIsTheLimit() {
    var row = Dialect.STANDARD.as("w").with(CONTEXT_WINDOW, 4_000);
    var words = "{\"error\":{\"message\":\"Input is too long for requested model.\"}}";
    assertEquals("prompt is too long: 5000 tokens > 4000 maximum", fault(400, words, row).message());
    assertEquals("prompt is too long: 5000 tokens > 4000 maximum", fault(400, "", row).message());
    assertEquals("prompt is too long: 5201 tokens > 5200 maximum", fault(400, words, row.as("w").with(CONTEXT_WINDOW, 5_200)).message());
    var counted = "{\"error\":{\"message\":\"prompt is too long: 9000\"}}";
    assertEquals("prompt is too long: 9000 tokens > 4000 maximum", fault(400, counted, row).message());
    var enough = "{\"error\":{\"message\":\"prompt is too long: %d\"}}";
    assertEquals("prompt is too long: 4001 tokens > 4000 maximum", fault(400, enough.formatted(3_000), row).message());
    assertEquals("prompt is too long: 2999 tokens > 2998 maximum", fault(400, enough.formatted(2_999), row).message());
    var large = row.as("w").with(CONTEXT_WINDOW, 1_000_000);
    assertEquals("prompt is too long: 5000 tokens > 4999 maximum", fault(400, words, large).message());
    var told = "{\"error\":{\"message\":\"This model's maximum context length is 4500 tokens.\"}}";
    assertEquals("prompt is too long: 5000 tokens > 4500 maximum", fault(400, told, large).message());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"model\":\"m\"}", "{}", "{\"error\":{}}", "", "{\"error\":{\"code\":400,\"type\":\"invalid_request_error\"}}",
      "{\"error\":{\"message\":\"invalid request\"}}", "Bad Request", "{\"error\":{\"message\":\"Provider returned error\",\"code\":400}}",
      "null", "[]", "\"\"", "{\"error\":{\"message\":\"The request is invalid\"}}", "{\"error\":{\"message\":\"400 status code (no body)\"}}",
      "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"message\":\"Request contains an invalid argument.\"}}"})
  void aRefusalWithoutAReasonIsAnOverflowWhereTheWindowIsFull(String body) {
    var full = Dialect.STANDARD.as("f").with(CONTEXT_WINDOW, 5_500);
    assertEquals("prompt is too long: 5501 tokens > 5500 maximum", fault(400, body, full).message());
    assertEquals(FaultKind.INVALID_REQUEST, fault(400, body, full.as("e").with(CONTEXT_WINDOW, 50_000)).kind());
    assertEquals(FaultKind.INVALID_REQUEST, fault(400, body).kind());
    assertEquals(FaultKind.API, fault(500, body, full).kind());
  }

  @Test
  void aReasonIsAReasonWhereTheWindowIsFullToo() {
    var full = Dialect.STANDARD.as("f").with(CONTEXT_WINDOW, 5_500);
    for (var words : new String[] {"temperature is not supported", "Invalid request: messages must alternate"}) {
      assertEquals(words, fault(400, "{\"error\":{\"message\":\"" + words + "\"}}", full).message());
    }
    assertEquals(FaultKind.INVALID_REQUEST, fault(400, "{\"error\":{\"code\":\"tool_use_unsupported\"}}", full).kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompt ", "input length 9", "9", "9,999", "input token count ", "exceeds the maximum ", "invalid 'messages[1]", "rate", "account "})
  void hostileWordsCostNoMoreThanTheirLength(String words) {
    var half = new CountedText(words.repeat(8_000 / words.length()));
    ContextOverflow.says(half, false);
    ThrottleWords.in(half);
    var whole = new CountedText(words.repeat(16_000 / words.length()));
    ContextOverflow.says(whole, false);
    ThrottleWords.in(whole);
    assertTrue(whole.read() < 2.5 * half.read() + 100_000, half.read() + " characters were read, and of twice the text " + whole.read());
    assertTrue(whole.read() < 20_000_000, whole.read() + " characters were read");
  }

  @Test
  void anOverflowIsAlsoSeenInCodesAndNumbersBesideTheMessage() {
    assertEquals("prompt is too long: 5000 tokens > 4999 maximum", fault(400, "{\"error\":{\"message\":\"no\",\"code\":\"context_length_exceeded\"}}").message());
    assertEquals("prompt is too long: 2009 tokens > 512 maximum",
        fault(400, "{\"error\":{\"message\":\"no\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":2009,\"n_ctx\":512}}").message());
  }

  @Test
  void anErrorWithoutAWordIsAnOverflowOnlyWhereThatIsLikely() {
    assertEquals(Fault.of(FaultKind.INVALID_REQUEST, "upstream acme refuses this and does not say why: HTTP 400"), fault(400, ""));
    assertEquals(FaultKind.TOO_LARGE, fault(413, "").kind());
    var mute = Dialect.STANDARD.as("mute").with(EMPTY_ERROR_IS_OVERFLOW, true);
    assertEquals("prompt is too long: 5000 tokens > 4999 maximum", fault(400, "", mute).message());
    assertEquals("prompt is too long: 5000 tokens > 4999 maximum", fault(413, "", mute).message());
    assertEquals(FaultKind.CONTEXT_OVERFLOW, fault(400, "", Dialect.STANDARD.as("small").with(CONTEXT_WINDOW, 5500)).kind());
    assertEquals(FaultKind.INVALID_REQUEST, fault(400, "", Dialect.STANDARD.as("large").with(CONTEXT_WINDOW, 8000)).kind());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      This model's maximum context length is 131072 tokens. However, you requested 132000 tokens (100000 in the messages, 32000 in the completion). | 100000 + 32000 > 131072
      This model's maximum context length is 65536 tokens. However, you requested 65535 output tokens and your prompt contains at least 2 input tokens, for a total of at least 65537 tokens. | 5000 + 65535 > 65536
      'max_tokens' or 'max_completion_tokens' is too large: 32000. This model's maximum context length is 40960 tokens and your request has 12000 input tokens (32000 > 40960 - 12000). | 12000 + 32000 > 40960
      This endpoint's maximum context length is 131072 tokens. However, you requested about 141000 tokens (9000 of text input, 4000 of tool input, 128000 in the output). | 13000 + 128000 > 131072
      Requested token count exceeds the model's maximum context length of 131072 tokens. You requested a total of 135000 tokens: 7000 tokens from the input messages and 128000 tokens for the completion. | 7000 + 128000 > 131072
      """)
  void onlyTooManyTokensOfOutputAskForFewer(String words, String sum) {
    assertEquals("input length and `max_tokens` exceed context limit: " + sum, fault(400, "{\"error\":{\"message\":\"" + words + "\"}}").message());
  }

  @Test
  void withoutNumbersOurOwnDecide() {
    var words = "{\"error\":{\"message\":\"This model's maximum context length is %d tokens.\"}}";
    assertEquals("prompt is too long: 5800 tokens > 5799 maximum", fault(400, words.formatted(5799)).message()); // 5000 and 1000 do not fit, and there is no room to speak of
    assertEquals("prompt is too long: 9001 tokens > 9000 maximum", fault(400, words.formatted(9000)).message()); // by our count it fits, so that is wrong
    assertEquals("prompt is too long: 6001 tokens > 6000 maximum", fault(400, words.formatted(6000)).message());
    var translation = new ErrorToFault("acme", "some-model", Dialect.STANDARD, 5000, 32_000, text -> text, NOW);
    var fault = translation.of(400, _ -> null, words.formatted(32_768).getBytes(StandardCharsets.UTF_8));
    assertEquals("input length and `max_tokens` exceed context limit: 5000 + 32000 > 32768", fault.message());
    fault = translation.of(400, _ -> null, words.formatted(37_000).getBytes(StandardCharsets.UTF_8));
    assertEquals("prompt is too long: 37001 tokens > 37000 maximum", fault.message()); // both fit by our count, so that is wrong
    fault = translation.of(400, _ -> null, words.formatted(7001).getBytes(StandardCharsets.UTF_8));
    assertEquals("input length and `max_tokens` exceed context limit: 5000 + 32000 > 7001", fault.message());
    fault = translation.of(400, _ -> null, words.formatted(7000).getBytes(StandardCharsets.UTF_8));
    assertEquals("prompt is too long: 7001 tokens > 7000 maximum", fault.message()); // two thousand tokens are no room
  }

  @Test
  void rateLimitsAreNoOverflow() {
    var words = "Request too large for model: Limit 6000 tokens per minute, too many tokens, rate_limit_exceeded";
    assertEquals(FaultKind.TOO_LARGE, fault(413, "{\"error\":{\"message\":\"" + words + "\"}}").kind());
  }
}
