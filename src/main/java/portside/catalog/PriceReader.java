package portside.catalog;

import jakarta.json.stream.JsonParser.Event;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a [PriceTable]. A row in which something is wrong is left out; what is wrong is named by line and member.
final class PriceReader extends FaultFindingReader {
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
  private static final Pattern HOURS = Pattern.compile("([0-2][0-9]:[0-5][0-9])-([0-2][0-9]:[0-5][0-9])");
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private final List<Row> rows = new ArrayList<>();
  private String date = "";

  /// What stands in a row, before it is known to be whole.
  private static final class Row {
    private final String path;
    private final int line;
    private String provider = "*";
    private String model = "";
    private String currency = "USD";
    private String date = "";
    private final List<String> hosts = new ArrayList<>();
    private Price.Kind kind = Price.Kind.TOKENS;
    private final Map<String, BigDecimal> rates = new HashMap<>();
    private final List<Price.Tier> above = new ArrayList<>();
    private @Nullable OffPeak offPeak;

    Row(String path, int line) {
      this.path = path;
      this.line = line;
    }

    boolean anthropic() {
      return provider.startsWith("anthropic");
    }
  }

  PriceReader(String text) {
    super(text);
  }

  PriceTable read() {
    var whole = readAll(member -> {
      switch (member) {
        case "date" -> date = text(member, json.next());
        case "source" -> text(member, json.next());
        case "prices" -> array(member, json.next(), this::row);
        default -> unknown(member, "there are date, source and prices");
      }
    });
    if (!whole) {
      rows.clear();
    }
    return new PriceTable(rows.stream().map(this::price).toList(), faults);
  }

  private Price price(Row row) {
    return new Price(row.provider, row.model, row.hosts, row.kind, row.kind == Price.Kind.TOKENS ? row.currency : "",
        row.kind == Price.Kind.TOKENS ? rates(row.rates, row.anthropic()) : null,
        row.above.stream().sorted(Comparator.comparingLong(Price.Tier::prompt)).toList(), row.offPeak, row.date.isEmpty() ? date : row.date);
  }

  private void row(String path, Event value) {
    var before = faults.size();
    var row = new Row(path, line());
    object(path, value, member -> {
      switch (member.substring(path.length() + 1)) {
        case "provider" -> row.provider = text(member, json.next()).toLowerCase(Locale.ROOT);
        case "model" -> row.model = text(member, json.next());
        case "currency" -> row.currency = currency(member, json.next());
        case "date" -> row.date = text(member, json.next());
        case "source" -> text(member, json.next());
        case "hosts" -> array(member, json.next(), (host, said) -> row.hosts.add(text(host, said).toLowerCase(Locale.ROOT)));
        case "plan" -> row.kind = kind(member, json.next(), Price.Kind.PLAN, row.kind);
        case "free" -> row.kind = kind(member, json.next(), Price.Kind.FREE, row.kind);
        case "unknown" -> row.kind = kind(member, json.next(), Price.Kind.UNKNOWN, row.kind);
        case "in", "read", "write", "write_1h", "out" -> row.rates.put(member.substring(path.length() + 1), amount(member, json.next()));
        case "above" -> array(member, json.next(), (tier, said) -> tier(tier, said, row));
        case "off_peak" -> row.offPeak = offPeak(member, json.next());
        default -> unknown(member, "there are provider, model, hosts, currency, in, read, write, write_1h, out, above, off_peak, plan, free, unknown, "
            + "date and source");
      }
    });
    if (faults.size() == before) {
      whole(row);
    }
    if (faults.size() == before) {
      rows.add(row);
    }
  }

  private void whole(Row row) {
    if (row.model.isBlank()) {
      missing(row, "model", "the model's name, or * for all of the provider");
    }
    if (row.kind == Price.Kind.TOKENS) {
      for (var name : List.of("in", "out")) {
        if (!row.rates.containsKey(name)) {
          missing(row, name, "the price of a million tokens; or \"plan\": true, or \"free\": true");
        }
      }
    }
  }

  private void missing(Row row, String name, String hint) {
    faults.add(new OwnModelsFaults.Fault(row.line, row.path + "." + name, "is missing", hint));
  }

