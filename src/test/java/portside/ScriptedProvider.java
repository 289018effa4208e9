package portside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import portside.fake.FakeServer;
import portside.fake.Line;
import portside.fake.Request;

/// A provider on a real socket that does exactly what the test says, faults included. Each connection serves one request.
public final class ScriptedProvider implements AutoCloseable {
  /// What happens after a request was read.
  @FunctionalInterface
  public interface Script {
    /// Plays one answer.
    void play(Line line) throws Exception;
  }

  private final Deque<Script> scripts = new ArrayDeque<>();
  private final LinkedBlockingQueue<Request> received = new LinkedBlockingQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final FakeServer server;
  private Script last;

  /// Listens on a free port.
  public ScriptedProvider() throws IOException {
    server = new FakeServer(ServerSocketFactory.getDefault(), 0, this::received, (line, _) -> {
      if (line.read().isPresent()) {
        next().play(line);
      }
    });
  }

  /// The same for a field of a test.
  static ScriptedProvider listening() {
    try {
      return new ScriptedProvider();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The base URL.
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.port() + "/v1");
  }

  /// The next request for which there is no other script yet is answered so; the last script stays for all that follow.
  public synchronized ScriptedProvider then(Script script) {
    scripts.add(script);
    return this;
  }

  /// The next request that came; waits up to ten seconds for it.
  public Request take() throws InterruptedException {
    var next = received.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no request reached the provider", server.failure().orElse(null));
    }
    return next;
  }

  /// How many requests have come and were not taken.
  public int waiting() {
    return received.size();
  }

  /// How many requests have come, taken or not.
  public int calls() {
    return calls.get();
  }

  /// How many connections are open now.
  public int openConnections() {
    return server.openConnections();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void received(Request request) {
    calls.incrementAndGet();
    received.add(request);
  }

  private synchronized Script next() {
    last = scripts.isEmpty() ? last : scripts.poll();
    return last;
  }

  /// Runs something on a thread of its own and counts down when it is over.
  static CountDownLatch later(Runnable work) {
    var done = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> {
      work.run();
      done.countDown();
    });
    return done;
  }
}
