/// How providers differ: the columns, and the rows made of them.
@NullMarked
package portside.provider.dialect;

import org.jspecify.annotations.NullMarked;
