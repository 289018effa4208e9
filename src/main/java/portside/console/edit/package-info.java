/// Changes files of people: what is not meant stays as it was, byte for byte, and a file is never half written.
@NullMarked
package portside.console.edit;

import org.jspecify.annotations.NullMarked;
