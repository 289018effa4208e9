package portside.provider;

import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// Cerebras, of which one thing is known to differ.
final class CerebrasRows {
  private static final Dialect CEREBRAS =
      STANDARD.as("cerebras").emptyErrorIsOverflow(true).row(); // 400 or 413 without a body (pi-mono, overflow.ts, 2026-03)

  static final KnownProvider.Table TABLE = KnownProvider.Table.of(otherwise(CEREBRAS));

  private CerebrasRows() {}
}
