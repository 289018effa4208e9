package portside.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import portside.provider.Provider;
import portside.wire.Json;

/// `GET /test-connection`: sends one tiny request to the small model, the way any client's request goes, and says how that went.
public final class ConnectionTest {
  private static final byte[] HELLO =
      """
      {"model":"haiku","max_tokens":64,"messages":[{"role":"user","content":"Say hello in one word."}]}"""
          .getBytes(StandardCharsets.UTF_8);

  private final Provider provider;
  private final Exchange exchange;
  private final Clock clock;

  /// @param provider whose small model is asked
  /// @param exchange makes the call
  /// @param clock stamps the report
  public ConnectionTest(Provider provider, Exchange exchange, Clock clock) {
    this.provider = provider;
    this.exchange = exchange;
    this.clock = clock;
  }

  /// Makes the call and answers 200 or 503 with a report.
  ///
  /// @throws Client.Gone when the client has left
  public void run(Client client) throws Client.Gone {
    var probe = new Probe(client);
    exchange.messages(probe);
    var good = probe.status == 200;
    var report =
        Json.BUILD.createObjectBuilder()
            .add("status", good ? "success" : "failed")
            .add("provider", provider.name())
            .add("base_url", provider.address())
            .add("model_used", provider.models().small())
            .add("timestamp", clock.instant().toString());
    if (good) {
      report.add("message", "the provider answered");
    } else {
      report.add("message", probe.problem()).add("http_status", probe.status);
    }
    client.answer(good ? 200 : 503, Map.of("content-type", "application/json"), Json.bytes(report.build()));
  }

  /// A client that keeps its answer instead of sending it anywhere.
  private static final class Probe implements Client {
    private final Client asker;
    private int status;
    private byte @Nullable [] answer;

    Probe(Client asker) {
      this.asker = asker;
    }

    String problem() {
      try {
        return Json.object(Objects.requireNonNull(answer)).getJsonObject("error").getString("message");
      } catch (Json.Malformed bug) {
        throw new IllegalStateException(bug); // the error is of our own making
      }
    }

    @Override
    public String requestId() {
      return asker.requestId();
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public byte[] body() {
      return HELLO;
    }

    @Override
    public void answer(int code, Map<String, String> headers, byte[] body) {
      status = code;
      answer = body;
    }

    @Override
    public void open(int code, Map<String, String> headers) {
      throw new IllegalStateException("a whole answer was asked for");
    }

    @Override
    public void send(byte[] bytes, int offset, int length) {
      throw new IllegalStateException("a whole answer was asked for");
    }

    @Override
    public void whenLeft(Runnable left) {
      asker.whenLeft(left);
    }

    @Override
    public long sendingFor(long nanoTime) {
      return 0;
    }

    @Override
    public void hangUp() {
      throw new IllegalStateException("nothing is being sent");
    }
  }
}
