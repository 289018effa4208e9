package portside.provider.dialect.rows;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.EFFORTS;
import static portside.provider.dialect.Column.OFF;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Dialect.STANDARD;
import static portside.provider.dialect.DialectRule.otherwise;

import java.util.List;
import java.util.Optional;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.DialectTable;

/// The provider inside the process, which speaks the standard and thinks when asked.
public final class DemoRows {
  private static final Dialect DEMO =
      STANDARD
          .as("demo")
          .with(REASONING, Dialect.Reasoning.EFFORT)
          .with(EFFORTS, "low", "medium", "high")
          .with(OFF, Dialect.Off.EFFORT_NONE)
          .with(CONTEXT_WINDOW, 200_000);

  public static final DialectTable TABLE =
      new DialectTable(List.of("demo-big", "demo-middle", "demo-small"), List.of(otherwise(DEMO)), Optional.empty());

  private DemoRows() {}
}
