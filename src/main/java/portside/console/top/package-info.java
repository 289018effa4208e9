/// The terminal UI: what instances tell goes into a state, the state and what was typed into lines, and a thin rim shows those on a terminal.
@NullMarked
package portside.console.top;

import org.jspecify.annotations.NullMarked;
