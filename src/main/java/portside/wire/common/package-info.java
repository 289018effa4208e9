/// What several languages of providers share: parts of content, errors, counts of tokens, fragments of calls.
@NullMarked
package portside.wire.common;

import org.jspecify.annotations.NullMarked;
