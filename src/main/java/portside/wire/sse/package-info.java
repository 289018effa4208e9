/// Server-sent events: how a stream of bytes becomes events.
@NullMarked
package portside.wire.sse;

import org.jspecify.annotations.NullMarked;
