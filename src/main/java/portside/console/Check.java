package portside.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import portside.provider.HttpProxy;
import portside.provider.Provider;
import portside.provider.SearchBackend;
import portside.provider.Secret;
import portside.provider.Timeouts;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Finding;
import portside.provider.settings.InstanceSettings;
import portside.provider.settings.Settings;

/// The verb `--check`: what the settings come to, or everything that is wrong with them. Secrets stay hidden.
public final class Check {
  private Check() {}

  /// Reads the settings and reports on them.
  ///
  /// @param file as the person named it; without it the environment is checked
  /// @param port to listen on in place of the settings' own
  /// @param out takes the report
  /// @param err takes faults and warnings
  /// @return whether the settings can be used
  public static boolean run(Optional<String> file, OptionalInt port, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      var loaded = Settings.load(file, port, environment);
      out.print(report(loaded.instance(), loaded.provider()));
      loaded.warnings().forEach(warning -> err.println(warning.warning()));
      return true;
    } catch (EnvFaults faults) {
      err.println(faults.getMessage());
      faults.warnings().stream().map(Finding::warning).forEach(err::println);
      var count = faults.faults().size();
      err.println(count == 1 ? "1 fault" : count + " faults");
      return false;
    }
  }

  /// The settings in force, one a line.
  public static String report(InstanceSettings instance, Provider provider) {
    var lines = new ArrayList<String>();
    lines.add("No faults in " + instance.source() + ".");
    lines.add(row("name", instance.name()));
    lines.add(row("listens on", "http://" + host(instance.listen().host()) + ":" + instance.listen().port()));
    lines.add(row("provider", provider.demo() ? "demo:, inside the process" : provider.address()));
    provider.dialect().obstacle().ifPresent(obstacle -> lines.add(row("not usable", obstacle)));
    lines.add(row("key", provider.missingKey().map(key -> "missing: " + key).orElse(provider.demo() ? "not needed" : "set, hidden")));
    lines.add(row("client keys", keys(instance.clientKeys())));
    lines.add(row("opus, others", model(provider, provider.models().big())));
    lines.add(row("sonnet", model(provider, provider.models().middle())));
    lines.add(row("haiku", model(provider, provider.models().small())));
    lines.add(row("time limits", times(provider.destination().timeouts())));
    lines.add(row("retries", Integer.toString(provider.retries())));
    lines.add(row("max_tokens", tokens(provider.limits())));
    lines.add(row("largest body", instance.bodyBytes() / (1024 * 1024) + " MB"));
    lines.add(row("headers", provider.destination().headers().isEmpty() ? "none" : String.join(", ", provider.destination().headers().keySet()) + " (hidden)"));
    provider.endpoint().apiVersion().ifPresent(version -> lines.add(row("Azure version", version)));
    lines.add(row("proxy", provider.destination().proxy().map(Check::proxy).orElse("none")));
    if (!provider.destination().authorities().isEmpty()) {
      lines.add(row("authorities", "those of Java, and " + provider.destination().authorities().size() + " of CA_CERTS"));
    }
    instance.webSearch().ifPresent(backend -> lines.add(row("web search", search(backend))));
    lines.add(row("log level", instance.logLevel()));
    lines.add(row("to use it", ClaudeCommand.of(instance, provider)));
    lines.addAll(DialectDiff.of(provider));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String row(String label, String value) {
    return "  %-14s %s".formatted(label, value);
  }

  private static String host(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static String keys(List<Secret> keys) {
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

  private static String time(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
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
