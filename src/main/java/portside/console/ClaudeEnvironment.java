package portside.console;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import portside.provider.settings.EnvFaults;
import portside.provider.settings.Settings;

/// What `scripts/claude` has to know to run Claude Code against an instance: `java -cp proxy.jar portside.console.ClaudeEnvironment FILE` prints
/// `NAME=VALUE` for each variable to set and `NAME` for each to take away, each with a NUL behind it. A client key is among them, so it is printed to a
/// pipe and not to people.
public final class ClaudeEnvironment {
  private ClaudeEnvironment() {}

  /// @param files one env file as a path
  public static void main(String[] files) {
    System.exit(print(files[0], System.getenv(), new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err));
  }

  /// The exit code.
  static int print(String file, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      var loaded = Settings.load(Optional.of(file), environment);
      var variables = ClaudeCommand.variables(loaded.instance(), loaded.chain());
      variables.computeIfPresent(ClaudeCommand.HEADERS, (_, ours) -> headers(environment.getOrDefault(ClaudeCommand.HEADERS, ""), ours));
      variables.forEach((name, value) -> out.print(name + "=" + value + "\0"));
      if (variables.containsKey(ClaudeCommand.TOKEN)) {
        out.print("ANTHROPIC_API_KEY\0"); // beside the token it would be sent, too, and the client asks which of the two is meant
      } else {
        out.print(ClaudeCommand.TOKEN + "\0"); // the client would show it in place of its own
      }
      out.flush();
      return 0;
    } catch (EnvFaults faults) {
      err.println(faults.getMessage());
      return Verbs.MISUSED;
    }
  }

  /// The person's own lines of headers, and ours in the place of an earlier one of its name.
  static String headers(String own, String ours) {
    return Stream.concat(own.lines().filter(line -> !line.isBlank() && !line.toLowerCase(Locale.ROOT).startsWith("x-portside-key:")), Stream.of(ours))
        .collect(Collectors.joining("\n"));
  }
}
