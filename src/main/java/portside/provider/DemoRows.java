package portside.provider;

import static portside.provider.DialectRule.otherwise;
import static portside.provider.Dialects.STANDARD;

/// The provider inside the process, which speaks the standard and thinks when asked.
final class DemoRows {
  private static final Dialect DEMO =
      STANDARD
          .as("demo")
          .reasoning(Dialect.Reasoning.EFFORT)
          .efforts("low", "medium", "high")
          .off(Dialect.Off.EFFORT_NONE)
          .contextWindow(200_000)
          .row();

  static final KnownProvider.Table TABLE =
      KnownProvider.Table.of(
          "demo-big", "demo-middle", "demo-small",
          otherwise(DEMO));

  private DemoRows() {}
}
