/// The front door: HTTP from the socket to `exchange`, with its limits, guards and client keys.
@NullMarked
package portside.server;

import org.jspecify.annotations.NullMarked;
