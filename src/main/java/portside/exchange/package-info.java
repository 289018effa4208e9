/// The life of one client request, from the message that was read to the one entry of the ledger.
@NullMarked
package portside.exchange;

import org.jspecify.annotations.NullMarked;
