package portside.server;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import portside.exchange.Client;
import portside.exchange.Faults;
import portside.exchange.NativePass;
import portside.exchange.QueryKey;
import portside.exchange.RequestScope;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.anthropic.ErrorBody;

/// The HTTP server: limits, guards, and the table of endpoints. Whatever goes wrong under it is answered in the Anthropic envelope.
public final class FrontDoor {
  private static final Logger LOG = System.getLogger(FrontDoor.class.getName());

  /// The grace time Helidon is given, longer than any answer: how long a stop takes is decided here, not by Helidon, whose listener also stops when
  /// it fails to take a connection.
  private static final Duration HELIDONS_GRACE = Duration.ofDays(1);

  /// Where and how it listens.
  ///
  /// @param host address to bind
  /// @param port 0 for any free one
  /// @param bodyBytes the largest request body
  /// @param clientKeys that clients may show; empty for no check
  /// @param keysInOwnHeader whether they are shown in `x-portside-key` alone, because the usual headers hold the client's key at the provider
  /// @param operator what opens the operator's rows
  /// @param loopback whether a host name or address means this machine alone
  /// @param grace what running requests get at a stop
  public record Settings(String host, int port, long bodyBytes, List<String> clientKeys, BooleanSupplier keysInOwnHeader, OperatorKeys operator,
      Predicate<String> loopback, Duration grace) {
    /// Shows everything but the keys.
    @Override
    public String toString() {
      return host + ":" + port + ", " + clientKeys.size() + " client keys";
    }
  }

  private final Settings settings;
  private final Guard guard;
  private final OperatorGuard operatorGuard;
  private final Endpoints endpoints;
  private final LongSupplier nanoTime;
  private final BodyMemoryBudget memory;
  private final int mostConnections;
  private final Connections connections;
  private final ListeningPort port;
  private volatile long bodyBytes;

  /// Prepares the server; [#start()] opens the port.
  ///
  /// @param settings where and how it listens
  /// @param services what it serves
  /// @param nanoTime the clock for how long a client sends or takes nothing
  public FrontDoor(Settings settings, Services services, LongSupplier nanoTime) {
    this(settings, services.rows(), nanoTime, OpenFileLimit.connections(), BodyMemoryBudget.ofHeap(), Thread::startVirtualThread);
  }

  /// As above, with a table and limits of one's own.
  ///
  /// @param mostConnections to take at once
  /// @param readers runs a task as the threads that read connections run
  FrontDoor(Settings settings, List<Endpoints.Row> rows, LongSupplier nanoTime, int mostConnections, BodyMemoryBudget memory, Executor readers) {
    this.mostConnections = mostConnections;
    this.settings = settings;
    this.bodyBytes = settings.bodyBytes();
    this.guard = new Guard(settings.host(), settings.clientKeys(), settings.keysInOwnHeader(), settings.loopback());
    this.operatorGuard = new OperatorGuard(guard, settings.operator());
    this.endpoints = new Endpoints(rows);
    this.nanoTime = nanoTime;
    this.memory = memory;
    this.connections = new Connections(ConnectionLimits.USUAL, mostConnections, nanoTime, readers);
    this.port = new ListeningPort(settings.host(), settings.port(), this::build);
  }

  /// Opens the port.
  ///
  /// @return the port bound
  /// @throws CannotListen when it cannot be bound
  public int start() throws CannotListen {
    int bound;
    try {
      bound = open();
    } catch (UncheckedIOException failed) {
      throw CannotListen.because(settings.host(), settings.port(), failed.getCause());
    }
    connections.start(port::beat);
    return bound;
  }

  /// Opens the port and leaves the beats to the caller.
  ///
  /// @throws UncheckedIOException when it cannot be bound
  int open() {
    return port.start();
  }

  /// Looks once at every connection, as happens twice a second.
  void beat() {
    connections.beat();
  }

  /// How many connections wait for that.
  int waiting(ReadTimer.For what) {
    return connections.waiting(what);
  }

  /// From now on these keys count, and new connections take bodies of that size.
  ///
  /// @param operatorKey `OPERATOR_KEY`; empty for none
  public void admit(List<String> clientKeys, Optional<String> operatorKey, long newBodyBytes) {
    guard.admit(clientKeys);
    operatorGuard.admit(operatorKey);
    bodyBytes = newBodyBytes;
  }

  /// Refuses new connections, ends idle ones, and waits for running requests, at most the grace time.
  public void stop() {
    port.stop();
    connections.drain(settings.grace());
  }

  /// Makes a Helidon server for a port.
  WebServer build(int boundPort) {
    return WebServer.builder()
        .host(settings.host())
        .port(boundPort)
        .backlog(4096)
        .shutdownHook(false)
        .shutdownGracePeriod(HELIDONS_GRACE)
        .idleConnectionTimeout(HELIDONS_GRACE) // ConnectionLimits has one
        .useNio(false) // its buffers take 8 KB more for each connection
        .writeBufferSize(0) // an answer is written in whole pieces
        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
        .protocolsDiscoverServices(false)
        .addConnectionSelector(selector())
        .directHandlers(ErrorEnvelopeHandler.everywhere())
        .errorHandling(errors -> errors.includeEntity(true))
        .routing(HttpRouting.builder().any(this::serve))
        .maxTcpConnections(mostConnections)
        .build();
  }

