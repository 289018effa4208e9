package portside.translate;

import java.time.Instant;
import java.util.function.UnaryOperator;

/// What a pure translator cannot make up itself.
///
/// @param messageId `msg_…`, the id of the answer
/// @param endpoint which provider this is, for telling its reasoning from that of others: the same after a restart
/// @param inputEstimate tokens of the request, roughly; the provider's count replaces it at the end of the answer
/// @param now for waiting times that are given as a date
/// @param redact takes secrets out of a provider's error text
/// @param conversation a name for the conversation, the same in each of its turns, that tells nothing of the user; empty for none
public record TranslatorContext(String messageId, String endpoint, long inputEstimate, Instant now, UnaryOperator<String> redact,
    String conversation) {}
