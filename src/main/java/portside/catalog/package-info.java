/// Facts about models that change without a change of ours.
@NullMarked
package portside.catalog;

import org.jspecify.annotations.NullMarked;