  private ServerConnectionSelector selector() {
    var http =
        Http1ConnectionSelector.builder()
            .config(Http1Config.builder().maxPrologueLength(32 * 1024).maxHeadersSize(128 * 1024).build()) // RequestReader is stricter
            .build();
    return new FramedConnectionSelector(context -> new FramedConnection(context, http, connections, nanoTime, bodyBytes));
  }

  private void serve(ServerRequest request, ServerResponse response) {
    var connection = FramedConnection.CURRENT.get();
    var client = new HelidonClient(request, response, requestId(), connection, memory.share(), nanoTime);
    connection.serves(client);
    try {
      answer(client, request, connection);
    } catch (Client.Gone gone) {
      LOG.log(Level.DEBUG, "the client left", gone);
      throw new CloseConnectionException("the client left");
    } finally {
      client.handled();
    }
    if (client.endsWithConnection()) {
      throw new CloseConnectionException("the end of the connection is the end of the answer");
    }
  }

  private void answer(HelidonClient client, ServerRequest request, FramedConnection connection) throws Client.Gone {
    try {
      admit(client, request, connection);
    } catch (UnreadableRequest why) {
      if (why.fault().kind() == FaultKind.OVERLOADED || why.fault().kind() == FaultKind.TOO_LARGE) { // settings of ours are the reason
        LOG.log(Level.WARNING, "request " + client.requestId() + " refused: " + why.fault().message());
      }
      client.answer(why.status().code(), Faults.headers(why.fault()), ErrorBody.of(why.fault(), client.requestId()));
    } catch (RuntimeException | Error wrong) {
      if (wrong instanceof CloseConnectionException close) {
        throw close;
      }
      failed(client, wrong);
    }
  }

  /// Answers when a handler failed by a mistake of ours, or because memory ran out. A client that has got part of an answer is not told, and sees the
  /// answer break off.
  private static void failed(HelidonClient client, Throwable wrong) throws Client.Gone {
    var fault = RequestScope.failed(client, wrong);
    if (!client.unanswered()) {
      throw new Client.Gone(wrong);
    }
    Faults.answer(client, fault);
  }

  private void admit(HelidonClient client, ServerRequest request, FramedConnection connection) throws Client.Gone, UnreadableRequest {
    var foreign = guard.foreign(client.header("host"), client.header("origin"));
    if (foreign.isPresent()) {
      Faults.answer(client, foreign.get());
      return;
    }
    switch (endpoints.find(request.prologue().method().text(), request.path().path())) {
      case Endpoints.Match.Found(var rows, var rest) -> serve(client, rows, rest, connection);
      case Endpoints.Match.WrongMethod(var allow) when request.prologue().method().text().equals("OPTIONS") ->
          client.answer(204, Map.of("allow", String.join(", ", allow)), new byte[0]); // what HAProxy asks by default
      case Endpoints.Match.WrongMethod(var allow) -> client.answer(405, Map.of("allow", String.join(", ", allow), "content-type", "application/json"),
          ErrorBody.of(Fault.of(FaultKind.INVALID_REQUEST, "method: this path takes " + String.join(", ", allow)), client.requestId()));
      case Endpoints.Match.NotFound _ -> Faults.answer(client, Fault.of(FaultKind.NOT_FOUND, "no such path"));
    }
  }

  private void serve(HelidonClient client, List<Endpoints.Row> rows, String rest, FramedConnection connection) throws Client.Gone, UnreadableRequest {
    var refused = Optional.<Fault>empty();
    for (var row : rows) {
      var refusal = refused(row.access(), client, connection);
      if (refusal.isEmpty()) {
        client.receive(row.body());
        row.service().serve(client, rest);
        return;
      }
      refused = refused.or(() -> refusal);
    }
    Faults.answer(client, refused.orElseThrow());
  }

  private Optional<Fault> refused(Endpoints.Access access, HelidonClient client, FramedConnection connection) {
    return switch (access) {
      case ANYBODY -> Optional.empty();
      case INSIDERS -> guard.outsider(client::header, connection.local());
      case OPERATOR -> operatorGuard.stranger(client::header, connection.local());
      case OPERATOR_ACTION -> operatorGuard.keyless(client::header);
      case OPERATOR_PAGE -> operatorGuard.closed(client::header, connection.local());
      case CLIENTS -> guard.page(client.header("sec-fetch-site")).or(() -> guard.stranger(name -> shown(name, client)));
    };
  }

  /// A header; clients of Gemini's API may show a key in the query instead.
  private static @Nullable String shown(String name, HelidonClient client) {
    var header = client.header(name);
    return header == null && name.equals(Guard.GOOGLE_HEADER) && client.path().startsWith(NativePass.Language.GEMINI.prefix() + "/")
        ? QueryKey.of(client.query()).orElse(null) : header;
  }

  static String requestId() {
    var random = ThreadLocalRandom.current();
    return "req_" + Long.toUnsignedString(random.nextLong(), 36) + Long.toUnsignedString(random.nextLong(), 36);
  }
}
