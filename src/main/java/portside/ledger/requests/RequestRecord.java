package portside.ledger.requests;

import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import portside.wire.Json;

/// One of the four records of a request, which becomes a line:
///
/// ```
/// {"v":1,"record":"client_request","id":"req_1x","at":…,"method":"POST","path":"/v1/messages","query":"","headers":{…},"length":812,"body":"…"}
/// {"v":1,"record":"upstream_request","id":"req_1x","at":…,"n":1,"provider":"glm","served":"glm-5.3","method":"POST","url":…,"headers":{…},…}
/// {"v":1,"record":"upstream_answer","id":"req_1x","at":…,"n":1,"status":200,"headers":{…},"ms":412,"length":9120,"body":"data: …"}
/// {"v":1,"record":"client_answer","id":"req_1x","at":…,"status":200,"headers":{…},"result":"ok",…}
/// ```
/// A body that is longer than what is shown has `"cut":true`, one that found no room is null. `failed` says why an answer did not come to its end.
final class RequestRecord {
  /// What a record takes in memory beside its body, about.
  static final int OVERHEAD = 2_000;

  private static final int VERSION = 1;

  private static final List<String> TEXTS = List.of("json", "text/", "xml", "x-www-form-urlencoded", "javascript");

  private final String kind;
  private final String requestId;
  private final Instant at;
  private final List<Member> members = new ArrayList<>();
  private Map<String, String> headers = Map.of();
  private @Nullable Body body;

  /// @param value a text, a number, or null
  private record Member(String name, @Nullable Object value) {}

  RequestRecord(String kind, String requestId, Instant at) {
    this.kind = kind;
    this.requestId = requestId;
    this.at = at;
  }

  RequestRecord with(String name, @Nullable Object value) {
    members.add(new Member(name, value));
    return this;
  }

  RequestRecord headers(Map<String, String> all) {
    headers = ShownHeaders.of(all);
    return this;
  }

  RequestRecord body(Body filled) {
    body = filled;
    return this;
  }

  Instant at() {
    return at;
  }

  /// Gives the room of its body back.
  void release() {
    if (body != null) {
      body.release();
    }
  }

  /// The line, with its end.
  ///
  /// @param most characters of the body that are shown
  byte[] line(KnownSecrets secrets, int most) {
    var json = Json.BUILD.createObjectBuilder().add("v", VERSION).add("record", kind).add("id", requestId).add("at", at.truncatedTo(ChronoUnit.MILLIS).toString());
    members.forEach(member -> add(json, member, secrets));
    var shown = Json.BUILD.createObjectBuilder();
    headers.forEach((name, value) -> shown.add(name, secrets.hide(value)));
    json.add("headers", shown);
    body(json, secrets, most);
    return (Json.text(json.build()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void add(JsonObjectBuilder json, Member member, KnownSecrets secrets) {
    switch (member.value) {
      case null -> json.addNull(member.name);
      case Integer number -> json.add(member.name, number);
      case Long number -> json.add(member.name, number);
      default -> json.add(member.name, secrets.hide(member.value.toString()));
    }
  }

  private void body(JsonObjectBuilder json, KnownSecrets secrets, int most) {
    if (body == null) {
      return;
    }
    json.add("length", body.length());
    if (body.state() == Body.State.DROPPED) {
      json.addNull("body").add("dropped", true);
      return;
    }
    var text = secrets.hide(EventSecrets.hide(text(body.bytes()), secrets));
    if (body.state() == Body.State.CUT) { // at its end there may stand half a secret
      text = text.substring(0, Math.max(0, text.length() - secrets.longestWritten()));
    }
    var shown = text.substring(0, Math.min(most, text.length()));
    json.add("body", shown);
    if (shown.length() < text.length() || body.state() == Body.State.CUT) {
      json.add("cut", true);
    }
  }

  private String text(byte[] bytes) {
    var type = Objects.requireNonNullElse(headers.get("content-type"), "").toLowerCase(Locale.ROOT);
    var isText = bytes.length == 0 || TEXTS.stream().anyMatch(type::contains) || type.isEmpty();
    return isText ? MediaSummary.of(new String(bytes, StandardCharsets.UTF_8)) : MediaSummary.of(type, bytes);
  }

  /// A collection of secrets as texts are searched for them.
  static KnownSecrets secrets(Collection<String> known, Collection<String> shown) {
    var all = new ArrayList<>(known);
    all.addAll(shown);
    return new KnownSecrets(all);
  }
}
