/// Token counts, and what the answers of models taught about them.
@NullMarked
package portside.counting;

import org.jspecify.annotations.NullMarked;
