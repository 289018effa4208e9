package portside;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import portside.counting.CalibrationFile;
import portside.exchange.watch.WatchdogTicker;
import portside.ledger.requests.RecordedRequests;
import portside.provider.settings.Settings;
import portside.routing.RoutingStore;
import portside.signin.TokenStore;

/// A proxy on a free port, started from an env file like any other, with patience short enough for tests.
public final class RunningProxy implements AutoCloseable {
  private static final Instance.Timing SHORT = settling(Duration.ofMillis(200));

  private final Instance instance;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningProxy(Instance instance) {
    this.instance = instance;
  }

  /// Starts one in front of a provider.
  ///
  /// @param provider its base URL
  /// @param lines further lines of its env file
  public static RunningProxy before(Object provider, String... lines) throws Exception {
    return keeping(CalibrationFile.none(), provider, lines);
  }

  /// The same; what it learns of the provider's token counts is kept in a file.
  public static RunningProxy keeping(CalibrationFile counts, Object provider, String... lines) throws Exception {
    return start(SHORT, counts, provider, lines);
  }

  /// Starts one that records requests in a folder.
  public static RunningProxy recording(Path journal, Object provider, String... lines) throws Exception {
    return start(SHORT, CalibrationFile.none(), Optional.of(journal), provider, lines);
  }

  /// Starts one that records requests, and that others with the same folder find.
  ///
  /// @param data the folder instances share
  /// @param name of the instance
  public static RunningProxy named(String name, Path data, Object provider, String... lines) throws Exception {
    return start(SHORT, name, new Storage(CalibrationFile.none(), RoutingStore.NONE, Optional.of(data.resolve("ledger")), Optional.of(data)), provider, lines);
  }

  /// Starts one that takes down whole requests in a folder, as its lines say.
  public static RunningProxy takingDown(Path requests, Object provider, String... lines) throws Exception {
    return start(SHORT, "test", new Storage(CalibrationFile.none(), RoutingStore.NONE, Optional.empty(), Optional.empty(), requests), provider, lines);
  }

  /// Starts one whose sign-ins are kept there.
  public static RunningProxy signedIn(TokenStore signIns, Object provider, String... lines) throws Exception {
    return start(SHORT, "test", new Storage(CalibrationFile.none(), RoutingStore.NONE, Optional.empty(), Optional.empty(), RecordedRequests.folder(), signIns), provider, lines);
  }

  /// Starts one that never takes a provider's silence behind its finish reason for the end.
  static RunningProxy neverSettling(Object provider) throws Exception {
    return start(settling(Duration.ofDays(1)), CalibrationFile.none(), provider);
  }

  /// Starts one with the patience and the grace time of production, for which time passes only when the test says so.
  public static RunningProxy ticking(LongSupplier nanoTime, Object provider, String... lines) throws Exception {
    var usual = WatchdogTicker.Timeouts.USUAL;
    var timeouts = new WatchdogTicker.Timeouts(Duration.ofMillis(5), usual.watch(), usual.ping(), usual.settle(), usual.send());
    var timing = new Instance.Timing(timeouts, Instance.Timing.USUAL.grace(), Instance.Timing.USUAL.lastWord(), nanoTime, Clock.systemUTC());
    return start(timing, CalibrationFile.none(), provider, lines);
  }

  /// Starts one that fills a silence with pings soon.
  public static RunningProxy pinging(Object provider) throws Exception {
    return start(timing(Duration.ofMillis(100), Duration.ofMillis(200)), CalibrationFile.none(), provider);
  }

  private static Instance.Timing settling(Duration settle) {
    return timing(Duration.ofMillis(1500), settle);
  }

  private static Instance.Timing timing(Duration ping, Duration settle) {
    var timeouts = new WatchdogTicker.Timeouts(Duration.ofMillis(20), Duration.ofMillis(20), ping, settle, Duration.ofSeconds(1));
    return new Instance.Timing(timeouts, Instance.Timing.USUAL.grace(), Instance.Timing.USUAL.lastWord(), System::nanoTime, Clock.systemUTC());
  }

  private static RunningProxy start(Instance.Timing timing, CalibrationFile counts, Object provider, String... lines) throws Exception {
    return start(timing, counts, Optional.empty(), provider, lines);
  }

  private static RunningProxy start(Instance.Timing timing, CalibrationFile counts, Optional<Path> journal, Object provider, String... lines)
      throws Exception {
    return start(timing, "test", new Storage(counts, RoutingStore.NONE, journal, Optional.empty()), provider, lines);
  }

  private static RunningProxy start(Instance.Timing timing, String name, Storage kept, Object provider, String... lines) throws Exception {
    var file = Files.createTempDirectory("proxy").resolve(".env-" + name);
    Files.writeString(file, "OPENAI_BASE_URL=" + provider + "\nBIG_MODEL=big\nMIDDLE_MODEL=middle\nSMALL_MODEL=small\nPORT=0\nLOG_LEVEL=ERROR\n"
        + (String.join("\n", lines).contains("OPENAI_API_KEY") ? "" : "OPENAI_API_KEY=sk-provider-secret\n") + String.join("\n", lines) + "\n");
    Reload.Source source = () -> Settings.load(Optional.of(file.toString()), Map.of());
    return new RunningProxy(Instance.start(source.read(), source, "test", timing, kept));
  }

  /// Its port.
  public int port() {
    return instance.port();
  }

  /// The URL of a path.
  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /// Posts JSON and reads the whole answer.
  public HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
    return http.send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /// Gets the whole answer.
  public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
    return http.send(request(path, headers).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  /// Sends any method.
  public HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
    return http.send(request(path).method(method, HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
  }

  /// Asks for the metrics until that text is in them, for ten seconds: an entry is written just after its answer was sent.
  public String metricsWith(String text) throws IOException, InterruptedException {
    var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    String metrics;
    do {
      metrics = get("/metrics").body();
    } while (!metrics.contains(text) && System.nanoTime() < end);
    if (!metrics.contains(text)) {
      throw new AssertionError("no " + text + " in " + metrics);
    }
    return metrics;
  }

  /// A messages request with one user text.
  public static String hello(boolean stream) {
    return "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
  }

  Instance instance() {
    return instance;
  }

  @Override
  public void close() {
    http.close();
    instance.close();
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(url(path)).header("content-type", "application/json").timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }
}
