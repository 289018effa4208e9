package portside;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import portside.fake.Line;

/// A proxy that makes one call of equal requests (`COALESCE=true`), its provider, which goes on when a test lets it, and several clients at the same moment
/// of an answer.
@Timeout(60)
abstract class CoalescingScenario {
  static final String PATH = "/v1/messages";

  final FakeTicker time = new FakeTicker();
  final Semaphore go = new Semaphore(0);
  final CompletableFuture<Boolean> closed = new CompletableFuture<>();
  final ScriptedProvider provider = ScriptedProvider.listening();
  final Logged joins = new Logged("portside.exchange.Coalescing");
  final Logged entries = new Logged("portside.requests");
  private final List<AutoCloseable> open = new ArrayList<>(List.of(joins, entries, provider));

  @AfterEach
  void close() throws Exception {
    go.release(1000);
    for (var one : open.reversed()) {
      one.close();
    }
  }

  RunningProxy proxy(String... lines) throws Exception {
    var all = new ArrayList<>(List.of("COALESCE=true", "MAX_RETRIES=0"));
    all.addAll(List.of(lines));
    var proxy = RunningProxy.ticking(time, provider.url(), all.toArray(String[]::new));
    return closing(proxy);
  }

  /// Sends a request and leaves the answer to be read.
  RawClient asks(RunningProxy proxy, boolean stream, String... headers) throws IOException {
    var client = closing(new RawClient(proxy.port()));
    client.send(RawClient.post(PATH, RunningProxy.hello(stream), headers));
    return client;
  }

  static void until(Logged log, String words, int times) {
    var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (log.from(Level.FINE).stream().filter(line -> line.contains(words)).count() < times) {
      assertTrue(System.nanoTime() < end, () -> "not " + times + " times \"" + words + "\" in " + log.from(Level.FINE));
      Thread.onSpinWait();
    }
  }

  /// Lets all clients be silent for so long that their connections are watched, also one that was just being sent something.
  void silence(RunningProxy proxy) throws Exception {
    for (int n = 0; n < 3; n++) {
      time.pass(Duration.ofMillis(300));
      proxy.get("/health");
    }
  }

  void answer(Line line) throws Exception {
    line.stream();
    line.text("one");
    go.acquire();
    line.text("two");
    line.finish();
  }

  void waits(Line line) throws Exception {
    go.acquire();
    answer(line);
  }

  static String id(String answer) {
    return answer.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("request-id:")).findFirst().orElseThrow().substring(11).strip();
  }

  /// The events of a stream, without those that depend on time.
  static List<String> events(String answer) {
    return answer.lines().filter(line -> line.startsWith("data:") && !line.contains("ping")).toList();
  }

  /// What is closed when the test is over.
  <T extends AutoCloseable> T closing(T one) {
    open.add(one);
    return one;
  }

  /// A test has closed it.
  void closed(AutoCloseable one) {
    open.remove(one);
  }
}
