package portside.console;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Finding;
import portside.provider.settings.PricesFile;
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
  /// @return whether nothing is wrong with them, nor with `models.json` and `prices.json` beside the file
  public static boolean run(Optional<String> file, OptionalInt port, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      var loaded = Settings.load(file, port, environment);
      out.print(report(loaded));
      loaded.warnings().forEach(warning -> err.println(warning.warning()));
      var faults = PricesFile.faults(loaded);
      faults.forEach(fault -> err.println(fault.fault()));
      return none(faults.size(), err);
    } catch (EnvFaults faults) {
      err.println(faults.getMessage());
      faults.warnings().stream().map(Finding::warning).forEach(err::println);
      return none(faults.faults().size(), err);
    }
  }

  private static boolean none(int faults, PrintStream err) {
    if (faults > 0) {
      err.println(faults == 1 ? "1 fault" : faults + " faults");
    }
    return faults == 0;
  }

  /// The settings in force, one a line.
  static String report(Settings.Loaded loaded) {
    var instance = loaded.instance();
    var provider = loaded.provider();
    var lines = new ArrayList<String>();
    var chain = loaded.namesMembers();
    lines.add("No faults in " + (chain ? String.join(", ", loaded.files().stream().map(Path::toString).toList()) : instance.source()) + ".");
    lines.add(row("name", instance.name()));
    lines.add(row("listens on", "http://" + host(instance.listen().host()) + ":" + instance.listen().port()));
    if (chain) {
      lines.addAll(ChainReport.of(instance, loaded.chain()));
    } else {
      lines.addAll(ProviderReport.of(provider, Optional.of(instance)));
      if (!loaded.chain().equals(Chain.of(provider))) {
        lines.addAll(ChainReport.orders(loaded.chain()));
      }
    }
    lines.add(row("to use it", ClaudeCommand.of(instance, loaded.chain())));
    if (chain) {
      loaded.chain().members().forEach(member -> lines.addAll(member(member, loaded)));
    } else {
      lines.addAll(DialectDiff.of(provider));
    }
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static List<String> member(Provider member, Settings.Loaded loaded) {
    var lines = new ArrayList<String>();
    lines.add("Member " + member.name() + ", " + member.source() + ":");
    lines.addAll(ProviderReport.of(member, Optional.empty()));
    var idle = loaded.idle().getOrDefault(member.name(), List.of());
    if (!idle.isEmpty()) {
      lines.add(row("no effect", String.join(", ", idle) + ": in a chain its own file says this"));
    }
    lines.addAll(DialectDiff.of(member));
    return lines;
  }

  /// A line of the report.
  static String row(String label, String value) {
    return "  %-14s %s".formatted(label, value);
  }

  /// A host as it stands in a URL.
  static String host(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /// A length of time.
  static String time(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
