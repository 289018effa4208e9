package portside.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What some models of a provider cost: a row of a [PriceTable].
///
/// @param provider the name of a known provider, which also stands for names and rows that begin with it and a hyphen; `*` for any
/// @param model the name, or a glob of several; case does not count
/// @param hosts globs of host and path, without scheme, for which the row is; empty for any
/// @param kind whether it names prices
/// @param currency such as `USD`; empty where the row names no prices
/// @param rates for prompts that no tier is for; null where the row names no prices
/// @param above for longer prompts, the shortest first
/// @param offPeak null where the price is the same at any time
/// @param date of the table
public record Price(String provider, String model, List<String> hosts, Kind kind, String currency, @Nullable Rates rates, List<Tier> above,
    @Nullable OffPeak offPeak, String date) {
  private static final BigDecimal BILLIONTHS_OF_A_MILLIONTH = BigDecimal.valueOf(1000);

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  public Price {
    hosts = List.copyOf(hosts);
    above = List.copyOf(above);
  }

  /// How use is paid.
  public enum Kind {
    TOKENS,
    PLAN,
    FREE,
    /// The price is known to be another one than that of rows further down, and not which.
    UNKNOWN
  }

  /// Amounts of the currency for a million tokens.
  ///
  /// @param write to a cache for minutes
  /// @param writeHour to a cache for an hour
  public record Rates(BigDecimal in, BigDecimal read, BigDecimal write, BigDecimal writeHour, BigDecimal out) {}

  /// @param prompt its rates are for prompts of more tokens than this, and hold for the whole request
  public record Tier(long prompt, Rates rates) {}

  /// Tokens of one request; the first four are disjoint.
  public record Use(long in, long read, long write, long writeHour, long out) {
    long prompt() {
      return in + read + write + writeHour;
    }
  }

  /// Whether this row is for a model.
  ///
  /// @param known the name of the known provider or of a row of its dialect
  /// @param address host and path
  boolean covers(String known, String address, String asked) {
    return (provider.equals("*") || known.equals(provider) || known.startsWith(provider + "-"))
        && (hosts.isEmpty() || hosts.stream().anyMatch(host -> Glob.matches(host, address.toLowerCase(Locale.ROOT))))
        && Glob.matches(model.toLowerCase(Locale.ROOT), asked.toLowerCase(Locale.ROOT));
  }

  /// What a request costs, in billionths of the currency.
  ///
  /// @param began off-peak hours go by it
  public long cost(Use use, Instant began) {
    var rates = rates(use.prompt());
    var cost = times(rates.in, use.in).add(times(rates.read, use.read)).add(times(rates.write, use.write))
        .add(times(rates.writeHour, use.writeHour)).add(times(rates.out, use.out)).multiply(BILLIONTHS_OF_A_MILLIONTH);
    var factor = offPeak == null ? BigDecimal.ONE : offPeak.factor(began);
    return cost.multiply(factor).setScale(0, RoundingMode.HALF_UP).min(MOST).longValueExact(); // counts that a provider invents must not overflow
  }

  private Rates rates(long prompt) {
    var fit = rates;
    for (var tier : above) {
      fit = prompt > tier.prompt ? tier.rates : fit;
    }
    if (fit == null) {
      throw new IllegalStateException(name() + " names no prices");
    }
    return fit;
  }

  private static BigDecimal times(BigDecimal rate, long tokens) {
    return rate.multiply(BigDecimal.valueOf(tokens));
  }

  /// For people and records: `glm/glm-5.3@2026-11-20`.
  public String name() {
    return provider + "/" + model + "@" + date;
  }
}
