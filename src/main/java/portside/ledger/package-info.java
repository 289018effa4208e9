/// One entry per request: a log line, and counters for `/metrics`.
@NullMarked
package portside.ledger;

import org.jspecify.annotations.NullMarked;
