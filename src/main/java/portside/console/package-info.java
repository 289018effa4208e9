/// What the operator types, one class per verb.
@NullMarked
package portside.console;

import org.jspecify.annotations.NullMarked;
