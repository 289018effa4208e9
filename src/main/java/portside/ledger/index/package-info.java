/// The journal as tables that can be asked: SQLite in a file that can be thrown away, or PostgreSQL, which also holds what instances tell each other about
/// providers. Nothing here runs while a request is served.
@NullMarked
package portside.ledger.index;

import org.jspecify.annotations.NullMarked;
