/// How much an instance may use in a day, a week or a month, what it has used, and what happens when that is all.
@NullMarked
package portside.ledger.budget;

import org.jspecify.annotations.NullMarked;
