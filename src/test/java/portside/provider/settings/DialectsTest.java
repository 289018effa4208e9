package portside.provider.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static portside.provider.dialect.Column.AFFINITY_HEADER;
import static portside.provider.dialect.Column.ALWAYS_STREAM;
import static portside.provider.dialect.Column.ARGUMENT_TYPES;
import static portside.provider.dialect.Column.BETAS;
import static portside.provider.dialect.Column.CALLS_WITHOUT_TOOLS;
import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.CUTS_SILENTLY;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EFFORT_WITH_TOOLS;
import static portside.provider.dialect.Column.EMPTY_ERROR_IS_OVERFLOW;
import static portside.provider.dialect.Column.ERROR_CODES;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.FORMAT_WITH_TOOLS;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.KEY_HEADER;
import static portside.provider.dialect.Column.LEAKED_CALLS;
import static portside.provider.dialect.Column.MANNER;
import static portside.provider.dialect.Column.MAX_DESCRIPTION;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_STOP_BYTES;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.MESSAGES_PATH;
import static portside.provider.dialect.Column.MIN_OUTPUT;
import static portside.provider.dialect.Column.MISSING_REASONING;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.NONE_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.OPEN_THOUGHT;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.PROMPT_CACHE;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLAY;
import static portside.provider.dialect.Column.REPLAY_AS;
import static portside.provider.dialect.Column.REPLAY_FIELD;
import static portside.provider.dialect.Column.REPLY_AFTER_TOOLS;
import static portside.provider.dialect.Column.REQUEST_FITTED;
import static portside.provider.dialect.Column.REQUEST_HEADERS;
import static portside.provider.dialect.Column.REQUIRED_WORD;
import static portside.provider.dialect.Column.RESET_ZONE;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.SEARCH;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.SYSTEM_IN_PLACE;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.THINKING_ON;
import static portside.provider.dialect.Column.TOKEN_COUNT;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.WIRE;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.provider.dialect.Column.WITHOUT_BETAS;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.Dialects;
import portside.provider.KnownProvider;
import portside.provider.Secret;
import portside.provider.dialect.Column;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.ErrorCode;
import portside.provider.dialect.Dialect.ErrorMeaning;
import portside.provider.dialect.Dialect.ExtraMember;
import portside.provider.dialect.Dialect.RequestHeaders;
import portside.provider.dialect.DialectRule;

class DialectsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "low,medium,high,xhigh,max | low medium high xhigh max",
        "low,high,max | low high high max max",
        "high,max | high high high max max",
        "low,medium,high | low medium high high high",
        "minimal,low,medium,high | low medium high high high",
        "none,high | high high high high high",
      })
  void effortGoesToTheNextStrongerLevel(String taken, String sent) {
    var row = Dialect.STANDARD.as("test").with(EFFORTS, taken.split(","));
    assertEquals(sent, String.join(" ", Stream.of("low", "medium", "high", "xhigh", "max").map(level -> row.effort(level).orElse("-")).toList()));
    assertEquals(Optional.empty(), row.effort("auto"));
    assertEquals(Optional.empty(), Dialect.STANDARD.effort("high"));
  }

  @Test
  void everyRowHasItsOwnName() {
    var rows = KnownProvider.ALL.stream().flatMap(known -> known.rules().stream()).map(DialectRule::row).distinct();
    var names = Stream.concat(Stream.of("standard"), rows.map(Dialect::name)).toList();
    assertEquals(names.stream().distinct().toList(), names);
    assertEquals(names, KnownProvider.allRows().stream().map(Dialect::name).toList());
  }

  @Test
  void aProviderMayStandBehindAnotherAddress() throws Exception {
    var dialects = dialects("DIALECT=OpenRouter", "DIALECT_PDF=text");
    assertEquals("openrouter-gemini", dialects.row("google/gemini-3.8-flash").name());
    assertEquals(Dialect.Pdf.TEXT, dialects.row("google/gemini-3.8-flash").get(PDF));
    assertEquals("DIALECT=openrouter, *google/gemini*, changed by DIALECT_PDF", dialects.why("google/gemini-3.8-flash"));
    assertEquals("DIALECT=openrouter, any other model, changed by DIALECT_PDF", dialects.why("other/model"));
  }

  @Test
  void effortsOfTheRowsAreKnownLevelsInOrder() {
    for (var row : KnownProvider.allRows()) {
      assertEquals(Dialect.LEVELS.stream().filter(row.get(EFFORTS)::contains).toList(), row.get(EFFORTS), row.name());
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aSettingChangesOneCell(String key, String value, Dialect expected) throws Exception {
    var dialects = dialects(key + "=" + value);
    assertEquals(expected, dialects.row("any"));
    assertEquals("nothing is known of llm.example, changed by " + key, dialects.why("any"));
  }

  static List<Object[]> cells() {
    return List.of(
        new Object[] {"DIALECT_WIRE", "responses", start().with(WIRE, Dialect.Wire.RESPONSES)},
        new Object[] {"DIALECT_MAX_TOKENS_FIELD", "max_completion_tokens", start().with(MAX_TOKENS_FIELD, Dialect.MaxTokensField.MAX_COMPLETION_TOKENS)},
        new Object[] {"DIALECT_MAX_OUTPUT", "65536", start().with(MAX_OUTPUT, 65_536)},
        new Object[] {"DIALECT_MIN_OUTPUT", "32000", start().with(MIN_OUTPUT, 32_000)},
        new Object[] {"DIALECT_SAMPLING", "Drop", start().with(SAMPLING, Dialect.Sampling.DROP)},
        new Object[] {"DIALECT_SAMPLING_FLOOR", "0.01", start().with(SAMPLING_FLOOR, 0.01)},
        new Object[] {"DIALECT_TOP_K", "TRUE", start().with(TOP_K, true)},
        new Object[] {"DIALECT_MAX_STOPS", "0", start().with(MAX_STOPS, 0)},
        new Object[] {"DIALECT_MAX_STOP_BYTES", "32", start().with(MAX_STOP_BYTES, 32)},
        new Object[] {"DIALECT_FORCED_TOOL_CHOICE", "no", start().with(FORCED_TOOL_CHOICE, Dialect.ForcedToolChoice.NO)},
        new Object[] {"DIALECT_NAMED_TOOL_CHOICE", "required", start().with(NAMED_TOOL_CHOICE, Dialect.NamedToolChoice.REQUIRED)},
        new Object[] {"DIALECT_REQUIRED_WORD", "any", start().with(REQUIRED_WORD, "any")},
        new Object[] {"DIALECT_NONE_TOOL_CHOICE", "false", start().with(NONE_TOOL_CHOICE, false)},
        new Object[] {"DIALECT_PARALLEL_TOOL_CALLS", "unsaid", start().with(PARALLEL_TOOL_CALLS, Dialect.ParallelToolCalls.UNSAID)},
        new Object[] {"DIALECT_MAX_TOOLS", "128", start().with(MAX_TOOLS, 128)},
        new Object[] {"DIALECT_MAX_DESCRIPTION", "1024", start().with(MAX_DESCRIPTION, 1_024)},
        new Object[] {"DIALECT_CALLS_WITHOUT_TOOLS", "false", start().with(CALLS_WITHOUT_TOOLS, false)},
        new Object[] {"DIALECT_CALL_IDS", "nine_alphanumeric", start().with(CALL_IDS, Dialect.CallIdForm.NINE_ALPHANUMERIC)},
        new Object[] {"DIALECT_TOOL_RESULT_NAME", "true", start().with(TOOL_RESULT_NAME, true)},
        new Object[] {"DIALECT_REPLY_AFTER_TOOLS", "true", start().with(REPLY_AFTER_TOOLS, true)},
        new Object[] {"DIALECT_SCHEMAS", "moonshot", start().with(SCHEMAS, Dialect.Schemas.MOONSHOT)},
        new Object[] {"DIALECT_WITHOUT_KEYWORDS", "pattern, $ref", start().with(WITHOUT_KEYWORDS, "pattern", "$ref")},
        new Object[] {"DIALECT_STRICT", "false", start().with(STRICT, Dialect.Strict.FALSE)},
        new Object[] {"DIALECT_STRUCTURED_OUTPUT", "json_object", start().with(STRUCTURED_OUTPUT, Dialect.StructuredOutput.JSON_OBJECT)},
        new Object[] {"DIALECT_FORMAT_WITH_TOOLS", "false", start().with(FORMAT_WITH_TOOLS, false)},
        new Object[] {"DIALECT_STREAM_USAGE", "false", start().with(STREAM_USAGE, false)},
        new Object[] {"DIALECT_ALWAYS_STREAM", "true", start().with(ALWAYS_STREAM, true)},
        new Object[] {"DIALECT_SYSTEM_ROLE", "developer", start().with(SYSTEM_ROLE, Dialect.SystemRole.DEVELOPER)},
        new Object[] {"DIALECT_SYSTEM_IN_PLACE", "true", start().with(SYSTEM_IN_PLACE, true)},
        new Object[] {"DIALECT_CONTENT_WITH_CALLS", "empty", start().with(CONTENT_WITH_CALLS, Dialect.ContentWithCalls.EMPTY)},
        new Object[] {"DIALECT_IMAGES", "false", start().with(IMAGES, false)},
        new Object[] {"DIALECT_IMAGE_URLS", "false", start().with(IMAGE_URLS, false)},
        new Object[] {"DIALECT_PDF", "text", start().with(PDF, Dialect.Pdf.TEXT)},
        new Object[] {"DIALECT_REQUEST_HEADERS", "copilot", start().with(REQUEST_HEADERS, RequestHeaders.COPILOT)},
        new Object[] {
          "DIALECT_EXTRA_BODY", "{\"a\":true,\"b\":{\"c\":[1]}}", start().with(EXTRA_BODY, new ExtraMember("a", "true"), new ExtraMember("b", "{\"c\":[1]}"))
        },
        new Object[] {"DIALECT_WITHOUT", "pattern, $ref", start().with(WITHOUT, "pattern", "$ref")},
        new Object[] {"DIALECT_REASONING", "reasoning_object", start().with(REASONING, Dialect.Reasoning.REASONING_OBJECT)},
        new Object[] {"DIALECT_EFFORTS", "low, High", start().with(EFFORTS, "low", "high")},
        new Object[] {"DIALECT_EFFORTS", "", start().with(EFFORTS, List.of())},
        new Object[] {"DIALECT_EFFORT_WITH_TOOLS", "false", start().with(EFFORT_WITH_TOOLS, false)},
        new Object[] {"DIALECT_THINKING_BUDGET", "true", start().with(THINKING_BUDGET, true)},
        new Object[] {"DIALECT_THINKING_ON", "{\"type\": \"adaptive\"}", start().with(THINKING_ON, "{\"type\":\"adaptive\"}")},
        new Object[] {"DIALECT_OFF", "weakest", start().with(OFF, Dialect.Off.WEAKEST)},
        new Object[] {"DIALECT_REPLAY", "tool_turns", start().with(REPLAY, Dialect.Replay.TOOL_TURNS)},
        new Object[] {"DIALECT_REPLAY_AS", "details", start().with(REPLAY_AS, Dialect.ReplayAs.DETAILS)},
        new Object[] {"DIALECT_REPLAY_FIELD", "reasoning", start().with(REPLAY_FIELD, "reasoning")},
        new Object[] {"DIALECT_MISSING_REASONING", "(none kept)", start().with(MISSING_REASONING, new Dialect.MissingReasoning.Text("(none kept)"))},
        new Object[] {"DIALECT_CALL_SIGNATURES", "google", start().with(CALL_SIGNATURES, Dialect.CallSignatures.GOOGLE)},
        new Object[] {"DIALECT_MANNER", "raw", start().with(MANNER, Dialect.Manner.RAW)},
        new Object[] {"DIALECT_MESSAGES_PATH", "raw_predict", start().with(MESSAGES_PATH, Dialect.MessagesPath.RAW_PREDICT)},
        new Object[] {"DIALECT_BETAS", "interleaved-thinking-, all", start().with(BETAS, "interleaved-thinking-", "all")},
        new Object[] {"DIALECT_WITHOUT_BETAS", "effort-2025-11-24", start().with(WITHOUT_BETAS, "effort-2025-11-24")},
        new Object[] {"DIALECT_KEY_HEADER", "x_api_key", start().with(KEY_HEADER, Dialect.KeyHeader.X_API_KEY)},
        new Object[] {"DIALECT_REQUEST_FITTED", "true", start().with(REQUEST_FITTED, true)},
        new Object[] {"DIALECT_TOKEN_COUNT", "ask", start().with(TOKEN_COUNT, Dialect.TokenCount.ASK)},
        new Object[] {"DIALECT_LEAST_THINKING", "128", start().with(Column.LEAST_THINKING, 128)},
        new Object[] {"DIALECT_MOST_THINKING", "32768", start().with(Column.MOST_THINKING, 32_768)},
        new Object[] {"DIALECT_CALL_ID_MEMBER", "false", start().with(Column.CALL_ID_MEMBER, false)},
        new Object[] {"DIALECT_MEDIA_IN_RESULTS", "true", start().with(Column.MEDIA_IN_RESULTS, true)},
        new Object[] {"DIALECT_VALIDATED_CALLS", "true", start().with(Column.VALIDATED_CALLS, true)},
        new Object[] {"DIALECT_ENVELOPE", "code_assist", start().with(Column.ENVELOPE, Dialect.Envelope.CODE_ASSIST)},
        new Object[] {"DIALECT_PROJECT", "acme-1", start().with(Column.PROJECT, "acme-1")},
        new Object[] {"DIALECT_PROMPT_CACHE", "marks", start().with(PROMPT_CACHE, Dialect.PromptCache.MARKS)},
        new Object[] {"DIALECT_AFFINITY_HEADER", "x-grok-conv-id", start().with(AFFINITY_HEADER, "x-grok-conv-id")},
        new Object[] {"DIALECT_SEARCH", "enable_search", start().with(SEARCH, Dialect.Search.ENABLE_SEARCH)},
        new Object[] {"DIALECT_LEAKED_CALLS", "true", start().with(LEAKED_CALLS, true)},
        new Object[] {"DIALECT_OPEN_THOUGHT", "true", start().with(OPEN_THOUGHT, true)},
        new Object[] {"DIALECT_ARGUMENT_TYPES", "true", start().with(ARGUMENT_TYPES, true)},
        new Object[] {
          "DIALECT_ERROR_CODES", "1113:billing, 1302:Rate_Limit",
          start().with(ERROR_CODES, new ErrorCode("1113", ErrorMeaning.BILLING), new ErrorCode("1302", ErrorMeaning.RATE_LIMIT))
        },
        new Object[] {"DIALECT_RESET_ZONE", "Asia/Shanghai", start().with(RESET_ZONE, ZoneId.of("Asia/Shanghai"))},
        new Object[] {"DIALECT_EMPTY_ERROR_IS_OVERFLOW", "true", start().with(EMPTY_ERROR_IS_OVERFLOW, true)},
        new Object[] {"DIALECT_CUTS_SILENTLY", "true", start().with(CUTS_SILENTLY, true)},
        new Object[] {"DIALECT_CONTEXT_WINDOW", "200000", start().with(CONTEXT_WINDOW, 200_000)});
  }

  @Test
  void everyColumnCanBeSetAndIsTested() {
    var tested = cells().stream().map(cell -> (String) cell[0]).distinct().toList();
    assertEquals(Column.ALL.stream().map(Column::setting).toList(), tested);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "DIALECT_MAX_OUTPUT | -1",
        "DIALECT_MAX_OUTPUT | many",
        "DIALECT_MAX_STOPS | 9999999999",
        "DIALECT_SAMPLING | keep",
        "DIALECT_SAMPLING_FLOOR | 2",
        "DIALECT_SAMPLING_FLOOR | NaN",
        "DIALECT_TOP_K | yes",
        "DIALECT_EFFORTS | high,low",
        "DIALECT_EFFORTS | low,low",
        "DIALECT_EFFORTS | extreme",
        "DIALECT_THINKING_ON | enabled",
        "DIALECT_EXTRA_BODY | [1]",
        "DIALECT_EXTRA_BODY | {\"a\":}",
        "DIALECT_REPLAY_FIELD | a.b",
        "DIALECT_WITHOUT | a b",
        "DIALECT_REQUIRED_WORD | must",
        "DIALECT_RESET_ZONE | Middle-earth",
        "DIALECT_ERROR_CODES | 1113",
        "DIALECT_ERROR_CODES | 1113:unlucky",
        "DIALECT_MAX_STOPS | ``",
      })
  void aWrongValueIsAFault(String key, String value) {
    var faults = assertThrows(EnvFaults.class, () -> dialects(key + "=" + value));
    var found = faults.faults().stream().map(fault -> fault.key() + ": " + fault.problem()).toList();
    assertEquals(List.of(key + ": \"" + value + "\" is not allowed"), found);
  }

  @Test
  void theHintOfAWrongValueListsTheAllowedOnes() {
    var faults = assertThrows(EnvFaults.class, () -> dialects("DIALECT_REASONING=hard"));
    assertEquals("one of none, effort, thinking, reasoning_object, enable_thinking, template_kwargs", faults.faults().getFirst().hint());
  }

  @Test
  void aForcedRowAppliesToEveryModelAndTakesChanges() throws Exception {
    var dialects = dialects("DIALECT=Gemini-3", "DIALECT_PDF=file", "DIALECT_MAX_STOPS=1");
    var row = KnownProvider.allRows().stream().filter(candidate -> candidate.name().equals("gemini-3")).findFirst().orElseThrow();
    assertEquals(row.as("gemini-3").with(PDF, Dialect.Pdf.FILE).with(MAX_STOPS, 1), dialects.row("anything"));
    assertEquals("DIALECT=gemini-3, changed by DIALECT_PDF, DIALECT_MAX_STOPS", dialects.why("anything"));
  }

  private static Dialects dialects(String... lines) throws EnvFaults {
    var enough = Stream.of("OPENAI_BASE_URL=https://llm.example/v1", "BIG_MODEL=b");
    var entries = Stream.concat(enough, Stream.of(lines)).map(DialectsTest::entry).toList();
    return Settings.check(new RawSettings("test", "test", entries, List.of(), List.of()), OptionalInt.empty()).provider().dialect();
  }

  private static RawSettings.Entry entry(String line) {
    var equals = line.indexOf('=');
    return new RawSettings.Entry(line.substring(0, equals), new Secret(line.substring(equals + 1)), 1);
  }

  private static Dialect start() {
    return Dialect.STANDARD.as("standard");
  }
}
