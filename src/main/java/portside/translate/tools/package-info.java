/// Tools and tool calls: which are offered, what they are called, by which ids.
@NullMarked
package portside.translate.tools;

import org.jspecify.annotations.NullMarked;
