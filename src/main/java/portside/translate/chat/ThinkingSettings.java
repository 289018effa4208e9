package portside.translate.chat;

import java.util.Optional;
import portside.provider.Dialect;
import portside.wire.Json;
import portside.wire.anthropic.MessagesRequest.Thinking;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.openai.ChatRequest.Reasoning;

/// `thinking` and `output_config.effort` → what the provider understands of it. Thinking that is switched off wins over an effort: Claude
/// Code sends both for its subagents, and some providers refuse the pair.
final class ThinkingSettings {
  private static final String DISABLED = "{\"type\":\"disabled\"}";
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
    return request.thinking() instanceof Thinking.Disabled ? settings.off() : settings.on(settings.level());
  }

  private Reasoning off() {
    return switch (dialect.off()) {
      case NOTHING -> new Reasoning.Unsaid();
      case DISABLED -> thinking(DISABLED, null);
      case EFFORT_NONE -> effort("none");
      case WEAKEST -> on(dialect.efforts().isEmpty() ? null : dialect.efforts().getFirst());
    };
  }

  private Reasoning on(String level) {
    return dialect.reasoning() == Dialect.Reasoning.THINKING ? thinking(dialect.thinkingOn(), level) : effort(level);
  }

  /// The level in the member that carries it.
  ///
  /// @param level null for none
  private Reasoning effort(String level) {
    if (level == null) {
      return new Reasoning.Unsaid();
    }
    return switch (dialect.reasoning()) {
      case NONE -> new Reasoning.Unsaid();
      case EFFORT, THINKING -> new Reasoning.Effort(level);
      case REASONING_OBJECT -> new Reasoning.Nested(level);
      case ENABLE_THINKING, TEMPLATE_KWARGS -> new Reasoning.Effort(level);
    };
  }

  private static Reasoning thinking(String member, String level) {
    try {
      return new Reasoning.Thinking(Json.object(member), level);
    } catch (Json.Malformed e) {
      throw new IllegalStateException("the dialect's thinking is not a JSON object: " + member, e);
    }
  }

  /// The level the provider takes for what was asked; null to leave it to the provider.
  private String level() {
    return asked().flatMap(dialect::effort).orElse(null);
  }

  private Optional<String> asked() {
    if (request.effort() != null) {
      return Optional.of(request.effort());
    }
    return request.thinking() instanceof Thinking.Enabled(var budget) ? Optional.of(bucket(budget)) : Optional.empty();
  }

  private static String bucket(long budget) {
    return budget <= LOW_BUDGET ? "low" : budget <= MEDIUM_BUDGET ? "medium" : "high";
  }
}
