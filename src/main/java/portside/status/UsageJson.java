package portside.status;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import portside.ledger.UsageSums;
import portside.ledger.index.Failover;
import portside.ledger.index.UsageBlock;
import portside.ledger.index.UsageQuery;
import portside.ledger.index.UsageReport;
import portside.wire.Json;

/// What was used, as JSON: the same from a verb, a path and the dashboard.
///
/// ```
/// {"since","until","zone","groups":[{"day","model","requests","failed",
///   "tokens":{"input","cache_read","cache_write","cache_write_1h","output","thinking"},"cost":{"USD":13.03},"worth":{},"unpriced":0,"estimated":0}],"total":{…}}
/// ```
/// Costs are decimals of their currency, whole to the billionth. A request that has no name for a dimension has null there.
public final class UsageJson {
  private UsageJson() {}

  /// Sums by what was asked for, and of all.
  public static JsonObject of(UsageReport report) {
    var groups = Json.BUILD.createArrayBuilder();
    for (var group : report.groups()) {
      var json = Json.BUILD.createObjectBuilder();
      group.of().forEach((dimension, name) -> {
        if (name.isEmpty()) {
          json.addNull(dimension.word());
        } else {
          json.add(dimension.word(), name);
        }
      });
      groups.add(json.addAll(sums(group.sums())));
    }
    return asked(report.query()).add("groups", groups).add("total", sums(report.total())).build();
  }

  /// Windows of five hours; the one that is not over has a rate and what it comes to if that goes on.
  public static JsonObject blocks(UsageQuery query, List<UsageBlock> blocks, Instant now) {
    var all = Json.BUILD.createArrayBuilder();
    for (var block : blocks) {
      var json = Json.BUILD.createObjectBuilder().add("start", block.start().toString()).add("end", block.end().toString()).add("active", block.active(now))
          .addAll(sums(block.sums()));
      if (block.active(now)) {
        var projected = block.projected(now);
        json.add("tokens_per_minute", Math.round(block.tokensPerMinute(now)))
            .add("projected", Json.BUILD.createObjectBuilder().add("tokens", projected.tokens()).add("cost", SumsJson.amounts(projected.cost())));
      }
      all.add(json);
    }
    return asked(query).add("blocks", all).build();
  }

  /// How often one provider stood in for another.
  public static JsonObject failovers(UsageQuery query, List<Failover> failovers) {
    var all = Json.BUILD.createArrayBuilder();
    failovers.forEach(one -> all.add(Json.BUILD.createObjectBuilder().add("from", one.from()).add("to", one.to()).add("why", one.why()).add("requests", one.requests())));
    return asked(query).add("failovers", all).build();
  }

  private static JsonObjectBuilder sums(UsageSums sums) {
    return SumsJson.of(sums);
  }

  private static JsonObjectBuilder asked(UsageQuery query) {
    return Json.BUILD.createObjectBuilder().add("since", query.since().toString()).add("until", query.until().toString()).add("zone", query.zone().getId());
  }
}
