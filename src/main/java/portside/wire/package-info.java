/// The languages of the clients and the providers as records, and the one table of error kinds.
@NullMarked
package portside.wire;

import org.jspecify.annotations.NullMarked;
