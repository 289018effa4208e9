package portside.provider;

import java.util.List;

/// How one provider's chat completions differ from the standard: one row, one column per difference. Code asks the column, never the brand.
///
/// @param name of the row, as `DIALECT=` names it
/// @param maxTokensField which name carries the limit of the answer; never both
/// @param maxOutput the largest limit the model takes; 0 when unknown
/// @param sampling what becomes of `temperature` and `top_p`
/// @param topK whether `top_k` may be sent
/// @param maxStops how many stop sequences may be sent; 0 for none
/// @param forcedToolChoice whether a choice other than auto and none may be sent
/// @param noneToolChoice whether `none` may be sent; else the tools are left out
/// @param parallelToolCalls whether `parallel_tool_calls` may be sent
/// @param streamUsage whether `stream_options.include_usage` may be sent
/// @param structuredOutput the strongest form of `response_format` it takes
/// @param reasoning how thinking is asked for
/// @param efforts the effort levels it takes, weakest first; others go to the nearest lower one, else the weakest
/// @param contentWithCalls the `content` of an assistant message that holds tool calls and no text
/// @param systemInPlace whether `role:"system"` may stand in the middle of the conversation
/// @param images whether pictures may be sent
/// @param imageUrls whether pictures may be sent as links
/// @param pdf whether PDFs may be sent as file parts
/// @param replay which assistant messages get their reasoning back
/// @param replayField the field that carries it
/// @param extraBody members added to every request, in order (name to JSON text)
/// @param contextWindow tokens the model can hold; 0 when unknown
public record Dialect(
    String name,
    MaxTokensField maxTokensField,
    long maxOutput,
    Sampling sampling,
    boolean topK,
    int maxStops,
    boolean forcedToolChoice,
    boolean noneToolChoice,
    boolean parallelToolCalls,
    boolean streamUsage,
    StructuredOutput structuredOutput,
    Reasoning reasoning,
    List<String> efforts,
    ContentWithCalls contentWithCalls,
    boolean systemInPlace,
    boolean images,
    boolean imageUrls,
    boolean pdf,
    Replay replay,
    String replayField,
    List<ExtraMember> extraBody,
    long contextWindow) {

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
    /// `thinking:{type}` and, where there are efforts, `reasoning_effort`.
    THINKING,
    /// `reasoning:{effort}`.
    REASONING_OBJECT
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

  /// @param name of the member
  /// @param json its value as JSON text
  public record ExtraMember(String name, String json) {}
}
