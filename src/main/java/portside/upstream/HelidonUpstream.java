package portside.upstream;

import io.helidon.common.tls.Tls;
import io.helidon.http.HttpLogConfig;
import io.helidon.webclient.api.Proxy;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientProtocolConfig;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Endpoint;
import portside.provider.Timeouts;

/// The way to one destination over Helidon's WebClient, HTTP/1.1.
///
/// The WebClient speaks; the connections are ours ([Dialer], [ConnectionPool], [DeadlineTicker]). Its own pool polls every idle connection ten times
/// a second and ties the time an idle connection lives to the read timeout, and its connections cannot be closed while they are being opened.
///
/// ```
///   attempt ──► pool, else dialer ──► connection ──► WebClient: request out, head in ──► answer: body in ──► pool
///      └── lifeline ◄── cancel, time limits
/// ```
public final class HelidonUpstream implements Upstream {
  private final Destination destination;
  private final RequestHeaders headers;
  private final Diagnosis diagnosis;
  private final ConnectionPool pool;
  private final DeadlineTicker ticker;
  private final Dialer dialer;
  private final Supplier<SSLSocketFactory> tls;
  private final String version;
  /// The same destination at the addresses of accounts.
  private final Map<URI, HelidonUpstream> elsewhere = new ConcurrentHashMap<>();

  /// Opens no connection yet.
  ///
  /// @param destination with an `http:` or `https:` base URL
  /// @param version of the program, for the `user-agent` header
  /// @param ticker keeps the time limits of this upstream and of others; it is not closed with any of them
  /// @throws IllegalArgumentException when the base URL is another
  public HelidonUpstream(Destination destination, String version, DeadlineTicker ticker) {
    this(destination, version, ticker, new TrustedAuthorities(destination.authorities()));
  }

  /// @param tls what is trusted
  HelidonUpstream(Destination destination, String version, DeadlineTicker ticker, Supplier<SSLSocketFactory> tls) {
    this.destination = destination;
    this.version = version;
    var userAgent = "portside/" + version;
    this.headers = new RequestHeaders(destination, userAgent);
    this.diagnosis = new Diagnosis(destination);
    this.tls = tls;
    this.pool = new ConnectionPool(ticker.nanoTime());
    this.ticker = ticker;
    ticker.watch(pool);
    this.dialer = new Dialer(destination, userAgent, WebClientOnce::client, tls, diagnosis);
  }

  /// Does now what the first call would otherwise wait for: building the WebClient and, for `https:`, loading the trusted authorities.
  /// Takes some tenths of a second of one core; meant for a thread of its own while the server starts.
  public void warm() {
    WebClientOnce.client();
    try {
      if (destination.endpoint().secure()) {
        var _ = tls.get();
      }
    } catch (UncheckedIOException e) {
      // The first call says so.
    }
  }

  @Override
  public Attempt attempt(Credential credential) {
    return credential instanceof Credential.Token token ? new TokenAttempt(this, destination.name(), token) : new HelidonAttempt(this, credential);
  }

  @Override
  public Attempt attempt() {
    return attempt(destination.credentials().getFirst());
  }

  /// The way to the same destination at the address of an account; this one where that is none of its own.
  HelidonUpstream at(Optional<URI> base) {
    return base.filter(address -> !address.equals(endpoint().base()))
        .map(address -> elsewhere.computeIfAbsent(address, other -> new HelidonUpstream(destination.at(other), version, ticker, tls))).orElse(this);
  }

  @Override
  public void close() {
    elsewhere.values().forEach(HelidonUpstream::close);
    pool.close();
    ticker.forget(pool);
  }

  Http1Client http() {
    return WebClientOnce.client();
  }

  LongSupplier nanoTime() {
    return ticker.nanoTime();
  }

  Endpoint endpoint() {
    return destination.endpoint();
  }

  Timeouts timeouts() {
    return destination.timeouts();
  }

  RequestHeaders headers() {
    return headers;
  }

  Diagnosis diagnosis() {
    return diagnosis;
  }

  ConnectionPool pool() {
    return pool;
  }

  DeadlineTicker limits() {
    return ticker;
  }

  Dialer dialer() {
    return dialer;
  }

  /// Holds the one WebClient of the process: nothing in it depends on the provider. Without TLS and proxy of its own, which are the dialer's, it is
  /// built without reading the trusted authorities. Its protocol log is off, so that no log level can bring a header out.
  private static final class WebClientOnce {
    private static volatile @Nullable Http1Client built;

    private static Http1Client client() {
      var client = built;
      return client != null ? client : build();
    }

    private static synchronized Http1Client build() {
      if (built == null) {
        var silent = HttpLogConfig.builder().sendLog(false).receiveLog(false).build();
        built =
            Http1Client.builder()
                .protocolConfig(Http1ClientProtocolConfig.builder().log(silent).maxHeaderSize(64 * 1024).build())
                .tls(Tls.builder().enabled(false).build())
                .proxy(Proxy.noProxy())
                .followRedirects(false)
                .build();
      }
      return built;
    }
  }
}
