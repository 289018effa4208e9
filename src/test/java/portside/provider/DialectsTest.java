package portside.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.Dialect.ErrorCode;
import portside.provider.Dialect.ErrorMeaning;
import portside.provider.Dialect.ExtraMember;

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
    var row = Dialects.STANDARD.as("test").efforts(taken.split(",")).row();
    assertEquals(sent, String.join(" ", Stream.of("low", "medium", "high", "xhigh", "max").map(level -> row.effort(level).orElse("-")).toList()));
    assertEquals(Optional.empty(), row.effort("auto"));
    assertEquals(Optional.empty(), Dialects.STANDARD.effort("high"));
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
    assertEquals(Dialect.Pdf.TEXT, dialects.row("google/gemini-3.8-flash").pdf());
    assertEquals("DIALECT=openrouter, *google/gemini*, changed by DIALECT_PDF", dialects.why("google/gemini-3.8-flash"));
    assertEquals("DIALECT=openrouter, any other model, changed by DIALECT_PDF", dialects.why("other/model"));
  }

  @Test
  void effortsOfTheRowsAreKnownLevelsInOrder() {
    for (var row : KnownProvider.allRows()) {
      assertEquals(Dialect.LEVELS.stream().filter(row.efforts()::contains).toList(), row.efforts(), row.name());
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aSettingChangesOneCell(String key, String value, DialectDraft expected) throws Exception {
    var dialects = dialects(key + "=" + value);
    assertEquals(expected.row(), dialects.row("any"));
    assertEquals("nothing is known of llm.example, changed by " + key, dialects.why("any"));
  }

  static List<Object[]> cells() {
    return List.of(
        new Object[] {"DIALECT_WIRE", "responses", start().wire(Dialect.Wire.RESPONSES)},
        new Object[] {"DIALECT_MAX_TOKENS_FIELD", "max_completion_tokens", start().maxTokensField(Dialect.MaxTokensField.MAX_COMPLETION_TOKENS)},
        new Object[] {"DIALECT_MAX_OUTPUT", "65536", start().maxOutput(65_536)},
        new Object[] {"DIALECT_MIN_OUTPUT", "32000", start().minOutput(32_000)},
        new Object[] {"DIALECT_SAMPLING", "Drop", start().sampling(Dialect.Sampling.DROP)},
        new Object[] {"DIALECT_SAMPLING_FLOOR", "0.01", start().samplingFloor(0.01)},
        new Object[] {"DIALECT_TOP_K", "TRUE", start().topK(true)},
        new Object[] {"DIALECT_MAX_STOPS", "0", start().maxStops(0)},
        new Object[] {"DIALECT_MAX_STOP_BYTES", "32", start().maxStopBytes(32)},
        new Object[] {"DIALECT_FORCED_TOOL_CHOICE", "no", start().forcedToolChoice(Dialect.ForcedToolChoice.NO)},
        new Object[] {"DIALECT_NAMED_TOOL_CHOICE", "required", start().namedToolChoice(Dialect.NamedToolChoice.REQUIRED)},
        new Object[] {"DIALECT_REQUIRED_WORD", "any", start().requiredWord("any")},
        new Object[] {"DIALECT_NONE_TOOL_CHOICE", "false", start().noneToolChoice(false)},
        new Object[] {"DIALECT_PARALLEL_TOOL_CALLS", "unsaid", start().parallelToolCalls(Dialect.ParallelToolCalls.UNSAID)},
        new Object[] {"DIALECT_MAX_TOOLS", "128", start().maxTools(128)},
        new Object[] {"DIALECT_MAX_DESCRIPTION", "1024", start().maxDescription(1_024)},
        new Object[] {"DIALECT_CALLS_WITHOUT_TOOLS", "false", start().callsWithoutTools(false)},
        new Object[] {"DIALECT_CALL_IDS", "nine_alphanumeric", start().callIds(Dialect.CallIdForm.NINE_ALPHANUMERIC)},
        new Object[] {"DIALECT_TOOL_RESULT_NAME", "true", start().toolResultName(true)},
        new Object[] {"DIALECT_REPLY_AFTER_TOOLS", "true", start().replyAfterTools(true)},
        new Object[] {"DIALECT_SCHEMAS", "moonshot", start().schemas(Dialect.Schemas.MOONSHOT)},
        new Object[] {"DIALECT_WITHOUT_KEYWORDS", "pattern, $ref", start().withoutKeywords("pattern", "$ref")},
        new Object[] {"DIALECT_STRICT", "false", start().strict(Dialect.Strict.FALSE)},
        new Object[] {"DIALECT_STRUCTURED_OUTPUT", "json_object", start().structuredOutput(Dialect.StructuredOutput.JSON_OBJECT)},
        new Object[] {"DIALECT_FORMAT_WITH_TOOLS", "false", start().formatWithTools(false)},
        new Object[] {"DIALECT_STREAM_USAGE", "false", start().streamUsage(false)},
        new Object[] {"DIALECT_ALWAYS_STREAM", "true", start().alwaysStream(true)},
        new Object[] {"DIALECT_SYSTEM_ROLE", "developer", start().systemRole(Dialect.SystemRole.DEVELOPER)},
        new Object[] {"DIALECT_SYSTEM_IN_PLACE", "true", start().systemInPlace(true)},
        new Object[] {"DIALECT_CONTENT_WITH_CALLS", "empty", start().contentWithCalls(Dialect.ContentWithCalls.EMPTY)},
        new Object[] {"DIALECT_IMAGES", "false", start().images(false)},
        new Object[] {"DIALECT_IMAGE_URLS", "false", start().imageUrls(false)},
        new Object[] {"DIALECT_PDF", "text", start().pdf(Dialect.Pdf.TEXT)},
        new Object[] {
          "DIALECT_EXTRA_BODY", "{\"a\":true,\"b\":{\"c\":[1]}}", start().extraBody(new ExtraMember("a", "true"), new ExtraMember("b", "{\"c\":[1]}"))
        },
        new Object[] {"DIALECT_WITHOUT", "pattern, $ref", start().without("pattern", "$ref")},
        new Object[] {"DIALECT_REASONING", "reasoning_object", start().reasoning(Dialect.Reasoning.REASONING_OBJECT)},
        new Object[] {"DIALECT_EFFORTS", "low, High", start().efforts("low", "high")},
        new Object[] {"DIALECT_EFFORTS", "", start().efforts()},
        new Object[] {"DIALECT_EFFORT_WITH_TOOLS", "false", start().effortWithTools(false)},
        new Object[] {"DIALECT_THINKING_BUDGET", "true", start().thinkingBudget(true)},
        new Object[] {"DIALECT_THINKING_ON", "{\"type\": \"adaptive\"}", start().thinkingOn("{\"type\":\"adaptive\"}")},
        new Object[] {"DIALECT_OFF", "weakest", start().off(Dialect.Off.WEAKEST)},
        new Object[] {"DIALECT_REPLAY", "tool_turns", start().replay(Dialect.Replay.TOOL_TURNS)},
        new Object[] {"DIALECT_REPLAY_AS", "details", start().replayAs(Dialect.ReplayAs.DETAILS)},
        new Object[] {"DIALECT_REPLAY_FIELD", "reasoning", start().replayField("reasoning")},
        new Object[] {"DIALECT_MISSING_REASONING", "(none kept)", start().missingReasoning("(none kept)")},
        new Object[] {"DIALECT_CALL_SIGNATURES", "google", start().callSignatures(Dialect.CallSignatures.GOOGLE)},
        new Object[] {"DIALECT_PROMPT_CACHE", "marks", start().promptCache(Dialect.PromptCache.MARKS)},
        new Object[] {"DIALECT_AFFINITY_HEADER", "x-grok-conv-id", start().affinityHeader("x-grok-conv-id")},
        new Object[] {"DIALECT_SEARCH", "enable_search", start().search(Dialect.Search.ENABLE_SEARCH)},
        new Object[] {"DIALECT_LEAKED_CALLS", "true", start().leakedCalls(true)},
        new Object[] {"DIALECT_OPEN_THOUGHT", "true", start().openThought(true)},
        new Object[] {"DIALECT_ARGUMENT_TYPES", "true", start().argumentTypes(true)},
        new Object[] {
          "DIALECT_ERROR_CODES", "1113:billing, 1302:Rate_Limit",
          start().errorCodes(new ErrorCode("1113", ErrorMeaning.BILLING), new ErrorCode("1302", ErrorMeaning.RATE_LIMIT))
        },
        new Object[] {"DIALECT_EMPTY_ERROR_IS_OVERFLOW", "true", start().emptyErrorIsOverflow(true)},
        new Object[] {"DIALECT_CUTS_SILENTLY", "true", start().cutsSilently(true)},
        new Object[] {"DIALECT_CONTEXT_WINDOW", "200000", start().contextWindow(200_000)});
  }

  @Test
  void everyColumnCanBeSetAndIsTested() {
    var components = Arrays.stream(Dialect.class.getRecordComponents()).map(component -> screaming(component.getName()));
    var columns = components.filter(name -> !name.equals("NAME")).toList();
    assertEquals(columns, DialectColumns.names());
    assertEquals(columns, cells().stream().map(cell -> ((String) cell[0]).substring("DIALECT_".length())).distinct().toList());
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
    assertEquals(row.as("gemini-3").pdf(Dialect.Pdf.FILE).maxStops(1).row(), dialects.row("anything"));
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

  private static DialectDraft start() {
    return Dialects.STANDARD.as("standard");
  }

  private static String screaming(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }
}
