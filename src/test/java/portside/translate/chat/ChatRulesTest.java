package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static portside.provider.dialect.Column.CALL_IDS;
import static portside.provider.dialect.Column.CALL_SIGNATURES;
import static portside.provider.dialect.Column.CONTENT_WITH_CALLS;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EFFORT_WITH_TOOLS;
import static portside.provider.dialect.Column.EXTRA_BODY;
import static portside.provider.dialect.Column.FORCED_TOOL_CHOICE;
import static portside.provider.dialect.Column.IMAGES;
import static portside.provider.dialect.Column.IMAGE_URLS;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MAX_STOPS;
import static portside.provider.dialect.Column.MAX_STOP_BYTES;
import static portside.provider.dialect.Column.MAX_TOKENS_FIELD;
import static portside.provider.dialect.Column.MAX_TOOLS;
import static portside.provider.dialect.Column.NAMED_TOOL_CHOICE;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.PARALLEL_TOOL_CALLS;
import static portside.provider.dialect.Column.PDF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.REPLY_AFTER_TOOLS;
import static portside.provider.dialect.Column.SAMPLING;
import static portside.provider.dialect.Column.SAMPLING_FLOOR;
import static portside.provider.dialect.Column.SCHEMAS;
import static portside.provider.dialect.Column.STREAM_USAGE;
import static portside.provider.dialect.Column.STRICT;
import static portside.provider.dialect.Column.STRUCTURED_OUTPUT;
import static portside.provider.dialect.Column.SYSTEM_ROLE;
import static portside.provider.dialect.Column.TOOL_RESULT_NAME;
import static portside.provider.dialect.Column.TOP_K;
import static portside.provider.dialect.Column.WITHOUT;
import static portside.provider.dialect.Column.WITHOUT_KEYWORDS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.Provider;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.CallIdForm;
import portside.provider.dialect.Dialect.CallSignatures;
import portside.provider.dialect.Dialect.ContentWithCalls;
import portside.provider.dialect.Dialect.ForcedToolChoice;
import portside.provider.dialect.Dialect.MaxTokensField;
import portside.provider.dialect.Dialect.NamedToolChoice;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.ParallelToolCalls;
import portside.provider.dialect.Dialect.Pdf;
import portside.provider.dialect.Dialect.Reasoning;
import portside.provider.dialect.Dialect.Sampling;
import portside.provider.dialect.Dialect.Schemas;
import portside.provider.dialect.Dialect.Strict;
import portside.provider.dialect.Dialect.StructuredOutput;
import portside.provider.dialect.Dialect.SystemRole;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// The checker of requests is no rubber stamp: a request with something of everything, translated for one row, breaks the rules of a row that
/// differs in one column, and keeps them when it is translated for that row.
class ChatRulesTest {
  /// Takes as much as a row can.
  private static final Dialect WIDE =
      Dialect.STANDARD.as("wide").with(TOP_K, true).with(MAX_STOPS, 9).with(REASONING, Reasoning.EFFORT).with(EFFORTS, "low", "medium", "high").with(MAX_OUTPUT, 100_000);

  private static MessagesRequest request;

  @BeforeAll
  static void load() throws Exception {
    request = MessagesReader.read(Files.readAllBytes(Path.of("src/test/golden/request-everything/client-request.json")));
  }

  static Stream<Dialect> rows() {
    return Stream.of(
        row("maxTokensField").with(MAX_TOKENS_FIELD, MaxTokensField.MAX_COMPLETION_TOKENS),
        row("maxOutput").with(MAX_OUTPUT, 1_000),
        row("sampling").with(SAMPLING, Sampling.DROP),
        row("samplingFloor").with(SAMPLING_FLOOR, 0.5),
        row("topK").with(TOP_K, false),
        row("maxStops").with(MAX_STOPS, 1),
        row("maxStopBytes").with(MAX_STOP_BYTES, 3),
        row("forcedToolChoice").with(FORCED_TOOL_CHOICE, ForcedToolChoice.NO),
        row("unlessThinking").with(FORCED_TOOL_CHOICE, ForcedToolChoice.UNLESS_THINKING),
        row("namedToolChoice").with(NAMED_TOOL_CHOICE, NamedToolChoice.REQUIRED),
        row("unsaid").with(PARALLEL_TOOL_CALLS, ParallelToolCalls.UNSAID),
        row("maxTools").with(MAX_TOOLS, 1),
        row("callIds").with(CALL_IDS, CallIdForm.NINE_ALPHANUMERIC),
        row("toolResultName").with(TOOL_RESULT_NAME, true),
        row("replyAfterTools").with(REPLY_AFTER_TOOLS, true),
        row("inlineRefs").with(SCHEMAS, Schemas.INLINE_REFS),
        row("moonshot").with(SCHEMAS, Schemas.MOONSHOT),
        row("gemini").with(SCHEMAS, Schemas.GEMINI),
        row("llamacpp").with(SCHEMAS, Schemas.LLAMACPP),
        row("openObjects").with(SCHEMAS, Schemas.OPEN_OBJECTS),
        row("withoutKeywords").with(WITHOUT_KEYWORDS, "minLength"),
        row("strict").with(STRICT, Strict.FALSE),
        row("jsonObject").with(STRUCTURED_OUTPUT, StructuredOutput.JSON_OBJECT),
        row("noFormat").with(STRUCTURED_OUTPUT, StructuredOutput.NONE),
        row("streamUsage").with(STREAM_USAGE, false),
        row("systemRole").with(SYSTEM_ROLE, SystemRole.DEVELOPER),
        row("empty").with(CONTENT_WITH_CALLS, ContentWithCalls.EMPTY),
        row("omit").with(CONTENT_WITH_CALLS, ContentWithCalls.OMIT),
        row("images").with(IMAGES, false),
        row("imageUrls").with(IMAGE_URLS, false),
        row("pdf").with(PDF, Pdf.TEXT),
        row("documentUrl").with(PDF, Pdf.DOCUMENT_URL),
        row("extraBody").with(EXTRA_BODY, new Dialect.ExtraMember("tool_stream", "true")),
        row("without").with(WITHOUT, "stop"),
        row("thinking").with(REASONING, Reasoning.THINKING).with(EFFORTS, List.of()),
        row("enableThinking").with(REASONING, Reasoning.ENABLE_THINKING).with(EFFORTS, List.of()),
        row("templateKwargs").with(REASONING, Reasoning.TEMPLATE_KWARGS).with(EFFORTS, List.of()),
        row("reasoningObject").with(REASONING, Reasoning.REASONING_OBJECT),
        row("efforts").with(EFFORTS, "low", "max"),
        row("effortWithTools").with(EFFORT_WITH_TOOLS, false).with(OFF, Off.EFFORT_NONE),
        row("callSignatures").with(CALL_SIGNATURES, CallSignatures.GOOGLE));
  }

  private static Dialect row(String name) {
    return WIDE.as(name);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void tellsRowsApart(Dialect row) {
    assertFalse(breaches(WIDE, row).isEmpty());
    assertEquals(List.of(), breaches(row, row));
  }

  private static List<String> breaches(Dialect translated, Dialect checked) {
    return ChatRules.breaches(RequestToChat.translate(request, translated, "m", new Provider.Limits(0, 0)).bytes(), checked);
  }
}
