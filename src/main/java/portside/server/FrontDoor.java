package portside.server;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import portside.exchange.Client;
import portside.exchange.Faults;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.ErrorBody;

/// The HTTP server: limits, guards, and the table of endpoints. Whatever goes wrong under it is answered in the Anthropic envelope.
public final class FrontDoor {
  private static final Logger LOG = System.getLogger(FrontDoor.class.getName());

  /// Where and how it listens.
  ///
  /// @param host address to bind
  /// @param port 0 for any free one
  /// @param bodyBytes the largest request body
  /// @param clientKeys that clients may show; empty for no check
  /// @param grace what running requests get at a stop
  public record Settings(String host, int port, long bodyBytes, List<String> clientKeys, Duration grace) {
    /// Without the keys.
    @Override
    public String toString() {
      return host + ":" + port + ", " + clientKeys.size() + " client keys";
    }
  }

  /// The connection a handler runs on; the listener below runs on the same thread just before it.
  private static final ThreadLocal<ConnectionContext> CONNECTION = new ThreadLocal<>();

  private final Settings settings;
  private final Guard guard;
  private final Endpoints endpoints;
  private final LeaveWatch.Registry watches = new LeaveWatch.Registry();
  private final LongSupplier nanoTime;
  private final WebServer server;

  /// Prepares the server; [#start()] opens the port.
  ///
  /// @param settings where and how it listens
  /// @param services what it serves
  /// @param nanoTime the clock for how long a client takes nothing
  public FrontDoor(Settings settings, Services services, LongSupplier nanoTime) {
    this.settings = settings;
    this.guard = new Guard(settings.host(), settings.clientKeys());
    this.endpoints = new Endpoints(services.rows());
    this.nanoTime = nanoTime;
    this.server = build();
  }

  /// Opens the port.
  ///
  /// @return the port bound
  /// @throws RuntimeException when it cannot be bound
  public int start() {
    server.start();
    return server.port();
  }

  /// Refuses new connections, ends idle ones, and waits for running requests, at most the grace time.
  public void stop() {
    watches.close();
    server.stop();
  }

  private WebServer build() {
    return WebServer.builder()
        .host(settings.host())
        .port(settings.port())
        .backlog(4096)
        .shutdownHook(false)
        .shutdownGracePeriod(settings.grace())
        .maxPayloadSize(settings.bodyBytes())
        .useNio(false) // its buffers take 8 KB more for each connection
        .writeBufferSize(0) // an answer is written in whole pieces
        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
        .protocolsDiscoverServices(false)
        .addProtocol(http1())
        .directHandlers(EnvelopeHandler.everywhere())
        .routing(HttpRouting.builder().any(this::serve))
        .build();
  }

  private static Http1Config http1() {
    return Http1Config.builder()
        .maxPrologueLength(16 * 1024)
        .maxHeadersSize(64 * 1024)
        .addReceiveListener(new Http1ConnectionListener() {
          @Override
          public void headers(ConnectionContext context, Headers headers) {
            CONNECTION.set(context);
          }
        })
        .build();
  }

  private void serve(ServerRequest request, ServerResponse response) {
    var connection = CONNECTION.get();
    var client = new HelidonClient(request, response, requestId(), watches.watch(connection.dataReader()), connection.serverSocket(),
        nanoTime);
    try {
      admit(client, request);
    } catch (Client.Gone gone) {
      LOG.log(Level.DEBUG, "the client left", gone);
      throw new CloseConnectionException("the client left");
    } finally {
      client.handled();
    }
    client.settle();
  }

  private void admit(HelidonClient client, ServerRequest request) throws Client.Gone {
    var foreign = guard.foreign(client.header("host"), client.header("origin"));
    if (foreign.isPresent()) {
      Faults.answer(client, foreign.get());
      return;
    }
    switch (endpoints.find(request.prologue().method().text(), request.path().path())) {
      case Endpoints.Match.Found(var row, var rest) -> {
        var refused = row.guarded() ? refused(client) : Optional.<Fault>empty();
        if (refused.isPresent()) {
          Faults.answer(client, refused.get());
        } else {
          client.receive();
          row.service().serve(client, rest);
        }
      }
      case Endpoints.Match.WrongMethod(var allow) -> client.answer(405, Map.of("allow", String.join(", ", allow), "content-type", "application/json"),
          ErrorBody.of(Fault.of(FaultKind.INVALID_REQUEST, "method: this path takes " + String.join(", ", allow)), client.requestId()));
      case Endpoints.Match.NotFound _ -> Faults.answer(client, Fault.of(FaultKind.NOT_FOUND, notFound(request.path().path())));
    }
  }

  private Optional<Fault> refused(Client client) {
    return guard.page(client.header("sec-fetch-site")).or(() -> guard.stranger(client.header("x-api-key"), client.header("authorization")));
  }

  private static String notFound(String path) {
    return path.startsWith("/v1/v1/") ? "no such path; ANTHROPIC_BASE_URL must not end in /v1" : "no such path";
  }

  static String requestId() {
    var random = ThreadLocalRandom.current();
    return "req_" + Long.toUnsignedString(random.nextLong(), 36) + Long.toUnsignedString(random.nextLong(), 36);
  }
}
