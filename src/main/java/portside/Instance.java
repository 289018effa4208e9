package portside;

import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.counting.Calibration;
import portside.exchange.ChainEndpoints;
import portside.exchange.ConnectionTest;
import portside.exchange.CopilotEndpoints;
import portside.exchange.CountTokensEndpoint;
import portside.exchange.Exchange;
import portside.exchange.LogRequestsEndpoint;
import portside.exchange.NativePass;
import portside.exchange.OpenAiEndpoints;
import portside.exchange.ProvidersEndpoint;
import portside.exchange.ReauthEndpoints;
import portside.exchange.RequestScope;
import portside.exchange.TranslatorFactory;
import portside.exchange.WireTranslatorFactory;
import portside.exchange.watch.WatchdogTicker;
import portside.ledger.requests.RecordedRequests;
import portside.ledger.requests.RequestLog;
import portside.provider.Chain;
import portside.provider.Loopback;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.settings.InstanceSettings;
import portside.provider.settings.Settings;
import portside.routing.Routes;
import portside.server.CannotListen;
import portside.server.FrontDoor;
import portside.server.OperatorKeys;
import portside.server.OperatorPages;
import portside.server.Services;
import portside.signin.CopilotAccount;
import portside.signin.CopilotQuota;
import portside.signin.Reauthentication;
import portside.status.ChainStatus;
import portside.status.ConfigJson;
import portside.status.History;
import portside.status.IndexHistory;
import portside.status.InstanceStatus;
import portside.status.LogLines;
import portside.status.ModelList;
import portside.status.OperatorToken;
import portside.status.OperatorView;
import portside.status.RunningInstance;
import portside.status.RunningInstances;

