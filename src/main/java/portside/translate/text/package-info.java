/// Pieces of text that several translators need.
@NullMarked
package portside.translate.text;

import org.jspecify.annotations.NullMarked;
