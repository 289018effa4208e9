/// OpenAI Responses as a language upstream.
@NullMarked
package portside.translate.responses;

import org.jspecify.annotations.NullMarked;
