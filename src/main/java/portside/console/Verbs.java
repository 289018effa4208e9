package portside.console;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import portside.console.top.Top;

/// The table of the verbs, and what becomes of a typed line.
public final class Verbs {
  /// The exit code for what cannot be used.
  public static final int MISUSED = 2;

  /// The flag that says whether texts are coloured.
  static final String COLOR = "color";

  private static final Set<String> COLORS = Set.of("always", "never", "auto");

  /// All of them, in the order of `help`.
  static final List<Verb> ALL = List.of(new Usage(), new Status(), new Top(), new Log(), new Config(), new Validate(), new Reset(), new Providers(), new ClaudeSettings(),
      new Auth(), new Help());

  private Verbs() {}

  /// Does what was typed.
  ///
  /// @param typed the verb and what follows it
  /// @return the exit code of the process
  public static int run(String[] typed, Surroundings surroundings) {
    return run(ALL, typed, surroundings);
  }

  static int run(List<Verb> verbs, String[] typed, Surroundings surroundings) {
    try {
      var verb = named(typed[0], verbs);
      var options = options(verb);
      var line = parse(verb, options, Arrays.copyOfRange(typed, 1, typed.length));
      if (line.hasOption("help")) {
        surroundings.out().print(Help.text(verb, options, surroundings.columns()));
        return 0;
      }
      return verb.run(line, surroundings);
    } catch (Misuse misuse) {
      surroundings.err().println(misuse.getMessage());
      return MISUSED;
    }
  }

  /// @throws Misuse when there is none of this name
  static Verb named(String name, List<Verb> verbs) throws Misuse {
    for (var verb : verbs) {
      if (verb.name().equals(name)) {
        return verb;
      }
    }
    throw new Misuse("'" + name + "' is no verb", verbs.stream().map(Verb::name).collect(Collectors.joining(", ")) + "; flags alone start an instance: --env FILE");
  }

  /// Those of the verb and of all verbs.
  static Options options(Verb verb) {
    return verb.options()
        .addOption(Option.builder().longOpt(COLOR).hasArg().argName("WHEN").desc("always, never or auto: on a terminal, unless NO_COLOR is set").get())
        .addOption(Option.builder("h").longOpt("help").desc("this text").get());
  }

  private static CommandLine parse(Verb verb, Options options, String[] typed) throws Misuse {
    try {
      var line = DefaultParser.builder().setAllowPartialMatching(false).get().parse(options, typed);
      if (!COLORS.contains(line.getOptionValue(COLOR, "auto"))) {
        throw new Misuse("--color: \"" + line.getOptionValue(COLOR) + "\" is not known", "always, never or auto");
      }
      return line;
    } catch (UnrecognizedOptionException unknown) {
      throw new Misuse(verb.name() + ": unknown flag " + unknown.getOption(), "help " + verb.name() + " shows what there is");
    } catch (MissingArgumentException missing) {
      throw new Misuse(verb.name() + ": " + name(missing.getOption()) + " has no value", "help " + verb.name() + " shows what it takes");
    } catch (ParseException wrong) {
      throw new Misuse(verb.name() + ": " + wrong.getMessage(), "help " + verb.name() + " shows what there is");
    }
  }

  private static String name(Option option) {
    return option.getLongOpt() == null ? "-" + option.getOpt() : "--" + option.getLongOpt();
  }
}
