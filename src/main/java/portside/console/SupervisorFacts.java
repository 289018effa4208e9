package portside.console;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import portside.provider.Chain;
import portside.provider.Provider;
import portside.provider.Tier;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Finding;
import portside.provider.settings.InstanceSettings;
import portside.provider.settings.Settings;

/// What the supervisor has to know of its env files, so that it need not read them itself: `java -cp proxy.jar portside.console.SupervisorFacts
/// FILE...` prints one line for each file, in their order, for programs. All in one process, since its start is most of the time it takes.
///
/// The fields of a line are separated by the unit separator, U+001F: the address to listen on, `*` for every one; the port; the provider, or
/// `chain of` its members; the big, the middle and the small model, in a chain those of the first in each order; the line to type for Claude Code; the faults. A file that has faults has these alone, their
/// lines separated by the record separator, U+001E; other control characters are replaced. No field holds a secret.
public final class SupervisorFacts {
  private static final String FIELD = "\u001f";
  private static final String LINE = "\u001e";
  private static final int FIELDS = 8;

  private SupervisorFacts() {}

  /// @param files env files as paths
  public static void main(String[] files) {
    print(List.of(files), System.getenv(), new PrintStream(System.out, true, StandardCharsets.UTF_8));
  }

  static void print(List<String> files, Map<String, String> environment, PrintStream out) {
    files.forEach(file -> out.println(line(file, environment)));
  }

  private static String line(String file, Map<String, String> environment) {
    try {
      var loaded = Settings.load(Optional.of(file), environment);
      var instance = loaded.instance();
      return instance.listen().port() == 0 ? faulty(anyPort(instance).fault()) : fields(loaded);
    } catch (EnvFaults faults) {
      return faulty(Objects.requireNonNull(faults.getMessage()));
    }
  }

  private static String fields(Settings.Loaded loaded) {
    var instance = loaded.instance();
    var chain = loaded.chain();
    var address = ListenAddress.of(instance.listen().host());
    return String.join(FIELD, shown(address.any() ? "*" : address.text()), Integer.toString(instance.listen().port()), shown(provider(loaded)),
        shown(model(chain, Tier.BIG)), shown(model(chain, Tier.MIDDLE)), shown(model(chain, Tier.SMALL)), shown(ClaudeCommand.of(instance, chain)), "");
  }

  private static String provider(Settings.Loaded loaded) {
    var endpoint = loaded.provider().endpoint();
    return loaded.namesMembers() ? "chain of " + String.join(", ", loaded.chain().members().stream().map(Provider::name).toList())
        : endpoint.demo() ? "demo" : endpoint.base().getAuthority();
  }

  /// That of the first in the order.
  private static String model(Chain chain, Tier tier) {
    return chain.model(chain.order(tier).getFirst(), tier).orElse("as asked");
  }

  private static String faulty(String text) {
    return FIELD.repeat(FIELDS - 1) + String.join(LINE, text.lines().map(SupervisorFacts::shown).toList());
  }

  /// Control characters would drive the terminal of the person, or end a field.
  private static String shown(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static Finding anyPort(InstanceSettings instance) {
    return new Finding(instance.source(), 0, "PORT", "0 takes any free port, and the supervisor has to know which", "a number from 1 to 65535");
  }
}
