package portside.translate.request;

import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.REASONING;

import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Reasoning;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.ThinkingConfig;

/// `thinking` and `output_config.effort` → how much the model shall think. Thinking that is switched off wins over an effort: Claude Code sends both
/// for its subagents, and some providers refuse the pair. Adaptive thinking asks for nothing by itself. An effort wins over a budget, since several
/// providers take only one of them.
///
/// @param off whether the client switched it off; how the provider is told is the wire's own affair
/// @param effort a level the provider takes, which says off as far as a level can; null to leave it to the provider
/// @param budget tokens to think for, as asked; 0 for none, or where an effort says it
public record ThinkingLevel(boolean off, @Nullable String effort, long budget) {
  private static final long LOW_BUDGET = 4_096;
  private static final long MEDIUM_BUDGET = 16_384;

  /// The level of a request, in the words of a row.
  public static ThinkingLevel of(MessagesRequest request, Dialect dialect) {
    if (request.thinking() instanceof ThinkingConfig.Disabled) {
      return new ThinkingLevel(true, off(dialect), 0);
    }
    var asked = request.thinking() instanceof ThinkingConfig.Enabled(var budget) ? budget : 0;
    if (request.effort() != null) {
      var effort = dialect.effort(request.effort()).orElse(null);
      return new ThinkingLevel(false, effort, effort == null ? asked : 0);
    }
    return new ThinkingLevel(false, request.thinking() instanceof ThinkingConfig.Enabled ? dialect.effort(bucket(asked)).orElse(null) : null, asked);
  }

  private static @Nullable String off(Dialect dialect) {
    return switch (dialect.get(OFF)) {
      case NOTHING -> null;
      case DISABLED, EFFORT_NONE -> "none";
      case WEAKEST -> dialect.get(EFFORTS).isEmpty() ? null : dialect.get(EFFORTS).getFirst();
    };
  }

  /// Whether the model will surely not think: the client disabled it, and the provider is told so.
  static boolean isOff(MessagesRequest request, Dialect dialect) {
    return request.thinking() instanceof ThinkingConfig.Disabled && switch (dialect.get(OFF)) {
      case NOTHING, WEAKEST -> false;
      case DISABLED -> true;
      case EFFORT_NONE -> dialect.get(REASONING) != Reasoning.NONE;
    };
  }

  /// The effort that a budget of thinking tokens amounts to.
  public static String bucket(long budget) {
    return budget <= LOW_BUDGET ? "low" : budget <= MEDIUM_BUDGET ? "medium" : "high";
  }
}
