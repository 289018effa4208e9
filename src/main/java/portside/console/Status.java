package portside.console;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import portside.ledger.UsageSums;
import portside.status.IndexHistory;
import portside.status.InstanceCall;
import portside.status.RunningInstance;
import portside.status.SumsJson;
import portside.wire.Json;

/// The verb `status`: how each running instance stands, as it says itself. Exit code 0 when all are healthy, 1 when one is not, 3 when none runs.
final class Status implements Verb {
  static final int HEALTHY = 0;
  static final int NOT_HEALTHY = 1;
  static final int NONE_RUNS = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String synopsis() {
    return "[NAME…] [--json]";
  }

  @Override
  public String purpose() {
    return "how instances stand: state, last request, today's cost, breakers, quotas, what they learned";
  }

  @Override
  public Options options() {
    return new Options().addOption(Option.builder().longOpt("json").desc("as JSON").get());
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) {
    var instances = Instances.named(typed.getArgList(), surroundings);
    var pages = new ArrayList<JsonObject>();
    var recorded = instances.running().isEmpty() ? Map.<String, UsageSums>of() : recordedToday(surroundings);
    instances.running().forEach(instance -> pages.add(withToday(asked(instance), recorded)));
    instances.absent().forEach(name -> pages.add(down(name, "", "does not run")));
    if (typed.hasOption("json")) {
      var list = Json.BUILD.createArrayBuilder();
      pages.forEach(list::add);
      surroundings.out().println(Json.text(Json.BUILD.createObjectBuilder().add("instances", list).build()));
    } else if (!pages.isEmpty()) {
      surroundings.out().print(StatusText.of(pages, surroundings.paint(typed), surroundings.columns(), surroundings.clock().instant(), surroundings.zone()));
    }
    if (instances.running().isEmpty()) {
      surroundings.err().println(Instances.NONE_RUNS);
      return NONE_RUNS;
    }
    return pages.stream().allMatch(page -> page.getString("state", "").equals("healthy")) ? HEALTHY : NOT_HEALTHY;
  }

  /// By the names of instances, also from before their processes began; what cannot be read is what they say themselves.
  private static Map<String, UsageSums> recordedToday(Surroundings surroundings) {
    var now = surroundings.clock().instant();
    try (var history = new IndexHistory(surroundings.data())) {
      return history.day(LocalDate.ofInstant(now, surroundings.zone()).atStartOfDay(surroundings.zone()).toInstant(), now).byInstance();
    } catch (UncheckedIOException e) {
      surroundings.err().println("portside: what was recorded today cannot be read: " + e.getMessage() + "\n  hint: TODAY is what the instances saw since they were started");
      return Map.of();
    }
  }

  private static JsonObject withToday(JsonObject page, Map<String, UsageSums> recorded) {
    var today = recorded.get(page.getString("name", ""));
    return today == null ? page : Json.BUILD.createObjectBuilder(page).add("today", SumsJson.of(today)).build();
  }

  private static JsonObject asked(RunningInstance instance) {
    try {
      var answer = new InstanceCall(instance, PATIENCE).get("/dashboard/data/instance");
      return answer.status() == 200 ? Json.object(answer.body()) : down(instance.name(), instance.url(), "answers with status " + answer.status());
    } catch (IOException | Json.Malformed e) {
      return down(instance.name(), instance.url(), "does not answer");
    }
  }

  private static JsonObject down(String name, String url, String note) {
    return Json.BUILD.createObjectBuilder().add("name", name).add("url", url).add("state", "down").add("note", note).add("running", 0)
        .addNull("last_request").addNull("today").add("learned", JsonValue.EMPTY_JSON_ARRAY).add("tiers", JsonValue.EMPTY_JSON_ARRAY).build();
  }

  /// The verbs' texts are made of what instances say, so that they need nothing else.
  static List<JsonObject> objects(JsonObject page, String name) {
    return page.get(name) instanceof JsonArray list
        ? list.stream().filter(JsonObject.class::isInstance).map(JsonValue::asJsonObject).toList() : List.of();
  }
}
