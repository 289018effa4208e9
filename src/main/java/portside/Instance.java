package portside;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import portside.counting.Calibration;
import portside.counting.CalibrationFile;
import portside.exchange.ConnectionTest;
import portside.exchange.CountTokensEndpoint;
import portside.exchange.Exchange;
import portside.exchange.LastOutcome;
import portside.exchange.NativePass;
import portside.exchange.OpenAiEndpoints;
import portside.exchange.RequestScope;
import portside.exchange.StatusEndpoints;
import portside.exchange.WireTranslatorFactory;
import portside.exchange.search.SearchClient;
import portside.exchange.watch.WatchdogTicker;
import portside.ledger.LogLedger;
import portside.ledger.RequestMetrics;
import portside.provider.Chain;
import portside.provider.Loopback;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.settings.InstanceSettings;
import portside.routing.Lessons;
import portside.routing.Routes;
import portside.routing.Routing;
import portside.server.CannotListen;
import portside.server.FrontDoor;
import portside.server.Services;
import portside.upstream.DeadlineTicker;
import portside.upstream.HelidonUpstream;

/// One running proxy: every room wired, the port open.
public final class Instance implements AutoCloseable {
  /// How time passes for an instance.
  ///
  /// @param timeouts how long silence may last
  /// @param grace what running answers get when the process is told to stop
  /// @param lastWord how long before the end of the grace time the answers that still run are ended, so that their clients can be told
  /// @param nanoTime the clock that measures, as `System::nanoTime`
  /// @param wall the clock that tells the time of day
  record Timing(WatchdogTicker.Timeouts timeouts, Duration grace, Duration lastWord, LongSupplier nanoTime, Clock wall) {
    /// `-Dportside.grace` sets the seconds.
    static final Timing USUAL =
        new Timing(WatchdogTicker.Timeouts.USUAL, Duration.ofSeconds(Long.getLong("portside.grace", 30)), Duration.ofSeconds(1), System::nanoTime,
            Clock.systemUTC());
  }

  /// What outlives a process, in the folder it was started in.
  private static final Path DATA = Path.of("data");

  private static final Logger LOG = System.getLogger(Instance.class.getName());

  private final Timing timing;
  private final FrontDoor door;
  private final WatchdogTicker ticker;
  private final DeadlineTicker deadlines;
  private final Routes routes;
  private final Ways ways;
  private final Optional<SearchClient> webSearch;
  private final Calibration calibration;
  private final int port;

  private Instance(Timing timing, FrontDoor door, WatchdogTicker ticker, DeadlineTicker deadlines, Routes routes, Ways ways,
      Optional<SearchClient> webSearch, Calibration calibration, int port) {
    this.timing = timing;
    this.door = door;
    this.ticker = ticker;
    this.deadlines = deadlines;
    this.routes = routes;
    this.ways = ways;
    this.webSearch = webSearch;
    this.calibration = calibration;
    this.port = port;
  }

  /// Wires and starts a proxy for a chain of providers. Returns once the port is open; the ways to them are prepared meanwhile.
  ///
  /// @throws CannotListen when the port cannot be bound
  public static Instance start(InstanceSettings settings, Chain chain, String version) throws CannotListen {
    var kept = chain.members().stream().allMatch(Provider::demo) ? CalibrationFile.none() : CalibrationFile.in(DATA, settings.name());
    return start(settings, chain, version, Timing.USUAL, kept);
  }

  /// As above, with time of another kind, and what was learned kept elsewhere; for tests.
  static Instance start(InstanceSettings settings, Chain chain, String version, Timing timing, CalibrationFile counts) throws CannotListen {
    var deadlines = DeadlineTicker.started();
    var ways = new Ways(version, deadlines);
    var way = ways.to(chain);
    var calibration = new Calibration(counts);
    Thread.ofPlatform().daemon().name("warm-up").start(() -> {
      ways.warm();
      calibration.load();
    });

    var clock = timing.wall();
    var ticker = new WatchdogTicker(timing.timeouts(), timing.nanoTime());
    var lessons = new Lessons(clock);
    var routes = new Routes(chain, way, Routing.begun(lessons, clock, timing.nanoTime()));
    var lastOutcome = new LastOutcome();
    var metrics = new RequestMetrics(ticker::running, chain.members().stream().flatMap(member -> member.models().distinct().stream()).toList());
    var ledger = new LogLedger().and(lastOutcome).and(metrics);
    var scope = new RequestScope(ticker, ledger, clock);
    var webSearch = settings.webSearch()
        .map(backend -> new SearchClient(backend, () -> new HelidonUpstream(backend.beside(chain.first().destination()), version, deadlines)));
    var translators = new WireTranslatorFactory(clock);
    var exchange = new Exchange(routes, translators, calibration, scope, webSearch);
    var port = new CompletableFuture<Integer>(); // known once the door is open
    var services = new Services(exchange, new OpenAiEndpoints(exchange, clock), new NativePass(routes, scope, clock),
        new CountTokensEndpoint(routes, translators, calibration, scope),
        new ConnectionTest(chain.first(), exchange, clock),
        new StatusEndpoints(settings, chain.first(), version, port::join, ticker, lastOutcome, lessons, calibration, clock), metrics::text);
    var listen = settings.listen();
    var keys = settings.clientKeys().stream().map(Secret::reveal).toList();
    var door = new FrontDoor(new FrontDoor.Settings(listen.host(), listen.port(), settings.bodyBytes(), keys,
        () -> routes.current().chain().fromClient(), Loopback::names, timing.grace()), services, timing.nanoTime());
    port.complete(door.start());
    return new Instance(timing, door, ticker, deadlines, routes, ways, webSearch, calibration, port.join());
  }

  /// The port that is open.
  public int port() {
    return port;
  }

  /// Who may answer, and what is remembered of them.
  Routes routes() {
    return routes;
  }

  /// Takes no new requests, lets running ones finish for the grace time, then ends them with an error their clients understand.
  @Override
  public void close() {
    ticker.endAllAfter(timing.grace().minus(timing.lastWord()));
    door.stop();
    ticker.close();
    ways.close();
    webSearch.ifPresent(SearchClient::close);
    deadlines.close();
    calibration.close();
    LOG.log(Level.INFO, "stopped");
  }
}
