package portside.status;

import jakarta.json.JsonArray;
import java.util.List;
import java.util.Locale;
import portside.ledger.budget.Standing;
import portside.wire.Json;

/// How far budgets are used, as it stands in `/health` and in what the dashboard reads:
///
/// ```
/// [{"instance":"glm","setting":"BUDGET_DAY","window":"day","currency":"USD","limit":20,"spent":14.2,"ratio":0.71,"forecast":31.9,"action":"stop",
///   "refusing":false,"reopens":"2026-11-30T23:00:00Z"}]
/// ```
/// `currency` is `tokens` for what is counted in them. `refusing` says that new requests are answered with 402 because of it.
public final class BudgetsJson {
  private BudgetsJson() {}

  /// @param instance its name
  public static JsonArray of(String instance, List<Standing> standing) {
    var all = Json.BUILD.createArrayBuilder();
    for (var one : standing) {
      all.add(Json.BUILD.createObjectBuilder()
          .add("instance", instance)
          .add("setting", one.setting())
          .add("window", one.window().name().toLowerCase(Locale.ROOT))
          .add("currency", one.unit())
          .add("limit", one.limit())
          .add("spent", one.spent())
          .add("ratio", one.ratio())
          .add("forecast", one.forecast())
          .add("action", one.action().name().toLowerCase(Locale.ROOT))
          .add("refusing", one.refusing())
          .add("reopens", one.reopens().toString()));
    }
    return all.build();
  }
}
