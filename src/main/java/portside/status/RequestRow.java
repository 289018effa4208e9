package portside.status;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import portside.ledger.AttemptRecord;
import portside.ledger.Cost;
import portside.ledger.LedgerEntry;
import portside.wire.Json;
import portside.wire.OneLine;

/// A finished request as pages show it: the names are those of the journal, costs are decimals of their currency, what is unknown is null.
final class RequestRow {
  private static final int LONGEST_DETAIL = 300;

  private RequestRow() {}

  /// @param instance that served it
  /// @param project it belongs to; null for none
  static JsonObjectBuilder of(LedgerEntry entry, String instance, @Nullable String project) {
    var answerer = entry.details().answerer();
    var origin = entry.details().origin();
    var row = Json.BUILD.createObjectBuilder().add("id", entry.requestId()).add("at", entry.at().truncatedTo(ChronoUnit.MILLIS).toString())
        .add("instance", instance).add("provider", entry.provider()).add("host", answerer.host()).add("wire", answerer.wire())
        .add("asked", entry.requestedModel()).add("served", entry.servedModel()).add("class", origin.kind()).add("project", text(project))
        .add("conversation", text(origin.session())).add("sub_type", text(origin.subagentType())).add("prompt", text(origin.prompt()))
        .add("client", text(origin.client())).add("stream", entry.stream()).add("status", entry.result().status()).add("result", entry.result().name())
        .add("fault", text(fault(entry))).add("stop", text(unlessEmpty(entry.details().stop())))
        .add("detail", OneLine.of(entry.detail(), LONGEST_DETAIL)).add("prep_ms", entry.preparation().toMillis());
    number(row, "first_ms", entry.firstByte() == null ? null : (Long) entry.firstByte().toMillis());
    row.add("ms", entry.duration().toMillis());
    tokens(row, entry.tokens());
    cost(row, entry.details().cost() == null ? Cost.UNKNOWN : entry.details().cost());
    return row.add("tries", entry.tries()).add("failover_from", text(entry.failoverFrom().orElse(null)));
  }

  /// The attempts of a request, in the order in which they began.
  static JsonArrayBuilder attempts(List<AttemptRecord> attempts) {
    var all = Json.BUILD.createArrayBuilder();
    var number = 0;
    for (var attempt : attempts) {
      number++;
      all.add(Json.BUILD.createObjectBuilder().add("n", number).add("provider", attempt.provider()).add("served", attempt.model()).add("key", attempt.key())
          .add("why", attempt.why()).add("outcome", attempt.outcome()).add("fault", text(unlessEmpty(attempt.fault())))
          .add("at_ms", attempt.began().toMillis()).add("ms", attempt.duration().toMillis()));
    }
    return all;
  }

  /// The kind of what went wrong in the last attempt; null when it went well.
  private static @Nullable String fault(LedgerEntry entry) {
    return entry.attempts().isEmpty() || entry.result().equals(LedgerEntry.Result.OK) ? null : unlessEmpty(entry.attempts().getLast().fault());
  }

  private static void tokens(JsonObjectBuilder row, LedgerEntry.Tokens tokens) {
    row.add("in", tokens.input()).add("read", tokens.cacheRead().orElse(0)).add("write", tokens.written()).add("write_1h", tokens.writtenHour())
        .add("out", tokens.output()).add("think", tokens.thinking().orElse(0)).add("searches", tokens.searches()).add("est", tokens.estimated());
  }

  private static void cost(JsonObjectBuilder row, Cost cost) {
    row.add("cost", amount(cost.paid())).add("worth", amount(cost.worth())).add("currency", text(unlessEmpty(cost.currency())))
        .add("cost_source", cost.source()).add("price", text(unlessEmpty(cost.price())));
  }

  private static JsonValue amount(@Nullable Long billionths) {
    return billionths == null ? JsonValue.NULL : Json.number(Cost.decimal(billionths));
  }

  private static void number(JsonObjectBuilder row, String name, @Nullable Long number) {
    if (number == null) {
      row.addNull(name);
    } else {
      row.add(name, number);
    }
  }

  private static @Nullable String unlessEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static JsonValue text(@Nullable String text) {
    return text == null ? JsonValue.NULL : Json.quoted(text);
  }
}
