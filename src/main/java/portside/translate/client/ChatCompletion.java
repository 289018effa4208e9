package portside.translate.client;

import java.util.OptionalLong;
import portside.wire.JsonText;
import portside.wire.anthropic.StopReason;
import portside.wire.anthropic.Usage;

/// What a chat completion has in common whether it is streamed or whole.
final class ChatCompletion {
  private ChatCompletion() {}

  /// @param messageId `msg_…`
  static String id(String messageId) {
    return "chatcmpl-" + (messageId.startsWith("msg_") ? messageId.substring(4) : messageId);
  }

  static String finishReason(StopReason reason) {
    return switch (reason) {
      case END_TURN, STOP_SEQUENCE -> "stop";
      case MAX_TOKENS, MODEL_CONTEXT_WINDOW_EXCEEDED -> "length";
      case TOOL_USE -> "tool_calls";
      case REFUSAL -> "content_filter";
    };
  }

  /// The cached part of the prompt counts as prompt, too, and thinking as completion (OpenAI API, `usage`).
  static void usage(Usage usage, JsonText out) {
    var prompt = usage.input() + usage.cacheRead().orElse(0) + usage.cacheCreation().orElse(0);
    out.raw("{\"prompt_tokens\":").number(prompt).raw(",\"completion_tokens\":").number(usage.output());
    out.raw(",\"total_tokens\":").number(prompt + usage.output());
    detail("prompt_tokens_details", "cached_tokens", usage.cacheRead(), out);
    detail("completion_tokens_details", "reasoning_tokens", usage.thinking(), out);
    out.raw("}");
  }

  private static void detail(String group, String name, OptionalLong count, JsonText out) {
    count.ifPresent(tokens -> out.raw(",\"" + group + "\":{\"" + name + "\":").number(tokens).raw("}"));
  }
}
