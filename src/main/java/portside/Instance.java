package portside;

import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import portside.demo.DemoProvider;
import portside.exchange.Attendant;
import portside.exchange.Calibration;
import portside.exchange.CalibrationFile;
import portside.exchange.ChatPassage;
import portside.exchange.ConnectionTest;
import portside.exchange.Counting;
import portside.exchange.Desk;
import portside.exchange.Exchange;
import portside.exchange.Pulse;
import portside.exchange.Recent;
import portside.exchange.WebSearch;
import portside.exchange.WireTranslators;
import portside.ledger.LogLedger;
import portside.ledger.Meter;
import portside.provider.Loopback;
import portside.provider.Provider;
import portside.provider.Secret;
import portside.routing.Lessons;
import portside.routing.Routes;
import portside.server.CannotListen;
import portside.server.FrontDoor;
import portside.server.Services;
import portside.upstream.HelidonUpstream;

/// One running proxy: every room wired, the port open.
public final class Instance implements AutoCloseable {
  /// How time passes for an instance.
  ///
  /// @param patience how long silence may last
  /// @param grace what running answers get when the process is told to stop
  /// @param lastWord how long before the end of the grace time the answers that still run are ended, so that their clients can be told
  /// @param nanoTime the clock, as `System::nanoTime`
  record Timing(Pulse.Patience patience, Duration grace, Duration lastWord, LongSupplier nanoTime) {
    /// `-Dportside.grace` sets the seconds.
    static final Timing USUAL =
        new Timing(Pulse.Patience.USUAL, Duration.ofSeconds(Long.getLong("portside.grace", 30)), Duration.ofSeconds(1), System::nanoTime);
  }

  /// What outlives a process, in the folder it was started in.
  private static final Path DATA = Path.of("data");

  private static final Logger LOG = System.getLogger(Instance.class.getName());

  private final Timing timing;
  private final FrontDoor door;
  private final Pulse pulse;
  private final HelidonUpstream upstream;
  private final Optional<WebSearch> webSearch;
  private final DemoProvider demo;
  private final Calibration calibration;
  private final int port;

  private Instance(Timing timing, FrontDoor door, Pulse pulse, HelidonUpstream upstream, Optional<WebSearch> webSearch, DemoProvider demo,
      Calibration calibration, int port) {
    this.timing = timing;
    this.door = door;
    this.pulse = pulse;
    this.upstream = upstream;
    this.webSearch = webSearch;
    this.demo = demo;
    this.calibration = calibration;
    this.port = port;
  }

  /// Wires and starts a proxy for one provider. Returns once the port is open; the way to the provider is prepared meanwhile.
  ///
  /// @throws CannotListen when the port cannot be bound
  public static Instance start(Provider provider, String version) throws CannotListen {
    var kept = provider.demo() ? CalibrationFile.none() : CalibrationFile.in(DATA, provider.name());
    return start(provider, version, Timing.USUAL, kept);
  }

  /// As above, with time of another kind, and what was learned kept elsewhere; for tests.
  static Instance start(Provider provider, String version, Timing timing, CalibrationFile counts) throws CannotListen {
    var demo = provider.demo() ? DemoProvider.start() : null;
    var target = demo == null ? provider : provider.demoAt(demo.baseUrl());
    var upstream = new HelidonUpstream(target, version);
    var calibration = new Calibration(counts);
    Thread.ofPlatform().daemon().name("warm-up").start(() -> {
      upstream.warm();
      calibration.load();
    });

    var clock = Clock.systemUTC();
    var pulse = new Pulse(timing.patience(), timing.nanoTime());
    var lessons = new Lessons(clock);
    var routes = new Routes(provider, upstream, lessons);
    var recent = new Recent();
    var meter = new Meter(pulse::running, target.models().distinct());
    var ledger = new LogLedger().and(recent).and(meter);
    var attendant = new Attendant(pulse, ledger, clock);
    var webSearch = provider.webSearch().map(backend -> new WebSearch(backend, () -> new HelidonUpstream(backend.beside(target), version)));
    var exchange = new Exchange(routes, new WireTranslators(clock), calibration, attendant, webSearch);
    var port = new CompletableFuture<Integer>(); // known once the door is open
    var services = new Services(exchange, new ChatPassage(routes, attendant), new Counting(routes, calibration),
        new ConnectionTest(provider, exchange, clock),
        new Desk(provider, version, port::join, pulse, recent, lessons, calibration, clock), meter::text);
    var listen = provider.listen();
    var keys = provider.clientKeys().stream().map(Secret::reveal).toList();
    var door = new FrontDoor(new FrontDoor.Settings(listen.host(), listen.port(), provider.limits().bodyBytes(), keys, Loopback::names,
        timing.grace()), services, timing.nanoTime());
    port.complete(door.start());
    return new Instance(timing, door, pulse, upstream, webSearch, demo, calibration, port.join());
  }

  /// The port that is open.
  public int port() {
    return port;
  }

  /// Takes no new requests, lets running ones finish for the grace time, then ends them with an error their clients understand.
  @Override
  public void close() {
    pulse.endAllAfter(timing.grace().minus(timing.lastWord()));
    door.stop();
    pulse.close();
    upstream.close();
    webSearch.ifPresent(WebSearch::close);
    calibration.close();
    if (demo != null) {
      demo.close();
    }
    LOG.log(Level.INFO, "stopped");
  }
}
