package portside.upstream;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.http1.Http1Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import portside.provider.Destination;
import portside.provider.Endpoint;
import portside.provider.HttpProxy;

/// Opens connections to one destination: looks up the name, connects, goes through the proxy's tunnel, begins TLS. The lifeline of the call that
/// waits can cut each step.
///
/// Behind a proxy the provider's name is left to the proxy to resolve. Plain `http:` goes through the tunnel too.
final class Dialer {
  private final Endpoint endpoint;
  private final Optional<HttpProxy> proxy;
  private final Duration limit;
  private final String userAgent;
  private final Supplier<Http1Client> http;
  private final Supplier<SSLSocketFactory> tls;
  private final Diagnosis diagnosis;

  /// @param tls asked for only when the destination speaks TLS, because loading the trusted authorities takes time
  Dialer(Destination destination, String userAgent, Supplier<Http1Client> http, Supplier<SSLSocketFactory> tls, Diagnosis diagnosis) {
    this.endpoint = destination.endpoint();
    this.proxy = destination.proxyOnTheWay();
    this.limit = destination.timeouts().connect();
    this.userAgent = userAgent;
    this.http = http;
    this.tls = tls;
    this.diagnosis = diagnosis;
  }

  /// A fresh connection, held by the lifeline.
  UpstreamConnection dial(Lifeline lifeline) throws NoConnection {
    lifeline.limit(Lifeline.Cut.CONNECT, limit);
    var socket = tcp(lifeline);
    try {
      if (proxy.isPresent()) {
        tunnel(socket, proxy.get());
      }
      return endpoint.secure() ? secured(socket) : UpstreamConnection.plain(socket);
    } catch (NoConnection e) {
      close(socket);
      throw e;
    }
  }

  private Socket tcp(Lifeline lifeline) throws NoConnection {
    var host = proxy.map(HttpProxy::host).orElse(endpoint.host());
    var port = proxy.map(HttpProxy::port).orElse(endpoint.port());
    try {
      return connected(addresses(host, lifeline), port, lifeline);
    } catch (SocketTimeoutException e) {
      lifeline.cut(Lifeline.Cut.CONNECT);
      throw diagnosis.noConnection(e);
    } catch (IOException e) {
      throw diagnosis.noConnection(e);
    }
  }

  /// Tries the addresses in order, each for its share of the time; a name like `localhost` has two and a server may listen on one.
  Socket connected(InetAddress[] addresses, int port, Lifeline lifeline) throws IOException {
    var end = System.nanoTime() + limit.toNanos();
    for (var i = 0; ; i++) {
      var socket = new Socket();
      lifeline.hold(socket);
      try {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        socket.connect(new InetSocketAddress(addresses[i], port), share(end, addresses.length - i));
        return socket;
      } catch (IOException e) {
        close(socket);
        if (i + 1 == addresses.length) {
          throw e;
        }
      }
    }
  }

  private int share(long end, int addressesLeft) {
    if (limit.isZero()) {
      return 0;
    }
    return Math.clamp((end - System.nanoTime()) / 1_000_000 / addressesLeft, 1, Integer.MAX_VALUE);
  }

  /// Looks up the addresses of a host. The system's resolver cannot be interrupted, so it works in a thread of its own, and a cut only stops the
  /// waiting.
  private static InetAddress[] addresses(String host, Lifeline lifeline) throws IOException {
    var lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
    lifeline.hold(() -> lookup.cancel(false));
    Thread.ofVirtual().name("resolve-" + host).start(lookup);
    try {
      return lookup.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new UnknownHostException(host);
    } catch (CancellationException e) {
      throw new IOException("cut while resolving", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while resolving", e);
    }
  }

  private void tunnel(Socket socket, HttpProxy proxy) throws NoConnection {
    int status;
    try {
      var request =
          http.get()
              .method(Method.CONNECT)
              .connection(UpstreamConnection.plain(socket))
              .uri("http://proxy/")
              .header(HeaderNames.HOST, endpoint.hostAndPort())
              .header(HeaderNames.USER_AGENT, userAgent);
      if (!proxy.userInfo().isEmpty()) {
        var credentials = Base64.getEncoder().encodeToString(proxy.userInfo().reveal().getBytes(StandardCharsets.UTF_8));
        request.header(HeaderNames.PROXY_AUTHORIZATION, "Basic " + credentials);
      }
      // Not closed: the tunnel is what is behind the head.
      status = request.request().status().code();
    } catch (RuntimeException e) {
      throw diagnosis.noTunnel();
    }
    if (status / 100 != 2) {
      throw diagnosis.tunnelRefused(status);
    }
  }

  private UpstreamConnection secured(Socket socket) throws NoConnection {
    try {
      var secure = (SSLSocket) tls.get().createSocket(socket, endpoint.host(), endpoint.port(), true);
      var parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setApplicationProtocols(new String[] {"http/1.1"});
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return UpstreamConnection.secure(socket, secure);
    } catch (IOException e) {
      throw diagnosis.noTls(e);
    } catch (UncheckedIOException e) {
      throw diagnosis.noTls(Objects.requireNonNull(e.getCause()));
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is left to close.
    }
  }
}
