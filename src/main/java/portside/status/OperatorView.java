package portside.status;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.ledger.Begun;
import portside.ledger.Ledger;
import portside.ledger.LedgerEntry;
import portside.ledger.Origin;
import portside.status.History.RequestsQuestion;
import portside.status.History.UsageQuestion;
import portside.wire.Json;

/// What the operator sees of this instance and its neighbours, as the pages below `/dashboard/data`. It is a ledger, and what it keeps of requests in
/// memory is bounded; what was recorded is read when a page asks for it, and only then.
public final class OperatorView implements Ledger, AutoCloseable {
  /// What it is made of.
  ///
  /// @param name of the instance
  /// @param status of the instance; asked for when a page is
  /// @param shared the folder in which instances find each other; empty for none
  /// @param token of this process
  /// @param project the name of a request's project; null for none
  /// @param history what was recorded
  /// @param budgets how far each is used up
  /// @param wholeRequests those that were kept as a whole
  /// @param log the lines of the log
  public record Parts(String name, Supplier<InstanceStatus> status, Optional<Path> shared, Supplier<String> token, Function<Origin, @Nullable String> project,
      History history, Supplier<JsonArray> budgets, WholeRequests wholeRequests, LogLines log) {}

  private final Parts parts;
  private final RunningRequests running;
  private final LastMinutes minutes;
  private final Neighbours neighbours;
  private final EventHub hub;
  private final InstantSource clock;
  private final ZoneId zone;
  private @Nullable Overview overview;

  /// @param clock for what is too old
  /// @param zone whose days are meant
  /// @param nanoTime the clock by which readers of streams are slow
  public OperatorView(Parts parts, InstantSource clock, ZoneId zone, LongSupplier nanoTime) {
    this.parts = parts;
    this.clock = clock;
    this.zone = zone;
    this.running = new RunningRequests(parts.name(), parts.project());
    this.minutes = new LastMinutes(clock, zone);
    this.hub = new EventHub(parts.name(), new Told(), running, parts.log(), nanoTime, true);
    Supplier<List<RunningInstance>> all = () -> parts.shared().map(folder -> new RunningInstances(folder).all()).orElse(List.of());
    this.neighbours = new Neighbours(all, parts.token(), hub::elsewhere, clock);
  }

  @Override
  public void begun(Begun request) {
    hub.begun(request);
  }

  @Override
  public void append(LedgerEntry entry) {
    minutes.append(entry);
    hub.append(entry);
  }

  /// The zone whose days are meant where a question names none.
  public ZoneId zone() {
    return zone;
  }

  /// Opens a stream of events; empty when too many are open, or the process ends.
  public Optional<EventStream> events(EventStream.Topic topic, EventStream.Connection connection) {
    return hub.open(topic, connection);
  }

  /// How all instances stand.
  ///
  /// @param own of this one alone, which neighbours ask for
  public byte[] overview(boolean own) {
    return Json.bytes(own ? overview().own() : overview().all());
  }

  /// This instance in detail: its last request, what it learned, how its members stand.
  public byte[] instance() {
    return Json.bytes(overview().detail());
  }

  /// What was used.
  public byte[] usage(UsageQuestion question) {
    return Json.bytes(parts.history().usage(question));
  }

  /// Requests, the newest or the slowest first.
  public byte[] requests(RequestsQuestion question) {
    var recorded = parts.history().requests(question);
    var all = question.before().isPresent() || !parts.status().get().journal().equals("off");
    return Json.bytes(all ? recorded : withUnrecorded(recorded, question));
  }

