package portside.exchange;

import portside.routing.Candidate;
import portside.translate.Translator;
import portside.wire.anthropic.MessagesRequest;

/// Makes the translator that speaks a candidate's language.
@FunctionalInterface
public interface TranslatorFactory {
  /// A translator for one try.
  ///
  /// @param inputEstimate how many tokens the candidate will count
  /// @param conversation a name for the conversation, as [ConversationName] makes it; empty for none
  /// @throws portside.wire.Refusal when the request cannot be said in that language
  Translator make(Candidate candidate, MessagesRequest request, long inputEstimate, String conversation);
}
