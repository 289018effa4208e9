/// One attempt at one provider: send, read, time out, cancel, classify.
@NullMarked
package portside.upstream;

import org.jspecify.annotations.NullMarked;
