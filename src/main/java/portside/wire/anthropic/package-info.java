/// Anthropic Messages: requests, the events and documents of answers, errors.
@NullMarked
package portside.wire.anthropic;

import org.jspecify.annotations.NullMarked;
