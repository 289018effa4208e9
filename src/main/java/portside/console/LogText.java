package portside.console;

import static portside.console.Paint.Role.BAD;
import static portside.console.Paint.Role.DIM;
import static portside.console.Paint.Role.GOOD;
import static portside.console.Paint.Role.HEAD;
import static portside.console.Paint.Role.PLAIN;
import static portside.console.Paint.Role.WARN;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import portside.console.Table.Cell;
import portside.console.Table.Column;
import portside.wire.OneLine;

/// Requests as a table, and one of them with everything that is recorded of it. Rows are those of [portside.ledger.index.RequestPage].
///
/// @param columns how wide a table may be
/// @param now tells which requests are of today
record LogText(Paint paint, int columns, ZoneId zone, Instant now) {
  /// Below this a table has fewer columns.
  private static final int WIDE = 120;

  /// The beginning of an id that is enough to find it.
  private static final int SHORT_ID = 12;

  private static final int SHORTEST_NAME = 6;

  private static final String INSTANCE = "INSTANCE";
  private static final String MODEL = "MODEL";
  private static final String TOKENS = "TOKENS";
  private static final String FIRST = "FIRST";

  /// What is left out first where there is no room.
  private static final List<String> LEAST = List.of(FIRST, TOKENS, INSTANCE, MODEL);

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_CLOCK = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter IN_FULL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /// A row for each request.
  String of(List<JsonObject> requests) {
    var today = LocalDate.ofInstant(now, zone);
    var clock = requests.stream().allMatch(one -> LocalDate.ofInstant(at(one), zone).equals(today)) ? CLOCK : DAY_AND_CLOCK;
    var longest = requests.stream().mapToInt(one -> DisplayWidth.of(text(one, "served"))).max().orElse(0);
    var least = LEAST.iterator();
    for (var without = new HashSet<String>(); ; without.add(least.next())) {
      var width = width(table(requests, clock, Integer.MAX_VALUE, without));
      var table = table(requests, clock, width <= columns ? Integer.MAX_VALUE : Math.max(SHORTEST_NAME, longest - (width - columns)), without);
      if (width(table) <= columns || !least.hasNext()) {
        return table.text(paint);
      }
    }
  }

  private static int width(Table table) {
    return table.text(Paint.NONE).lines().mapToInt(DisplayWidth::of).max().orElse(0);
  }

  private Table table(List<JsonObject> requests, DateTimeFormatter clock, int longestModel, Set<String> without) {
    var wide = columns >= WIDE;
    var heads = Stream.of(Column.left("TIME"), Column.left("REQUEST"), Column.left(INSTANCE), Column.left(MODEL));
    var kind = wide ? Stream.of(Column.left("CLASS"), Column.left("RESULT")) : Stream.of(Column.left("RESULT"));
    var tokens = wide ? Stream.of("INPUT", "CACHED", "OUTPUT") : Stream.of(TOKENS);
    var numbers = Stream.of(tokens, Stream.of(FIRST, "TOTAL", "COST")).flatMap(names -> names).map(Column::right);
    var all = Stream.of(heads, kind, numbers).flatMap(part -> part).toList();
    var table = new Table(all.stream().filter(column -> !without.contains(column.head())).toList());
    for (var one : requests) {
      var cells = new ArrayList<Cell>();
      cells.add(new Cell(clock.format(at(one).atZone(zone)), DIM));
      cells.add(Cell.of(text(one, "id").substring(0, Math.min(SHORT_ID, text(one, "id").length()))));
      cells.add(Cell.of(text(one, "instance")));
      cells.add(Cell.of(DisplayWidth.cut(text(one, "served"), longestModel)));
      if (wide) {
        cells.add(new Cell(text(one, "class"), DIM));
      }
      cells.add(new Cell(result(one), role(one)));
      var fresh = number(one, "in") + number(one, "write") + number(one, "write_1h");
      var counts = wide ? List.of(fresh, number(one, "read"), number(one, "out")) : List.of(fresh + number(one, "read") + number(one, "out"));
      counts.forEach(count -> cells.add(Cell.of((one.getBoolean("est", false) ? "~" : "") + Figures.tokens(count))));
      cells.add(Cell.of(one.getBoolean("stream", false) ? time(one, "first_ms") : ""));
      cells.add(Cell.of(time(one, "ms")));
      cells.add(cost(one));
      table.row(IntStream.range(0, all.size()).filter(place -> !without.contains(all.get(place).head())).mapToObj(cells::get).toList());
    }
    return table;
  }

