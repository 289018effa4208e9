package portside.console;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.console.Table.Cell;
import portside.console.Table.Column;
import portside.wire.Json;
import portside.wire.OneLine;

/// The text of the verb `status`: a row for each instance, and below it what is left alone, used up or learned.
final class StatusText {
  private static final List<Column> COLUMNS = List.of(Column.left("INSTANCE"), Column.left("STATE"), Column.right("RUN"), Column.left("LAST REQUEST"),
      Column.right("TODAY"), Column.left("ADDRESS"), Column.left("NOTE"));
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final int LONGEST = 120;
  private static final double NEARLY = 80;

  private final Paint paint;
  private final int columns;
  private final Instant now;
  private final ZoneId zone;
  private final StringBuilder details = new StringBuilder();

  private StatusText(Paint paint, int columns, Instant now, ZoneId zone) {
    this.paint = paint;
    this.columns = columns;
    this.now = now;
    this.zone = zone;
  }

  /// @param instances what each says of itself
  /// @param columns how wide it may be
  static String of(List<JsonObject> instances, Paint paint, int columns, Instant now, ZoneId zone) {
    return new StatusText(paint, columns, now, zone).text(instances);
  }

  private String text(List<JsonObject> instances) {
    var table = new Table(COLUMNS);
    for (var instance : instances) {
      var state = text(instance, "state");
      table.row(List.of(Cell.of(text(instance, "name")), new Cell(state, role(state)), Cell.of(number(instance, "running")), Cell.of(last(instance)),
          Cell.of(today(instance)), new Cell(text(instance, "url"), Paint.Role.DIM), Cell.of(LocalTimes.in(text(instance, "note"), now, zone))));
      details(instance);
    }
    return table.text(paint, columns) + (details.isEmpty() ? "" : "\n" + details);
  }

  private static Paint.Role role(String state) {
    return switch (state) {
      case "healthy" -> Paint.Role.GOOD;
      case "degraded" -> Paint.Role.WARN;
      default -> Paint.Role.BAD;
    };
  }

  private String last(JsonObject instance) {
    if (!(instance.get("last_request") instanceof JsonObject request)) {
      return "none";
    }
    var at = time(text(request, "at"));
    return (at == null ? "" : ago(Duration.between(at, now)) + " ") + text(request, "result");
  }

  private static String ago(Duration time) {
    return time.toSeconds() < 60 ? Math.max(0, time.toSeconds()) + " s ago" : time.toMinutes() < 60 ? time.toMinutes() + " m ago"
        : time.toHours() < 48 ? time.toHours() + " h ago" : time.toDays() + " d ago";
  }

  /// What was paid today, what use of a plan was worth, `?` where a price is unknown, `-` for nothing.
  private static String today(JsonObject instance) {
    if (!(instance.get("today") instanceof JsonObject today)) {
      return "";
    }
    var paid = amounts(today, "cost");
    var worth = amounts(today, "worth");
    return !paid.isEmpty() ? paid : !worth.isEmpty() ? "plan (" + worth + ")" : number(today, "unpriced").equals("0") ? "-" : "?";
  }

  private static String amounts(JsonObject sums, String name) {
    var texts = new ArrayList<String>();
    if (sums.get(name) instanceof JsonObject byCurrency) {
      byCurrency.forEach((currency, amount) -> {
        if (amount instanceof JsonNumber number && number.bigDecimalValue().signum() != 0) {
          texts.add("USD".equals(currency) ? "$%.2f".formatted(number.doubleValue()) : "%.2f %s".formatted(number.doubleValue(), currency));
        }
      });
    }
    return String.join(" + ", texts);
  }

  private void details(JsonObject instance) {
    var name = text(instance, "name");
    for (var member : Status.objects(instance, "tiers")) {
      var who = name + (Status.objects(instance, "tiers").size() > 1 ? " / " + text(member, "name") : "");
      if (member.get("circuit_breaker") instanceof JsonObject breaker && !text(breaker, "state").equals("closed")) {
        line(Paint.Role.BAD, who + ": breaker " + text(breaker, "state").replace('_', ' ') + ", " + number(breaker, "failure_count") + " failures in a row");
      }
      if (member.get("rate_limit") instanceof JsonObject limit && limit.get("remaining_seconds") instanceof JsonNumber left
          && limit.getBoolean("is_rate_limited", false)) {
        line(Paint.Role.WARN, who + ": rate limit, " + Math.round(left.doubleValue()) + " s left");
      }
      parts(member, "models", "model", who);
      parts(member, "keys", "key", who);
      quota(member, "quota_guard", who);
      quota(member, "weekly_quota_guard", who);
    }
    for (var learned : Status.objects(instance, "learned")) {
      line(Paint.Role.DIM, name + ": learned for " + text(learned, "model") + ": " + text(learned, "setting"));
    }
  }

  private void parts(JsonObject member, String list, String label, String who) {
    for (var part : Status.objects(member, list)) {
      if (!text(part, "state").equals("in")) {
        var until = time(text(part, "until"));
        line(Paint.Role.WARN, who + ": " + label + " " + (label.equals("key") ? number(part, label) : text(part, label)) + " is left alone"
            + (text(part, "reason").isEmpty() ? "" : " (" + text(part, "reason").replace('_', ' ') + ")") + (until == null ? "" : " until " + local(until)));
      }
    }
  }

  private void quota(JsonObject member, String name, String who) {
    if (member.get(name) instanceof JsonObject quota && quota.get("usage_percent") instanceof JsonNumber used) {
      var over = text(quota, "state").equals("quota_exceeded");
      line(over ? Paint.Role.BAD : used.doubleValue() >= NEARLY ? Paint.Role.WARN : Paint.Role.PLAIN,
          who + ": " + (name.startsWith("weekly") ? "weekly quota " : "quota ") + used + " % used" + (over ? ", exceeded" : ""));
    }
  }

  private void line(Paint.Role role, String text) {
    details.append("  ").append(paint.text(role, OneLine.of(text, LONGEST))).append('\n');
  }

  private String local(Instant time) {
    return LocalDate.ofInstant(time, zone).equals(LocalDate.ofInstant(now, zone)) ? TIME.format(time.atZone(zone)) : DAY.format(time.atZone(zone));
  }

  private static @Nullable Instant time(String text) {
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static String number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number ? number.toString() : "";
  }

  /// In one line, since what an instance says may come from a provider.
  private static String text(JsonObject json, String name) {
    var text = Json.string(json, name);
    return text == null ? "" : OneLine.of(text, LONGEST);
  }
}
