package portside.translate;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import portside.provider.dialect.Dialect;
import portside.translate.answer.AnswerRules;
import portside.translate.fault.ErrorToFault;
import portside.translate.reasoning.ModelIdentity;
import portside.translate.search.OfferedSearch;
import portside.translate.tools.ToolNameResolver;

/// What an answer needs to know of its request.
///
/// @param messageId `msg_…`; ids made up for tool calls come from it
/// @param clientModel as the client wrote it
/// @param inputEstimate tokens of the request by our own count
/// @param names of the tools offered
/// @param tools the schemas of the tools' arguments, by the names sent upstream
/// @param rules the answer must keep
/// @param maxTokens the limit sent upstream, 0 for none
/// @param model who answers
/// @param dialect of the provider for the model
/// @param providerName for messages to people
/// @param mask blots out secrets in what a provider says before it becomes part of a fault
/// @param search that the provider was offered to run
/// @param now when it was asked, for waiting times given as a date
public record AnswerContext(
    String messageId,
    String clientModel,
    long inputEstimate,
    ToolNameResolver names,
    Map<String, JsonObject> tools,
    AnswerRules rules,
    long maxTokens,
    ModelIdentity model,
    Dialect dialect,
    String providerName,
    UnaryOperator<String> mask,
    OfferedSearch search,
    Instant now) {

  /// What the client is told of the provider's errors, those before the answer and those inside it.
  public ErrorToFault errors() {
    return new ErrorToFault(providerName, model.model(), dialect, inputEstimate, maxTokens, mask, now);
  }
}
