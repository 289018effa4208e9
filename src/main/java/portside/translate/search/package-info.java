/// Searching the web on behalf of the model.
@NullMarked
package portside.translate.search;

import org.jspecify.annotations.NullMarked;
