/// Between the languages of clients and those of providers: what a translator is, and what each has in common.
@NullMarked
package portside.translate;

import org.jspecify.annotations.NullMarked;
