/// Who is asked next, and when to stop.
@NullMarked
package portside.routing;

import org.jspecify.annotations.NullMarked;
