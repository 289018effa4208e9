package portside.exchange;

import static portside.provider.dialect.Column.CONTEXT_WINDOW;
import static portside.provider.dialect.Column.MAX_OUTPUT;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntSupplier;
import portside.counting.Calibration;
import portside.exchange.watch.WatchdogTicker;
import portside.provider.Provider;
import portside.provider.settings.InstanceSettings;
import portside.routing.Lessons;
import portside.wire.Json;

/// What can be said about this instance without asking the provider: its health, its models, its name.
public final class StatusEndpoints {
  private final InstanceSettings settings;
  private final Provider provider;
  private final String version;
  private final IntSupplier port;
  private final WatchdogTicker ticker;
  private final LastOutcome lastOutcome;
  private final Lessons lessons;
  private final Calibration calibration;
  private final Clock clock;
  private final Instant started;

  /// @param settings of this process
  /// @param provider the one provider of this process
  /// @param version of the program
  /// @param port that is open
  /// @param ticker knows how many requests run
  /// @param lastOutcome knows how the last ones ended
  /// @param lessons what refusals taught
  /// @param calibration knows how the models count tokens
  /// @param clock for the uptime
  public StatusEndpoints(InstanceSettings settings, Provider provider, String version, IntSupplier port, WatchdogTicker ticker,
      LastOutcome lastOutcome, Lessons lessons, Calibration calibration, Clock clock) {
    this.settings = settings;
    this.provider = provider;
    this.version = version;
    this.port = port;
    this.ticker = ticker;
    this.lastOutcome = lastOutcome;
    this.lessons = lessons;
    this.calibration = calibration;
    this.clock = clock;
    this.started = clock.instant();
  }

  /// `GET /health` for strangers: whether it works, and nothing else.
  public byte[] bareHealth() {
    return Json.bytes(Json.BUILD.createObjectBuilder().add("status", status()).build());
  }

  private String status() {
    var last = lastOutcome.last();
    return provider.obstacle().isPresent() ? "unconfigured" : last.isPresent() && !last.get().good() ? "failing" : "healthy";
  }

  /// `GET /health`. `status` is `healthy`; `unconfigured` while there is an obstacle; `failing` while the last request to the provider failed there.
  public byte[] health() {
    var missing = provider.missingKey();
    var obstacle = provider.obstacle();
    var last = lastOutcome.last();
    var models = provider.models();
    var health =
        Json.BUILD.createObjectBuilder()
            .add("status", status())
            .add("name", provider.name())
            .add("version", version)
            .add("timestamp", clock.instant().toString())
            .add("uptime_seconds", Duration.between(started, clock.instant()).toSeconds())
            .add("server", Json.BUILD.createObjectBuilder().add("host", settings.listen().host()).add("port", port.getAsInt()))
            .add("models", Json.BUILD.createObjectBuilder()
                .add("big_model", models.big())
                .add("middle_model", models.middle())
                .add("small_model", models.small()))
            .add("api_status", Json.BUILD.createObjectBuilder()
                .add("openai_api_configured", obstacle.isEmpty())
                .add("client_api_key_validation", !settings.clientKeys().isEmpty())
                .add("openai_base_url", provider.address()))
            .add("active_requests", ticker.running())
            .add("token_counts", calibration.summary());
    missing.ifPresentOrElse(setting -> health.add("missing_setting", setting), () -> health.addNull("missing_setting"));
    obstacle.ifPresentOrElse(why -> health.add("obstacle", why), () -> health.addNull("obstacle"));
    last.ifPresentOrElse(entry -> health.add("last_request", entry.json()), () -> health.addNull("last_request"));
    health.add("learned", learned());
    return Json.bytes(health.build());
  }

  /// What is left out or written otherwise because the provider refused it; `setting` keeps it when it is put into the env file.
  private JsonArrayBuilder learned() {
    var learned = Json.BUILD.createArrayBuilder();
    for (var one : lessons.all()) {
      learned.add(Json.BUILD.createObjectBuilder()
          .add("model", one.model()).add("setting", one.lesson().setting()).add("said", one.said()).add("at", one.at().toString()));
    }
    return learned;
  }

  /// `GET /`.
  public byte[] welcome() {
    return Json.bytes(Json.BUILD.createObjectBuilder()
        .add("name", "portside")
        .add("version", version)
        .add("provider", provider.name())
        .add("claude", "ANTHROPIC_BASE_URL=" + settings.listen().url(port.getAsInt()) + (provider.destination().fromClient() ? "" : " ANTHROPIC_AUTH_TOKEN=dummy")
            + " claude --permission-mode default")
        .build());
  }

  /// `GET /v1/models`: the Anthropic list, which OpenAI clients can read too.
  public byte[] models() {
    var data = Json.BUILD.createArrayBuilder();
    var all = offered();
    all.values().forEach(data::add);
    var list = Json.BUILD.createObjectBuilder().add("object", "list").add("data", data).add("has_more", false);
    list.add("first_id", all.sequencedKeySet().getFirst()).add("last_id", all.sequencedKeySet().getLast());
    return Json.bytes(list.build());
  }

  /// `GET /v1/models/{id}`; empty when this instance offers no such model.
  public Optional<byte[]> model(String id) {
    return Optional.ofNullable(offered().get(id)).map(Json::bytes);
  }

  /// The provider's models under their own names and under aliases that begin with `claude`, the only ones Claude Code lists.
  private SequencedMap<String, JsonObject> offered() {
    var offered = new LinkedHashMap<String, JsonObject>();
    var models = provider.models();
    for (var model : List.of(models.big(), models.middle(), models.small())) {
      for (var id : List.of(Provider.Models.alias(model), model)) {
        offered.putIfAbsent(id, described(id, model));
      }
    }
    return offered;
  }

  /// Every member of Anthropic's `ModelInfo`, since its SDKs insist on them, and those of OpenAI's.
  private JsonObject described(String id, String model) {
    var row = provider.dialect().row(model);
    var described =
        Json.BUILD.createObjectBuilder()
            .add("type", "model").add("id", id).add("display_name", model + " (" + provider.name() + ")").add("created_at", "2026-01-01T00:00:00Z")
            .add("lifecycle", "active").addNull("deprecated_at").addNull("retires_at").addNull("line").addNull("capabilities");
    limit(described, "max_input_tokens", row.get(CONTEXT_WINDOW));
    limit(described, "max_tokens", row.get(MAX_OUTPUT));
    return described.add("object", "model").add("created", 1_767_225_600).add("owned_by", provider.name()).build();
  }

  private static void limit(JsonObjectBuilder described, String name, long tokens) {
    if (tokens > 0) {
      described.add(name, tokens);
    } else {
      described.addNull(name); // nothing is known of it
    }
  }
}
