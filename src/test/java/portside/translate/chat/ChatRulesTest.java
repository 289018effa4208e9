package portside.translate.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import portside.provider.Dialect;
import portside.provider.Dialect.CallIdForm;
import portside.provider.Dialect.CallSignatures;
import portside.provider.Dialect.ContentWithCalls;
import portside.provider.Dialect.ForcedToolChoice;
import portside.provider.Dialect.MaxTokensField;
import portside.provider.Dialect.NamedToolChoice;
import portside.provider.Dialect.Off;
import portside.provider.Dialect.ParallelToolCalls;
import portside.provider.Dialect.Pdf;
import portside.provider.Dialect.Reasoning;
import portside.provider.Dialect.Sampling;
import portside.provider.Dialect.Schemas;
import portside.provider.Dialect.Strict;
import portside.provider.Dialect.StructuredOutput;
import portside.provider.Dialect.SystemRole;
import portside.provider.DialectDraft;
import portside.provider.Dialects;
import portside.provider.Provider;
import portside.wire.anthropic.MessagesReader;
import portside.wire.anthropic.MessagesRequest;

/// The checker of requests is no rubber stamp: a request with something of everything, translated for one row, breaks the rules of a row that
/// differs in one column, and keeps them when it is translated for that row.
class ChatRulesTest {
  /// Takes as much as a row can.
  private static final Dialect WIDE =
      Dialects.STANDARD.as("wide").topK(true).maxStops(9).reasoning(Reasoning.EFFORT).efforts("low", "medium", "high").maxOutput(100_000).row();

  private static MessagesRequest request;

  @BeforeAll
  static void load() throws Exception {
    request = MessagesReader.read(Files.readAllBytes(Path.of("src/test/golden/request-everything/client-request.json")));
  }

  static Stream<Dialect> rows() {
    return Stream.of(
        row("maxTokensField").maxTokensField(MaxTokensField.MAX_COMPLETION_TOKENS),
        row("maxOutput").maxOutput(1_000),
        row("sampling").sampling(Sampling.DROP),
        row("samplingFloor").samplingFloor(0.5),
        row("topK").topK(false),
        row("maxStops").maxStops(1),
        row("maxStopBytes").maxStopBytes(3),
        row("forcedToolChoice").forcedToolChoice(ForcedToolChoice.NO),
        row("unlessThinking").forcedToolChoice(ForcedToolChoice.UNLESS_THINKING),
        row("namedToolChoice").namedToolChoice(NamedToolChoice.REQUIRED),
        row("unsaid").parallelToolCalls(ParallelToolCalls.UNSAID),
        row("maxTools").maxTools(1),
        row("callIds").callIds(CallIdForm.NINE_ALPHANUMERIC),
        row("toolResultName").toolResultName(true),
        row("replyAfterTools").replyAfterTools(true),
        row("inlineRefs").schemas(Schemas.INLINE_REFS),
        row("moonshot").schemas(Schemas.MOONSHOT),
        row("gemini").schemas(Schemas.GEMINI),
        row("llamacpp").schemas(Schemas.LLAMACPP),
        row("openObjects").schemas(Schemas.OPEN_OBJECTS),
        row("withoutKeywords").withoutKeywords("minLength"),
        row("strict").strict(Strict.FALSE),
        row("jsonObject").structuredOutput(StructuredOutput.JSON_OBJECT),
        row("noFormat").structuredOutput(StructuredOutput.NONE),
        row("streamUsage").streamUsage(false),
        row("systemRole").systemRole(SystemRole.DEVELOPER),
        row("empty").contentWithCalls(ContentWithCalls.EMPTY),
        row("omit").contentWithCalls(ContentWithCalls.OMIT),
        row("images").images(false),
        row("imageUrls").imageUrls(false),
        row("pdf").pdf(Pdf.TEXT),
        row("documentUrl").pdf(Pdf.DOCUMENT_URL),
        row("extraBody").extraBody(new Dialect.ExtraMember("tool_stream", "true")),
        row("without").without("stop"),
        row("thinking").reasoning(Reasoning.THINKING).efforts(),
        row("enableThinking").reasoning(Reasoning.ENABLE_THINKING).efforts(),
        row("templateKwargs").reasoning(Reasoning.TEMPLATE_KWARGS).efforts(),
        row("reasoningObject").reasoning(Reasoning.REASONING_OBJECT),
        row("efforts").efforts("low", "max"),
        row("effortWithTools").effortWithTools(false).off(Off.EFFORT_NONE),
        row("callSignatures").callSignatures(CallSignatures.GOOGLE))
        .map(DialectDraft::row);
  }

  private static DialectDraft row(String name) {
    return WIDE.as(name);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void tellsRowsApart(Dialect row) {
    assertFalse(breaches(WIDE, row).isEmpty());
    assertEquals(List.of(), breaches(row, row));
  }

  private static List<String> breaches(Dialect translated, Dialect checked) {
    return ChatRules.breaches(RequestToChat.translate(request, translated, "m", new Provider.Limits(0, 0, 0)).bytes(), checked);
  }
}
