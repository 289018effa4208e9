/// The reasoning that a provider wants back, and how it travels through the client.
@NullMarked
package portside.translate.reasoning;

import org.jspecify.annotations.NullMarked;
