package portside.translate.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static portside.provider.dialect.Column.CALLS_WITHOUT_TOOLS;
import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_DESCRIPTION;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.WITHOUT;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Lesson;
import portside.wire.Json;

/// What each wording of a refusal teaches, and that words which name nothing teach nothing.
@Execution(ExecutionMode.CONCURRENT)
class RejectionRulesTest {
  private static final String SENT =
      """
      {"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}},
      {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AA=="}}]}],
      "tools":[{"type":"function","function":{"name":"t","description":"LONG","parameters":{"type":"object","properties":{"a":{"type":"string","pattern":"x","format":"uri"},
      "b":{"$ref":"#/$defs/c"}},"additionalProperties":false}}}],
      "tool_choice":{"type":"function","function":{"name":"t"}},"parallel_tool_calls":false,"max_tokens":32000,"temperature":0.5,"top_k":3,"stop":["a","b","c"],
      "reasoning_effort":"xhigh","response_format":{"type":"json_schema"},"stream":true,"stream_options":{"include_usage":true},"enable_thinking":true,"user":"u"}
      """.replace("LONG", "d".repeat(4_000));

  private static final String CALLED =
      """
      {"model":"m","messages":[{"role":"user","content":"go"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function",
      "function":{"name":"t","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"r"},{"role":"user","content":"sum up"}]}
      """;

  private static String withTools(int count) {
    var tool = "{\"type\":\"function\",\"function\":{\"name\":\"t%d\",\"parameters\":{\"type\":\"object\"}}}";
    var tools = IntStream.range(0, count).mapToObj(tool::formatted).collect(Collectors.joining(","));
    return "{\"model\":\"m\",\"messages\":[],\"tools\":[" + tools + "]}";
  }

  private static String said(String words) {
    return "{\"error\":{\"message\":\"" + words.replace("\"", "\\\"") + "\"}}";
  }

  private static Optional<Lesson> lesson(String body, Dialect row, String sent) {
    return lesson(400, body, row, sent);
  }

