package portside.status;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import portside.ledger.UsageSums;
import portside.wire.Json;

/// What all instances of this folder recorded of their requests. Reading may take a while, and fails with an [java.io.UncheckedIOException].
public interface History extends AutoCloseable {
  /// Nothing is recorded.
  History NONE = new History() {
    @Override
    public Day day(Instant since, Instant now) {
      return new Day(Map.of(), Map.of(), OptionalLong.empty());
    }

    @Override
    public JsonObject usage(UsageQuestion question) {
      return Json.BUILD.createObjectBuilder().add("since", question.since().toString()).add("until", question.until().toString())
          .add("zone", question.zone().getId()).add("groups", Json.BUILD.createArrayBuilder()).add("total", SumsJson.of(UsageSums.NONE)).build();
    }

    @Override
    public JsonObject requests(RequestsQuestion question) {
      return Json.BUILD.createObjectBuilder().add("requests", Json.BUILD.createArrayBuilder()).addNull("before").build();
    }

    @Override
    public Optional<JsonObject> request(String idOrPrefix) {
      return Optional.empty();
    }
  };

  /// What a day has come to so far.
  ///
  /// @param byInstance sums by the names of instances
  /// @param lastHour billionths of each currency that the last sixty minutes cost
  /// @param firstMillis median time to the first byte; empty when unknown
  record Day(Map<String, UsageSums> byInstance, Map<String, Long> lastHour, OptionalLong firstMillis) {}

  /// What is asked of the use.
  ///
  /// @param since the first moment that counts
  /// @param until the first one that does not
  /// @param zone whose days are meant
  /// @param by what is added up together, by the names `day`, `hour`, `week`, `month`, `instance`, `provider`, `model`, `class`, `project`,
  ///     `conversation`, `prompt`, `key`, `client`
  /// @param backend the name of an instance or a provider; empty for all
  /// @param model a name with stars for what is left open; empty for all
  /// @param project its name; empty for all
  record UsageQuestion(Instant since, Instant until, ZoneId zone, List<String> by, Optional<String> backend, Optional<String> model, Optional<String> project) {}

  /// Which requests are asked for.
  ///
  /// @param limit the most rows
  /// @param before a cursor of an earlier page; empty for the newest
  /// @param text stands somewhere in a row; empty for all
  /// @param instance its name; empty for all
  /// @param model a name with stars; empty for all
  /// @param result such as `ok` or `rate_limit_error`; empty for all
  /// @param slowestSince from when on those count that took longest, which then come first and on one page; empty for the newest first
  record RequestsQuestion(int limit, Optional<String> before, Optional<String> text, Optional<String> instance, Optional<String> model, Optional<String> result,
      Optional<Instant> slowestSince) {}

  /// The day until now.
  ///
  /// @param since when it began
  Day day(Instant since, Instant now);

  /// `{"since","until","zone","groups":[…],"total"}`.
  JsonObject usage(UsageQuestion question);

  /// `{"requests":[…],"before":CURSOR or null}`, the newest first, or the slowest.
  JsonObject requests(RequestsQuestion question);

  /// A request with its attempts; empty when there is none with that id, or several with that beginning.
  Optional<JsonObject> request(String idOrPrefix);

  /// Answers no more.
  @Override
  default void close() {}
}
