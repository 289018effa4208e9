package portside;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import portside.RunningChain.Member;
import portside.fake.Line;
import portside.routing.Standings;
import portside.wire.Scope;

/// Members `a` and `b` in front of scripted providers A and B, and chains of them. The tests that extend this are the scenarios of a chain, each named
/// after its number. Time passes when a test says so; what is really waited for is bounded.
@Timeout(60)
abstract class ChainScenario {
  static final String OPUS = "claude-opus-5-5";
  static final String HAIKU = "claude-haiku-4-5";

  private static final int PATIENCE_SECONDS = 10;

  final ScriptedProvider a = ScriptedProvider.listening();
  final ScriptedProvider b = ScriptedProvider.listening();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(a, b));

  @AfterEach
  void close() throws Exception {
    for (var one : open.reversed()) {
      one.close();
    }
  }

  /// A chain of `a` and `b`.
  RunningChain chain(String... lines) throws Exception {
    return chain(List.of(a(), b()), lines);
  }

  /// A chain of other members.
  RunningChain chain(List<Member> members, String... lines) throws Exception {
    return closing(RunningChain.of(members, lines));
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

  Member a(String... lines) {
    return new Member("a", a.url(), lines);
  }

  Member b(String... lines) {
    return new Member("b", b.url(), lines);
  }

  /// How often each provider was asked, such as `A2 B1`.
  String calls() {
    return "A" + a.calls() + " B" + b.calls();
  }

  static ScriptedProvider.Script ok(String from) {
    return line -> {
      role(line);
      line.text("from " + from);
      line.finish();
    };
  }

  /// The head of an answer and a first chunk without a word.
  static void role(Line line) throws IOException {
    line.stream();
    line.event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
  }

  static ScriptedProvider.Script refusal(int status, String message, String... headers) {
    return refusal(status, message, "error", headers);
  }

  static ScriptedProvider.Script refusal(int status, String message, String code, String[] headers) {
    return line -> line.whole(status, "application/json", "{\"error\":{\"message\":\"" + message + "\",\"type\":\"error\",\"code\":\"" + code + "\"}}", headers);
  }

  /// A plan that is used up.
  static ScriptedProvider.Script usedUp(String message, String... headers) {
    return refusal(429, message, "insufficient_quota", headers);
  }

  /// How a member's model stands: `in` with its failures, or `out` and `probing` with the reason.
  static String model(RunningChain chain, String member, String model) {
    return shown(chain, Scope.MODEL, member, 1, model);
  }

  static String member(RunningChain chain, String member) {
    return shown(chain, Scope.PROVIDER, member, 1, "");
  }

  static String key(RunningChain chain, String member, int key) {
    return shown(chain, Scope.KEY, member, key, "");
  }

  static String keyAndModel(RunningChain chain, String member, int key, String model) {
    return shown(chain, Scope.KEY_AND_MODEL, member, key, model);
  }

  private static String shown(RunningChain chain, Scope scope, String member, int key, String model) {
    return chain.seen(scope, member, key, model).map(seen -> seen.state() + " " + seen.reason().map(Enum::name).orElse("" + seen.failures())).orElse("in 0");
  }

  /// In how many seconds it is back.
  static long back(RunningChain chain, Standings.Seen seen) {
    return Duration.between(chain.clock().instant(), seen.until().orElseThrow()).toSeconds();
  }

  /// Does something on a thread of its own.
  static <T> CompletableFuture<T> later(Callable<T> work) {
    var done = new CompletableFuture<T>();
    Thread.ofVirtual().start(() -> {
      try {
        done.complete(work.call());
      } catch (Exception | AssertionError e) {
        done.completeExceptionally(e);
      }
    });
    return done;
  }

  /// What came of it.
  static <T> T result(CompletableFuture<T> work) throws Exception {
    try {
      return work.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (CompletionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("waited in vain");
    }
  }

  /// Waits for what another thread does beside the answers.
  static void await(BooleanSupplier condition) throws InterruptedException {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain");
      }
      Thread.sleep(1);
    }
  }

  /// Whether no request runs.
  static boolean quiet(RunningChain chain) {
    try {
      return chain.get("/metrics").body().contains("portside_requests_running 0");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// A demo provider as a member.
  static Member demo(String name) {
    return new Member(name, URI.create("demo:/"), "OPENAI_BASE_URL=demo:", "BIG_MODEL=demo-big");
  }
}
