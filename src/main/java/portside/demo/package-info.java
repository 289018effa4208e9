/// A provider of its own inside the process, for trying Portside without an account.
@NullMarked
package portside.demo;

import org.jspecify.annotations.NullMarked;