  /// A line for each thing that is known of the request, and a table of its tries.
  String of(JsonObject one) {
    var lines = new ArrayList<String>();
    lines.add(paint.text(HEAD, text(one, "id")));
    line(lines, "time", IN_FULL.format(at(one).atZone(zone)) + ", " + zone.getId());
    line(lines, "instance", text(one, "instance"));
    line(lines, "asked for", text(one, "asked"));
    line(lines, one.getString("result", "").equals("ok") ? "answered by" : "asked last", joined(" at ", text(one, "served"), text(one, "provider"))
        + within(joined(", ", text(one, "host"), text(one, "wire"), text(one, "key").isEmpty() ? "" : "key " + text(one, "key"))));
    line(lines, "instead of", text(one, "failover_from"));
    lines.add("  %-13s ".formatted("result") + paint.text(role(one), text(one, "result")) + prefixed(", status ", text(one, "status"))
        + prefixed(", fault ", text(one, "fault")) + prefixed(", stop reason ", text(one, "stop")));
    line(lines, "detail", text(one, "detail"));
    line(lines, "client", joined(", ", text(one, "client"), one.getBoolean("stream", false) ? "stream" : "no stream",
        number(one, "client_retry") == 0 ? "" : "its retry " + number(one, "client_retry")));
    line(lines, "class", text(one, "class") + within(text(one, "sub_type")));
    line(lines, "project", text(one, "project"));
    line(lines, "conversation", text(one, "conversation"));
    line(lines, "prompt", text(one, "prompt"));
    line(lines, "trace", text(one, "trace"));
    line(lines, "times", joined(", ", measured("prepared in ", one, "prep_ms"), measured("first byte after ", one, "first_ms"), measured("all after ", one, "ms"), speed(one)));
    line(lines, "tokens", tokens(one));
    line(lines, "cost", paid(one));
    var tries = one.getJsonArray("attempts");
    return String.join("\n", lines) + "\n" + (tries.isEmpty() ? "" : "\n" + tries(tries.getValuesAs(JsonObject.class)));
  }

  private String tries(List<JsonObject> tries) {
    var table = new Table(List.of(Column.right("TRY"), Column.right("AFTER"), Column.right("TOOK"), Column.left("PROVIDER"), Column.left("MODEL"), Column.right("KEY"),
        Column.left("WHY"), Column.left("OUTCOME")));
    for (var one : tries) {
      var outcome = text(one, "outcome");
      table.row(List.of(Cell.of(text(one, "n")), Cell.of(time(one, "at_ms")), Cell.of(time(one, "ms")), Cell.of(text(one, "provider")), Cell.of(text(one, "served")),
          Cell.of(text(one, "key")), new Cell(why(text(one, "why")), DIM),
          new Cell(outcome + prefixed(": ", text(one, "fault").replace('_', ' ')), outcome.equals("answered") ? GOOD : outcome.equals("ended") ? WARN : BAD)));
    }
    return table.text(paint, columns);
  }

  private static String why(String word) {
    return switch (word) {
      case "first" -> "first in the order";
      case "repeat" -> "the same once more";
      case "lesson" -> "as its refusal told";
      case "searched" -> "on with what was found";
      case "next_key" -> "its next key";
      case "next" -> "next in the order";
      case "hedge" -> "beside a silent one";
      case "last_chance" -> "all rest: one is tried";
      default -> word;
    };
  }

