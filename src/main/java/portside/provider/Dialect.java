package portside.provider;

import java.util.List;
import java.util.Optional;

/// How one provider's chat completions differ from the standard: one row, one column per difference. Code asks the column, never the brand.
///
/// A row is written as its departures from another: `Dialects.STANDARD.as("name").maxStops(1).row()`.
///
/// @param name of the row, as `DIALECT=` names it
/// @param maxTokensField which name carries the limit of the answer; never both
/// @param maxOutput the largest limit the model takes; 0 when unknown
/// @param sampling what becomes of `temperature` and `top_p`
/// @param samplingFloor the smallest `temperature` and `top_p` it takes; smaller ones are raised to it
/// @param topK whether `top_k` may be sent
/// @param maxStops how many stop sequences may be sent; 0 for none
/// @param maxStopBytes the longest stop sequence in UTF-8 bytes; longer ones are left out; 0 for any length
/// @param forcedToolChoice whether a choice other than auto and none may be sent
/// @param namedToolChoice whether one tool may be forced by its name; else `required` takes its place (where `forcedToolChoice` allows that)
/// @param noneToolChoice whether `none` may be sent; else the tools are left out
/// @param parallelToolCalls whether `parallel_tool_calls` may be sent
/// @param maxTools how many tools may be offered; 0 for any number
/// @param schemas what becomes of the JSON Schemas of tools and of `response_format`
/// @param streamUsage whether `stream_options.include_usage` may be sent
/// @param structuredOutput the strongest form of `response_format` it takes
/// @param reasoning how thinking is asked for
/// @param efforts the effort levels it takes, weakest first; [#effort(String)] finds the one to send
/// @param thinkingOn the `thinking` member, as JSON text, that goes with [Reasoning#THINKING] unless the client disabled thinking
/// @param off what is sent when the client disabled thinking
/// @param contentWithCalls the `content` of an assistant message that holds tool calls and no text
/// @param systemInPlace whether `role:"system"` may stand in the middle of the conversation
/// @param images whether pictures may be sent
/// @param imageUrls whether pictures may be sent as links
/// @param pdf whether PDFs may be sent as file parts
/// @param replay which assistant messages get their reasoning back
/// @param replayField the field that carries it
/// @param missingReasoning what stands in that field of a message with tool calls whose reasoning the history has lost; empty to leave
///     the field out
/// @param callSignatures whether a tool call must come back with the signature it was given
/// @param extraBody members added to every request, in order (name to JSON text)
/// @param contextWindow tokens the model can hold; 0 when unknown
public record Dialect(
    String name,
    MaxTokensField maxTokensField,
    long maxOutput,
    Sampling sampling,
    double samplingFloor,
    boolean topK,
    int maxStops,
    int maxStopBytes,
    boolean forcedToolChoice,
    boolean namedToolChoice,
    boolean noneToolChoice,
    boolean parallelToolCalls,
    int maxTools,
    Schemas schemas,
    boolean streamUsage,
    StructuredOutput structuredOutput,
    Reasoning reasoning,
    List<String> efforts,
    String thinkingOn,
    Off off,
    ContentWithCalls contentWithCalls,
    boolean systemInPlace,
    boolean images,
    boolean imageUrls,
    boolean pdf,
    Replay replay,
    String replayField,
    String missingReasoning,
    CallSignatures callSignatures,
    List<ExtraMember> extraBody,
    long contextWindow) {

  /// Every effort level any provider knows, weakest first. Anthropic's own are `low` to `max`.
  public static final List<String> LEVELS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

  public Dialect {
    efforts = List.copyOf(efforts);
    extraBody = List.copyOf(extraBody);
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

  /// What becomes of JSON Schemas. Always: the root of a tool's is an object with properties, and `$schema`, `$id` and `$comment` go.
  public enum Schemas {
    /// Nothing more.
    NONE,
    /// Each local `$ref` gives way to what it points at.
    INLINE_REFS,
    /// Beside that every schema has the one type its values have, and tuples stand in `prefixItems`, as Moonshot's validator demands.
    MOONSHOT,
    /// Nothing but what Gemini's `Schema` knows (ai.google.dev, "Function calling"); other constraints stand in the description.
    GEMINI
  }

  /// The strongest `response_format`.
  public enum StructuredOutput {
    JSON_SCHEMA,
    JSON_OBJECT,
    NONE
  }

  /// How thinking is asked for.
  public enum Reasoning {
    /// Nothing is sent.
    NONE,
    /// `reasoning_effort`.
    EFFORT,
    /// `thinking` (see `thinkingOn`) and, where there are efforts, `reasoning_effort`.
    THINKING,
    /// `reasoning:{effort}`.
    REASONING_OBJECT
  }

  /// What a client that disabled thinking gets. Effort is not sent beside it, except for `WEAKEST`.
  public enum Off {
    /// Nothing is sent: there is no switch, or none is needed.
    NOTHING,
    /// `thinking:{"type":"disabled"}`.
    DISABLED,
    /// The effort `none`, in the member that carries the effort.
    EFFORT_NONE,
    /// The model always thinks: the first of its efforts, in the member that carries the effort; beside it `thinkingOn` for
    /// [Reasoning#THINKING].
    WEAKEST
  }

  /// The `content` beside tool calls when there is no text.
  public enum ContentWithCalls {
    NULL,
    EMPTY,
    OMIT
  }

  /// Which assistant messages get their reasoning back.
  public enum Replay {
    NONE,
    TOOL_TURNS,
    ALL
  }

  /// Signatures of tool calls.
  public enum CallSignatures {
    /// There are none.
    NONE,
    /// `tool_calls[].extra_content.google.thought_signature` comes with the first call of an answer and must go back in the same place; a call
    /// that has lost its own takes the sentinel `skip_thought_signature_validator` (ai.google.dev, "Thought signatures").
    GOOGLE
  }

  /// @param name of the member
  /// @param json its value as JSON text
  public record ExtraMember(String name, String json) {}
}
