package portside.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Tier;
import portside.routing.Routes;
import portside.wire.Fault;
import portside.wire.FaultKind;
import portside.wire.Json;

/// `GET /test-connection`: sends one tiny request to the small model, the way any client's request goes, and says how that went.
public final class ConnectionTest {
  private static final String PROVIDER = "provider=";

  private static final byte[] HELLO =
      """
      {"model":"haiku","max_tokens":64,"messages":[{"role":"user","content":"Say hello in one word."}]}"""
          .getBytes(StandardCharsets.UTF_8);

  private final Routes routes;
  private final Exchange exchange;
  private final Clock clock;

  /// @param routes whose small model is asked
  /// @param exchange makes the call
  /// @param clock stamps the report
  public ConnectionTest(Routes routes, Exchange exchange, Clock clock) {
    this.routes = routes;
    this.exchange = exchange;
    this.clock = clock;
  }

  /// Makes the call and answers 200 or 503 with a report. `?provider=glm` asks that member alone, also when it is left alone for now.
  ///
  /// @throws Client.Gone when the client has left
  public void run(Client client) throws Client.Gone {
    var chain = routes.current().chain();
    var named = named(client.query());
    var wrong = named.flatMap(name -> wrong(chain, name));
    if (wrong.isPresent()) {
      Faults.answer(client, wrong.get());
      return;
    }
    var probe = new Probe(client, chain.several() ? named : Optional.empty());
    exchange.messages(probe);
    var good = probe.status == 200;
    var asked = Optional.ofNullable(probe.headers.get("x-provider-used")).or(() -> named).flatMap(chain::member)
        .orElseGet(() -> chain.member(chain.order(Tier.SMALL).getFirst().member()).orElseGet(chain::first));
    var report =
        Json.BUILD.createObjectBuilder()
            .add("status", good ? "success" : "failed")
            .add("provider", asked.name())
            .add("base_url", asked.address())
            .add("model_used", probe.headers.getOrDefault("x-model-used", asked.asked(asked.models().small(), false)))
            .add("timestamp", clock.instant().toString());
    if (good) {
      report.add("message", "the provider answered");
    } else {
      report.add("message", probe.problem()).add("http_status", probe.status);
    }
    client.answer(good ? 200 : 503, Map.of("content-type", "application/json"), Json.bytes(report.build()));
  }

  private static Optional<String> named(String query) {
    return Stream.of(query.split("&")).filter(part -> part.startsWith(PROVIDER)).map(part -> part.substring(PROVIDER.length()))
        .filter(name -> !name.isEmpty()).findFirst();
  }

  /// Why that member cannot be asked alone; empty when it can.
  private static Optional<Fault> wrong(Chain chain, String name) {
    if (chain.member(name).isEmpty()) {
      return Optional.of(Fault.of(FaultKind.INVALID_REQUEST, "provider: there is none of that name; there are "
          + chain.members().stream().map(Provider::name).collect(Collectors.joining(", "))));
    }
    return chain.pins() ? Optional.empty()
        : Optional.of(Fault.of(FaultKind.INVALID_REQUEST, "provider: PIN=false in the env file leaves clients no choice"));
  }

  /// A client that keeps its answer instead of sending it anywhere.
  private static final class Probe implements Client {
    private final Client asker;
    private final Optional<String> pin;
    private int status;
    private Map<String, String> headers = Map.of();
    private byte @Nullable [] answer;

    Probe(Client asker, Optional<String> pin) {
      this.asker = asker;
      this.pin = pin;
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
      return name.equals(Pins.HEADER) ? pin.orElse(null) : null;
    }

    @Override
    public byte[] body() {
      return HELLO;
    }

    @Override
    public void answer(int code, Map<String, String> answered, byte[] body) {
      status = code;
      headers = answered;
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
