package portside.console;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import portside.ledger.index.RequestQuery;
import portside.ledger.requests.RecordedRequests;
import portside.wire.Json;

/// The verb `log`: the last requests, or all that is recorded of one. Exit code 0; 1 when there is none.
final class Log implements Verb {
  private static final int FOUND = 0;
  private static final int UNKNOWN = 1;

  private static final String LIMIT = "limit";
  private static final String BACKEND = "backend";
  private static final String MODEL = "model";
  private static final String TEXT = "text";
  private static final String FAILED = "failed";
  private static final String SLOWEST = "slowest";
  private static final String FULL = "full";
  private static final String JSON = "json";
  private static final String USUAL_LIMIT = "20";

  @Override
  public String name() {
    return "log";
  }

  @Override
  public String synopsis() {
    return "[ID] [-n N] [-b NAME] [-m GLOB] [-q TEXT] [--failed] [--slowest] [--full] [--json]";
  }

  @Override
  public String purpose() {
    return "the last requests, or one with its tries, times, tokens and price";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(Option.builder("n").longOpt(LIMIT).hasArg().argName("N").desc("so many at most; " + USUAL_LIMIT + " without it").get())
        .addOption(Option.builder("b").longOpt(BACKEND).hasArg().argName("NAME").desc("of an instance").get())
        .addOption(Option.builder("m").longOpt(MODEL).hasArg().argName("GLOB").desc("of a model, with * for anything").get())
        .addOption(Option.builder("q").longOpt(TEXT).hasArg().argName("TEXT").desc("with a text in a name, in how they ended, or in what went wrong").get())
        .addOption(Option.builder().longOpt(FAILED).desc("that failed").get())
        .addOption(Option.builder().longOpt(SLOWEST).desc("those of today that took longest").get())
        .addOption(Option.builder().longOpt(FULL).desc("with an ID: also what LOG_REQUESTS recorded of it, headers and texts").get())
        .addOption(Option.builder().longOpt(JSON).desc("as JSON").get())
        .addOption(Period.zoneOption())
        .addOption(OpenedIndex.option())
        .addOption(OpenedIndex.urlOption());
  }

  @Override
  public int run(CommandLine typed, Surroundings surroundings) throws Misuse {
    var zone = Period.zone(typed, surroundings);
    var text = new LogText(surroundings.paint(typed), surroundings.columns(), zone, surroundings.clock().instant());
    return switch (typed.getArgList().size()) {
      case 0 -> last(typed, surroundings, text, zone);
      case 1 -> one(typed.getArgList().getFirst(), typed, surroundings, text);
      default -> throw new Misuse("log: one request at a time", "log " + typed.getArgList().getFirst());
    };
  }

  private static int last(CommandLine typed, Surroundings surroundings, LogText text, ZoneId zone) throws Misuse {
    if (typed.hasOption(FULL)) {
      throw new Misuse("--" + FULL + ": of which request?", "log ID --full; log shows the last ones with their ids");
    }
    var limit = typed.getOptionValue(LIMIT, USUAL_LIMIT);
    if (!limit.matches("[1-9][0-9]{0,5}")) {
      throw new Misuse("--" + LIMIT + ": \"" + limit + "\" is no number of requests", "such as -n 50");
    }
    var slowest = typed.hasOption(SLOWEST);
    var today = LocalDate.ofInstant(surroundings.clock().instant(), zone).atStartOfDay(zone).toInstant();
    var query = new RequestQuery(Integer.parseInt(limit), "", slowest ? today : Instant.MIN, typed.getOptionValue(TEXT, ""), typed.getOptionValue(BACKEND, ""),
        typed.getOptionValue(MODEL, ""), typed.hasOption(FAILED) ? "failed" : "");
    var requests = OpenedIndex.ask(typed, surroundings, index -> slowest ? index.slowest(query) : index.requests(query).requests()).orElse(List.of());
    if (typed.hasOption(JSON)) {
      var rows = Json.BUILD.createArrayBuilder();
      requests.forEach(rows::add);
      surroundings.out().println(Json.text(Json.BUILD.createObjectBuilder().add("requests", rows).build()));
    } else if (!requests.isEmpty()) {
      surroundings.out().print(text.of(requests));
    }
    if (requests.isEmpty()) {
      surroundings.err().println("portside: no such request was recorded\n  hint: instances record in " + surroundings.data().resolve("ledger") + " unless LEDGER=off, the demo with LEDGER=on alone");
    }
    return requests.isEmpty() ? UNKNOWN : FOUND;
  }

  private static int one(String id, CommandLine typed, Surroundings surroundings, LogText text) throws Misuse {
    var found = OpenedIndex.ask(typed, surroundings, index -> index.request(id)).flatMap(one -> one);
    var records = typed.hasOption(FULL) ? records(found.map(request -> request.getString("id")).orElse(id), surroundings) : List.<JsonObject>of();
    if (typed.hasOption(JSON)) {
      surroundings.out().println(Json.text(json(found, typed, records)));
    }
    if (found.isEmpty() && records.isEmpty()) {
      surroundings.err().println("portside: no request has the id " + id + ", or several begin so\n  hint: log shows the last ones with their ids");
      return UNKNOWN;
    }
    if (!typed.hasOption(JSON)) {
      found.ifPresent(request -> surroundings.out().print(text.of(request) + (records.isEmpty() ? "" : "\n")));
      surroundings.out().print(new RecordsText(surroundings.paint(typed)).of(records));
    }
    if (typed.hasOption(FULL) && records.isEmpty()) {
      surroundings.err().println("portside: its texts were not recorded\n  hint: LOG_REQUESTS=errors or all in the env file records the next ones");
    }
    return FOUND;
  }

  private static JsonObject json(Optional<JsonObject> request, CommandLine typed, List<JsonObject> records) {
    var json = Json.BUILD.createObjectBuilder(request.orElse(JsonValue.EMPTY_JSON_OBJECT));
    if (typed.hasOption(FULL)) {
      var all = Json.BUILD.createArrayBuilder();
      records.forEach(all::add);
      json.add("records", all);
    }
    return json.build();
  }

  /// Those of the one request whose id begins so.
  private static List<JsonObject> records(String id, Surroundings surroundings) throws Misuse {
    try {
      var found = RecordedRequests.find(surroundings.folder().resolve(RecordedRequests.folder()), id);
      return found.size() == 1 ? found.firstEntry().getValue() : List.of();
    } catch (IOException | UncheckedIOException unreadable) {
      throw new Misuse("the recorded requests cannot be read: " + unreadable.getMessage(), "they belong to the user whose instance recorded them");
    }
  }
}
