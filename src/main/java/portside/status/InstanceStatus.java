package portside.status;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Tier;
import portside.provider.settings.InstanceSettings;
import portside.routing.Routes;
import portside.wire.Json;

/// How an instance is, as JSON: the pages `GET /health` and `GET /`, and its part of the dashboard's data. Nothing of it asks a provider; each call tells
/// what is in force at that moment. Times are in seconds or as ISO 8601 says, and what is not known is `null`.
public final class InstanceStatus {
  private final Supplier<InstanceSettings> settings;
  private final Routes routes;
  private final Function<Provider, Optional<String>> refusals;
  private final ChainStatus chainStatus;
  private final String version;
  private final IntSupplier port;
  private final IntSupplier running;
  private final LastOutcome lastOutcome;
  private final Supplier<JsonObject> tokenCounts;
  private final Supplier<String> journal;
  private final Supplier<JsonArray> budgets;
  private final Clock clock;
  private final Instant started;

  /// @param settings of this process, as they are in force
  /// @param routes who is asked
  /// @param refusals why a provider did not serve its account when it was asked last; empty for those that do
  /// @param chainStatus how they stand
  /// @param version of the program
  /// @param port that is open
  /// @param running how many requests run
  /// @param lastOutcome knows how the last ones ended
  /// @param tokenCounts how well the models' counts are known, by host and model
  /// @param journal whether requests are recorded: `on`, `off`, or `failing: ` and why
  /// @param budgets how far each is used, see [BudgetsJson]
  /// @param clock for the uptime
  public InstanceStatus(Supplier<InstanceSettings> settings, Routes routes, Function<Provider, Optional<String>> refusals, ChainStatus chainStatus, String version,
      IntSupplier port, IntSupplier running, LastOutcome lastOutcome, Supplier<JsonObject> tokenCounts, Supplier<String> journal,
      Supplier<JsonArray> budgets, Clock clock) {
    this.settings = settings;
    this.routes = routes;
    this.refusals = refusals;
    this.chainStatus = chainStatus;
    this.version = version;
    this.port = port;
    this.running = running;
    this.lastOutcome = lastOutcome;
    this.tokenCounts = tokenCounts;
    this.journal = journal;
    this.budgets = budgets;
    this.clock = clock;
    this.started = clock.instant();
  }

  private Chain chain() {
    return routes.current().chain();
  }

  /// `GET /health` for strangers: whether it works, and nothing else.
  public byte[] bareHealth() {
    return Json.bytes(Json.BUILD.createObjectBuilder().add("status", status()).build());
  }

  /// A lone provider is asked whatever came before, so there the last request tells more than what is known of its outages.
  String status() {
    var chain = chain();
    if (chain.several()) {
      return chainStatus.word();
    }
    var last = lastOutcome.last();
    return chain.first().obstacle().isPresent() ? "unconfigured" : last.isPresent() && !last.get().good() ? "failing" : "healthy";
  }

  /// `GET /health`. `status` is `healthy`; `unconfigured` while there is an obstacle; `failing` while the last request to a lone provider failed there, or
  /// nobody in a chain can be asked; `degraded` while part of a chain is left alone.
  public byte[] health() {
    var chain = chain();
    var usable = chain.members().stream().filter(member -> member.obstacle().isEmpty()).findFirst();
    var shown = usable.orElseGet(chain::first);
    var health =
        Json.BUILD.createObjectBuilder()
            .add("status", status())
            .add("name", settings.get().name())
            .add("version", version)
            .add("timestamp", clock.instant().toString())
            .add("uptime_seconds", Duration.between(started, clock.instant()).toSeconds())
            .add("server", Json.BUILD.createObjectBuilder().add("host", settings.get().listen().host()).add("port", port.getAsInt()))
            .add("models", Json.BUILD.createObjectBuilder()
                .add("big_model", model(chain, Tier.BIG))
                .add("middle_model", model(chain, Tier.MIDDLE))
                .add("small_model", model(chain, Tier.SMALL)))
            .add("api_status", Json.BUILD.createObjectBuilder()
                .add("openai_api_configured", usable.isPresent())
                .add("client_api_key_validation", !settings.get().clientKeys().isEmpty())
                .add("openai_base_url", shown.address()))
            .add("providers", chainStatus.members())
            .add("active_requests", running.getAsInt())
            .add("token_counts", tokenCounts.get())
            .add("ledger", journal.get())
            .add("budgets", budgets.get());
    shown.missingKey().ifPresentOrElse(setting -> health.add("missing_setting", setting), () -> health.addNull("missing_setting"));
    shown.obstacle().or(() -> refusals.apply(shown)).ifPresentOrElse(why -> health.add("obstacle", why), () -> health.addNull("obstacle"));
    lastOutcome.last().ifPresentOrElse(entry -> health.add("last_request", entry.json()), () -> health.addNull("last_request"));
    health.add("learned", learned());
    return Json.bytes(health.build());
  }