  private static String result(JsonObject one) {
    var tries = number(one, "tries");
    return text(one, "result") + (tries > 1 ? ", " + tries + " tries" : "");
  }

  private static Paint.Role role(JsonObject one) {
    return switch (one.getString("result", "")) {
      case "ok" -> number(one, "tries") > 1 ? WARN : GOOD;
      case "left" -> WARN;
      default -> BAD;
    };
  }

  private static String tokens(JsonObject one) {
    var parts = joined(", ", "input " + number(one, "in"), "cache read " + number(one, "read"), written(one, "write", "cache write "), written(one, "write_1h", "for an hour "),
        "output " + number(one, "out") + (number(one, "think") == 0 ? "" : " (thinking " + number(one, "think") + ")"), written(one, "searches", "searches "));
    return parts + (one.getBoolean("est", false) ? ", by estimate" : "");
  }

  private static String written(JsonObject one, String name, String label) {
    return number(one, name) == 0 ? "" : label + number(one, name);
  }

  /// Tokens a second, of streams.
  private static String speed(JsonObject one) {
    var millis = number(one, "ms") - number(one, "first_ms");
    return !one.getBoolean("stream", false) || text(one, "first_ms").isEmpty() || millis <= 0 || number(one, "out") == 0 ? ""
        : Math.round(number(one, "out") * 1000.0 / millis) + " tokens/s";
  }

  private static String paid(JsonObject one) {
    var worth = one.get("worth") instanceof JsonNumber amount ? Figures.exactMoney(amount.bigDecimalValue(), text(one, "currency")) : "";
    var price = prefixed(", price ", text(one, "price"));
    return switch (text(one, "cost_source")) {
      case "plan" -> "in a plan" + prefixed(", worth ", worth) + price;
      case "free" -> "free";
      case "unknown", "" -> "unknown";
      default -> one.get("cost") instanceof JsonNumber amount
          ? Figures.exactMoney(amount.bigDecimalValue(), text(one, "currency")) + (text(one, "cost_source").equals("reported") ? ", as the provider reports" : price) : "unknown";
    };
  }

  private static Cell cost(JsonObject one) {
    return switch (text(one, "cost_source")) {
      case "plan", "free" -> new Cell(text(one, "cost_source"), DIM);
      default -> one.get("cost") instanceof JsonNumber amount && !text(one, "cost_source").equals("unknown")
          ? new Cell(Figures.money(amount.bigDecimalValue(), text(one, "currency")), PLAIN)
          : new Cell(number(one, "in") + number(one, "read") + number(one, "out") == 0 ? "" : "?", WARN);
    };
  }

  private static void line(List<String> lines, String label, String value) {
    if (!value.isEmpty()) {
      lines.add("  %-13s %s".formatted(label, value));
    }
  }

  private static String measured(String label, JsonObject one, String name) {
    return prefixed(label, time(one, name));
  }

  private static String time(JsonObject one, String name) {
    return one.get(name) instanceof JsonNumber millis ? Figures.time(millis.longValue()) : "";
  }

  private static String joined(String between, String... parts) {
    return String.join(between, Stream.of(parts).filter(part -> !part.isEmpty()).toList());
  }

  private static String prefixed(String prefix, String text) {
    return text.isEmpty() ? "" : prefix + text;
  }

  private static String within(String text) {
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  private static Instant at(JsonObject one) {
    return Instant.parse(one.getString("at"));
  }

  private static long number(JsonObject one, String name) {
    return one.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  /// A text or a number on one line; empty for null.
  private static String text(JsonObject one, String name) {
    var value = one.get(name);
    var text = value instanceof JsonString string ? string.getString() : value instanceof JsonNumber ? Objects.toString(value) : "";
    return OneLine.of(text, Integer.MAX_VALUE);
  }
}
