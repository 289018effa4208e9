/// Tool calls that arrive as text.
@NullMarked
package portside.translate.textcalls;

import org.jspecify.annotations.NullMarked;
