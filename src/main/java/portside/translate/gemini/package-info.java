/// Gemini's own language as a language upstream.
@NullMarked
package portside.translate.gemini;

import org.jspecify.annotations.NullMarked;
