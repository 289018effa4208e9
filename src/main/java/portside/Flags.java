package portside;

import java.util.Optional;
import java.util.OptionalInt;

/// What was typed behind `java -jar proxy.jar`.
///
/// @param verb what to do
/// @param env the env file as the person named it; empty to take the environment
/// @param port to listen on in place of the file's `PORT`
public record Flags(Verb verb, Optional<String> env, OptionalInt port) {
  /// The exit code for flags and settings that cannot be used.
  public static final int MISUSED = 2;

  /// The answer to `--help`.
  public static final String HELP =
      """
      Portside lets Claude Code talk to providers that speak OpenAI chat completions.

      usage: java -jar proxy.jar [--env FILE] [--port N]
             java -jar proxy.jar [--env FILE] --check
             java -jar proxy.jar VERB [ARGUMENTS], see "java -jar proxy.jar help"

        --env FILE   take the settings from FILE alone: the path as given, else in env/.
                     Without it they come from the environment.
        --port N     listen there and not on the PORT of the settings; 0 for any free port
        --check      report what the settings come to, or all their faults, and exit
        --help       this text
        --version    the version

      exit codes: 0 fine, 1 failed while running, such as a port that cannot be opened,
                  2 flags or settings that cannot be used, 78 no Java 25 found (told by the launcher),
                  143, 130, 129 stopped in good order by SIGTERM, SIGINT (Ctrl-C), a terminal's SIGHUP
      """;

  /// What to do.
  public enum Verb {
    SERVE,
    CHECK,
    HELP,
    VERSION
  }

  /// Reads the flags. `--help` and `--version` win over everything else.
  ///
  /// @throws Misused when a flag is unknown, lacks its value or stands there twice
  public static Flags parse(String... arguments) throws Misused {
    var verb = Verb.SERVE;
    var env = Optional.<String>empty();
    var port = OptionalInt.empty();
    for (var place = 0; place < arguments.length; place++) {
      var equals = arguments[place].startsWith("--") ? arguments[place].indexOf('=') : -1;
      var flag = equals < 0 ? arguments[place] : arguments[place].substring(0, equals);
      switch (flag) {
        case "--env", "--port" -> {
          if (equals < 0 && ++place == arguments.length) {
            throw new Misused(flag + " has no value", flag.equals("--env") ? "such as --env .env-glm" : "such as --port 8082");
          }
          var value = equals < 0 ? arguments[place] : arguments[place].substring(equals + 1);
          if (flag.equals("--env") ? env.isPresent() : port.isPresent()) {
            throw new Misused(flag + " stands there twice", "one instance has one of it");
          } else if (flag.equals("--env")) {
            env = Optional.of(file(value));
          } else {
            port = OptionalInt.of(port(value));
          }
        }
        case "--check", "--help", "-h", "--version" -> {
          if (equals >= 0) {
            throw new Misused(flag + " takes no value", "just " + flag);
          }
          verb = stronger(verb, flag);
        }
        default -> throw new Misused("unknown argument " + flag, "--help shows what there is");
      }
    }
    return new Flags(verb, env, port);
  }

  private static Verb stronger(Verb verb, String flag) {
    return switch (flag) {
      case "--version" -> verb == Verb.HELP ? verb : Verb.VERSION;
      case "--check" -> verb == Verb.SERVE ? Verb.CHECK : verb;
      default -> Verb.HELP;
    };
  }

  private static String file(String value) throws Misused {
    if (value.isBlank() || value.startsWith("--")) {
      throw new Misused("--env has no value", "such as --env .env-glm");
    }
    return value;
  }

  private static int port(String value) throws Misused {
    try {
      var port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below, as a number out of range is.
    }
    throw new Misused("--port: \"" + value + "\" is not a port", "a number from 0 to 65535");
  }

  /// Flags that cannot be used. Its message is the text for people: an error line and a hint line.
  public static final class Misused extends Exception {
    private static final long serialVersionUID = 1L;

    Misused(String problem, String hint) {
      super("portside: " + problem + "\n  hint: " + hint, null, false, false);
    }
  }
}
