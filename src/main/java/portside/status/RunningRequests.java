package portside.status;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import portside.ledger.Begun;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;
import portside.ledger.Origin;
import portside.wire.Json;

/// The requests of this process that a provider has been asked for and that have not ended.
final class RunningRequests implements Ledger {
  private final String instance;
  private final Function<Origin, @Nullable String> project;
  private final Map<String, Begun> running = new ConcurrentHashMap<>();

  /// @param instance that serves them
  /// @param project the name of a request's project; null for none
  RunningRequests(String instance, Function<Origin, @Nullable String> project) {
    this.instance = instance;
    this.project = project;
  }

  @Override
  public void begun(Begun request) {
    running.put(request.requestId(), request);
  }

  @Override
  public void append(LedgerEntry entry) {
    running.remove(entry.requestId());
  }

  /// The oldest first.
  List<Begun> all() {
    return running.values().stream().sorted(Comparator.comparing(Begun::at)).toList();
  }

  /// What a page is told of the beginning of a request.
  JsonObjectBuilder begin(Begun request) {
    return described(request).add("est_in", request.input());
  }

  /// All of them, with what they have passed on so far.
  JsonArrayBuilder json() {
    var all = Json.BUILD.createArrayBuilder();
    all().forEach(request -> all.add(described(request).add("out", request.passedOn().get().output())));
    return all;
  }

  /// What they have passed on so far, by their ids.
  JsonArrayBuilder progress() {
    var all = Json.BUILD.createArrayBuilder();
    all().forEach(request -> all.add(Json.BUILD.createObjectBuilder().add("id", request.requestId()).add("out", request.passedOn().get().output())));
    return all;
  }

  private JsonObjectBuilder described(Begun request) {
    return Json.BUILD.createObjectBuilder().add("id", request.requestId()).add("instance", instance)
        .add("at", request.at().truncatedTo(ChronoUnit.MILLIS).toString()).add("provider", request.provider()).add("asked", request.requestedModel())
        .add("served", request.servedModel()).add("class", request.origin().kind()).add("project", text(project.apply(request.origin())))
        .add("conversation", text(request.session()));
  }

  private static JsonValue text(@Nullable String text) {
    return text == null ? JsonValue.NULL : Json.quoted(text);
  }
}
