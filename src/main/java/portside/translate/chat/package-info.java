/// OpenAI chat completions as a language upstream.
@NullMarked
package portside.translate.chat;

import org.jspecify.annotations.NullMarked;
