package portside.console;

import static portside.console.Check.host;
import static portside.console.Check.row;
import static portside.console.Check.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import portside.provider.HttpProxy;
import portside.provider.KeyRules;
import portside.provider.Loopback;
import portside.provider.Provider;
import portside.provider.SearchBackend;
import portside.provider.Secret;
import portside.provider.Timeouts;
import portside.provider.settings.InstanceSettings;

/// What the settings of one provider come to, for `--check`.
final class ProviderReport {
  private ProviderReport() {}

  /// One line for each setting in force.
  ///
  /// @param instance whose settings stand in the same file; empty for a member of a chain
  static List<String> of(Provider provider, Optional<InstanceSettings> instance) {
    var lines = new ArrayList<String>();
    var destination = provider.destination();
    lines.add(row("provider", provider.demo() ? "demo:, inside the process" : provider.address()));
    provider.closed().ifPresent(obstacle -> lines.add(row("not usable", obstacle)));
    lines.add(row("key", key(provider)));
    if (!provider.keys().quotas().isEmpty()) {
      lines.add(row("quota of a key", quotas(provider.keys())));
    }
    instance.ifPresent(it -> {
      lines.add(row("client keys", clientKeys(it.clientKeys())));
      lines.addAll(operatorKey(it));
    });
    if (provider.models().claudeAsAsked()) {
      lines.add(row("claude-…", "as the client names it; other names:"));
    }
    lines.add(row("opus, others", model(provider, provider.models().big())));
    lines.add(row("sonnet", model(provider, provider.models().middle())));
    lines.add(row("haiku", model(provider, provider.models().small())));
    lines.add(row("time limits", times(destination.timeouts())));
    lines.add(row("retries", Integer.toString(provider.retries())));
    lines.add(row("max_tokens", tokens(provider.limits())));
    instance.ifPresent(it -> lines.add(largestBody(it)));
    lines.add(row("headers", destination.headers().isEmpty() ? "none" : String.join(", ", destination.headers().keySet()) + " (hidden)"));
    if (provider.traced()) {
      lines.add(row("trace", "traceparent is sent on"));
    }
    provider.endpoint().apiVersion().ifPresent(version -> lines.add(row("Azure version", version)));
    lines.add(row("proxy", destination.proxy().map(ProviderReport::proxy).orElse("none")));
    if (!destination.authorities().isEmpty()) {
      lines.add(row("authorities", "those of Java, and " + destination.authorities().size() + " of CA_CERTS"));
    }
    instance.ifPresent(it -> lines.addAll(searchAndLog(it)));
    return lines;
  }

  static String largestBody(InstanceSettings instance) {
    return row("largest body", instance.bodyBytes() / (1024 * 1024) + " MB");
  }

  static List<String> searchAndLog(InstanceSettings instance) {
    var lines = new ArrayList<String>();
    instance.webSearch().ifPresent(backend -> lines.add(row("web search", search(backend))));
    lines.add(row("log level", instance.logLevel() + (instance.log().format() == InstanceSettings.LogFormat.JSON ? ", as JSON" : "")));
    var requests = instance.log().requests();
    if (requests != InstanceSettings.LogRequests.OFF) {
      lines.add(row("records", (requests == InstanceSettings.LogRequests.ALL ? "all requests" : "requests that fail") + ", text included, in logs/requests: "
          + instance.log().megabytes() + " MB, " + instance.log().days() + " days"));
    }
    return lines;
  }

  private static String key(Provider provider) {
    var missing = provider.missingKey();
    var keys = provider.destination().credentials().size();
    return missing.isPresent() ? "missing: " + missing.get()
        : provider.demo() ? "not needed"
        : provider.destination().token().isPresent() ? provider.destination().token().get().origin().title() + ", asked when a request is sent"
        : provider.destination().fromClient() ? "none of ours: the client's own goes up; client keys are read from x-portside-key"
        : keys == 1 ? "set, hidden"
        : keys + ", hidden; a new conversation takes " + switch (provider.keys().strategy()) {
          case SPREAD -> "the one used least recently";
          case FILL -> "the first that works";
        };
  }

  private static String quotas(KeyRules rules) {
    var quotas = rules.quotas().stream().map(quota -> quota.amount() + " " + quota.unit().name().toLowerCase(Locale.ROOT) + switch (quota.window()) {
      case FIVE_HOURS -> " in 5 hours";
      case DAY -> " a day";
      case WEEK -> " a week";
      case MONTH -> " a month";
    }).collect(Collectors.joining(", "));
    return quotas + "; left alone at " + rules.stopAtPercent() + " %, days begin in " + rules.zone();
  }

  /// What opens the dashboard; nothing where this machine alone reaches it and no key is set.
  static List<String> operatorKey(InstanceSettings instance) {
    return instance.operatorKey().isPresent() ? List.of(row("operator key", "set, hidden"))
        : Loopback.names(instance.listen().host()) ? List.of()
        : List.of(row("operator key", "missing: OPERATOR_KEY opens the dashboard where other machines reach the port"));
  }

  static String clientKeys(List<Secret> keys) {
    return switch (keys.size()) {
      case 0 -> "none asked for";
      case 1 -> "1, hidden";
      default -> keys.size() + ", hidden";
    };
  }

  private static String model(Provider provider, String model) {
    var dialect = provider.dialect();
    return model + ", dialect " + dialect.row(model).name() + " (" + dialect.why(model) + ")";
  }

  private static String times(Timeouts times) {
    return "connect " + time(times.connect()) + ", first byte " + time(times.request()) + ", between bytes " + time(times.idle());
  }

  private static String tokens(Provider.Limits limits) {
    var least = limits.minTokens() == 0 ? "" : "at least " + limits.minTokens();
    var most = limits.maxTokens() == 0 ? "" : "at most " + limits.maxTokens();
    return least.isEmpty() && most.isEmpty() ? "as asked" : least.isEmpty() || most.isEmpty() ? least + most : least + ", " + most;
  }

  private static String search(SearchBackend backend) {
    return backend.kind().title() + " at " + backend.url() + (backend.key().isEmpty() ? "" : ", key set, hidden");
  }

  private static String proxy(HttpProxy proxy) {
    var address = "http://" + (proxy.userInfo().isEmpty() ? "" : "(hidden)@") + host(proxy.host()) + ":" + proxy.port();
    return proxy.direct().isEmpty() ? address : address + ", not for " + String.join(", ", proxy.direct());
  }
}
