/// Env files and the environment as checked settings, and all that is wrong with them at once.
@NullMarked
package portside.provider.settings;

import org.jspecify.annotations.NullMarked;
