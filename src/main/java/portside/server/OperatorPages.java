package portside.server;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import portside.exchange.Client;
import portside.exchange.Faults;
import portside.status.EventStream;
import portside.status.EventStream.Topic;
import portside.status.History.RequestsQuestion;
import portside.status.History.UsageQuestion;
import portside.status.OperatorView;
import portside.wire.Fault;
import portside.wire.FaultKind;

/// What the operator asks an instance for: the dashboard's data, usage, the log, and streams of what happens. A question that means nothing is answered
/// 400 in the Anthropic envelope.
public final class OperatorPages {
  private static final Logger LOG = System.getLogger(OperatorPages.class.getName());

  /// Nothing of it is kept by a browser.
  private static final Map<String, String> JSON =
      Map.of("content-type", "application/json", "cache-control", "no-store", "x-content-type-options", "nosniff", "referrer-policy", "no-referrer");

  private static final Set<String> DIMENSIONS =
      Set.of("day", "hour", "week", "month", "instance", "provider", "model", "class", "project", "conversation", "prompt", "key", "client");

  private static final int MOST_DAYS = 3_650;
  private static final int MOST_ROWS = 1_000;
  private static final int ROWS = 100;
  private static final int LINES = 200;

  private static final String NEWEST = "newest";
  private static final String SLOWEST = "slowest";
  private static final String RECORDS = "/records";

  private final OperatorView view;
  private final Supplier<byte[]> config;
  private final InstantSource clock;

  /// @param view what is seen
  /// @param config the settings in force, as JSON without secrets
  /// @param clock says what day it is
  public OperatorPages(OperatorView view, Supplier<byte[]> config, InstantSource clock) {
    this.view = view;
    this.config = config;
    this.clock = clock;
  }

  private interface Page {
    Optional<byte[]> of(QueryParameters query) throws QueryParameters.Wrong;
  }

  /// `GET /dashboard/data/overview`.
  void overview(Client client) throws Client.Gone {
    answer(client, query -> Optional.of(view.overview(query.flag("own"))));
  }

  /// `GET /dashboard/data/instance`: this one in detail.
  void instance(Client client) throws Client.Gone {
    answer(client, _ -> Optional.of(view.instance()));
  }

  /// `GET /usage`: today, unless the query says more.
  void usage(Client client) throws Client.Gone {
    answer(client, query -> Optional.of(view.usage(usage(query, 1, "day,instance,model"))));
  }

  /// `GET /dashboard/data/usage`: a week by days and models, unless the query says more.
  void usageOfWeek(Client client) throws Client.Gone {
    answer(client, query -> Optional.of(view.usage(usage(query, 7, "day,model"))));
  }

  private UsageQuestion usage(QueryParameters query, int days, String by) throws QueryParameters.Wrong {
    var zone = query.zone("zone", view.zone());
    var today = LocalDate.ofInstant(clock.instant(), zone);
    var since = query.time("since", zone);
    var first = start(today.minusDays(query.number("days", days, MOST_DAYS) - 1L), zone);
    var until = query.time("until", zone).orElse(start(today.plusDays(1), zone));
    return new UsageQuestion(since.orElse(first), until, zone, dimensions(query.text("by").orElse(by)), query.text("backend"), query.text("model"),
        query.text("project"));
  }

  private static Instant start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  private static List<String> dimensions(String by) throws QueryParameters.Wrong {
    var names = Stream.of(by.split(",")).map(name -> name.strip().equals("session") ? "conversation" : name.strip()).distinct().toList();
    for (var name : names) {
      if (!DIMENSIONS.contains(name)) {
        throw new QueryParameters.Wrong("by: some of " + String.join(", ", DIMENSIONS.stream().sorted().toList()) + ", with commas between them");
      }
    }
    return names;
  }

