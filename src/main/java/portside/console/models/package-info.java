/// What providers say of their own models.
@NullMarked
package portside.console.models;

import org.jspecify.annotations.NullMarked;