  /// Where nothing is recorded, the last requests are those in memory.
  private JsonObject withUnrecorded(JsonObject recorded, RequestsQuestion question) {
    var rows = new ArrayList<JsonObject>();
    hub.recent().all().stream().map(this::row).filter(row -> asked(row, question)).forEach(rows::add);
    rows.addAll(recorded.getJsonArray("requests").getValuesAs(JsonObject.class));
    var newest = Comparator.comparing((JsonObject row) -> row.getString("at")).reversed();
    rows.sort(question.slowestSince().isEmpty() ? newest : Comparator.comparingInt((JsonObject row) -> row.getInt("ms", 0)).reversed());
    var page = Json.BUILD.createArrayBuilder();
    rows.stream().limit(question.limit()).forEach(page::add);
    return Json.BUILD.createObjectBuilder(recorded).add("requests", page).build();
  }

  private static boolean asked(JsonObject row, RequestsQuestion question) {
    return question.instance().filter(name -> !name.equals(row.getString("instance"))).isEmpty()
        && question.result().filter(result -> !result.equals(row.getString("result"))).isEmpty()
        && question.slowestSince().filter(since -> time(row).isBefore(since)).isEmpty()
        && question.model().filter(model -> !model.equals(row.getString("served"))).isEmpty()
        && question.text().filter(text -> !Json.text(row).toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))).isEmpty();
  }

  /// A request with its attempts; empty when there is none of that id, or several that begin so.
  public Optional<byte[]> request(String idOrPrefix) {
    return hub.recent().of(idOrPrefix)
        .map(entry -> RequestRow.of(entry, parts.name(), parts.project().apply(entry.details().origin())).add("attempts", RequestRow.attempts(entry.attempts()))
            .build())
        .or(() -> parts.history().request(idOrPrefix))
        .map(row -> Json.BUILD.createObjectBuilder(row).add("records", parts.wholeRequests().has(row.getString("id"))).build()).map(Json::bytes);
  }

  /// What was kept of a request as a whole; empty for nothing.
  public Optional<byte[]> records(String id) {
    return parts.wholeRequests().of(id).map(records -> Json.bytes(Json.BUILD.createObjectBuilder().add("records", records).build()));
  }

  /// The last lines of the logs of all instances, the oldest first.
  ///
  /// @param own of this one alone
  public byte[] log(int most, boolean own) {
    var all = new ArrayList<JsonObject>();
    parts.log().last(most).forEach(line -> all.add(line.json(parts.name()).build()));
    if (!own) {
      all.addAll(neighbours.log(most));
      all.sort(Comparator.comparing(OperatorView::time).thenComparing(line -> line.getString("instance"))); // those of one moment stay in their order
    }
    var lines = Json.BUILD.createArrayBuilder();
    all.subList(Math.max(0, all.size() - most), all.size()).forEach(lines::add);
    return Json.bytes(Json.BUILD.createObjectBuilder().add("lines", lines).build());
  }

  private static Instant time(JsonObject line) {
    try {
      return Instant.parse(line.getString("at", ""));
    } catch (DateTimeParseException e) {
      return Instant.MIN; // of a neighbour of another version
    }
  }

  private JsonObject row(LedgerEntry entry) {
    return RequestRow.of(entry, parts.name(), parts.project().apply(entry.details().origin())).build();
  }

  private synchronized Overview overview() {
    if (overview == null) {
      overview = new Overview(parts.status().get(), running, minutes, neighbours, new Today(parts.history(), clock, zone), parts.budgets(), clock);
    }
    return overview;
  }

  /// What the hub tells.
  private final class Told implements EventHub.Source {
    @Override
    public JsonObject row(LedgerEntry entry) {
      return OperatorView.this.row(entry);
    }

    @Override
    public JsonObject self() {
      return overview().self();
    }

    @Override
    public JsonObject withHistory(JsonObject instance) {
      return overview().withHistory(instance);
    }

    @Override
    public void beat(boolean watched) {
      neighbours.follow(watched);
    }

    @Override
    public List<JsonArray> progressElsewhere() {
      return neighbours.progress();
    }
  }

  /// Ends all streams, those of neighbours among them.
  @Override
  public void close() {
    hub.close();
    neighbours.close();
    parts.history().close();
  }
}
