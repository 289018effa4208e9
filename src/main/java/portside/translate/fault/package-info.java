/// What an error of a provider means: its kind, when to ask again, what can be learned from it.
@NullMarked
package portside.translate.fault;

import org.jspecify.annotations.NullMarked;