  /// What is said of it in a list of instances.
  JsonObjectBuilder brief() {
    var chain = chain();
    var url = settings.get().listen().url(port.getAsInt());
    return Json.BUILD.createObjectBuilder().add("name", settings.get().name()).add("url", url).add("dashboard", url + "/dashboard").add("state", status())
        .add("note", note()).add("running", running.getAsInt())
        .add("models", Json.BUILD.createObjectBuilder().add("big", model(chain, Tier.BIG)).add("middle", model(chain, Tier.MIDDLE))
            .add("small", model(chain, Tier.SMALL)))
        .add("providers", chainStatus.members()).add("uptime_seconds", Duration.between(started, clock.instant()).toSeconds());
  }

  /// Why it is not healthy, in a few words; empty when it is.
  private String note() {
    return switch (status()) {
      case "healthy" -> refused();
      case "unconfigured" -> chain().members().stream().flatMap(member -> member.obstacle().stream()).findFirst().orElse("");
      default -> chain().several() ? chainStatus.note() : lastOutcome.last().map(last -> last.status() + " from " + host(chain().first())).orElse("");
    };
  }

  /// The budgets because of which new requests are refused, in a few words; empty when they are not.
  private String refused() {
    return budgets.get().stream().map(JsonValue::asJsonObject).filter(budget -> budget.getBoolean("refusing")).map(budget -> budget.getString("setting") + " is used up")
        .collect(Collectors.joining(", "));
  }

  /// The same with how its last request ended, what it learned, and how its members stand.
  JsonObjectBuilder inDetail(JsonObject brief) {
    var detail = Json.BUILD.createObjectBuilder(brief).add("version", version).add("journal", journal.get()).add("budgets", budgets.get());
    lastOutcome.last().ifPresentOrElse(entry -> detail.add("last_request", entry.json()), () -> detail.addNull("last_request"));
    return detail.add("learned", learned()).add("tiers", chainStatus.tiers());
  }

  private static String host(Provider provider) {
    return provider.demo() ? "the demo" : provider.endpoint().hostHeader();
  }

  /// The name of the instance.
  String name() {
    return settings.get().name();
  }

  String version() {
    return version;
  }

  /// Whether requests are recorded.
  String journal() {
    return journal.get();
  }

  /// That of the first in the order of the file.
  private static String model(Chain chain, Tier tier) {
    return chain.model(chain.order(tier).getFirst(), tier).orElse("as asked");
  }

  /// What is left out or written otherwise because the provider refused it; `setting` keeps it when it is put into the env file.
  private JsonArrayBuilder learned() {
    var learned = Json.BUILD.createArrayBuilder();
    for (var one : routes.routing().lessons().all()) {
      learned.add(Json.BUILD.createObjectBuilder()
          .add("model", one.model()).add("setting", one.lesson().setting()).add("said", one.said()).add("at", one.at().toString()));
    }
    return learned;
  }

  /// `GET /`.
  public byte[] welcome() {
    var chain = chain();
    var welcome = Json.BUILD.createObjectBuilder().add("name", "portside").add("version", version).add("provider", chain.first().name());
    if (chain.several()) {
      var members = Json.BUILD.createArrayBuilder();
      chain.members().forEach(member -> members.add(member.name()));
      welcome.add("providers", members);
    }
    return Json.bytes(welcome
        .add("claude", "ANTHROPIC_BASE_URL=" + settings.get().listen().url(port.getAsInt()) + (chain.fromClient() ? "" : " ANTHROPIC_AUTH_TOKEN=dummy")
            + " CLAUDE_CODE_GATEWAY_HINT_HEADERS=1 claude --permission-mode default")
        .build());
  }
}
