package portside.translate;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import portside.provider.dialect.Dialect;
import portside.translate.answer.AnswerRules;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.search.OfferedSearch;
import portside.translate.tools.ToolNameResolver;

/// What an answer knows of its request in tests: the message `msg_test` for the client's model `claude-test`, a hundred tokens in and fifty out at most,
/// from the provider `acme`.
public final class AnswerContexts {
  private AnswerContexts() {}

  public static AnswerContext of(Dialect dialect, Map<String, JsonObject> tools, AnswerRules rules) {
    return of(dialect, tools, rules, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /// @param toClient from a tool name sent upstream to the client's name
  /// @param mask of what a provider says
  public static AnswerContext of(Dialect dialect, Map<String, JsonObject> tools, AnswerRules rules, UnaryOperator<String> toClient, UnaryOperator<String> mask) {
    return new AnswerContext("msg_test", "claude-test", 100, new ToolNameResolver(tools.keySet(), toClient), tools, rules, 50,
        new ModelIdentity("acme", "model-x"), dialect, "acme", mask, OfferedSearch.NONE, Instant.EPOCH);
  }
}
