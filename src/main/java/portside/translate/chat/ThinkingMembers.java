package portside.translate.chat;

import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.EFFORT_WITH_TOOLS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.THINKING_ON;

import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Off;
import portside.provider.dialect.Dialect.Reasoning;
import portside.translate.request.ThinkingLevel;
import portside.wire.Json;
import portside.wire.common.RequestMember;

/// How much the model shall think → the members by which a provider of chat completions is told so.
final class ThinkingMembers {
  /// The least budget Anthropic's API knows, and what is left for the answer where the budget comes out of its limit.
  private static final long LEAST_BUDGET = 1_024;

  private final ThinkingLevel level;
  private final Dialect dialect;
  private final boolean tools;
  private final OptionalLong limit;
  private final JsonObjectBuilder members = object();

  private ThinkingMembers(ThinkingLevel level, Dialect dialect, boolean tools, OptionalLong limit) {
    this.level = level;
    this.dialect = dialect;
    this.tools = tools;
    this.limit = limit;
  }

  /// @param tools whether the request will offer any
  /// @param limit of the answer; empty for none
  static List<RequestMember> of(ThinkingLevel level, Dialect dialect, boolean tools, OptionalLong limit) {
    var thinking = new ThinkingMembers(level, dialect, tools, limit);
    if (level.off()) {
      thinking.off();
    } else {
      thinking.on();
    }
    return RequestMember.of(thinking.members.build());
  }

  private void off() {
    switch (dialect.get(OFF)) {
      case NOTHING -> {}
      case DISABLED -> turnOff();
      case EFFORT_NONE -> effort();
      case WEAKEST -> {
        if (dialect.get(REASONING) == Reasoning.THINKING) {
          turnOn(dialect.get(THINKING_ON));
        }
        effort();
      }
    }
  }

  private void on() {
    var budget = budget();
    switch (dialect.get(REASONING)) {
      case NONE, EFFORT -> {}
      case THINKING -> turnOn(dialect.get(THINKING_ON));
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
    effort();
  }

  private void turnOn(String thinking) {
    try {
      members.add("thinking", Json.object(thinking));
    } catch (Json.Malformed e) {
      throw new IllegalStateException("the dialect's thinking is not a JSON object: " + thinking, e);
    }
  }

  private void turnOff() {
    switch (dialect.get(REASONING)) {
      case NONE, EFFORT, THINKING -> turnOn("{\"type\":\"disabled\"}");
      case REASONING_OBJECT -> members.add("reasoning", object().add("enabled", false));
      case ENABLE_THINKING -> members.add("enable_thinking", false);
      case TEMPLATE_KWARGS -> members.add("chat_template_kwargs", object().add("enable_thinking", false));
    }
  }

  /// The effort in the member that carries it; beside tools only where the provider takes the two together.
  private void effort() {
    var effort = tools && !dialect.get(EFFORT_WITH_TOOLS) && !"none".equals(level.effort()) ? besideTools() : level.effort();
    if (effort == null) {
      return;
    }
    switch (dialect.get(REASONING)) {
      case NONE -> {}
      case EFFORT, THINKING, ENABLE_THINKING, TEMPLATE_KWARGS -> members.add("reasoning_effort", effort);
      case REASONING_OBJECT -> members.add("reasoning", object().add("effort", effort));
    }
  }

  private @Nullable String besideTools() {
    return dialect.get(EFFORTS).contains("none") || dialect.get(OFF) == Off.EFFORT_NONE ? "none" : null;
  }

  /// The budget to send, with room for an answer; 0 for none.
  private long budget() {
    var budget = limit.isEmpty() ? level.budget() : Math.min(level.budget(), limit.getAsLong() - LEAST_BUDGET);
    return !dialect.get(THINKING_BUDGET) || budget < LEAST_BUDGET ? 0 : budget;
  }

  private static JsonObjectBuilder object() {
    return Json.BUILD.createObjectBuilder();
  }
}
