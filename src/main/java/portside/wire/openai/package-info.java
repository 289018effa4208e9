/// OpenAI chat completions as records.
@NullMarked
package portside.wire.openai;

import org.jspecify.annotations.NullMarked;
