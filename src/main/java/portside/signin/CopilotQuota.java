package portside.signin;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import portside.wire.Json;
import portside.wire.OneLine;

/// What is left to an account of GitHub Copilot (`GET /copilot_internal/user`, not documented; read in November 2026 from vscode-copilot-chat and opencode).
///
/// @param plan as GitHub calls it, such as `individual`; empty when it does not say
/// @param resets the day it is given anew, as GitHub writes it; empty when it does not say
/// @param left by what it is called: `premium_interactions`, `chat`, `completions`
/// @param asked when GitHub said so
public record CopilotQuota(String plan, String resets, SequencedMap<String, Left> left, Instant asked) {
  private static final int LONGEST_WORDS = 60;
  private static final int MOST = 10;
  private static final String ASKED = "asked_at";

  /// What is left of one kind of use.
  ///
  /// @param entitlement how much there is until the reset
  /// @param remaining how much of it is left; may be negative where more was used
  /// @param percent of it that is left
  /// @param unlimited whether it has no end; then the numbers say nothing
  public record Left(BigDecimal entitlement, BigDecimal remaining, BigDecimal percent, boolean unlimited) {
    JsonObject json() {
      return Json.BUILD.createObjectBuilder().add("entitlement", entitlement).add("remaining", remaining).add("percent_remaining", percent)
          .add("unlimited", unlimited).build();
    }
  }

  /// GitHub says nothing of the account.
  static CopilotQuota untold(Instant asked) {
    return new CopilotQuota("", "", new LinkedHashMap<>(), asked);
  }

  /// Reads GitHub's answer.
  static CopilotQuota of(JsonObject told, Instant asked) {
    var left = new LinkedHashMap<String, Left>();
    if (told.get("quota_snapshots") instanceof JsonObject snapshots) {
      snapshots.entrySet().stream().limit(MOST).forEach(entry -> {
        if (entry.getValue() instanceof JsonObject one) {
          left.put(OneLine.of(entry.getKey(), LONGEST_WORDS),
              new Left(number(one, "entitlement"), number(one, "remaining"), number(one, "percent_remaining"), JsonValue.TRUE.equals(one.get("unlimited"))));
        }
      });
    }
    return new CopilotQuota(words(told, "copilot_plan"), words(told, "quota_reset_date"), left, asked);
  }

  /// Whether anything is known.
  public boolean told() {
    return !plan.isEmpty() || !left.isEmpty();
  }

  /// What `auth status` and `/api/status` show: the members of GitHub's answer that count, and `asked_at`.
  public JsonObject json() {
    var snapshots = Json.BUILD.createObjectBuilder();
    left.forEach((name, one) -> snapshots.add(name, one.json()));
    var json = Json.BUILD.createObjectBuilder();
    Map.of("copilot_plan", plan, "quota_reset_date", resets).entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(member -> {
      if (member.getValue().isEmpty()) {
        json.addNull(member.getKey());
      } else {
        json.add(member.getKey(), member.getValue());
      }
    });
    return json.add("quota_snapshots", snapshots).add(ASKED, asked.toString()).build();
  }

  byte[] bytes() {
    return Json.bytes(json());
  }

  /// What [#bytes()] wrote; empty when there is no sense in it.
  static Optional<CopilotQuota> read(byte[] bytes) {
    try {
      var json = Json.object(bytes);
      return Optional.of(of(json, Instant.parse(json.getString(ASKED))));
    } catch (Json.Malformed | DateTimeException | NullPointerException | ClassCastException e) {
      return Optional.empty();
    }
  }

  private static String words(JsonObject json, String name) {
    var text = Json.string(json, name);
    return text == null ? "" : OneLine.of(text, LONGEST_WORDS);
  }

  private static BigDecimal number(JsonObject json, String name) {
    return json.get(name) instanceof JsonNumber number && number.bigDecimalValue().precision() <= 15 && Math.abs(number.bigDecimalValue().scale()) <= 15
        ? number.bigDecimalValue() : BigDecimal.ZERO;
  }
}
