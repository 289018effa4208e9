package portside.provider;

import java.time.Duration;

/// How long one call may take; zero is no limit.
///
/// @param connect to the open connection
/// @param request to the first byte of the answer
/// @param idle between two bytes of the answer
public record Timeouts(Duration connect, Duration request, Duration idle) {}
