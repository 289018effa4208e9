package portside.console.models;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import portside.provider.Destination;
import portside.provider.Provider;
import portside.provider.Timeouts;
import portside.provider.dialect.Column;
import portside.upstream.SendResult;
import portside.upstream.Upstream;
import portside.upstream.UpstreamAnswer;
import portside.wire.Json;

/// Asks a provider for its list of models, with its first key, page after page. Costs nothing there.
public final class ModelListRequest {
  /// What came of it.
  public sealed interface Result {}

  /// The whole list.
  ///
  /// @param raw as the provider sent it, its pages one behind the other
  public record Answered(ModelList list, String raw) implements Result {}

  /// There is none to be had, and nothing is wrong with that.
  ///
  /// @param why for people
  public record None(String why) implements Result {}

  /// The provider could not be asked, or refused.
  ///
  /// @param why for people
  public record Failed(String why) implements Result {}

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 32 << 20;
  private static final int MOST_PAGES = 20;
  private static final String TOO_LARGE = "the list is larger than 32 MB";

  /// Providers that list no models of an account (learn.microsoft.com, cloud.google.com, docs.aws.amazon.com; Code Assist has no such page).
  private static final Map<String, String> WITHOUT = Map.of(
      "azure", "Azure lists base models, not deployments",
      "azure-deployments", "Azure lists base models, not deployments",
      "azure-messages", "Azure lists base models, not deployments",
      "vertex", "Vertex has no list", "vertex-express", "Vertex has no list", "vertex-messages", "Vertex has no list",
      "bedrock-messages", "Bedrock has no list here", "code-assist", "Code Assist has no list", "demo", "the demo has no list");

  private final Function<Destination, Upstream> ways;

  /// @param ways opens a way that is used once
  public ModelListRequest(Function<Destination, Upstream> ways) {
    this.ways = ways;
  }

  /// Asks it.
  public Result ask(Provider provider) {
    var without = provider.demo() ? WITHOUT.get("demo") : WITHOUT.get(provider.identity());
    if (without != null) {
      return new None(without);
    }
    if (provider.destination().fromClient()) {
      return new None("not asked: the key is that of each client");
    }
    if (provider.missingKey().isPresent()) {
      return new Failed("there is no key: set " + provider.missingKey().get());
    }
    try (var way = ways.apply(patient(provider.destination()))) {
      return whole(way, path(provider));
    }
  }

  /// Follows the pages. Without one of them there is no list: models that stand there would be called unknown.
  private static Result whole(Upstream way, String path) {
    var models = new ArrayList<ModelList.Listed>();
    var raw = new StringJoiner("\n");
    var next = Optional.<String>empty();
    for (int number = 1; number <= MOST_PAGES; number++) {
      var page = page(way, next.map(parameter -> path + (path.contains("?") ? "&" : "?") + parameter).orElse(path));
      if (!(page instanceof Answered(var list, var text))) {
        return number == 1 ? page : new Failed("page " + number + " of the list: " + words(page));
      }
      models.addAll(list.models());
      raw.add(text.strip());
      if (raw.length() > MOST_BYTES) {
        return new Failed(TOO_LARGE);
      }
      if (list.next().isEmpty() || list.next().equals(next)) { // a provider that knows no pages gives the same one again
        return new Answered(new ModelList(models), raw.toString());
      }
      next = list.next();
    }
    return new Failed("the list has more than " + MOST_PAGES + " pages");
  }

  private static String words(Result none) {
    return switch (none) {
      case Answered _ -> "";
      case None(var why) -> why;
      case Failed(var why) -> why;
    };
  }

  private static Result page(Upstream way, String path) {
    return switch (way.attempt().send("GET", path, Map.of("anthropic-version", "2023-06-01"), new byte[0], false)) {
      case SendResult.Failed(var fault, _) -> new Failed(fault.message());
      case SendResult.Unauthorised(var fault) -> new Failed(fault.message());
      case SendResult.Cancelled _ -> new Failed("the call was ended");
      case SendResult.Answered(var answer) -> {
        try (answer) {
          yield read(answer);
        }
      }
    };
  }

  private static String path(Provider provider) {
    return switch (provider.dialect().row(provider.models().big()).get(Column.WIRE)) {
      case CHAT, RESPONSES -> "/models";
      case MESSAGES -> provider.endpoint().path("", "/v1/models?limit=1000");
      case GEMINI -> "/models?pageSize=1000";
    };
  }

  private static Result read(UpstreamAnswer answer) {
    try {
      var raw = body(answer);
      if (answer.status() == 404 || answer.status() == 405) {
        return new None("the provider has no list (HTTP " + answer.status() + ")");
      }
      if (answer.status() == 401 || answer.status() == 403) {
        return new Failed("the provider refuses the key (HTTP " + answer.status() + ")");
      }
      return answer.status() != 200 ? new Failed("HTTP " + answer.status())
          : raw.isPresent() ? new Answered(ModelList.read(raw.get()), raw.get()) : new Failed(TOO_LARGE);
    } catch (UpstreamAnswer.Broken broken) {
      return new Failed(broken.fault().message());
    } catch (Json.Malformed e) {
      return new Failed("the answer makes no sense: " + e.getMessage());
    }
  }

  /// Empty when it is too large.
  private static Optional<String> body(UpstreamAnswer answer) throws UpstreamAnswer.Broken {
    var body = answer.readUpTo(MOST_BYTES);
    return body.length > MOST_BYTES ? Optional.empty() : Optional.of(new String(body, StandardCharsets.UTF_8));
  }

  private static Destination patient(Destination to) {
    return new Destination(to.name(), to.endpoint(), to.credentials(), to.headers(), new Timeouts(PATIENCE, PATIENCE, PATIENCE), to.proxy(), to.authorities());
  }
}
