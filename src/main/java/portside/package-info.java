/// The process: its entry, and the wiring of what it consists of.
@NullMarked
package portside;

import org.jspecify.annotations.NullMarked;
