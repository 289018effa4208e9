package portside.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.exchange.watch.RequestWatchdog;
import portside.exchange.watch.WatchdogTicker;
import portside.ledger.Ledger;
import portside.ledger.requests.Recording;
import portside.routing.Outcome;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Refusal;

/// What every request gets whatever its language: a watch over it, an end to its going round, and one ledger entry.
public final class RequestScope {
  private static final Logger LOG = System.getLogger(RequestScope.class.getName());

  private final WatchdogTicker ticker;
  private final Ledger ledger;
  private final Clock clock;
  private final Function<String, Recording> records;
  private final Supplier<Optional<String>> budgets;
  private final Hops hops = new Hops();

  /// One that takes down no request whole, and has no budget.
  RequestScope(WatchdogTicker ticker, Ledger ledger, Clock clock) {
    this(ticker, ledger, clock, _ -> Recording.OFF, Optional::empty);
  }

  /// @param ticker watches running requests
  /// @param ledger gets one entry per request
  /// @param clock stamps the entries
  /// @param records takes down the request of an id
  /// @param budgets says why requests that cost something are refused now; empty when they are not
  public RequestScope(WatchdogTicker ticker, Ledger ledger, Clock clock, Function<String, Recording> records, Supplier<Optional<String>> budgets) {
    this.ticker = ticker;
    this.ledger = ledger;
    this.clock = clock;
    this.records = records;
    this.budgets = budgets;
  }

  /// The request's own work.
  interface Work {
    /// @param client the client, whose answers say what is known of the request
    void run(Client client, RequestWatchdog watchdog, EntryBuilder entry) throws Client.Gone, Refusal;
  }

  /// Runs a request from its beginning to its ledger entry.
  ///
  /// @param language in which the client is told of a failure
  void run(Client from, FaultWriter language, Work work) throws Client.Gone {
    var entry = new EntryBuilder(ledger, clock, ticker::now, from.requestId(), records.apply(from.requestId()));
    var client = new AnnotatedClient(from, entry);
    ScopedValue.where(RequestId.CURRENT, from.requestId()).<@Nullable Void, Client.Gone>call(() -> {
      run(client, language, work, entry);
      return null;
    });
  }

  private void run(Client client, FaultWriter language, Work work, EntryBuilder entry) throws Client.Gone {
    try (var watchdog = new RequestWatchdog(ticker, client)) {
      var loop = hops.loop(client.header(Hops.HEADER));
      if (loop.isPresent()) {
        refuse(client, language, loop.get(), entry);
      } else {
        work.run(client, watchdog, entry);
      }
    } catch (Client.Gone gone) {
      entry.left();
      throw gone;
    } catch (Refusal refusal) {
      refuse(client, language, refusal.fault(), entry);
    } catch (RuntimeException | Error wrong) {
      refuse(client, language, failed(client, wrong), entry);
    } finally {
      var ended = entry.entry();
      ledger.append(ended);
      entry.recording().ended(ended.result().name());
    }
  }

  /// Has a request go on whose answer costs something.
  ///
  /// @throws Refusal when a budget is used up
  void admit() {
    var used = budgets.get();
    if (used.isPresent()) {
      throw new Refusal(Fault.of(FaultKind.BILLING, used.get()));
    }
  }

  private static void refuse(Client client, FaultWriter language, Fault fault, EntryBuilder entry) throws Client.Gone {
    entry.fault(fault);
    language.refuse(client, fault);
  }

  /// Whether a request has been here before, or come a way that is too long.
  boolean goesRound(Client client) {
    return hops.loop(client.header(Hops.HEADER)).isPresent();
  }

  /// A watch over a request that has no ledger entry.
  RequestWatchdog watchdog(Client client) {
    return new RequestWatchdog(ticker, client);
  }

  /// What every request to a provider on a client's behalf says.
  Map<String, String> onward(Client client) {
    return hops.onward(client.header(Hops.HEADER));
  }

  /// Logs what went wrong inside the proxy.
  ///
  /// @return what the client is told of it
  public static Fault failed(Client client, Throwable wrong) {
    if (wrong instanceof OutOfMemoryError) {
      LOG.log(Level.ERROR, "request " + client.requestId() + " ran out of memory (" + wrong.getMessage() + "): the heap has at most "
          + (Runtime.getRuntime().maxMemory() >> 20) + " MB, java -Xmx sets it");
    } else {
      LOG.log(Level.ERROR, "request " + client.requestId() + " failed inside the proxy", wrong);
    }
    return Faults.of(wrong);
  }

  /// What the client of a request that must end is told; nothing when it has left.
  public static Fault toldOf(Outcome.Ended ended) throws Client.Gone {
    return switch (ended.cause()) {
      case CLIENT -> throw new Client.Gone(null);
      case SHUTDOWN -> Faults.SHUTTING_DOWN;
    };
  }
}
