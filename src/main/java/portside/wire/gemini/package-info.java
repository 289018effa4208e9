/// The Gemini API's own language, as records.
@NullMarked
package portside.wire.gemini;

import org.jspecify.annotations.NullMarked;
