/// OpenAI Responses as records.
@NullMarked
package portside.wire.responses;

import org.jspecify.annotations.NullMarked;
