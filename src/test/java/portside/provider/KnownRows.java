package portside.provider;

import java.util.List;
import portside.provider.dialect.Dialect;

/// Opens the table of dialects to tests that go over all of it.
public final class KnownRows {
  private KnownRows() {}

  /// Every row of every known provider, the standard first.
  public static List<Dialect> all() {
    return KnownProvider.allRows();
  }
}
