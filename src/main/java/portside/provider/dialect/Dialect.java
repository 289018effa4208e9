package portside.provider.dialect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import portside.catalog.ModelFacts;

/// How one provider's API differs from the standard: one row of the table, a cell for each [Column]. Code asks the column, never the
/// brand: `dialect.get(MAX_STOPS)`.
///
/// A row is written as its departures from another: `STANDARD.as("name").with(MAX_STOPS, 1)`. Rows are immutable; two are equal when they have
/// one name and equal cells.
public final class Dialect {
  /// Every effort level any provider knows, weakest first. Anthropic's own are `low` to `max`.
  public static final List<String> LEVELS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

  /// The OpenAI chat-completions API as its public reference describes it.
  public static final Dialect STANDARD = new Dialect("standard", Column.standards());

  private final String name;
  private final Object[] cells;

  /// @param cells one for each column, in the order of [Column#ALL]; kept, and never changed
  private Dialect(String name, Object[] cells) {
    this.name = name;
    this.cells = cells;
  }

  /// The name of the row, as `DIALECT=` gives it.
  public String name() {
    return name;
  }

  /// What this row says in that column.
  @SuppressWarnings("unchecked") // `with` puts nothing else there
  public <T> T get(Column<T> column) {
    return (T) cells[column.ordinal()];
  }

  /// The same row under another name.
  public Dialect as(String name) {
    return new Dialect(name, cells);
  }

  /// The same row with one cell set anew.
  public <T> Dialect with(Column<T> column, T value) {
    var changed = cells.clone();
    changed[column.ordinal()] = value;
    return new Dialect(name, changed);
  }

  /// The same, so that tokens need no `L`.
  public Dialect with(Column<Long> column, long value) {
    return with(column, Long.valueOf(value));
  }

  /// The same, for a column of lists.
  @SafeVarargs
  @SuppressWarnings("varargs") // `List.of` copies them
  public final <E> Dialect with(Column<List<E>> column, E... values) {
    return with(column, List.of(values));
  }

  /// The same row with what is known of the models it is for; of what is not known it keeps its own word.
  public Dialect with(ModelFacts facts) {
    var row = facts.contextWindow() > 0 ? with(Column.CONTEXT_WINDOW, facts.contextWindow()) : this;
    return facts.maxOutput() > 0 ? row.with(Column.MAX_OUTPUT, facts.maxOutput()) : row;
  }

  /// The columns in which the two rows differ, in the order of [Column#ALL].
  public List<Column<?>> departures(Dialect from) {
    return Column.ALL.stream().filter(column -> !get(column).equals(from.get(column))).toList();
  }

