/// The rows of the dialect table, one class for a provider, with their evidence.
@NullMarked
package portside.provider.dialect.rows;

import org.jspecify.annotations.NullMarked;
