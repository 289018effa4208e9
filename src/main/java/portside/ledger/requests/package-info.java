/// Whole requests and answers in files, for a person who looks for what went wrong; only when a setting or a person asks for it.
@NullMarked
package portside.ledger.requests;

import org.jspecify.annotations.NullMarked;
