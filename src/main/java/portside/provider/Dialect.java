package portside.provider;

import java.util.List;
import java.util.Optional;

/// How one provider's chat completions differ from the standard: one row, one column per difference. Code asks the column, never the brand.
///
/// A row is written as its departures from another: `Dialects.STANDARD.as("name").maxStops(1).row()`.
///
/// Columns stand in six groups: request, reasoning, caching, search, answer, error.
///
/// @param name of the row, as `DIALECT=` names it
/// @param wire the language it is spoken in
/// @param maxTokensField which name carries the limit of the answer; never both
/// @param maxOutput the largest limit the model takes; 0 when unknown
/// @param minOutput the smallest limit worth sending, where reasoning shares it; 0 for none
/// @param sampling what becomes of `temperature` and `top_p`
/// @param samplingFloor the smallest `temperature` and `top_p` it takes; smaller ones are raised to it
/// @param topK whether `top_k` may be sent
/// @param maxStops how many stop sequences may be sent; 0 for none. The answer ends at each of them all the same
/// @param maxStopBytes the longest stop sequence in UTF-8 bytes; longer ones are left out; 0 for any length
/// @param forcedToolChoice whether a choice other than auto and none may be sent
/// @param namedToolChoice how one tool is forced by its name (where `forcedToolChoice` allows that)
/// @param requiredWord the `tool_choice` that forces any tool
/// @param noneToolChoice whether `none` may be sent; else the tools are left out
/// @param parallelToolCalls when `parallel_tool_calls` is sent
/// @param maxTools how many tools may be offered; 0 for any number
/// @param maxDescription the longest description of a tool and of what stands in its schema, in characters; 0 for any length
/// @param callsWithoutTools whether tool calls may stand in the conversation when no tools are offered; else they are told in words
/// @param callIds what an id of a tool call may look like
/// @param toolResultName whether a tool message carries the `name` of its tool
/// @param replyAfterTools whether an assistant message must stand between tool messages and a user message
/// @param schemas what becomes of the JSON Schemas of tools and of `response_format`
/// @param withoutKeywords keywords taken out of every schema, beyond what `schemas` does
/// @param strict what is said of `strict` with a tool
/// @param structuredOutput the strongest form of `response_format` it takes
/// @param formatWithTools whether `response_format` may be sent beside tools; else the schema is said in words
/// @param streamUsage whether `stream_options.include_usage` may be sent
/// @param alwaysStream whether a stream is asked for although the client wants a whole answer
/// @param systemRole the role of the system prompt
/// @param systemInPlace whether a system message may stand in the middle of the conversation
/// @param contentWithCalls the `content` of an assistant message that holds tool calls and no text
/// @param images whether pictures may be sent
/// @param imageUrls whether pictures may be sent as links
/// @param pdf how PDFs are sent
/// @param extraBody members added to every request, in order (name to JSON text)
/// @param without top-level members that are never sent, whatever other columns say
/// @param reasoning how thinking is asked for
/// @param efforts the effort levels it takes, weakest first; [#effort(String)] finds the one to send
/// @param effortWithTools whether an effort other than `none` may be sent beside tools
/// @param thinkingBudget whether a budget of thinking tokens may be sent where `reasoning` has a member for it
/// @param thinkingOn the `thinking` member, as JSON text, that goes with [Reasoning#THINKING] unless the client disabled thinking
/// @param off what is sent when the client disabled thinking
/// @param replay which assistant messages get their reasoning back
/// @param replayAs in which shape
/// @param replayField the field that carries it; empty for the one it arrived in
/// @param missingReasoning what stands in that field of a message with tool calls whose reasoning the history has lost, or another model wrote
/// @param callSignatures whether a tool call must come back with the signature it was given
/// @param promptCache how its prompt cache is helped
/// @param affinityHeader the request header that keeps one conversation on one server; empty for none
/// @param search how it searches the web itself
/// @param leakedCalls whether tool calls that arrive as text are recognised
/// @param openThought whether an answer may begin inside reasoning of which only the closing tag comes
/// @param argumentTypes whether arguments of a tool call are held until they are complete and brought to the types of the tool's schema
/// @param errorCodes what codes of its own mean, where they mean nothing or something else elsewhere
/// @param emptyErrorIsOverflow whether a 400 or 413 without a body says that the prompt did not fit
/// @param cutsSilently whether a prompt that does not fit is cut without a word
/// @param contextWindow tokens the model can hold; 0 when unknown
public record Dialect(
    String name,
    // Request
    Wire wire,
    MaxTokensField maxTokensField,
    long maxOutput,
    long minOutput,
    Sampling sampling,
    double samplingFloor,
    boolean topK,
    int maxStops,
    int maxStopBytes,
    ForcedToolChoice forcedToolChoice,
    NamedToolChoice namedToolChoice,
    String requiredWord,
    boolean noneToolChoice,
    ParallelToolCalls parallelToolCalls,
    int maxTools,
    int maxDescription,
    boolean callsWithoutTools,
    CallIdForm callIds,
    boolean toolResultName,
    boolean replyAfterTools,
    Schemas schemas,
    List<String> withoutKeywords,
    Strict strict,
    StructuredOutput structuredOutput,
    boolean formatWithTools,
    boolean streamUsage,
    boolean alwaysStream,
    SystemRole systemRole,
    boolean systemInPlace,
    ContentWithCalls contentWithCalls,
    boolean images,
    boolean imageUrls,
    Pdf pdf,
    List<ExtraMember> extraBody,
    List<String> without,
    // Reasoning
    Reasoning reasoning,
    List<String> efforts,
    boolean effortWithTools,
    boolean thinkingBudget,
    String thinkingOn,
    Off off,
    Replay replay,
    ReplayAs replayAs,
    String replayField,
    MissingReasoning missingReasoning,
    CallSignatures callSignatures,
    // Caching
    PromptCache promptCache,
    String affinityHeader,
    // Search
    Search search,
    // Answer
    boolean leakedCalls,
    boolean openThought,
    boolean argumentTypes,
    // Error
    List<ErrorCode> errorCodes,
    boolean emptyErrorIsOverflow,
    boolean cutsSilently,
    long contextWindow) {

  /// Every effort level any provider knows, weakest first. Anthropic's own are `low` to `max`.
  public static final List<String> LEVELS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

  public Dialect {
    withoutKeywords = List.copyOf(withoutKeywords);
    extraBody = List.copyOf(extraBody);
    without = List.copyOf(without);
    efforts = List.copyOf(efforts);
    errorCodes = List.copyOf(errorCodes);
  }

  /// A draft of a new row that starts as this one.
  public DialectDraft as(String name) {
    return new DialectDraft(name, this);
  }

  /// The effort to send for the one the client asked for: that level where the model takes it, else the next stronger one it takes (Moonshot,
  /// Zhipu and DeepSeek themselves run `medium` as `high` and `xhigh` as `max`), else its strongest. Empty when the model takes no levels or
  /// the word is not a level.
  public Optional<String> effort(String asked) {
    var level = LEVELS.indexOf(asked);
    if (level < 0 || efforts.isEmpty()) {
      return Optional.empty();
    }
    return efforts.stream().filter(taken -> LEVELS.indexOf(taken) >= level).findFirst().or(() -> Optional.of(efforts.getLast()));
  }

  /// The language a model is spoken to in.
  public enum Wire {
    /// `POST /chat/completions`.
    CHAT,
    /// `POST /responses` (OpenAI API, "Create a model response").
    RESPONSES
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
    /// The switch of the member that `reasoning` names: `thinking:{"type":"disabled"}`, `reasoning:{"enabled":false}` or
    /// `enable_thinking:false`.
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
    /// that has lost its own takes the sentinel `skip_thought_signature_validator` (ai.google.dev, "Thought signatures").
    GOOGLE
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
    RESPONSES_TOOL
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

  /// @param code as the provider writes it in `code`, `type` or `base_resp.status_code`
  public record ErrorCode(String code, ErrorMeaning meaning) {}
}