  private static Price.Rates rates(Map<String, BigDecimal> said, boolean anthropic) {
    var in = said.getOrDefault("in", BigDecimal.ZERO);
    var write = said.getOrDefault("write", in);
    return new Price.Rates(in, said.getOrDefault("read", in), write, said.getOrDefault("write_1h", anthropic ? in.add(in) : write),
        said.getOrDefault("out", BigDecimal.ZERO));
  }

  private void tier(String path, Event value, Row row) {
    var rates = new HashMap<String, BigDecimal>();
    object(path, value, member -> {
      var name = member.substring(path.length() + 1);
      switch (name) {
        case "prompt", "in", "read", "write", "write_1h", "out" -> rates.put(name, amount(member, json.next()));
        default -> unknown(member, "there are prompt, in, read, write, write_1h and out");
      }
    });
    for (var name : List.of("prompt", "in", "out")) {
      if (!rates.containsKey(name)) {
        fault(path + "." + name, "is missing", "a tier has prompt, in and out");
      }
    }
    row.above.add(new Price.Tier(rates.getOrDefault("prompt", BigDecimal.ZERO).longValue(), rates(rates, row.anthropic())));
  }

  private OffPeak offPeak(String path, Event value) {
    var factors = new ArrayList<BigDecimal>();
    var peaks = new ArrayList<OffPeak.Hours>();
    var days = EnumSet.allOf(DayOfWeek.class);
    object(path, value, member -> {
      switch (member.substring(path.length() + 1)) {
        case "factor" -> factors.add(amount(member, json.next()));
        case "peak_utc" -> array(member, json.next(), (hours, said) -> hours(hours, text(hours, said), peaks));
        case "peak_days" -> days.retainAll(days(member, text(member, json.next())));
        default -> unknown(member, "there are factor, peak_utc and peak_days");
      }
    });
    if (factors.isEmpty()) {
      fault(path + ".factor", "is missing", "such as 0.5 for half the price");
      return new OffPeak(BigDecimal.ONE, peaks, days);
    }
    return new OffPeak(factors.getLast(), peaks, days);
  }

  private void hours(String path, String typed, List<OffPeak.Hours> peaks) {
    var parts = HOURS.matcher(typed);
    try {
      if (parts.matches()) {
        peaks.add(new OffPeak.Hours(LocalTime.parse(parts.group(1)), parts.group(2).startsWith("24") ? LocalTime.MIDNIGHT : LocalTime.parse(parts.group(2))));
        return;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    fault(path, "is no span of hours", "such as 01:00-04:00, in UTC");
  }

  private EnumSet<DayOfWeek> days(String path, String typed) {
    var ends = typed.split("-");
    int first = DAYS.indexOf(ends[0]);
    int last = DAYS.indexOf(ends[ends.length - 1]);
    if (ends.length > 2 || first < 0 || last < first) {
      fault(path, "is no span of days", "such as Mon-Fri");
      return EnumSet.allOf(DayOfWeek.class);
    }
    return EnumSet.range(DayOfWeek.of(first + 1), DayOfWeek.of(last + 1));
  }

  private Price.Kind kind(String path, Event value, Price.Kind said, Price.Kind before) {
    if (value != Event.VALUE_TRUE && value != Event.VALUE_FALSE) {
      wrong(path, value, "is not true or false", "without quotation marks");
    }
    return value == Event.VALUE_TRUE ? said : before;
  }

  private String currency(String path, Event value) {
    var currency = text(path, value);
    if (!CURRENCY.matcher(currency).matches()) {
      fault(path, "is no currency", "three capital letters, such as USD or CNY");
    }
    return currency;
  }

  private BigDecimal amount(String path, Event value) {
    if (value == Event.VALUE_NUMBER && json.getString().length() <= 20) {
      var amount = json.getBigDecimal();
      if (amount.signum() >= 0 && amount.compareTo(MOST) <= 0 && amount.scale() <= 12) {
        return amount;
      }
    }
    wrong(path, value, "is not a price", "a number from 0 to " + MOST.toPlainString() + ", without quotation marks");
    return BigDecimal.ZERO;
  }

  private void unknown(String path, String hint) {
    wrong(path, json.next(), "is not known here", hint);
  }
}