  private static Optional<Lesson> lesson(int status, String body, Dialect row, String sent) {
    var errors = new ErrorToFault("acme", "m", row, 100, 32_000, text -> text, Instant.EPOCH);
    return errors.refused(status, _ -> null, body.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8)).lesson();
  }

  private static Optional<Lesson> lesson(String words) {
    return lesson(said(words), Dialect.STANDARD, SENT);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead. | MAX_TOKENS_FIELD=max_completion_tokens
      max_tokens is too large: 32000. This model supports at most 16384 completion tokens, whereas you provided 32000. | MAX_OUTPUT=16384
      Invalid max_tokens value, the valid range of max_tokens is [1, 8192] | MAX_OUTPUT=8192
      max_tokens: expected a value <= 4096, but got 32000 instead | MAX_OUTPUT=4096
      max_tokens must be at most 16,384 for this model | MAX_OUTPUT=16384
      max_tokens must be at most 256 | MAX_OUTPUT=256
      description must have at most 50 characters, but has 900 | MAX_DESCRIPTION=50
      description must have at most 49 characters | MAX_DESCRIPTION=1024
      Unsupported parameter: 'stop' is not supported beyond a maximum of 3. | MAX_STOPS=0
      max_tokens exceeds the limit of qwen-72b: 8192 | MAX_OUTPUT=8192
      max_tokens exceeds the limit for gpt-4o-2024-08-06 (16384) | MAX_OUTPUT=16384
      `max_tokens` must be less than or equal to `12288`, the maximum value for `max_tokens` is less than the `context_window` | MAX_OUTPUT=12288
      Failed to initialize samplers: failed to parse grammar | SCHEMAS=llamacpp
      This model does not support image input | IMAGES=false
      unknown variant `image_url`, expected `text` | IMAGES=false
      No endpoints found that support image input | IMAGES=false
      Invalid content type. image_url is only supported by certain models. | IMAGES=false
      messages[0].content[1].type: type must be text, image is not supported here | IMAGES=false
      Could not process image | IMAGES=false!
      unsupported image format: image/bmp | IMAGES=false!
      Image exceeds the maximum supported size of 20 MB | IMAGES=false!
      At most 3 image(s) may be provided in one prompt. | IMAGES=false!
      At most 0 image(s) may be provided in one prompt. | IMAGES=false
      temperature is fixed at 1 for this model | SAMPLING=drop
      Too many images: at most 5 are supported in one request | IMAGES=false!
      Invalid value: 'file'. Supported values are: 'text' and 'image_url'. | PDF=text
      This response_format type is unavailable now | STRUCTURED_OUTPUT=json_object
      Invalid schema for response_format 'answer': 'required' must list every property | STRUCTURED_OUTPUT=json_object!
      Unknown parameter: stream_options | STREAM_USAGE=false
      Function tools with reasoning_effort are not supported for gpt-5.6-sol in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'. | EFFORT_WITH_TOOLS=false
      Unsupported value: 'reasoning_effort' does not support 'xhigh' with this model. Supported values are: 'low', 'medium', and 'high'. | EFFORTS=low,medium,high
      Unrecognized request argument supplied: reasoning_effort | WITHOUT=reasoning_effort
      Thinking mode does not support this tool_choice | FORCED_TOOL_CHOICE=no
      tool_choice must be a string: auto, none or required | NAMED_TOOL_CHOICE=required
      Invalid tool_choice: the tool 'x' was not found in 'tools' | FORCED_TOOL_CHOICE=no!
      Invalid JSON payload received. Unknown name "additionalProperties" at 'tools[0].function_declarations[0].parameters': Cannot find field. | WITHOUT_KEYWORDS=additionalProperties
      Invalid schema for function 't': 'pattern' is not permitted. | WITHOUT_KEYWORDS=pattern
      Unknown name "pattern" at 'tools[0].parameters.properties[0].value': Cannot find field. Unknown name "format" at 'tools[0].parameters.properties[0].value': Cannot find field. Unknown name "pattern" at 'tools[0].parameters.properties[3].value': Cannot find field. Unknown name "title" at 'tools[1]': Cannot find field. | WITHOUT_KEYWORDS=pattern,format
      Invalid schema for function 't': unknown keyword 'format', expected one of 'type', 'pattern', 'additionalProperties' | WITHOUT_KEYWORDS=format
      Invalid schema for function 't': $ref is not supported | SCHEMAS=inline_refs
      Unsupported parameter: 'parallel_tool_calls' is not supported with this model. | PARALLEL_TOOL_CALLS=unsaid
      invalid temperature: only 1 is allowed for this model | SAMPLING=drop
      Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead. | SAMPLING=drop!
      top_p must be between 0 and 1 | SAMPLING=drop!
      Unsupported parameter: 'stop' is not supported with this model. | MAX_STOPS=0
      Invalid 'stop': array too long. Expected an array with maximum length 2, but got an array with length 3 instead. | MAX_STOPS=2
      property 'user' is unsupported | WITHOUT=user
      json mode cannot be combined with tool/function calling | FORMAT_WITH_TOOLS=false
      Function calling with a response mime type: 'application/json' is unsupported | FORMAT_WITH_TOOLS=false
      Tool use with a response mime type: 'application/json' is unsupported | FORMAT_WITH_TOOLS=false
      response_format json_schema cannot be used together with tools | FORMAT_WITH_TOOLS=false
      Structured outputs are not supported when tools are provided | FORMAT_WITH_TOOLS=false
      Function calling and JSON mode can't both be enabled | FORMAT_WITH_TOOLS=false
      Please do not set response_format when tools is set | FORMAT_WITH_TOOLS=false
      json_object response type does not work with functions | FORMAT_WITH_TOOLS=false
      response_schema is not supported with function declarations | FORMAT_WITH_TOOLS=false
      Guided decoding (json_schema) cannot be used with tool_choice auto | FORMAT_WITH_TOOLS=false
      JSON mode is not enabled for models/gemma-3-27b-it | STRUCTURED_OUTPUT=json_object
      Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024, but got a string with length 4000 instead. | MAX_DESCRIPTION=1024
      Invalid 'tools[3].description': string too long. Expected a string with maximum length 1,024, but got a string with length 4000 instead. | MAX_DESCRIPTION=1024
      Invalid 'tools[0].function.parameters.properties.a.description': string too long. Expected a string with maximum length 512, but got a string with length 900 instead. | MAX_DESCRIPTION=512
      'Runs a command' is too long - 'tools.0.function.description' | MAX_DESCRIPTION=1024
      The description of function t exceeds the 2000 character limit | MAX_DESCRIPTION=2000
      tools.0.custom.description: String should have at most 1024 characters | MAX_DESCRIPTION=1024
      Tool description too long (4000 > 1024) | MAX_DESCRIPTION=1024
      function.description length should be in [1, 1024] | MAX_DESCRIPTION=1024
      tool description must be no more than 512 chars | MAX_DESCRIPTION=512
      tools[0].function.description string length 4000 is above the maximum of 1024 | MAX_DESCRIPTION=1024
      Tool description too long (limit 90000 characters in all, at most 1024 each) | MAX_DESCRIPTION=1024
      max_tokens=32000 cannot be greater than max_model_len=max_total_tokens=16384. Please request fewer output tokens. | MAX_OUTPUT=16384
      Unrecognized request argument supplied: user | WITHOUT=user
      enable_thinking: Extra inputs are not permitted | WITHOUT=enable_thinking
      """)
  void theWordsNameWhatToLeaveOut(String words, String expected) {
    var lesson = lesson(words).orElseThrow();
    assertEquals(expected, lesson.column() + "=" + lesson.value() + (lesson.lasting() ? "" : "!"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      something went wrong
      Invalid request Error
      The model refused to answer
      messages: at least one message is required
      Unknown parameter: frequency_penalty
      tool_call_id  is not found
      An assistant message with 'tool_calls' must be followed by tool messages
      insufficient tool messages following tool_calls message
      This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (8800 in the messages, 200 in the completion).
      max_tokens must be at most 255
      max_tokens must be at most 32000
      max_tokens must be at most 64000
      max_tokens must be at most 80% of the window
      max_tokens must be at most 16k
      max_tokens must be at most 2 in this test
      The limit for output tokens is 60 a minute
      model is not supported
      the effort you made was invalid
      see https://developers.example/docs, unknown error
      """)
  void wordsThatNameNothingOfTheRequestTeachNothing(String words) {
    assertEquals(Optional.empty(), lesson(words));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
      Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 130 instead. | 128
      Too many tools: 130 (max 64) | 64
      Too many tools provided | 128
      You have provided 130 tools but at most 100 tools are allowed | 100
      The number of function declarations must not exceed 128 | 128
      maximum number of tools is 120 | 120
      tools array must have at most 100 elements | 100
      tools must contain no more than 100 items | 100
      tools length must be <= 100 | 100
      tools: too many items, max 100 | 100
      tool count 130 exceeds max 100 | 100
      130 is greater than the maximum of 100 - 'tools' | 100
      [] is too long - 'tools' (maxItems 100) | 100
      body: [{"type":"too_long","loc":["body","tools"],"msg":"List should have at most 128 items after validation, not 130"}] | 128
      """)
  void theNumberOfToolsIsLearned(String words, String most) {
    var body = words.startsWith("body: ") ? "{\"detail\":" + words.substring(6) + "}" : said(words);
    assertEquals(Optional.of(Lesson.of(MAX_TOOLS, most)), lesson(body, Dialect.STANDARD, withTools(130)));
    assertEquals(Optional.empty(), lesson(body, Dialect.STANDARD, withTools(Integer.parseInt(most))));
    assertEquals(Optional.empty(), lesson(body, Dialect.STANDARD, withTools(10)));
    assertEquals(Optional.empty(), lesson(429, body, Dialect.STANDARD, withTools(130)), "a throttle teaches nothing");
  }

  /// Lists and names inside a tool, and calls, are other things than tools.
  @ParameterizedTest
  @ValueSource(strings = {
    "Invalid 'tools[129].function.name': string too long. Expected a string with maximum length 64, but got a string with length 70 instead.",
    "Invalid 'tools[3].function.parameters.properties.a.enum': array too long. Expected an array with maximum length 100, but got 120.",
    "Invalid 'messages[4].tool_calls': array too long. Expected an array with maximum length 128",
    "at most 16 functions calls can be made in parallel",
    "tools[129].function.name: at most 64 characters",
    "tools.129.function.parameters.properties must have at most 100 elements",
    "'a b' is too long - 'tools[0].function.name' (maxLength 64)",
    "tools are not supported by this model, see error 42",
    "Rate limit exceeded: 100 requests per minute with tools"
  })
  void otherNumbersAreNotThatOfTheTools(String words) {
    assertEquals(Optional.empty(), lesson(said(words), Dialect.STANDARD, withTools(130)).filter(lesson -> lesson.column() == MAX_TOOLS));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
    "bedrock error: The toolConfig field must be defined when using toolUse and toolResult content blocks.",
    "litellm.UnsupportedParamsError: Bedrock doesn't support tool calling without `tools=` param specified. Pass `tools=` param OR set `litellm.modify_params = True`",
    "Requests which include `tool_use` or `tool_result` blocks must define tools",
    "messages with role 'tool' require the parameter tools to be set",
    "'tools' must be provided when messages contain tool calls",
    "litellm.UnsupportedParamsError: Anthropic expects the `tools=` param to be passed in. Set `litellm.modify_params = True`",
    "messages with role 'tool' are not allowed when no tools are given",
  })
  void callsThatNeedToolsAreToldInWords(String words) {
    assertEquals(Optional.of(Lesson.of(CALLS_WITHOUT_TOOLS, "false")), lesson(said(words), Dialect.STANDARD, CALLED));
    assertEquals(Optional.empty(), lesson(said(words), Dialect.STANDARD, "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"tools\"}]}"));
    var responses = "{\"input\":[{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"t\",\"arguments\":\"{}\"}]}";
    assertEquals(Optional.of(Lesson.of(CALLS_WITHOUT_TOOLS, "false")), lesson(said(words), Dialect.STANDARD, responses));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.",
    "tool_call_id is not found",
    "messages: text content blocks must be non-empty",
  })
  void otherFaultsOfCallsAreNotHealedSo(String words) {
    assertEquals(Optional.empty(), lesson(said(words), Dialect.STANDARD, CALLED));
  }

  @Test
  void aFormatIsRefusedBesideToolsOnlyWhereThereAreTools() {
    var words = said("json mode cannot be combined with tool/function calling");
    var alone = "{\"response_format\":{\"type\":\"json_object\"}}";
    assertEquals(Optional.of(Lesson.of(STRUCTURED_OUTPUT, "json_object")), lesson(words, Dialect.STANDARD, alone));
    var responses = "{\"tools\":[{\"type\":\"function\",\"name\":\"t\"}],\"text\":{\"format\":{\"type\":\"json_schema\"}}}";
    assertEquals(Optional.of(Lesson.of(FORMAT_WITH_TOOLS, "false")), lesson(words, Dialect.STANDARD, responses));
    assertEquals(Optional.empty(), lesson(words, Dialect.STANDARD, "{\"tools\":[{\"type\":\"function\"}]}"));
    assertEquals(Optional.empty(), lesson(said("Content-Type must be application/json to call functions"), Dialect.STANDARD, responses));
  }

  @Test
  void aDescriptionThatFitsIsLeftAlone() {
    var words = said("Invalid 'tools[0].function.description': string too long. Expected a string with maximum length 1024");
    assertEquals(Optional.empty(), lesson(words, Dialect.STANDARD, SENT.replace("d".repeat(4_000), "short")));
    assertEquals(Optional.empty(), lesson(words, Dialect.STANDARD, SENT.replace("d".repeat(4_000), "d".repeat(1_024))));
    assertEquals(Optional.of(Lesson.of(MAX_DESCRIPTION, "1024")), lesson(words, Dialect.STANDARD, SENT.replace("d".repeat(4_000), "d".repeat(1_025))));
    assertEquals(Optional.empty(), lesson(said("Invalid schema: 'description' is required"), Dialect.STANDARD, SENT));
    var responses = "{\"tools\":[{\"type\":\"function\",\"name\":\"t\",\"description\":\"" + "d".repeat(4_000) + "\"}]}";
    assertEquals(Optional.of(Lesson.of(MAX_DESCRIPTION, "1024")), lesson(words, Dialect.STANDARD, responses));
    var pydantic = "{\"detail\":[{\"type\":\"string_too_long\",\"loc\":[\"body\",\"tools\",0,\"function\",\"description\"],\"msg\":\"String should have at most 1024 characters\"}]}";
    assertEquals(Optional.of(Lesson.of(MAX_DESCRIPTION, "1024")), lesson(422, pydantic, Dialect.STANDARD, SENT));
  }

  @Test
  void theTimeOfAMarkGoesBeforeTheMark() {
    var sent = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}]}]}";
    var timed = Dialect.STANDARD.as("t").with(PROMPT_CACHE, Dialect.PromptCache.TIMED_MARKS);
    var words = said("messages.0.content.0.text.cache_control.ttl: Extra inputs are not permitted");
    assertEquals(Optional.of(Lesson.of(PROMPT_CACHE, "marks")), lesson(words, timed, sent));
    var plain = Lesson.of(PROMPT_CACHE, "marks").applied(timed);
    assertEquals(Optional.of(Lesson.of(PROMPT_CACHE, "none")), lesson(said("cache_control is not supported"), plain, sent));
  }

  /// What a provider says is searched at a cost that grows with its length and no faster.
  @ParameterizedTest
  @ValueSource(strings = {"file_data ", "max_tokens 9 ", "max_tokens limit ", "invalid 'file' output tokens grammar ", "description too long ", "aaaaaaaa",
      "tools json mode ", "unknown name 'a", "the context length ", "'", "9", "input length 9", "range max_tokens "})
  void hostileWordsCostNoMoreThanTheirLength(String words) {
    var row = Dialect.STANDARD;
    try {
      var sent = Json.object(SENT);
      var half = new CountedText(words.repeat(8_000 / words.length()));
      RejectionRules.of(new Rejection(half, sent, row));
      var whole = new CountedText(words.repeat(16_000 / words.length()));
      RejectionRules.of(new Rejection(whole, sent, row));
      assertTrue(whole.read() < 2.5 * half.read() + 100_000, half.read() + " characters were read, and of twice the text " + whole.read());
      assertTrue(whole.read() < 60_000_000, whole.read() + " characters were read");
    } catch (Json.Malformed e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aLinkIsAnotherThingThanAPicture() {
    var linked = SENT.replace("data:image/png;base64,AA==", "https://a.example/b.png");
    var dead = "{\"error\":\"Failed to download the image from https://a.example/b.png\"}";
    assertEquals(Optional.of(new Lesson(IMAGE_URLS, "false", false)), lesson(dead, Dialect.STANDARD, linked));
    var never = "{\"error\":\"image URLs are not supported, send base64\"}";
    assertEquals(Optional.of(Lesson.of(IMAGE_URLS, "false")), lesson(never, Dialect.STANDARD, linked));
    var elsewhere = SENT.replace("\"additionalProperties\"", "\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"additionalProperties\"");
    var blind = "{\"error\":\"unknown variant `image_url`, expected `text`\"}";
    assertEquals(Optional.of(Lesson.of(IMAGES, "false")), lesson(blind, Dialect.STANDARD, elsewhere));
  }

  @Test
  void whatAGatewaySaysOfItselfIsNoLesson() {
    var words = "{\"error\":{\"message\":\"image service unavailable, contact support\"}}";
    assertEquals(Optional.empty(), lesson(502, words, Dialect.STANDARD, SENT));
    assertEquals(Optional.of(Lesson.of(IMAGES, "false")), lesson(500, words, Dialect.STANDARD, SENT));
  }

  /// A code such as `invalid_request_error` stands with every refusal and names nothing.
  @Test
  void theTypeOfAllRefusalsSaysNothing() {
    var words = "{\"error\":{\"message\":\"tool_choice is missing a tool_call_id\",\"type\":\"invalid_request_error\"}}";
    assertEquals(Optional.empty(), lesson(words, Dialect.STANDARD, SENT));
  }

  /// Some providers quote the request in their error: neither the quoted words nor the time to search them may count.
  @Test
  void whatStandsFarBehindIsNotRead() {
    var quoted = "{\"error\":{\"message\":\"Bad request: " + "invalid 'file' output tokens grammar ".repeat(20_000) + "user is not supported\"}}";
    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertEquals(Optional.empty(), lesson(quoted, Dialect.STANDARD, "{\"user\":\"u\"}")));
  }

  @Test
  void theParameterMayStandBesideTheWords() {
    var openAi = "{\"error\":{\"message\":\"Unsupported parameter\",\"param\":\"parallel_tool_calls\"}}";
    assertEquals(Optional.of(Lesson.of(PARALLEL_TOOL_CALLS, "unsaid")), lesson(openAi, Dialect.STANDARD, SENT));
    var fastApi = "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"stream_options\"],\"msg\":\"Extra inputs are not permitted\"}]}";
    assertEquals(Optional.of(Lesson.of(STREAM_USAGE, "false")), lesson(fastApi, Dialect.STANDARD, SENT));
    var named = "{\"detail\":[{\"loc\":[\"body\",\"user\"],TYPE\"msg\":\"bad value\"}]}";
    assertEquals(Optional.of(Lesson.of(WITHOUT, "user")), lesson(named.replace("TYPE", ""), Dialect.STANDARD, SENT));
    assertEquals(Optional.of(Lesson.of(WITHOUT, "user")), lesson(named.replace("TYPE", "\"type\":\"value_error.forbidden\","), Dialect.STANDARD, SENT));
    assertEquals(Optional.empty(), lesson(named.replace("TYPE", "\"type\":\"string_type\","), Dialect.STANDARD, SENT));
  }

  @Test
  void aStepDownIsFollowedByTheNextAndThenByNone() {
    var words = "{\"error\":{\"message\":\"response_format is not supported\"}}";
    var object = Lesson.of(STRUCTURED_OUTPUT, "json_object").applied(Dialect.STANDARD);
    assertEquals(Optional.of(Lesson.of(STRUCTURED_OUTPUT, "none")), lesson(words, object, SENT));
    assertEquals(Optional.empty(), lesson(words, Lesson.of(STRUCTURED_OUTPUT, "none").applied(object), SENT.replace("response_format", "other")));
  }

  @Test
  void whatTheRequestDidNotHoldIsNotLeftOut() {
    var plain = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"an image\"}],\"max_tokens\":10}";
    for (var words : new String[] {"This model does not support image input", "stream_options is not supported", "temperature is not supported",
        "tool_choice is not supported", "reasoning_effort is not supported", "response_format is not supported", "max_tokens must be at most 10"}) {
      assertEquals(Optional.empty(), lesson("{\"error\":{\"message\":\"" + words + "\"}}", Dialect.STANDARD, plain), words);
    }
  }

  @Test
  void onlyWhatTheRowSendsIsLearned() {
    assertEquals(Optional.of(Lesson.of(TOP_K, "false")), lesson(said("top_k is not supported"), Dialect.STANDARD.as("k").with(TOP_K, true), SENT));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      tool type 'builtin_function' is not supported | {"tools":[{"type":"builtin_function","function":{"name":"$web_search"}}]}
      Invalid value: 'web_search'. Supported values are: 'function'. | {"tools":[{"type":"web_search","web_search":{"enable":true}}]}
      tools[0].type must be one of 'function' | {"tools":[{"type":"browser_search"}]}
      Unrecognized request argument supplied: enable_search | {"enable_search":true}
      """)
  void aSearchOfItsOwnThatItRefusesIsLeftToOthers(String words, String sent) {
    var row = Dialect.STANDARD.as("s").with(SEARCH, Dialect.Search.WEB_SEARCH_TOOL);
    assertEquals(Optional.of(Lesson.of(SEARCH, "none")), lesson("{\"error\":{\"message\":\"" + words + "\"}}", row, sent));
    assertEquals(Optional.empty(), lesson("{\"error\":{\"message\":\"web search is not supported\"}}", row, "{\"messages\":[]}"));
  }

  @Test
  void namesAddUp() {
    var row = Lesson.of(WITHOUT, "enable_thinking").applied(Dialect.STANDARD);
    assertEquals(Optional.of(Lesson.of(WITHOUT, "enable_thinking,user")), lesson("{\"error\":\"property 'user' is unsupported\"}", row, SENT));
  }

  @Test
  void anEffortThatCannotBeNoneBecomesTheWeakest() {
    var sent = "{\"model\":\"m\",\"messages\":[],\"reasoning_effort\":\"none\"}";
    var words = "{\"error\":{\"message\":\"Unsupported value: 'none'. reasoning_effort supported values are: 'low', 'high'.\"}}";
    assertEquals(Optional.of(Lesson.of(OFF, "weakest")), lesson(words, Dialect.STANDARD, sent));
  }
}
