package portside.translate.messages;

import static portside.provider.dialect.Column.LEAST_THINKING;
import static portside.provider.dialect.Column.MAX_OUTPUT;
import static portside.provider.dialect.Column.MOST_THINKING;
import static portside.provider.dialect.Column.REASONING;
import static portside.provider.dialect.Column.THINKING_BUDGET;
import static portside.provider.dialect.Column.THINKING_ON;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import portside.provider.dialect.Dialect;
import portside.provider.dialect.Dialect.Reasoning;
import portside.wire.Json;
import portside.wire.common.RequestMember;

/// The thinking, effort and limit of a request that passes, made such as the model takes: adaptive or with a budget within its bounds, an effort of its
/// own, no answer longer than its longest.
final class FittedRequest {
  /// The least room that is left for the answer, and the least budget the API knows.
  private static final long ROOM = 1_024;

  private FittedRequest() {}

  /// The body with all that; the very same object where it was so.
  static JsonObject of(JsonObject sent, Dialect row) {
    var body = limited(sent, row.get(MAX_OUTPUT));
    var thinking = body.get("thinking") instanceof JsonObject asked ? fitted(asked, body, row) : body.get("thinking");
    var thought = body.containsKey("thinking") && thinking == null ? RawMessages.withoutThinking(body) : JsonEdits.member(body, "thinking", _ -> thinking);
    return JsonEdits.member(thought, "output_config", output -> output instanceof JsonObject config ? withEffort(config, row) : output);
  }

  /// @param most 0 when it is not known
  private static JsonObject limited(JsonObject sent, long most) {
    return JsonEdits.member(sent, "max_tokens",
        limit -> most > 0 && limit instanceof JsonNumber number && number.bigDecimalValue().compareTo(BigDecimal.valueOf(most)) > 0 ? Json.number(BigDecimal.valueOf(most)) : limit);
  }

  private static @Nullable JsonValue fitted(JsonObject asked, JsonObject body, Dialect row) {
    var type = String.valueOf(Json.string(asked, "type"));
    if (row.get(REASONING) == Reasoning.NONE) {
      return null;
    }
    boolean budgets = row.get(THINKING_BUDGET);
    return switch (type) {
      case "adaptive" -> budgets ? within(RequestMember.of("thinking", row.get(THINKING_ON)).value().asJsonObject(), body, row) : asked;
      case "enabled" -> budgets ? within(asked, body, row) : RequestMember.of("thinking", row.get(THINKING_ON)).value();
      default -> asked;
    };
  }

  /// With a budget within the bounds of the model and below the limit of the answer; null where there is no room for one.
  private static @Nullable JsonObject within(JsonObject enabled, JsonObject body, Dialect row) {
    long asked = number(enabled, "budget_tokens", ROOM);
    long most = Math.min(row.get(MOST_THINKING) > 0 ? row.get(MOST_THINKING) : Long.MAX_VALUE, number(body, "max_tokens", Long.MAX_VALUE) - ROOM);
    long least = Math.max(row.get(LEAST_THINKING), ROOM);
    if (most < least) {
      return null;
    }
    long budget = Math.clamp(asked, least, most);
    return budget == asked && enabled.containsKey("budget_tokens") ? enabled : WholeMessage.with(enabled, Map.of("budget_tokens", Json.number(BigDecimal.valueOf(budget))));
  }

  private static long number(JsonObject object, String name, long otherwise) {
    return object.get(name) instanceof JsonNumber number ? number.longValue() : otherwise;
  }

  /// Null when nothing is left of it.
  private static @Nullable JsonValue withEffort(JsonObject config, Dialect row) {
    var asked = Json.string(config, "effort");
    var left = asked == null ? config : JsonEdits.member(config, "effort", _ -> row.effort(asked).map(Json::quoted).orElse(null));
    return left.isEmpty() && !config.isEmpty() ? null : left;
  }
}
