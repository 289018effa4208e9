/// Anthropic's Messages API as providers speak it.
@NullMarked
package portside.translate.messages;

import org.jspecify.annotations.NullMarked;
