package portside.translate.chat;

import java.util.List;
import java.util.stream.Stream;
import portside.provider.Dialect;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.Thinking;
import portside.wire.openai.ChatRequest.Reasoning;

/// `thinking` and `output_config.effort` → what the provider understands of it. Thinking that is switched off wins over an effort: Claude
/// Code sends both for its subagents, and some providers refuse the pair.
final class ThinkingSettings {
  private static final List<String> LEVELS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
  private static final long LOW_BUDGET = 4_096;
  private static final long MEDIUM_BUDGET = 16_384;

  private final Dialect dialect;
  private final MessagesRequest request;

  private ThinkingSettings(MessagesRequest request, Dialect dialect) {
    this.request = request;
    this.dialect = dialect;
  }

  static Reasoning of(MessagesRequest request, Dialect dialect) {
    var settings = new ThinkingSettings(request, dialect);
    return request.thinking() instanceof Thinking.Disabled ? settings.off() : settings.on();
  }

  private Reasoning off() {
    var least = dialect.efforts().isEmpty() ? null : dialect.efforts().getFirst();
    return switch (dialect.reasoning()) {
      case NONE -> new Reasoning.Unsaid();
      case EFFORT -> least == null ? new Reasoning.Unsaid() : new Reasoning.Effort(least);
      case THINKING -> new Reasoning.Switch("disabled", null);
      case REASONING_OBJECT -> least == null ? new Reasoning.NestedOff() : new Reasoning.Nested(least);
    };
  }

  private Reasoning on() {
    var level = level();
    return switch (dialect.reasoning()) {
      case NONE -> new Reasoning.Unsaid();
      case EFFORT -> level == null ? new Reasoning.Unsaid() : new Reasoning.Effort(level);
      case THINKING -> new Reasoning.Switch(request.thinking() == null ? null : "enabled", level);
      case REASONING_OBJECT -> level == null ? new Reasoning.Unsaid() : new Reasoning.Nested(level);
    };
  }

  /// The level the provider takes for what was asked; null to leave it to the provider.
  private String level() {
    if (request.effort() != null) {
      return nearest(request.effort());
    }
    return request.thinking() instanceof Thinking.Enabled(var budget) ? nearest(bucket(budget)) : null;
  }

  private static String bucket(long budget) {
    return budget <= LOW_BUDGET ? "low" : budget <= MEDIUM_BUDGET ? "medium" : "high";
  }

  /// The level itself, else the nearest below, else the weakest; `none` only for those who ask for it.
  private String nearest(String asked) {
    var accepted = dialect.efforts();
    if (!LEVELS.contains(asked) || accepted.isEmpty()) {
      return null;
    }
    var thinking = accepted.stream().filter(level -> !level.equals("none") || asked.equals("none")).toList();
    var below = LEVELS.subList(0, LEVELS.indexOf(asked) + 1).reversed().stream().filter(thinking::contains);
    return Stream.concat(below, thinking.stream()).findFirst().orElse(null);
  }
}
