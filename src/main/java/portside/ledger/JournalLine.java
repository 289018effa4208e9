package portside.ledger;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;
import portside.wire.OneLine;

/// The lines of a journal: JSON objects, each with the version of its form and one of four names that hold the request's id.
///
/// ```
/// {"v":1,"begin":"req_1x","at":…,"pid":4711,"start":…,"provider":"glm","asked":…,"served":"glm-5.3","conversation":…,"est_in":41200}
/// {"v":1,"so_far":"req_1x","at":…,"out":410,"think":120}             what the client has got, by estimate
/// {"v":1,"end":"req_1x","at":…,"result":"ok","in":1200,"read":48000,"write":0,"write_1h":0,"out":620,"think":300,"cost":16888000,"tries":[…],…}
/// {"v":1,"amend":"req_1x","at":…,"status":499,"result":"left"}       the end was recorded, and then could not be sent
/// ```
/// `in`, `read`, `write` and `write_1h` are disjoint, `think` is a part of `out`; `cost` and `worth` are billionths of the currency; times are
/// milliseconds from the arrival. What is unknown is null. No prompt, no answer, no key and no path is in it.
final class JournalLine {
  private static final int VERSION = 1;
  private static final int LONGEST_DETAIL = 300;

  private static final ProcessHandle PROCESS = ProcessHandle.current();
  private static final long START = PROCESS.info().startInstant().map(Instant::toEpochMilli).orElse(0L);

  private JournalLine() {}

  static byte[] begin(Begun request) {
    var json = line("begin", request.requestId(), request.at())
        .add("pid", PROCESS.pid())
        .add("start", START)
        .add("provider", request.provider())
        .add("asked", request.requestedModel())
        .add("served", request.servedModel());
    text(json, "conversation", request.session());
    return bytes(json.add("est_in", request.input()));
  }

  static byte[] soFar(String requestId, Instant at, Begun.PassedOn passedOn) {
    return bytes(line("so_far", requestId, at).add("out", passedOn.output()).add("think", passedOn.thinking()));
  }

  static byte[] amend(LedgerEntry entry) {
    return bytes(line("amend", entry.requestId(), entry.at()).add("status", entry.result().status()).add("result", entry.result().name()));
  }

  /// @param project null for none
  static byte[] end(LedgerEntry entry, String instance, @Nullable String project) {
    var json = line("end", entry.requestId(), entry.at());
    ended(json, entry, instance, project);
    return bytes(json);
  }

  /// Adds what is known of a request that ended.
  ///
  /// @param project null for none
  static void ended(JsonObjectBuilder json, LedgerEntry entry, String instance, @Nullable String project) {
    var answerer = entry.details().answerer();
    json.add("instance", instance)
        .add("provider", entry.provider())
        .add("host", answerer.host())
        .add("wire", answerer.wire())
        .add("asked", entry.requestedModel())
        .add("served", entry.servedModel())
        .add("key", answerer.key());
    origin(json, entry.details().origin(), project);
    json.add("stream", entry.stream())
        .add("status", entry.result().status())
        .add("result", entry.result().name());
    text(json, "fault", fault(entry));
    text(json, "stop", entry.details().stop().isEmpty() ? null : entry.details().stop());
    json.add("detail", OneLine.of(entry.detail(), LONGEST_DETAIL)).add("prep_ms", entry.preparation().toMillis());
    number(json, "first_ms", entry.firstByte() == null ? null : millis(entry.firstByte()));
    json.add("ms", entry.duration().toMillis());
    tokens(json, entry.tokens());
    cost(json, entry.details().cost() == null ? Cost.UNKNOWN : entry.details().cost());
    json.add("tries", tries(entry));
  }

  private static void origin(JsonObjectBuilder json, Origin origin, @Nullable String project) {
    text(json, "conversation", origin.session());
    text(json, "sub", origin.subagent());
    text(json, "sub_parent", origin.parent());
    text(json, "sub_type", origin.subagentType());
    json.add("class", origin.kind());
    text(json, "prompt", origin.prompt());
    text(json, "project", project);
    text(json, "client", origin.client());
    json.add("client_retry", origin.retry());
    text(json, "trace", origin.trace());
  }

  /// The kind of what went wrong in the last attempt; null when it went well, or the client left.
  private static @Nullable String fault(LedgerEntry entry) {
    var fault = entry.attempts().isEmpty() || entry.result() == LedgerEntry.Result.OK ? "" : entry.attempts().getLast().fault();
    return fault.isEmpty() ? null : fault;
  }

  private static void tokens(JsonObjectBuilder json, LedgerEntry.Tokens tokens) {
    json.add("in", tokens.input())
        .add("read", tokens.cacheRead().orElse(0))
        .add("write", tokens.written())
        .add("write_1h", tokens.writtenHour())
        .add("out", tokens.output())
        .add("think", tokens.thinking().orElse(0))
        .add("searches", tokens.searches())
        .add("est", tokens.estimated());
  }

  private static void cost(JsonObjectBuilder json, Cost cost) {
    number(json, "cost", cost.paid());
    number(json, "worth", cost.worth());
    text(json, "currency", cost.currency().isEmpty() ? null : cost.currency());
    json.add("cost_source", cost.source());
    text(json, "price", cost.price().isEmpty() ? null : cost.price());
  }

  private static JsonArrayBuilder tries(LedgerEntry entry) {
    var tries = Json.BUILD.createArrayBuilder();
    var number = 0;
    for (var attempt : entry.attempts()) {
      number++;
      tries.add(Json.BUILD.createObjectBuilder()
          .add("n", number)
          .add("provider", attempt.provider())
          .add("served", attempt.model())
          .add("key", attempt.key())
          .add("why", attempt.why())
          .add("outcome", attempt.outcome())
          .add("fault", attempt.fault().isEmpty() ? JsonValue.NULL : Json.quoted(attempt.fault()))
          .add("at_ms", attempt.began().toMillis())
          .add("ms", attempt.duration().toMillis()));
    }
    return tries;
  }

  private static JsonObjectBuilder line(String kind, String requestId, Instant at) {
    return Json.BUILD.createObjectBuilder().add("v", VERSION).add(kind, requestId).add("at", at.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  private static Long millis(Duration time) {
    return time.toMillis();
  }

  private static void text(JsonObjectBuilder json, String name, @Nullable String text) {
    if (text == null) {
      json.addNull(name);
    } else {
      json.add(name, text);
    }
  }

  private static void number(JsonObjectBuilder json, String name, @Nullable Long number) {
    if (number == null) {
      json.addNull(name);
    } else {
      json.add(name, number);
    }
  }

  /// With its end.
  private static byte[] bytes(JsonObjectBuilder json) {
    var object = Json.bytes(json.build());
    var line = Arrays.copyOf(object, object.length + 1);
    line[object.length] = '\n';
    return line;
  }
}
