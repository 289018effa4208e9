package portside.ledger.index;

/// Requests that went from one provider to another.
///
/// @param from was asked before
/// @param to was asked next
/// @param why the kind of what went wrong at the first, such as `rate_limit`, else how its attempt came out
/// @param requests how often
public record Failover(String from, String to, String why, long requests) {}
