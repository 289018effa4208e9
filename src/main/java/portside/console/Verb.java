package portside.console;

import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/// A word behind `java -jar proxy.jar`, such as `usage`. It serves nothing itself: it reads files and asks running instances.
public interface Verb {
  /// The word.
  String name();

  /// What follows the word, such as `[NAME…] [--yes]`; empty for nothing.
  String synopsis();

  /// What it does, in a line.
  String purpose();

  /// Its flags; made anew for each call. `--help` and `--color` are added to those of every verb.
  Options options();

  /// Does it. Results go to the output, remarks to the errors.
  ///
  /// @param typed what stands behind the word
  /// @param surroundings where it runs
  /// @return the exit code of the process
  /// @throws Misuse when what was typed cannot be used, which ends with exit code 2
  int run(CommandLine typed, Surroundings surroundings) throws Misuse;
}
