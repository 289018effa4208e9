package portside.console.top;

import java.time.Instant;

/// A line of an instance's log.
///
/// @param level such as `INFO` or `WARNING`
record LogLine(Instant at, String level, String instance, String message) {}
