package portside;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import portside.ledger.index.DatabaseUrl;
import portside.ledger.index.IndexFailure;
import portside.ledger.index.RoutingTables;
import portside.provider.KeyRules.Window;
import portside.routing.Account;
import portside.routing.Quotas;
import portside.routing.SharedRouting;
import portside.wire.FaultKind;

/// What instances share about providers, in the database that has their journals. It gives the tables' words to routing, which knows no database.
public final class RoutingDatabase implements SharedRouting {
  private static final String BETWEEN = ",";

  private final RoutingTables tables;
  private final String sender = UUID.randomUUID().toString();

  /// @param instance who writes, for people that look at the tables
  public RoutingDatabase(DatabaseUrl database, String instance) {
    tables = new RoutingTables(database, instance, Quotas.PIECE.toSeconds());
  }

  @Override
  public void tell(News news) throws Lost {
    attempt(() -> {
      tables.tell(new RoutingTables.News(sender, news.batch(),
          news.lifts().stream().map(lift -> new RoutingTables.Lift(lift.addresses(), micros(lift.ago()))).toList(),
          news.outs().stream().map(out -> new RoutingTables.Out(out.scope(), out.address(), out.reason().map(Enum::name).orElse(""), out.level(),
              micros(out.left()), micros(out.ago()))).toList(),
          news.pins().stream().map(pin -> new RoutingTables.Pin(pin.session(), String.join(BETWEEN, pin.members()),
              pin.ago().map(RoutingDatabase::micros).orElse(0L), pin.ago().isPresent())).toList(),
          news.forgotten().stream().map(it -> new RoutingTables.Forget(name(it.account()), micros(it.ago()))).toList(),
          news.use().stream().map(it -> new RoutingTables.Use(name(it.account()), it.piecesAgo(), it.amount().tokens(), it.amount().requests())).toList()));
      return news;
    });
  }

  @Override
  public Told listen(List<Asked> asked) throws Lost {
    return attempt(() -> {
      var told = tables.told();
      return new Told(
          told.outs().stream().flatMap(RoutingDatabase::out).toList(),
          told.pins().stream().map(pin -> new Pin(pin.session(), members(pin.members()), Optional.of(length(pin.agoMicros())))).toList(),
          asked.stream().map(one -> total(one, told.now())).toList());
    });
  }

  @Override
  public void close() {
    tables.close();
  }

  private static <T> T attempt(Supplier<T> work) throws Lost {
    try {
      return work.get();
    } catch (IndexFailure failed) {
      throw new Lost(String.valueOf(failed.getMessage()), failed);
    }
  }

  /// A reason that a newer version wrote is nothing to this one.
  private static Stream<Out> out(RoutingTables.Out row) {
    var reason = Stream.of(FaultKind.values()).filter(kind -> kind.name().equals(row.reason())).findFirst();
    return reason.isEmpty() && !row.reason().isEmpty()
        ? Stream.of()
        : Stream.of(new Out(row.scope(), row.address(), reason, row.level(), length(row.leftMicros()), length(row.agoMicros())));
  }

  private static List<String> members(String row) {
    return row.isEmpty() ? List.of() : List.of(row.split(BETWEEN));
  }

  private Total total(Asked asked, Instant now) {
    var account = name(asked.account());
    var pieces = new LinkedHashMap<Long, Quotas.Amount>();
    tables.use(account, now, SharedRouting.firstPiece(now)).forEach(use -> pieces.put(use.piecesAgo(), new Quotas.Amount(use.tokens(), use.requests())));
    var periods = new EnumMap<Window, Quotas.Amount>(Window.class);
    SharedRouting.begins(asked.zone(), now).forEach((window, from) -> {
      var sum = tables.sum(account, from);
      periods.put(window, new Quotas.Amount(sum.tokens(), sum.requests()));
    });
    return new Total(asked.account(), pieces, periods);
  }

  private static long micros(Duration length) {
    return TimeUnit.NANOSECONDS.toMicros(length.toNanos());
  }

  private static Duration length(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }

  private static String name(Account account) {
    return account.address() + "/" + account.key();
  }
}
