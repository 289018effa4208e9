package portside.ledger.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import portside.wire.Json;

/// What people are told of a budget.
///
/// @param instance its name
/// @param source the file of the setting
/// @param of how far it is used
/// @param zone in which times are told
record BudgetNotice(String instance, String source, Standing of, ZoneId zone) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final int DIGITS = 4;

  /// For the log.
  ///
  /// @param percent the part that was reached
  String line(int percent) {
    return percent + " % of " + of.setting() + " in " + source + " are used: " + used() + " " + span() + "; "
        + (percent < 100 ? "it begins anew at " : of.action() == BudgetRules.Action.STOP ? "new requests are refused until " : "requests go on, since BUDGET_ACTION is warn; it begins anew at ")
        + reopens();
  }

  /// For the client of a request that is refused.
  String refusal() {
    return of.setting() + " in " + source + " is used up: " + used() + " " + span() + ". Requests are answered again from " + reopens() + ", or when " + of.setting()
        + " is raised, BUDGET_ACTION=warn is set, or the operator runs: ./portside reset " + instance + " --budget";
  }

  /// What is posted to `ALERT_URL`.
  ///
  /// ```
  /// {"event":"budget","text":"glm: 80 % of BUDGET_DAY …","instance":"glm","setting":"BUDGET_DAY","window":"day","threshold":80,"currency":"USD",
  ///  "limit":20,"spent":16.1,"ratio":0.805,"forecast":33.2,"action":"warn","reopens":"2026-12-01T23:00:00Z","at":"2026-12-01T14:11:02Z"}
  /// ```
  byte[] alert(int percent, Instant at) {
    return Json.bytes(Json.BUILD.createObjectBuilder()
        .add("event", "budget")
        .add("text", instance + ": " + line(percent))
        .add("instance", instance)
        .add("setting", of.setting())
        .add("window", window())
        .add("threshold", percent)
        .add("currency", of.unit())
        .add("limit", of.limit())
        .add("spent", of.spent())
        .add("ratio", of.ratio())
        .add("forecast", of.forecast())
        .add("action", of.action().name().toLowerCase(Locale.ROOT))
        .add("reopens", of.reopens().toString())
        .add("at", at.toString())
        .build());
  }

  private String window() {
    return of.window().name().toLowerCase(Locale.ROOT);
  }

  private String used() {
    return rounded(of.spent()) + " of " + of.limit().stripTrailingZeros().toPlainString() + " " + of.unit();
  }

  private String span() {
    return switch (of.window()) {
      case DAY -> "today";
      case WEEK -> "this week";
      case MONTH -> "this month";
    };
  }

  private String reopens() {
    return TIME.format(of.reopens().atZone(zone)) + " (" + zone.getId() + ")";
  }

  /// Four digits after the point, or four that say something.
  private static String rounded(BigDecimal amount) {
    var scale = Math.max(DIGITS, amount.scale() - amount.precision() + DIGITS);
    var rounded = amount.setScale(Math.min(scale, Math.max(0, amount.scale())), RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString();
  }
}