/// One running proxy: every room wired, the port open.
///
/// ```
///   FrontDoor ─► Exchange ─► KeptRouting ─► OutgoingCalls     the way of a request
///       │           └──────► Recording                        what is recorded of it
///       └─► InstanceStatus, OperatorView ─► Recording         what is shown
/// ```
/// The constructor makes the parts, those that others need first, and has the ways to providers warmed up. [#open] opens the port and begins what can wait
/// until then. [#close] ends everything, what needs others first.
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

  /// In the folder the process was started in; elsewhere in the training run.
  static final Path DATA = Path.of(System.getProperty("portside.data", "data"));

  private static final Logger LOG = System.getLogger(Instance.class.getName());

  private final InstanceSettings first;
  private final String version;
  private final Timing timing;
  private final Storage storage;
  private final OutgoingCalls calls;
  private final Calibration calibration;
  private final RequestLog requestLog;
  private final Thread warmUp;
  private final WatchdogTicker ticker;
  private final KeptRouting routing;
  private final Recording recording;
  private final OperatorToken token = new OperatorToken();
  private final OperatorView view;
  private final TranslatorFactory translators;
  private final RequestScope scope;
  private final Exchange exchange;
  private final Reload reload;
  private final ChainStatus chainStatus;
  private final InstanceStatus status;
  private final FrontDoor door;
  private final CompletableFuture<Integer> port = new CompletableFuture<>(); // known once the door is open
  private final Optional<Presence> presence;
  private @Nullable Thread watch;

  private Instance(Settings.Loaded loaded, Reload.Source source, String version, Timing timing, Storage storage) {
    this.first = loaded.instance();
    this.version = version;
    this.timing = timing;
    this.storage = storage;
    var clock = timing.wall();

    calls = new OutgoingCalls(loaded, version, storage.signIns(), timing);
    calibration = new Calibration(storage.counts());
    requestLog = Recording.wholeRequests(loaded, storage.requests(), clock);
    calls.tokens().tell(given -> requestLog.hide(List.of(given.reveal())));
    warmUp = Thread.ofPlatform().daemon().name("warm-up").start(() -> {
      calls.warm();
      calibration.load();
      requestLog.clean();
    });

    ticker = new WatchdogTicker(timing.timeouts(), timing.nanoTime());
    routing = new KeptRouting(first, calls.first(), calls.ways(), storage.routing(), timing);
    recording = new Recording(first, version, requestLog, storage.journal(), routing.routes(), ticker::running, timing);
    view = new OperatorView(viewed(), clock, ZoneId.systemDefault(), timing.nanoTime());
    var prices = loaded.files().stream().findFirst().map(file -> file.resolveSibling("prices.json"));
    scope = new RequestScope(ticker, recording.ledger(prices, view), clock, requestLog::begin, recording.budgets()::refusal);
    translators = new WireTranslatorFactory(clock);
    exchange = new Exchange(routing.routes(), translators, calibration, scope, calls.webSearch());

    reload = new Reload(loaded, source, () -> routes().current().number(), this::putInForce);
    chainStatus = new ChainStatus(routing.routes(), recording.totals(), this::left, clock);
    status = new InstanceStatus(this::settings, routing.routes(), exchange::obstacle, chainStatus, version, port::join, ticker::running, recording.lastOutcome(),
        calibration::summary, recording::word, recording::standing, clock);
    door = new FrontDoor(listening(), services(), timing.nanoTime());
    presence = storage.shared().map(folder -> new Presence(new RunningInstances(folder), this::self));
  }

  /// Wires and starts a proxy for a chain of providers. Returns once the port is open; the ways to them are prepared meanwhile.
  ///
  /// @param loaded its settings
  /// @param source where they come from, for reading them anew
  /// @throws CannotListen when the port cannot be bound
  public static Instance start(Settings.Loaded loaded, Reload.Source source, String version) throws CannotListen {
    var storage = loaded.chain().members().stream().allMatch(Provider::demo) ? Storage.withoutLearning(DATA) : Storage.in(DATA, loaded.instance().name());
    return start(loaded, source, version, Timing.USUAL, storage);
  }

  /// As above, with time of another kind, and what was learned kept elsewhere; for tests.
  static Instance start(Settings.Loaded loaded, Reload.Source source, String version, Timing timing, Storage storage) throws CannotListen {
    var instance = new Instance(loaded, source, version, timing, storage);
    instance.open();
    return instance;
  }

  private void open() throws CannotListen {
    port.complete(door.start());
    recording.start();
    routing.start();
    presence.ifPresent(there -> there.startAfter(warmUp));
    if (reload.current().chain().reload() == Chain.Reload.WATCH) {
      watch = new FileWatch(reload::files, this::reload).start();
    }
  }

  /// What the operator sees.
  private OperatorView.Parts viewed() {
    var history = storage.shared().<History>map(IndexHistory::new).orElse(History.NONE);
    return new OperatorView.Parts(first.name(), () -> status, storage.shared(), token, recording.project()::of, history, recording::standing,
        id -> RecordedRequests.of(storage.requests(), id), LogLines.OF_THIS_PROCESS);
  }

  /// Where and how it listens.
  private FrontDoor.Settings listening() {
    var listen = first.listen();
    return new FrontDoor.Settings(listen.host(), listen.port(), first.bodyBytes(), keys(first), () -> routes().current().chain().fromClient(),
        new OperatorKeys(token, operatorKey(first)), Loopback::names, timing.grace());
  }

  /// What it serves.
  private Services services() {
    var clock = timing.wall();
    var routes = routing.routes();
    return new Services(exchange, new OpenAiEndpoints(exchange, clock), new NativePass(routes, scope),
        new CountTokensEndpoint(routes, translators, calibration, scope), new ConnectionTest(routes, exchange, clock), status, new ModelList(routes),
        () -> new ChainEndpoints(routes, reload, recording.budgets()::reset), () -> chainStatus.page(first.name(), reload.error()),
        new ProvidersEndpoint(routes, recording.totals(), calls::once, clock), recording.metrics()::text,
        new OperatorPages(view, () -> ConfigJson.of(reload.current()), clock), new LogRequestsEndpoint(requestLog),
        once(() -> new ReauthEndpoints(routes, new Reauthentication(calls.tokens(), clock))),
        once(() -> new CopilotEndpoints(routes, calls.offers(), calls.tokens()::copilot)));
  }

  /// Goes by other settings from now on; requests that run keep theirs.
  ///
  /// @return the generation of their chain
  private int putInForce(Settings.Loaded next) {
    recording.follow(next, calls.replace(routes(), next.chain()));
    door.admit(keys(next.instance()), operatorKey(next.instance()), next.instance().bodyBytes());
    return routes().current().number();
  }

  /// What the account of a member has left, as far as it is known.
  private Optional<JsonObject> left(Provider member) {
    return calls.tokens().copilot(member.destination()).flatMap(CopilotAccount::known).map(CopilotQuota::json);
  }

  /// What other instances are told of this one.
  private RunningInstance self() {
    var process = ProcessHandle.current();
    return new RunningInstance(first.name(), process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L), first.listen().host(), port(),
        first.source(), version, token.get(), timing.wall().instant());
  }

  /// Made when it is first asked for, since most instances never need it.
  private static <T> Supplier<T> once(Supplier<T> making) {
    var made = new FutureTask<>(making::get);
    return () -> {
      made.run();
      return made.resultNow();
    };
  }

  private static List<String> keys(InstanceSettings settings) {
    return settings.clientKeys().stream().map(Secret::reveal).toList();
  }

  private static Optional<String> operatorKey(InstanceSettings settings) {
    return settings.operatorKey().map(Secret::reveal);
  }

  /// Reads the files anew; what came of it is in the log.
  void reload() {
    reload.reload(false);
  }

  /// The port that is open.
  public int port() {
    return port.join();
  }

  /// The settings in force.
  InstanceSettings settings() {
    return reload.current().instance();
  }

  /// Who may answer, and what is remembered of them.
  Routes routes() {
    return routing.routes();
  }

  /// Takes no new requests, lets running ones finish for the grace time, then ends them with an error their clients understand.
  @Override
  public void close() {
    if (watch != null) {
      watch.interrupt();
    }
    presence.ifPresent(Presence::end);
    ticker.endAllAfter(timing.grace().minus(timing.lastWord()));
    view.close(); // or its streams would be waited for
    door.stop();
    ticker.close();
    calls.close();
    calibration.close();
    routing.close();
    recording.close();
    LOG.log(Level.INFO, "stopped");
  }
}
