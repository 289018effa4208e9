package portside.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import portside.FakeTicker;
import portside.RawClient;

/// A front door on a free port, with a small table and a clock that stands still.
final class Door implements AutoCloseable {
  static final int BODY_LIMIT = 64 * 1024;

  private static final Map<String, String> TEXT = Map.of("content-type", "text/plain");

  final FakeTicker ticker = new FakeTicker();
  final AtomicInteger hidden = new AtomicInteger();
  private final HeldTasks readers = new HeldTasks();
  private final FrontDoor door;
  private final int port;

  Door() {
    this(Integer.MAX_VALUE, new BodyMemoryBudget(Long.MAX_VALUE));
  }

  /// @param further rows of its table
  Door(int mostConnections, BodyMemoryBudget memory, Endpoints.Row... further) {
    this(mostConnections, memory, BODY_LIMIT, further);
  }

  Door(int mostConnections, BodyMemoryBudget memory, long bodyLimit, Endpoints.Row... further) {
    var rows = new ArrayList<>(List.of(further));
    rows.add(row("POST", "/echo", Endpoints.Body.KEPT, (client, _) -> client.answer(200, TEXT, client.body())));
    rows.add(row("POST", "/drop", Endpoints.Body.DROPPED, (client, _) -> client.answer(204, Map.of(), new byte[0])));
    rows.add(row("GET POST", "/early", Endpoints.Body.NONE, (client, _) -> client.answer(200, TEXT, "early".getBytes(StandardCharsets.UTF_8))));
    rows.add(row("POST", "/stream", Endpoints.Body.KEPT, (client, _) -> {
      client.open("text/event-stream; charset=utf-8", Map.of());
      var bytes = client.body();
      client.send(bytes, 0, bytes.length);
    }));
    rows.add(row("GET POST", "/hidden", Endpoints.Body.NONE, (client, _) -> {
      hidden.incrementAndGet();
      client.answer(200, TEXT, "hidden".getBytes(StandardCharsets.UTF_8));
    }));
    rows.add(row("GET", "/fails", Endpoints.Body.NONE, (_, _) -> {
      throw new IllegalStateException("a bug");
    }));
    rows.add(row("GET", "/fails-late", Endpoints.Body.NONE, (client, _) -> {
      client.open("text/event-stream", Map.of());
      client.send(new byte[] {'a'}, 0, 1);
      throw new IllegalStateException("a bug");
    }));
    rows.add(row("GET", "/fails-behind", Endpoints.Body.NONE, (client, _) -> {
      client.answer(204, Map.of(), new byte[0]);
      throw new IllegalStateException("a bug");
    }));
    rows.add(row("GET", "/exhausted", Endpoints.Body.NONE, (_, _) -> {
      throw new OutOfMemoryError("as if");
    }));
    var settings = new FrontDoor.Settings("127.0.0.1", 0, bodyLimit, List.of(), () -> false, new OperatorKeys(() -> "", Optional.empty()), List.of("localhost", "127.0.0.1")::contains, Duration.ofSeconds(5));
    door = new FrontDoor(settings, rows, ticker, mostConnections, memory, readers);
    port = door.open();
  }

  static Endpoints.Row row(String methods, String path, Endpoints.Body body, Endpoints.Service service) {
    return new Endpoints.Row(List.of(methods.split(" ")), path, Endpoints.Access.ANYBODY, body, service);
  }

  RawClient client() throws IOException {
    return new RawClient(port);
  }

  int port() {
    return port;
  }

  /// Lets time pass and looks at all connections then.
  void pass(Duration time) {
    ticker.pass(time);
    door.beat(); // a late one
    door.beat();
  }

  /// Lets time pass while the process stands still.
  void standStill(Duration time) {
    ticker.pass(time);
    door.beat();
  }

  /// From now on no reader gets to run, by what the front door is told.
  void busy() {
    readers.hold();
  }

  /// Readers run again.
  void quiet() {
    readers.release();
  }

  int waiting(ReadTimer.For what) {
    return door.waiting(what);
  }

  /// Reads a connection to its end, which comes when the time for what is behind its last answer is over.
  String rest(RawClient client) throws IOException {
    var ended = new AtomicBoolean();
    Thread.startVirtualThread(() -> {
      while (!ended.get()) {
        pass(ConnectionLimits.USUAL.leaving().plusNanos(1)); // the wait may not have begun yet
        Thread.yield();
      }
    });
    try {
      return client.rest();
    } finally {
      ended.set(true);
    }
  }

  @Override
  public void close() {
    door.stop();
  }

  /// Runs tasks at once, but for a while in which it keeps them.
  private static final class HeldTasks implements Executor {
    private final List<Runnable> held = new ArrayList<>();
    private boolean holds;

    void hold() {
      holds = true;
    }

    void release() {
      holds = false;
      held.forEach(Runnable::run);
    }

    @Override
    public void execute(Runnable task) {
      if (holds) {
        held.add(task);
      } else {
        task.run();
      }
    }
  }
}
