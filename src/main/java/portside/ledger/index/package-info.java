/// The journal as tables that can be asked: SQLite in a file that can be thrown away, or PostgreSQL. Nothing here runs while a request is served.
@NullMarked
package portside.ledger.index;

import org.jspecify.annotations.NullMarked;