  private Optional<Instant> slowestSince(QueryParameters query) throws QueryParameters.Wrong {
    var order = query.text("order").orElse(NEWEST);
    if (!order.equals(NEWEST) && !order.equals(SLOWEST)) {
      throw new QueryParameters.Wrong("order: " + NEWEST + " or " + SLOWEST);
    }
    return order.equals(SLOWEST) ? Optional.of(start(LocalDate.ofInstant(clock.instant(), view.zone()), view.zone())) : Optional.empty();
  }

  /// `GET /dashboard/data/requests`: the newest, or those of today that took longest.
  void requests(Client client) throws Client.Gone {
    answer(client, query -> Optional.of(view.requests(new RequestsQuestion(query.number("limit", ROWS, MOST_ROWS), query.text("before"), query.text("q"),
        query.text("instance"), query.text("model"), query.text("result"), slowestSince(query)))));
  }

  /// `GET /dashboard/data/request/ID`, and `…/ID/records` for what was kept of it as a whole.
  void request(Client client, String path) throws Client.Gone {
    var records = path.endsWith(RECORDS);
    var id = records ? path.substring(0, path.length() - RECORDS.length()) : path;
    answer(client, _ -> id.isEmpty() ? Optional.empty() : records ? view.records(id) : view.request(id));
  }

  /// `GET /config`: the settings in force, with keys hidden.
  void config(Client client) throws Client.Gone {
    answer(client, _ -> Optional.of(config.get()));
  }

  /// `GET /logs`: the last lines.
  void log(Client client) throws Client.Gone {
    answer(client, query -> Optional.of(view.log(query.number("limit", LINES, MOST_ROWS), true)));
  }

  /// `GET /dashboard/data/log`: the last lines of all instances. With `?own=true` of this instance alone.
  void logs(Client client) throws Client.Gone {
    answer(client, query -> Optional.of(view.log(query.number("limit", LINES, MOST_ROWS), query.flag("own"))));
  }

  /// `GET /dashboard/data/events`: what happens, until the client leaves. With `?own=true` of this instance alone.
  void events(Client client) throws Client.Gone {
    stream(client, List.of(client.query().split("&")).contains("own=true") ? Topic.OWN : Topic.EVERYTHING);
  }

  /// `GET /logs/stream`: the lines of the log as they are written, until the client leaves.
  void logStream(Client client) throws Client.Gone {
    stream(client, Topic.LOG);
  }

  private void stream(Client client, Topic topic) throws Client.Gone {
    var opened = view.events(topic, new ConnectionOf(client));
    if (opened.isEmpty()) {
      Faults.answer(client, Fault.of(FaultKind.OVERLOADED, "20 event streams are open already; close a page that shows this instance"));
      return;
    }
    try (var stream = opened.get()) {
      client.whenLeft(stream::close);
      client.open("text/event-stream; charset=utf-8", Map.of("cache-control", "no-store", "x-content-type-options", "nosniff"));
      for (byte[] event; (event = stream.next()) != null; ) {
        client.send(event, 0, event.length);
      }
    }
  }

  private record ConnectionOf(Client client) implements EventStream.Connection {
    @Override
    public long sendingFor(long nanoTime) {
      return client.sendingFor(nanoTime);
    }

    @Override
    public void hangUp() {
      client.hangUp();
    }
  }

  private static void answer(Client client, Page page) throws Client.Gone {
    Optional<byte[]> found;
    try {
      found = page.of(new QueryParameters(client.query()));
    } catch (QueryParameters.Wrong wrong) {
      Faults.answer(client, Fault.of(FaultKind.INVALID_REQUEST, wrong.said()));
      return;
    } catch (UncheckedIOException failed) {
      LOG.log(Level.WARNING, "what was recorded cannot be read: " + failed.getMessage());
      Faults.answer(client, Fault.of(FaultKind.API, "what was recorded cannot be read; the log of this instance says why"));
      return;
    }
    if (found.isPresent()) {
      client.answer(200, JSON, found.get());
    } else {
      Faults.answer(client, Fault.of(FaultKind.NOT_FOUND, "id: no request of that id is recorded, or several begin so"));
    }
  }
}
