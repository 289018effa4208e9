/// Who can be asked: endpoints, credentials, limits, search backends.
@NullMarked
package portside.signin;

import org.jspecify.annotations.NullMarked;