  /// The effort to send for the one the client asked for: that level where the model takes it, else the next stronger one it takes (Moonshot,
  /// Zhipu and DeepSeek themselves run `medium` as `high` and `xhigh` as `max`), else its strongest. Empty when the model takes no levels or
  /// the word is not a level.
  public Optional<String> effort(String asked) {
    var level = LEVELS.indexOf(asked);
    var efforts = get(Column.EFFORTS);
    if (level < 0 || efforts.isEmpty()) {
      return Optional.empty();
    }
    return efforts.stream().filter(taken -> LEVELS.indexOf(taken) >= level).findFirst().or(() -> Optional.of(efforts.getLast()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dialect row && row.name.equals(name) && Arrays.equals(row.cells, cells);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(cells);
  }

  @Override
  public String toString() {
    return name;
  }

  /// The language a model is spoken to in.
  public enum Wire {
    /// `POST /chat/completions`.
    CHAT,
    /// `POST /responses` (OpenAI API, "Create a model response").
    RESPONSES,
    /// `POST /v1/messages` (Anthropic API, "Messages").
    MESSAGES,
    /// `POST /models/<model>:generateContent` and `:streamGenerateContent` (Gemini API, "Generating content").
    GEMINI
  }

  /// How a request to the Messages API comes about.
  public enum Manner {
    /// It is written from known fields, for hosts that know a smaller language than Anthropic's.
    BUILT,
    /// The client's own bytes pass, for hosts with Claude behind them; only what another provider left in the conversation is replaced. A request
    /// that came in another language is written.
    RAW
  }

  /// Where a message is asked for.
  public enum MessagesPath {
    /// `/v1/messages`, or `/messages` where the base URL ends in `/v1`; the model stands in the body, the version in a header.
    V1_MESSAGES,
    /// `/models/<model>:streamRawPredict` or `:rawPredict`, with the version in the body and no model there (Google Cloud, "Claude on Vertex AI").
    RAW_PREDICT
  }

  /// Who counts the tokens of a prompt that is not sent yet.
  public enum TokenCount {
    /// The proxy does.
    OWN,
    /// The provider is asked (Anthropic API, "Count Message tokens"; Gemini API, `countTokens`); when it gives no count, the proxy counts.
    ASK,
    /// The same where Gemini wants the prompt's members side by side, and not inside `generateContentRequest` (Vertex AI, `countTokens`).
    ASK_FLAT
  }

  /// What a request in Gemini's language stands in.
  public enum Envelope {
    /// Nothing: the model stands in the path.
    NONE,
    /// `{model, project, user_prompt_id, request}`, answered by `{response}`, at a path without the model (gemini-cli, 2026-08-21).
    CODE_ASSIST
  }

  /// The header of a key.
  public enum KeyHeader {
    /// `Authorization: Bearer …`.
    BEARER,
    /// `x-api-key`.
    X_API_KEY,
    /// `api-key`.
    API_KEY,
    /// `x-goog-api-key`.
    X_GOOG_API_KEY
  }

  /// Headers that say what a request holds.
  public enum RequestHeaders {
    NONE,
    /// Those of GitHub Copilot: who began the turn, whether there is a picture in it, and an id.
    COPILOT
  }

  /// The name of the output limit.
  public enum MaxTokensField {
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS
  }

  /// What becomes of the sampling settings.
  public enum Sampling {
    PASS,
    DROP
  }

  /// Whether a tool may be forced. Where it may not, the choice is left to the model.
  public enum ForcedToolChoice {
    YES,
    /// Only when the client disabled thinking and `off` has a switch for it.
    UNLESS_THINKING,
    NO
  }

  /// How one tool is forced.
  public enum NamedToolChoice {
    /// `{"type":"function","function":{"name":…}}`.
    OBJECT,
    /// By `requiredWord`, which leaves the model the choice of the tool.
    REQUIRED,
    /// By `requiredWord`, and only that tool is offered.
    ALONE
  }

  /// When `parallel_tool_calls` is sent. Of several calls only the first is kept wherever the client wants one at most.
  public enum ParallelToolCalls {
    /// Never: the member is refused.
    UNSAID,
    /// `false` when the client wants one call at most.
    OFF,
    /// With every tool, `true` or `false`: there is only one call at a time unless it is said.
    SAID
  }

  /// What an id of a tool call may look like; another one is replaced by a digest of it, the same each time.
  public enum CallIdForm {
    /// Up to 40 of letters, digits, `_` and `-`.
    LEGAL_40,
    /// Exactly nine letters and digits.
    NINE_ALPHANUMERIC
  }

  /// What becomes of JSON Schemas. Always: the root of a tool's is an object with properties, and `$schema`, `$id` and `$comment` go.
  public enum Schemas {
    /// Nothing more.
    NONE,
    /// Each local `$ref` gives way to what it points at.
    INLINE_REFS,
    /// Beside that every schema has the one type its values have, and tuples stand in `prefixItems`, as Moonshot's validator demands.
    MOONSHOT,
    /// Nothing but what Gemini's `Schema` knows (ai.google.dev, "Function calling"); other constraints stand in the description.
    GEMINI,
    /// As `INLINE_REFS`, without what llama.cpp's grammar cannot take: patterns, formats, bounds of lengths and rules for names.
    LLAMACPP,
    /// Without `additionalProperties:false`, as xAI wants it.
    OPEN_OBJECTS
  }

  /// What is said of `strict` with a tool.
  public enum Strict {
    OMIT,
    /// `false`: the provider would take a missing one for true.
    FALSE,
    /// `true` where the client asks for it and the schema obeys the rules of strict schemas.
    WHEN_ASKED
  }

  /// The strongest `response_format`.
  public enum StructuredOutput {
    JSON_SCHEMA,
    JSON_OBJECT,
    NONE
  }

  /// The role of the system prompt.
  public enum SystemRole {
    SYSTEM,
    DEVELOPER
  }

  /// The `content` beside tool calls when there is no text.
  public enum ContentWithCalls {
    NULL,
    EMPTY,
    OMIT
  }

  /// How a PDF is sent.
  public enum Pdf {
    /// As a part `file` with a data URL.
    FILE,
    /// As a part `document_url` with a data URL.
    DOCUMENT_URL,
    /// As the text it holds.
    TEXT
  }

  /// How thinking is asked for.
  public enum Reasoning {
    /// Nothing is sent.
    NONE,
    /// `reasoning_effort`.
    EFFORT,
    /// `thinking` (see `thinkingOn`) and, where there are efforts, `reasoning_effort`.
    THINKING,
    /// `reasoning:{effort}`, or `reasoning:{max_tokens}` for a budget.
    REASONING_OBJECT,
    /// `enable_thinking:true`, with `thinking_budget` for a budget and `reasoning_effort` where there are efforts.
    ENABLE_THINKING,
    /// `chat_template_kwargs:{enable_thinking:true}`, with `reasoning_effort` where there are efforts.
    TEMPLATE_KWARGS
  }

  /// What a client that disabled thinking gets. Effort is not sent beside it, except for `WEAKEST`.
  public enum Off {
    /// Nothing is sent: there is no switch, or none is needed.
    NOTHING,
    /// The switch of the member that `reasoning` names: `thinking:{"type":"disabled"}`, `reasoning:{"enabled":false}` or `enable_thinking:false`.
    DISABLED,
    /// The effort `none`, in the member that carries the effort.
    EFFORT_NONE,
    /// The model always thinks: the first of its efforts, in the member that carries the effort; beside it `thinkingOn` for
    /// [Reasoning#THINKING].
    WEAKEST
  }

  /// Which assistant messages get their reasoning back.
  public enum Replay {
    NONE,
    TOOL_TURNS,
    ALL
  }

  /// In which shape reasoning goes back.
  public enum ReplayAs {
    /// A string in `replayField`.
    FIELD,
    /// `reasoning_details` as they came, unmodified and in order, beside the string that came with them; that string in `replayField` where
    /// there are none.
    DETAILS,
    /// A part `thinking` at the head of the message's content (Mistral).
    PARTS,
    /// Between `<think>` and `</think>` at the head of the text.
    TAGS
  }

  /// What stands for reasoning that is gone.
  public sealed interface MissingReasoning {
    /// The field is left out.
    record LeftOut() implements MissingReasoning {}

    /// @param text may be empty, where the field must be there and nothing need be in it
    record Text(String text) implements MissingReasoning {}
  }

  /// Signatures of tool calls.
  public enum CallSignatures {
    /// There are none.
    NONE,
    /// `tool_calls[].extra_content.google.thought_signature` comes with the first call of an answer and must go back in the same place; a call
    /// that has lost its own takes the sentinel `skip_thought_signature_validator` (ai.google.dev, "Thought signatures"). On the wire `gemini` it is
    /// the `thoughtSignature` of a part, which texts may have as well.
    GOOGLE,
    /// They come and go back in the same way, and one that is lost is not missed (Gemini 2.5).
    GOOGLE_OPTIONAL
  }

  /// How a prompt cache is helped.
  public enum PromptCache {
    /// Not at all: it works by itself, or there is none.
    NONE,
    /// `prompt_cache_key` names the conversation.
    KEY,
    /// `cache_control` stays on the content parts it marks, the last four of them.
    MARKS,
    /// The same, on tools too, and each with the `ttl` that the client gave it.
    TIMED_MARKS
  }

  /// How a provider searches the web when the request offers Anthropic's own web search.
  public enum Search {
    /// It does not.
    NONE,
    /// A tool `{"type":"builtin_function","function":{"name":"$web_search"}}`, whose arguments the client sends back as its result (Moonshot).
    BUILTIN_FUNCTION,
    /// A tool `{"type":"web_search","web_search":{…}}`; what was found stands in the answer's `web_search` (Z.ai).
    WEB_SEARCH_TOOL,
    /// `enable_search:true` with `search_options` (Alibaba).
    ENABLE_SEARCH,
    /// A tool `{"type":"openrouter:web_search"}`; what was found stands in `annotations` (OpenRouter).
    OPENROUTER_TOOL,
    /// A tool `{"type":"browser_search"}` (Groq, gpt-oss).
    BROWSER_SEARCH,
    /// A tool `{"type":"web_search"}` of the Responses wire.
    RESPONSES_TOOL,
    /// Anthropic's own, which passes as the client offers it (wire `messages`, manner `raw`).
    ANTHROPIC_TOOL,
    /// A tool `{"googleSearch":{}}` of the wire `gemini`, never beside functions; what was found stands in `groundingMetadata`.
    GOOGLE_SEARCH
  }

  /// What an error code stands for.
  public enum ErrorMeaning {
    AUTHENTICATION,
    /// The account has to pay, or its plan has ended.
    BILLING,
    /// A quota that will not be free within minutes.
    QUOTA,
    RATE_LIMIT,
    OVERLOADED,
    TIMEOUT,
    PERMISSION,
    NOT_FOUND,
    /// The provider's content policy forbids it.
    POLICY,
    INVALID,
    /// The prompt does not fit.
    OVERFLOW
  }

  /// @param name of the member
  /// @param json its value as JSON text
  public record ExtraMember(String name, String json) {}

  /// @param code as the provider writes it in `code`, `type` or `base_resp.status_code`, or the status of its answer
  public record ErrorCode(String code, ErrorMeaning meaning) {}
}
