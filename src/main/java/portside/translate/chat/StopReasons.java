package portside.translate.chat;

import java.util.List;
import java.util.Locale;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;

/// What the finish reasons of all providers mean.
public final class StopReasons {
  /// The meaning of a finish reason, before it is known what the answer contains.
  public sealed interface Meaning {
    /// The model was done, or called tools, or said nothing we know: the content decides.
    record Natural() implements Meaning {}

    /// The limit of the answer was reached.
    record Length() implements Meaning {}

    /// The conversation does not fit the model.
    record WindowFull() implements Meaning {}

    /// The provider withheld the answer.
    record Refused() implements Meaning {}

    /// The answer broke off.
    record Broken(FaultKind kind) implements Meaning {}
  }

  private static final Meaning NATURAL = new Meaning.Natural();
  private static final Meaning REFUSED = new Meaning.Refused();
  private static final Meaning LENGTH = new Meaning.Length();
  private static final Meaning WINDOW_FULL = new Meaning.WindowFull();

  private StopReasons() {}

  /// Reads a finish reason; the case of its letters does not count.
  public static Meaning meaning(String finishReason) {
    return switch (finishReason.toLowerCase(Locale.ROOT)) {
      case "length", "max_tokens", "max_output_tokens", "max_completion_tokens" -> LENGTH;
      case "model_context_window_exceeded", "model_length" -> WINDOW_FULL; // z.ai; Mistral
      case "content_filter", "sensitive", "refusal", "safety", "recitation", "blocklist", "prohibited_content", "spii", "image_safety" -> REFUSED;
      case "network_error", "insufficient_system_resource" -> new Meaning.Broken(FaultKind.OVERLOADED); // z.ai; DeepSeek
      case "error", "abort", "malformed_function_call" -> new Meaning.Broken(FaultKind.API);
      default -> NATURAL;
    };
  }

  /// The stop reason of an answer that did not break; first match wins.
  ///
  /// @param refused whether the provider sent the words of a refusal
  /// @param calls how many tool calls were written
  /// @param cutCall whether a call cannot be read and the answer is as long as it was allowed to be
  /// @param matchedStop the stop sequence the provider says was hit, or null
  /// @param stopSequences those the client asked for
  public static StopReason of(Meaning meaning, boolean refused, int calls, boolean cutCall, String matchedStop, List<String> stopSequences) {
    return switch (meaning) {
      case Meaning.Length _ -> StopReason.MAX_TOKENS; // also with a call open: a cut call must not be run
      case Meaning.WindowFull _ -> StopReason.MODEL_CONTEXT_WINDOW_EXCEEDED;
      case Meaning.Refused _ -> StopReason.REFUSAL;
      case Meaning.Natural _, Meaning.Broken _ -> {
        if (cutCall) {
          yield StopReason.MAX_TOKENS;
        }
        if (refused) {
          yield StopReason.REFUSAL;
        }
        if (calls > 0) {
          yield StopReason.TOOL_USE;
        }
        yield matchedStop != null && stopSequences.contains(matchedStop) ? StopReason.STOP_SEQUENCE : StopReason.END_TURN;
      }
    };
  }
}
