package portside.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What models cost: a JSON object, shipped with the program in `portside/prices.json`, and of the same form where the user knows better.
///
/// ```
/// {"date": "2026-11-20", "prices": [
///   {"provider": "glm", "model": "*", "plan": true, "hosts": ["api.z.ai/api/coding/*"]},
///   {"provider": "gemini", "model": "gemini-3.1-pro-*", "currency": "USD", "in": 2, "read": 0.2, "out": 12,
///    "above": [{"prompt": 200000, "in": 4, "read": 0.4, "out": 18}], "source": "…"},
///   {"provider": "deepseek", "model": "deepseek-flash", "in": 0.3, "out": 1.2,
///    "off_peak": {"factor": 0.5, "peak_utc": ["01:00-04:00", "06:00-10:00"], "peak_days": "Mon-Fri"}}
/// ]}
/// ```
/// Prices are for a million tokens. `read` and `write` are those of `in` where they are missing, `write_1h` that of `write`, with Anthropic twice that
/// of `in` (Anthropic, "Prompt caching"). A tier is chosen by the whole prompt. `"free": true` and `"plan": true` stand in place of prices;
/// `"unknown": true` keeps rows further down from fitting. `currency` is USD where it is missing, `provider` and `hosts` stand for any.
///
/// @param rows the first that fits counts
/// @param faults what of the text could not be used; the rest is
public record PriceTable(List<Price> rows, List<OwnModelsFaults.Fault> faults) {
  /// Knows no price.
  public static final PriceTable NONE = new PriceTable(List.of(), List.of());

  public PriceTable {
    rows = List.copyOf(rows);
    faults = List.copyOf(faults);
  }

  /// The one in the jar.
  public static PriceTable shipped() {
    try (var file = PriceTable.class.getResourceAsStream("/portside/prices.json")) {
      if (file == null) {
        throw new IllegalStateException("the catalog has no prices");
      }
      return read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a text of this form. Rows in which something is wrong are left out.
  public static PriceTable read(String json) {
    return new PriceReader(json).read();
  }

  /// The row for a model.
  ///
  /// @param provider the name of the known provider or of a row of its dialect
  /// @param address host and path, without scheme
  public Optional<Price> find(String provider, String address, String model) {
    return rows.stream().filter(row -> row.covers(provider, address, model)).findFirst();
  }

  /// The row that names prices for a model, behind a plan or not.
  public Optional<Price> list(String provider, String address, String model) {
    return rows.stream().filter(row -> row.kind() == Price.Kind.TOKENS || row.kind() == Price.Kind.UNKNOWN)
        .filter(row -> row.covers(provider, address, model)).findFirst().filter(row -> row.kind() == Price.Kind.TOKENS);
  }
}
