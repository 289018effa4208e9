/// Web search for a request whose provider does not search itself: the rounds, and the backend that is asked.
@NullMarked
package portside.exchange.search;

import org.jspecify.annotations.NullMarked;
