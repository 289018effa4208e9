/// What happens beside a running request: pings, a client that leaves, a provider that hangs.
@NullMarked
package portside.exchange.watch;

import org.jspecify.annotations.NullMarked;
