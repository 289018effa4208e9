package portside.translate.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import portside.wire.FaultKind;
import portside.wire.anthropic.StopReason;

/// Tells what the finish reasons of all providers mean.
public final class FinishReasons {
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
  private static final Meaning FAILED = new Meaning.Broken(FaultKind.API);

  private static final Map<String, Meaning> WORDS = words();
  /// Matches what stands between the words of a reason with more than one, as in `content_filter: SAFETY` (Gemini) or `FinishReason.SAFETY`.
  private static final Pattern BETWEEN = Pattern.compile("[:.|/,;]+");
  private static final Pattern PREFIX = Pattern.compile("^finish_reason_");
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z])(?=[A-Z])");
  private static final Pattern BLANKS = Pattern.compile("[\\s_-]+");

  private FinishReasons() {}

  private static Map<String, Meaning> words() {
    var words = new HashMap<String, Meaning>();
    add(words, LENGTH, "length", "max_tokens", "max_output_tokens", "max_completion_tokens");
    add(words, WINDOW_FULL, "model_context_window_exceeded", "model_length"); // z.ai; Mistral
    add(words, REFUSED, "content_filter", "content_filtered", "sensitive", "refusal", "guardrail_intervened", "blocked"); // Bedrock says filtered, guardrail
    add(words, REFUSED, "guardrail", "guardrails", "moderation", "moderated", "content_moderation", "content_policy_violation"); // of gateways
    add(words, REFUSED, "safety", "recitation", "blocklist", "prohibited_content", "spii"); // Gemini, as the next two lines
    add(words, REFUSED, "image_safety", "image_recitation", "image_prohibited_content", "model_armor", "language");
    add(words, FAILED, "malformed_function_call", "unexpected_tool_call", "too_many_tool_calls", "missing_thought_signature", "malformed_response");
    add(words, FAILED, "function_call_filter"); // of Gemini's OpenAI endpoint, before the colon
    add(words, FAILED, "malformed_model_output", "malformed_tool_use"); // Bedrock
    add(words, FAILED, "error", "abort", "aborted", "cancelled", "canceled", "failed");
    add(words, new Meaning.Broken(FaultKind.OVERLOADED), "network_error", "insufficient_system_resource"); // z.ai; DeepSeek
    return Map.copyOf(words);
  }

  private static void add(Map<String, Meaning> words, Meaning meaning, String... same) {
    for (var word : same) {
      words.put(word, meaning);
    }
  }

  /// Reads a finish reason; the case of its letters does not count. Of several words in it the last one that is known is the most exact.
  public static Meaning meaning(String finishReason) {
    var meaning = NATURAL;
    for (var word : BETWEEN.split(finishReason)) {
      var plain = BLANKS.matcher(CAMEL.matcher(word.strip()).replaceAll("_")).replaceAll("_").toLowerCase(Locale.ROOT);
      meaning = WORDS.getOrDefault(PREFIX.matcher(plain).replaceFirst(""), meaning);
    }
    return meaning;
  }

  /// The stop reason of an answer that did not break; first match wins.
  ///
  /// @param refused whether the provider sent the words of a refusal
  /// @param calls how many tool calls were written
  /// @param cutCall whether a call cannot be read and the answer is as long as it was allowed to be
  /// @param matchedStop the stop sequence the provider says was hit, or null
  /// @param stopSequences those the client asked for
  public static StopReason of(Meaning meaning, boolean refused, int calls, boolean cutCall, @Nullable String matchedStop,
      List<String> stopSequences) {
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
