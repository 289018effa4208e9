package portside;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import portside.counting.Calibration;
import portside.counting.CalibrationFile;
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
import portside.exchange.WireTranslatorFactory;
import portside.exchange.search.SearchClient;
import portside.exchange.watch.WatchdogTicker;
import portside.ledger.Gauges;
import portside.ledger.Journal;
import portside.ledger.LogLedger;
import portside.ledger.PricedLedger;
import portside.ledger.Prices;
import portside.ledger.RequestMetrics;
import portside.ledger.budget.Budgets;
import portside.ledger.index.DatabaseUrl;
import portside.ledger.index.Shipper;
import portside.ledger.requests.RecordedRequests;
import portside.ledger.requests.RequestLog;
import portside.provider.Chain;
import portside.provider.Loopback;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.provider.settings.InstanceSettings;
import portside.provider.settings.Settings;
import portside.routing.Lessons;
import portside.routing.ModelOffers;
import portside.routing.Routes;
import portside.routing.Routing;
import portside.routing.RoutingFile;
import portside.routing.RoutingState;
import portside.routing.RoutingStateWriter;
import portside.routing.RoutingStore;
import portside.routing.Sharing;
import portside.server.CannotListen;
import portside.server.FrontDoor;
import portside.server.OperatorKeys;
import portside.server.OperatorPages;
import portside.server.Services;
import portside.signin.CopilotAccount;
import portside.signin.CopilotQuota;
import portside.signin.Reauthentication;
import portside.signin.TokenStore;
import portside.signin.Tokens;
import portside.status.BudgetsJson;
import portside.status.ChainStatus;
import portside.status.ConfigJson;
import portside.status.History;
import portside.status.IndexHistory;
import portside.status.InstanceStatus;
import portside.status.LastOutcome;
import portside.status.LogLines;
import portside.status.MemberStates;
import portside.status.MemberTotals;
import portside.status.ModelList;
import portside.status.OperatorToken;
import portside.status.OperatorView;
import portside.status.RunningInstance;
import portside.status.RunningInstances;
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

  /// What outlives a process.
  ///
  /// @param counts how models count tokens
  /// @param routing who is left alone, what is used up, whom persons chose
  /// @param journal the folder of what is recorded of requests; empty for nowhere
  /// @param shared the folder in which instances find each other while they run, and what all of them recorded; empty for none
  /// @param requests the folder of whole requests, where a setting or a person asks for them
  /// @param signIns of the person, for all instances
  record Kept(CalibrationFile counts, RoutingStore routing, Optional<Path> journal, Optional<Path> shared, Path requests, TokenStore signIns) {
    /// Nothing.
    static final Kept NOTHING = new Kept(CalibrationFile.none(), RoutingStore.NONE, Optional.empty(), Optional.empty());

    /// One whose sign-ins are where they usually are.
    Kept(CalibrationFile counts, RoutingStore routing, Optional<Path> journal, Optional<Path> shared, Path requests) {
      this(counts, routing, journal, shared, requests, TokenStore.ofPerson(System::getenv));
    }

    /// One whose whole requests are, too.
    Kept(CalibrationFile counts, RoutingStore routing, Optional<Path> journal, Optional<Path> shared) {
      this(counts, routing, journal, shared, RecordedRequests.folder());
    }

    static Kept in(Path folder, String name) {
      return new Kept(CalibrationFile.in(folder, name), new RoutingFile(folder, name), Optional.of(folder.resolve("ledger")), Optional.of(folder));
    }

    /// Nothing that was learned outlives the process. While it runs it can be found, and requests are recorded where the settings say so.
    static Kept withoutLearning(Path folder) {
      return new Kept(NOTHING.counts, NOTHING.routing, Optional.of(folder.resolve("ledger")), Optional.of(folder));
    }
  }

  /// In the folder the process was started in; elsewhere in the training run.
  static final Path DATA = Path.of(System.getProperty("portside.data", "data"));

  private static final Logger LOG = System.getLogger(Instance.class.getName());

  private final Routes routes;
  private final Reload reload;
  private final int port;
  private final List<Runnable> ends;
  private @Nullable Thread watch;

  /// @param ends what is done when it ends, in this order
  private Instance(Routes routes, Reload reload, int port, List<Runnable> ends) {
    this.routes = routes;
    this.reload = reload;
    this.port = port;
    this.ends = List.copyOf(ends);
  }

  /// Wires and starts a proxy for a chain of providers. Returns once the port is open; the ways to them are prepared meanwhile.
  ///
  /// @param loaded its settings
  /// @param source where they come from, for reading them anew
  /// @throws CannotListen when the port cannot be bound
  public static Instance start(Settings.Loaded loaded, Reload.Source source, String version) throws CannotListen {
    var kept = loaded.chain().members().stream().allMatch(Provider::demo) ? Kept.withoutLearning(DATA) : Kept.in(DATA, loaded.instance().name());
    return start(loaded, source, version, Timing.USUAL, kept);
  }

  /// As above, with time of another kind, and what was learned kept elsewhere; for tests.
  static Instance start(Settings.Loaded loaded, Reload.Source source, String version, Timing timing, Kept kept) throws CannotListen {
    var settings = loaded.instance();
    var deadlines = DeadlineTicker.started();
    var tokens = new Tokens(kept.signIns(), to -> new HelidonUpstream(to, version, deadlines), timing.wall(), timing.nanoTime());
    var offers = new ModelOffers(to -> new HelidonUpstream(to, version, deadlines), timing.nanoTime());
    var chain = offers.of(tokens.of(loaded.chain()));
    var ways = new Ways(version, deadlines);
    var way = ways.to(chain);
    var calibration = new Calibration(kept.counts());
    var clock = timing.wall();
    var requestLog = new RequestLog(wholeRequests(settings, kept.requests()), clock);
    requestLog.hide(Secrets.of(loaded));
    tokens.tell(given -> requestLog.hide(List.of(given.reveal())));
    var warmUp = Thread.ofPlatform().daemon().name("warm-up").start(() -> {
      ways.warm();
      offers.begin(chain);
      calibration.load();
      requestLog.clean();
    });

    var ticker = new WatchdogTicker(timing.timeouts(), timing.nanoTime());
    var routes = new Routes(chain, way, Routing.begun(new Lessons(clock), clock, timing.nanoTime()));
    var routing = routes.routing();
    kept.routing().load().restore(routing, chain);
    var state = new RoutingStateWriter(kept.routing(), () -> RoutingState.of(routing, routes.current().chain().stickiness()));
    routing.changes().tell(state::changed);
    var sharing = sharing(settings, routes);
    var token = new OperatorToken();
    var lastOutcome = new LastOutcome();
    var totals = new MemberTotals();
    var recorded = kept.journal().filter(_ -> settings.journal().on());
    var journal = recorded.map(folder -> new Journal(recording(settings, folder), clock));
    var budgets = new Budgets(settings.name(), InstanceBudgets.of(settings), recorded, clock, ZoneId.systemDefault(), timing.nanoTime());
    var metrics = new RequestMetrics(new Gauges(settings.name(), version, ticker::running, () -> journal.map(Journal::failures).orElse(0L),
        () -> journal.map(Journal::dropped).orElse(0L), requestLog::dropped, () -> new MemberStates(routes).breakers(), () -> ratios(budgets)), models(chain));
    var shown = new CompletableFuture<InstanceStatus>(); // known once all it tells of is
    var project = Journal.Project.valueOf(settings.journal().project().name());
    Supplier<JsonArray> standing = () -> BudgetsJson.of(settings.name(), budgets.standing());
    var history = kept.shared().<History>map(IndexHistory::new).orElse(History.NONE);
    var view = new OperatorView(new OperatorView.Parts(settings.name(), shown::join, kept.shared(), token, project::of, history, standing,
        id -> RecordedRequests.of(kept.requests(), id), LogLines.OF_THIS_PROCESS), clock, ZoneId.systemDefault(), timing.nanoTime());
    var seen = new LogLedger(settings.name(), project).and(lastOutcome).and(metrics).and(totals).and(view).and(budgets);
    var ledger = new PricedLedger(new Prices(loaded.files().stream().findFirst().map(file -> file.resolveSibling("prices.json"))),
        journal.map(seen::and).orElse(seen));
    var scope = new RequestScope(ticker, ledger, clock, requestLog::begin, budgets::refusal);
    var webSearch = settings.webSearch()
        .map(backend -> new SearchClient(backend, () -> new HelidonUpstream(backend.beside(chain.first().destination()), version, deadlines)));
    var translators = new WireTranslatorFactory(clock);
    var exchange = new Exchange(routes, translators, calibration, scope, webSearch);
    var opened = new CompletableFuture<FrontDoor>();
    var port = new CompletableFuture<Integer>(); // known once the door is open
    var reload = new Reload(loaded, source, () -> routes.current().number(), next -> {
      var replacing = offers.of(tokens.of(next.chain()));
      var before = routes.replace(replacing, ways.to(replacing));
      ways.keep(replacing);
      metrics.expect(models(replacing));
      budgets.rules(InstanceBudgets.of(next.instance()));
      requestLog.hide(Secrets.of(next));
      opened.join().admit(keys(next.instance()), next.instance().operatorKey().map(Secret::reveal), next.instance().bodyBytes());
      return before.number() + 1;
    });
    var chainStatus = new ChainStatus(routes, totals, member -> left(tokens, member), clock);
    shown.complete(new InstanceStatus(() -> reload.current().instance(), routes, exchange::obstacle, chainStatus, version, port::join, ticker::running, lastOutcome,
        calibration::summary, () -> journal.map(Journal::word).orElse("off"), standing, clock));
    var services = new Services(exchange, new OpenAiEndpoints(exchange, clock), new NativePass(routes, scope), new CountTokensEndpoint(routes, translators, calibration, scope),
        new ConnectionTest(routes, exchange, clock), shown.join(), new ModelList(routes), () -> new ChainEndpoints(routes, reload, budgets::reset),
        () -> chainStatus.page(settings.name(), reload.error()), new ProvidersEndpoint(routes, totals, to -> new HelidonUpstream(to, version, deadlines), clock),
        metrics::text, new OperatorPages(view, () -> ConfigJson.of(reload.current()), clock), new LogRequestsEndpoint(requestLog),
        once(() -> new ReauthEndpoints(routes, new Reauthentication(tokens, clock))), once(() -> new CopilotEndpoints(routes, offers, tokens::copilot)));
    var listen = settings.listen();
    var door = new FrontDoor(new FrontDoor.Settings(listen.host(), listen.port(), settings.bodyBytes(), keys(settings),
        () -> routes.current().chain().fromClient(), new OperatorKeys(token, settings.operatorKey().map(Secret::reveal)), Loopback::names, timing.grace()),
        services, timing.nanoTime());
    opened.complete(door);
    port.complete(door.start());
    budgets.start();
    var shipper = recorded.flatMap(folder -> shipper(settings, folder));
    shipper.ifPresent(Shipper::start);
    sharing.ifPresent(Sharing::start);
    var presence = kept.shared().map(folder -> new Presence(new RunningInstances(folder), () -> running(settings, port.join(), version, token, clock)));
    presence.ifPresent(there -> there.startAfter(warmUp));
    var instance = new Instance(routes, reload, port.join(), List.of(
        () -> presence.ifPresent(Presence::end),
        () -> ticker.endAllAfter(timing.grace().minus(timing.lastWord())),
        view::close, // or its streams would be waited for
        door::stop,
        ticker::close,
        ways::close,
        () -> webSearch.ifPresent(SearchClient::close),
        deadlines::close,
        calibration::close,
        () -> sharing.ifPresent(Sharing::close), // before the file keeps what the others do not know
        state::close,
        () -> journal.ifPresent(Journal::close),
        () -> shipper.ifPresent(Shipper::close),
        requestLog::close));
    instance.watch();
    return instance;
  }

  private static Optional<JsonObject> left(Tokens tokens, Provider member) {
    return tokens.copilot(member.destination()).flatMap(CopilotAccount::known).map(CopilotQuota::json);
  }

  private static Optional<Shipper> shipper(InstanceSettings settings, Path journal) {
    return settings.journal().database().map(url -> new Shipper(DatabaseUrl.of(url.reveal()), journal, Machine.name(), settings.name()));
  }

  private static Optional<Sharing> sharing(InstanceSettings settings, Routes routes) {
    return settings.journal().database().filter(_ -> routes.current().chain().shared()).map(url -> new Sharing(
        new RoutingDatabase(DatabaseUrl.of(url.reveal()), Machine.name() + "/" + settings.name()), routes.routing(), () -> routes.current().chain(), Machine.name()));
  }

  private static RunningInstance running(InstanceSettings settings, int port, String version, OperatorToken token, Clock clock) {
    var process = ProcessHandle.current();
    return new RunningInstance(settings.name(), process.pid(), process.info().startInstant().map(Instant::toEpochMilli).orElse(0L), settings.listen().host(), port,
        settings.source(), version, token.get(), clock.instant());
  }

  /// Made when it is first asked for, since most instances never need it.
  private static <T> Supplier<T> once(Supplier<T> making) {
    var made = new FutureTask<>(making::get);
    return () -> {
      made.run();
      return made.resultNow();
    };
  }

  private static List<Gauges.Budget> ratios(Budgets budgets) {
    return budgets.standing().stream().map(one -> new Gauges.Budget(one.window().name().toLowerCase(Locale.ROOT), one.ratio())).toList();
  }

  private static List<String> models(Chain chain) {
    return chain.members().stream().flatMap(member -> member.models().distinct().stream()).toList();
  }

  private static Journal.Settings recording(InstanceSettings settings, Path folder) {
    var asked = settings.journal();
    return new Journal.Settings(folder, settings.name(), asked.days(), asked.sync(), Journal.Project.valueOf(asked.project().name()));
  }

  private static RequestLog.Settings wholeRequests(InstanceSettings settings, Path folder) {
    var asked = settings.log();
    return new RequestLog.Settings(folder, settings.name(), RequestLog.Mode.valueOf(asked.requests().name()), (long) asked.megabytes() << 20, asked.days());
  }

  private static List<String> keys(InstanceSettings settings) {
    return settings.clientKeys().stream().map(Secret::reveal).toList();
  }

  /// Has the files watched where they say so.
  private void watch() {
    if (reload.current().chain().reload() == Chain.Reload.WATCH) {
      watch = new FileWatch(reload::files, this::reload).start();
    }
  }

  /// Reads the files anew; what came of it is in the log.
  void reload() {
    reload.reload(false);
  }

  /// The port that is open.
  public int port() {
    return port;
  }

  /// The settings in force.
  InstanceSettings settings() {
    return reload.current().instance();
  }

  /// Who may answer, and what is remembered of them.
  Routes routes() {
    return routes;
  }

  /// Takes no new requests, lets running ones finish for the grace time, then ends them with an error their clients understand.
  @Override
  public void close() {
    if (watch != null) {
      watch.interrupt();
    }
    ends.forEach(Runnable::run);
    LOG.log(Level.INFO, "stopped");
  }
}
