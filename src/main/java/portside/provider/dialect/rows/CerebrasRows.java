package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.EMPTY_ERROR_IS_OVERFLOW;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.DialectRule.otherwise;

import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectTable;

/// Cerebras, of which one thing is known to differ.
public final class CerebrasRows {
  private static final Dialect CEREBRAS =
      STANDARD.as("cerebras").with(EMPTY_ERROR_IS_OVERFLOW, true); // 400 or 413 without a body (pi-mono, overflow.ts, 2026-03)

  public static final DialectTable TABLE = DialectTable.of(otherwise(CEREBRAS));

  private CerebrasRows() {}
}
