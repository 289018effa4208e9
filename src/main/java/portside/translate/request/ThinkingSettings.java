package portside.translate.request;

import jakarta.json.JsonObjectBuilder;
import java.util.List;
import portside.provider.Dialect;
import portside.provider.Dialect.Off;
import portside.provider.Dialect.Reasoning;
import portside.wire.Json;
import portside.wire.anthropic.MessagesRequest;
import portside.wire.anthropic.MessagesRequest.ThinkingConfig;
import portside.wire.common.RequestMember;
import portside.wire.openai.ChatRequest.Limit;

/// `thinking` and `output_config.effort` → the members by which the provider is told how much to think. Thinking that is switched off wins
/// over an effort: Claude Code sends both for its subagents, and some providers refuse the pair. Adaptive thinking asks for nothing by itself.
/// An effort wins over a budget, since several providers take only one of them.
public final class ThinkingSettings {
  private static final long LOW_BUDGET = 4_096;
  private static final long MEDIUM_BUDGET = 16_384;

  /// The least budget Anthropic's API knows, and what is left for the answer where the budget comes out of its limit.
  private static final long LEAST_BUDGET = 1_024;

  private final MessagesRequest request;
  private final Dialect dialect;
  private final boolean tools;
  private final Limit limit;
  private final JsonObjectBuilder members = object();

  private ThinkingSettings(MessagesRequest request, Dialect dialect, boolean tools, Limit limit) {
    this.request = request;
    this.dialect = dialect;
    this.tools = tools;
    this.limit = limit;
  }

  /// @param tools whether the request will offer any
  /// @param limit of the answer; null for none
  public static List<RequestMember> of(MessagesRequest request, Dialect dialect, boolean tools, Limit limit) {
    var settings = new ThinkingSettings(request, dialect, tools, limit);
    if (request.thinking() instanceof ThinkingConfig.Disabled) {
      settings.off();
    } else {
      settings.on();
    }
    return RequestMember.of(settings.members.build());
  }

  /// Whether the model will surely not think: the client disabled it, and the provider is told so.
  static boolean areOff(MessagesRequest request, Dialect dialect) {
    return request.thinking() instanceof ThinkingConfig.Disabled && switch (dialect.off()) {
      case NOTHING, WEAKEST -> false;
      case DISABLED -> true;
      case EFFORT_NONE -> dialect.reasoning() != Reasoning.NONE;
    };
  }

  private void off() {
    switch (dialect.off()) {
      case NOTHING -> {}
      case DISABLED -> turnOff();
      case EFFORT_NONE -> effort("none");
      case WEAKEST -> {
        if (dialect.reasoning() == Reasoning.THINKING) {
          turnOn(dialect.thinkingOn());
        }
        effort(dialect.efforts().isEmpty() ? null : dialect.efforts().getFirst());
      }
    }
  }

  private void on() {
    var budget = budget();
    switch (dialect.reasoning()) {
      case NONE, EFFORT -> {}
      case THINKING -> turnOn(dialect.thinkingOn());
      case REASONING_OBJECT -> {
        if (budget > 0) {
          members.add("reasoning", object().add("max_tokens", budget));
          return;
        }
      }
      case ENABLE_THINKING -> {
        members.add("enable_thinking", true);
        if (budget > 0) {
          members.add("thinking_budget", budget);
          return;
        }
      }
      case TEMPLATE_KWARGS -> members.add("chat_template_kwargs", object().add("enable_thinking", true));
    }
    effort(level());
  }

  private void turnOn(String thinking) {
    try {
      members.add("thinking", Json.object(thinking));
    } catch (Json.Malformed e) {
      throw new IllegalStateException("the dialect's thinking is not a JSON object: " + thinking, e);
    }
  }

  private void turnOff() {
    switch (dialect.reasoning()) {
      case NONE, EFFORT, THINKING -> turnOn("{\"type\":\"disabled\"}");
      case REASONING_OBJECT -> members.add("reasoning", object().add("enabled", false));
      case ENABLE_THINKING -> members.add("enable_thinking", false);
      case TEMPLATE_KWARGS -> members.add("chat_template_kwargs", object().add("enable_thinking", false));
    }
  }

  /// The level in the member that carries it; beside tools only where the provider takes the two together.
  ///
  /// @param asked null to leave it to the provider
  private void effort(String asked) {
    var level = tools && !dialect.effortWithTools() && !"none".equals(asked) ? besideTools() : asked;
    if (level == null) {
      return;
    }
    switch (dialect.reasoning()) {
      case NONE -> {}
      case EFFORT, THINKING, ENABLE_THINKING, TEMPLATE_KWARGS -> members.add("reasoning_effort", level);
      case REASONING_OBJECT -> members.add("reasoning", object().add("effort", level));
    }
  }

  private String besideTools() {
    return dialect.efforts().contains("none") || dialect.off() == Off.EFFORT_NONE ? "none" : null;
  }

  /// The level the provider takes for what was asked; null to leave it to the provider.
  private String level() {
    if (request.effort() != null) {
      return dialect.effort(request.effort()).orElse(null);
    }
    return request.thinking() instanceof ThinkingConfig.Enabled(var budget) ? dialect.effort(bucket(budget)).orElse(null) : null;
  }

  /// The effort that a budget of thinking tokens amounts to.
  public static String bucket(long budget) {
    return budget <= LOW_BUDGET ? "low" : budget <= MEDIUM_BUDGET ? "medium" : "high";
  }

  /// The budget to send, with room for an answer; 0 for none.
  private long budget() {
    if (!dialect.thinkingBudget() || level() != null && request.effort() != null
        || !(request.thinking() instanceof ThinkingConfig.Enabled(var asked))) {
      return 0;
    }
    var budget = limit == null ? asked : Math.min(asked, limit.tokens() - LEAST_BUDGET);
    return budget < LEAST_BUDGET ? 0 : budget;
  }

  private static JsonObjectBuilder object() {
    return Json.BUILD.createObjectBuilder();
  }
}
