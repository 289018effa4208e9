package portside.ledger.requests;

import java.util.Map;

/// A request to a provider.
///
/// @param number of the attempt, from 1, as in the journal
/// @param provider the member of the chain
/// @param model its own name of the model
/// @param url whole
/// @param headers of this request, by names in lower case; a secret stands with any value
/// @param body is kept, not copied
public record UpstreamRequestRecord(int number, String provider, String model, String method, String url, Map<String, String> headers, byte[] body) {}
