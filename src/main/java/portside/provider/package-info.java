/// Who can be asked: endpoints, credentials, limits, search backends.
@NullMarked
package portside.provider;

import org.jspecify.annotations.NullMarked;
