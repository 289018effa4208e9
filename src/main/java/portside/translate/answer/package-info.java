/// The answer: how what a provider says becomes content blocks, in order and by the rules the request set.
@NullMarked
package portside.translate.answer;

import org.jspecify.annotations.NullMarked;
