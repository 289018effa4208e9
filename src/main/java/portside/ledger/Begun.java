package portside.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request whose first provider is about to be asked; written at once, so that one whose process is killed is not lost.
///
/// @param at now
/// @param requestId `req_…`
/// @param provider who is asked first
/// @param requestedModel as the client wrote it
/// @param servedModel as the provider calls it
/// @param session the client's; null when it has none
/// @param input how many tokens the prompt is thought to have
public record Begun(Instant at, String requestId, String provider, String requestedModel, String servedModel, @Nullable String session, long input) {}
