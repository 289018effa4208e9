package portside.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import portside.provider.Credential;
import portside.provider.Destination;
import portside.provider.Endpoint;
import portside.provider.HttpProxy;
import portside.provider.Secret;
import portside.provider.Timeouts;

/// Destinations as tests need them, and short ways to call one.
record Given(String url, String key, Map<String, Secret> headers, Optional<String> azure, Timeouts timeouts, Optional<HttpProxy> proxy) {
  static final byte[] BODY = "{\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);
  static final String KEY = "sk-test-4711";

  /// As in a process, one for all.
  static final DeadlineTicker TICKER = DeadlineTicker.started();

  static Given provider(String url) {
    return new Given(url, KEY, Map.of(), Optional.empty(), limits(30_000, 30_000, 30_000), Optional.empty());
  }

  static Timeouts limits(long connect, long request, long idle) {
    return new Timeouts(Duration.ofMillis(connect), Duration.ofMillis(request), Duration.ofMillis(idle));
  }

  Given key(String key) {
    return new Given(url, key, headers, azure, timeouts, proxy);
  }

  Given headers(Map<String, Secret> headers) {
    return new Given(url, key, headers, azure, timeouts, proxy);
  }

  Given azure(String version) {
    return new Given(url, key, headers, Optional.of(version), timeouts, proxy);
  }

  Given within(long connect, long request, long idle) {
    return new Given(url, key, headers, azure, limits(connect, request, idle), proxy);
  }

  Given through(String host, int port, String userInfo, String... direct) {
    return new Given(url, key, headers, azure, timeouts, Optional.of(new HttpProxy(host, port, new Secret(userInfo), List.of(direct))));
  }

  Destination build() {
    var secret = new Secret(key);
    var credential = key.isEmpty() ? new Credential.None() : azure.isPresent() ? new Credential.HeaderKey("api-key", secret) : new Credential.Bearer(secret);
    return new Destination("glm", new Endpoint(URI.create(url), azure, "OPENAI_BASE_URL"), List.of(credential), headers, timeouts, proxy, List.of());
  }

  HelidonUpstream open() {
    return open(TICKER);
  }

  /// With authorities of the test.
  HelidonUpstream open(Supplier<SSLSocketFactory> tls) {
    return new HelidonUpstream(build(), "test", TICKER, tls);
  }

  /// With a clock that only the test moves; the limits are looked at by its ticks alone.
  HelidonUpstream open(HandClock clock) {
    return open(new DeadlineTicker(clock));
  }

  HelidonUpstream open(DeadlineTicker ticker) {
    return new HelidonUpstream(build(), "test", ticker, new TrustedAuthorities(List.of()));
  }

  /// Begins something that waits for the provider, and comes back when it waits.
  static <T> FutureTask<T> waiting(Callable<T> work) {
    var task = new FutureTask<>(work);
    var thread = Thread.ofVirtual().start(task);
    HandClock.spinUntil(() -> thread.getState() == Thread.State.WAITING || task.isDone());
    return task;
  }

  static UpstreamAnswer answer(Upstream upstream) {
    return switch (upstream.attempt().send("/chat/completions", BODY, true)) {
      case SendResult.Answered(var answer) -> answer;
      case SendResult other -> throw new AssertionError(other);
    };
  }

  static SendResult.Failed failure(Upstream upstream) {
    return switch (upstream.attempt().send("/chat/completions", BODY, true)) {
      case SendResult.Failed failed -> failed;
      case SendResult other -> throw new AssertionError(other);
    };
  }

  /// Cancels a call whose answer says no more after its beginning; its reader comes back at once.
  static UpstreamAnswer.Broken cancelled(Upstream upstream, String beginning) throws Exception {
    var attempt = upstream.attempt();
    try (var answer = ((SendResult.Answered) attempt.send("/x", BODY, true)).answer()) {
      assertEquals(beginning, piece(answer));
      var reading = new FutureTask<>(() -> assertThrows(UpstreamAnswer.Broken.class, () -> piece(answer)));
      Thread.ofVirtual().start(reading);
      attempt.cancel();
      return reading.get(10, TimeUnit.SECONDS);
    }
  }

  /// The whole body; closes the answer.
  static String text(UpstreamAnswer answer) throws UpstreamAnswer.Broken {
    try (answer) {
      return rest(answer);
    }
  }

  /// What is still to come.
  static String rest(UpstreamAnswer answer) throws UpstreamAnswer.Broken {
    var all = new ByteArrayOutputStream();
    var buffer = new byte[1000];
    for (int count; (count = answer.read(buffer)) >= 0; ) {
      assertNotEquals(0, count, "a read gives at least one byte");
      all.write(buffer, 0, count);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /// What one read gives.
  static String piece(UpstreamAnswer answer) throws UpstreamAnswer.Broken {
    var buffer = new byte[1000];
    return new String(buffer, 0, answer.read(buffer), StandardCharsets.UTF_8);
  }
}
